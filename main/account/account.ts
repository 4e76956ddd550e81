/**
 * Who is signed in: the settings say who and where, the vault holds the secret, and the environment replaces both
 * when it is set. Secrets go nowhere else: not into settings, logs or errors (invariant 6 of docs/ARCHITECTURE.md).
 * A sign-in is saved only after the server has accepted it.
 */
import type { Account as AccountView, SignInForm } from '../../shared/ipc-contract.ts';
import type { KooDrive } from '../koodrive/api.ts';
import { KooError } from '../lib/errors.ts';
import type { Settings } from '../settings/settings.ts';
import type { Credentials, TokenVault } from '../vault/token-vault.ts';
import { readEnvironment, type Environment, type EnvironmentAccount } from './environment.ts';

/** A client for one server and one sign-in; `close` lets go of its connections. */
export type Connection = KooDrive & { close(): Promise<void> };

export type SignedIn = {
  /** checked base address */
  readonly server: string;
  readonly credentials: Credentials;
  /** changes whenever another sign-in is in force; holds no secret */
  readonly key: string;
};

export type AccountParts = {
  readonly settings: Settings;
  readonly vault: TokenVault;
  readonly env: Environment;
  /** checks an address that a person wrote and gives its normal form; throws WRONG_SERVER */
  readonly parseServer: (text: string) => string;
  readonly connect: (server: string, credentials: Credentials) => Connection;
  readonly now: () => number;
};

export type Account = {
  /** For showing; asks neither the vault nor the server. Throws SETTINGS_BROKEN and, for half an environment, BAD_USAGE. */
  get(): AccountView;
  /** Is the sign-in given by the environment, so that signing in and out is not ours to do? */
  readonly byEnvironment: boolean;
  /** Server and secret in force. Throws SIGN_IN_NEEDED, KEYRING_UNAVAILABLE, WRONG_SERVER, BAD_USAGE. */
  current(): Promise<SignedIn>;
  /** The server refused what current() gave: the next call asks the vault again, another process may have renewed it. */
  forget(): void;
  /** Checks with the server first, then saves. Throws WRONG_SERVER, SIGN_IN_NEEDED, KEYRING_UNAVAILABLE, BAD_USAGE, network codes. */
  signIn(form: SignInForm, signal?: AbortSignal): Promise<AccountView>;
  /** Removes the secret from the vault; address and user id stay as a proposal. Pairs and their state stay. */
  signOut(): Promise<AccountView>;
};

export const createAccount = (parts: AccountParts): Account => {
  const { settings, vault, env, parseServer, connect } = parts;
  let known: SignedIn | undefined;
  // read at most once: what a process was started with stays the same sign-in, and so the same client
  let environment: { readonly given: EnvironmentAccount | undefined } | undefined;
  const byEnvironment = (): EnvironmentAccount | undefined =>
    (environment ??= { given: readEnvironment(env) }).given;

  const get = (): AccountView => {
    const given = byEnvironment();
    if (given !== undefined)
      return {
        signedIn: true,
        server: given.server,
        userId: given.credentials.userId,
        vault: 'KOOSYNC_* environment variables',
      };
    const { server = '', userId = '', signIn } = settings.get();
    return { signedIn: signIn !== undefined, server, userId, vault: vault.name };
  };

  const refuseByEnvironment = () => {
    if (byEnvironment() !== undefined)
      throw new KooError('BAD_USAGE', 'the environment signs in', {
        detail: { values: { say: 'environmentSignsIn' } },
      });
  };

  return {
    get,
    get byEnvironment() {
      return byEnvironment() !== undefined;
    },

    current: async () => {
      const given = byEnvironment();
      if (given !== undefined)
        return { server: parseServer(given.server), credentials: given.credentials, key: 'environment' };
      const { server, userId, signIn, signedInAt } = settings.get();
      if (server === undefined || userId === undefined || signIn === undefined)
        throw new KooError('SIGN_IN_NEEDED', 'nobody is signed in');
      const key = [server, userId, signIn, signedInAt ?? 0].join('\n');
      if (known?.key === key) return known;
      const credentials = await vault.load(server, userId);
      if (credentials === undefined)
        throw new KooError('SIGN_IN_NEEDED', `no secret for this account in ${vault.name}`);
      known = { server: parseServer(server), credentials, key };
      return known;
    },

    forget: () => {
      known = undefined;
    },

    signIn: async (form, signal) => {
      refuseByEnvironment();
      const server = parseServer(form.server);
      const credentials = credentialsOf(form);
      const connection = connect(server, credentials);
      try {
        await connection.checkSession({ signal });
      } finally {
        await connection.close();
      }
      const before = settings.get();
      await vault.save(server, credentials);
      // the secret of who was signed in before is no longer needed by anybody
      if (
        before.server !== undefined &&
        before.userId !== undefined &&
        (before.server !== server || before.userId !== credentials.userId)
      )
        await vault.remove(before.server, before.userId);
      settings.set({ server, userId: credentials.userId, signIn: form.kind, signedInAt: parts.now() });
      known = undefined;
      return get();
    },

    signOut: async () => {
      refuseByEnvironment();
      const { server, userId } = settings.get();
      known = undefined;
      if (server !== undefined && userId !== undefined) await vault.remove(server, userId);
      settings.set({ signIn: undefined, signedInAt: undefined });
      return get();
    },
  };
};

const credentialsOf = (form: SignInForm): Credentials =>
  form.kind === 'token'
    ? { kind: 'token', userId: form.userId.trim(), token: form.token.trim() }
    : { kind: 'app', userId: form.userId.trim(), appId: form.appId.trim(), appSecret: form.appSecret.trim() };
