/**
 * Who is signed in: the settings say who and where, the vault holds the secret, and the environment replaces both
 * when it is set. Secrets go nowhere else: not into settings, logs or errors (invariant 6 of docs/ARCHITECTURE.md).
 * A sign-in is saved only after the server has accepted it.
 */
import type { Account as AccountView, SignInForm } from '../../shared/account.ts';
import type { KooDrive } from '../koodrive/api.ts';
import { KooError, toKooError } from '../model/errors.ts';
import type { Settings } from '../settings/settings.ts';
import { fixedSource, type CredentialSource } from '../koodrive/credentials.ts';
import type { Credentials, TokenVault, VaultPlace } from '../vault/token-vault.ts';
import { readEnvironment, type Environment, type EnvironmentAccount } from './environment.ts';

/** A client for one server and one sign-in; `close` lets go of its connections. */
export type Connection = KooDrive & { close(): Promise<void> };

/** One sign-in; the same object for as long as it is in force. */
export type SignedIn = {
  /** checked base address */
  readonly server: string;
  /** the secret, for this server alone; a renewed token goes back into the vault through it */
  readonly source: CredentialSource;
};

export type AccountParts = {
  readonly settings: Settings;
  readonly vault: TokenVault;
  readonly env: Environment;
  /** checks an address that a person wrote and gives its normal form; throws BAD_USAGE */
  readonly parseServer: (text: string) => string;
  readonly connect: (server: string, source: CredentialSource) => Connection;
  readonly now: () => number;
  /** what a user calls the place where the secret is */
  readonly placeWords: (place: VaultPlace) => string;
};

export type Account = {
  /** For showing; asks neither the vault nor the server. Throws SETTINGS_BROKEN and, for half an environment, BAD_USAGE. */
  get(): AccountView;
  /** Throws BAD_USAGE when the environment gives the sign-in: signing in and out is then not ours to do. */
  refuseIfByEnvironment(): void;
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
  const { settings, vault, env } = parts;
  let known: { readonly key: string; readonly signedIn: SignedIn } | undefined;
  // read at most once: what a process was started with stays the same sign-in, and so the same client
  let environment: { readonly given: EnvironmentAccount | undefined } | undefined;
  const byEnvironment = (): EnvironmentAccount | undefined =>
    (environment ??= { given: readEnvironment(env) }).given;
  let environmentSignIn: SignedIn | undefined;

  /** Which sign-in the settings name; another process may change it at any time. Undefined: nobody. */
  const named = () => {
    // a file that breaks while we run takes away nobody's sign-in
    const { server, userId, signIn, signedInAt } = settings.latest();
    return server === undefined || userId === undefined || signIn === undefined
      ? undefined
      : { server, userId, key: [server, userId, signIn, signedInAt ?? 0].join('\n') };
  };

  const sourceOf = (key: string, server: string, loaded: Credentials): CredentialSource => {
    let held = loaded;
    return {
      current: () => Promise.resolve(held),
      changed: async (credentials) => {
        held = credentials;
        // a token that is renewed while the person signs out must not bring the secret back
        if (named()?.key === key) await vault.save(server, credentials);
      },
    };
  };

  const get = (): AccountView => {
    const given = byEnvironment();
    if (given !== undefined)
      return {
        signedIn: true,
        server: given.server,
        userId: given.credentials.userId,
        vault: parts.placeWords('environment'),
      };
    const { server = '', userId = '', signIn } = settings.get();
    return { signedIn: signIn !== undefined, server, userId, vault: parts.placeWords(vault.place) };
  };

  const refuseIfByEnvironment = () => {
    if (byEnvironment() !== undefined)
      throw new KooError('BAD_USAGE', 'the environment signs in', {
        detail: { values: { say: 'sentence.environmentSignsIn' } },
      });
  };

  return {
    get,
    refuseIfByEnvironment,

    current: async () => {
      const given = byEnvironment();
      if (given !== undefined)
        return (environmentSignIn ??= {
          server: checkServer(parts, given.server),
          source: fixedSource(given.credentials),
        });
      const who = named();
      if (who === undefined) throw new KooError('SIGN_IN_NEEDED', 'nobody is signed in');
      if (known?.key === who.key) return known.signedIn;
      const credentials = await vault.load(who.server, who.userId);
      if (credentials === undefined)
        throw new KooError('SIGN_IN_NEEDED', `no secret for this account in ${vault.place}`);
      // two calls may have waited for the keyring together: the first one's object is everybody's
      if (known?.key !== who.key) {
        const server = checkServer(parts, who.server);
        known = { key: who.key, signedIn: { server, source: sourceOf(who.key, who.server, credentials) } };
      }
      return known.signedIn;
    },

    forget: () => {
      known = undefined;
    },

    signIn: async (form, signal) => {
      refuseIfByEnvironment();
      const server = checkServer(parts, form.server);
      const credentials = credentialsOf(form);
      const connection = parts.connect(server, fixedSource(credentials));
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
      refuseIfByEnvironment();
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

/** parseServer says why in English, for the log; a person reads what an address looks like. */
const checkServer = (parts: AccountParts, text: string): string => {
  try {
    return parts.parseServer(text);
  } catch (cause) {
    const { message } = toKooError(cause);
    throw new KooError('WRONG_SERVER', message, {
      cause,
      detail: { values: { say: 'sentence.serverAddress', server: text.trim() } },
    });
  }
};
