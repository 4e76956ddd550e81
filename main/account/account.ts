/**
 * Who is signed in: the settings say who and where, the vault holds the secret, and the environment replaces both
 * when it is set. Secrets go nowhere else: not into settings, logs or errors (invariant 6 of docs/ARCHITECTURE.md).
 * A sign-in is saved only after the server has accepted it.
 */
import type { Account as AccountView, SignInForm } from '../../shared/account.ts';
import type { KooDrive } from '../koodrive/api.ts';
import { KooError, toKooError } from '../model/errors.ts';
import type { JudgedPolicy } from '../policy/judge.ts';
import { setByPolicy } from '../settings/fixed-settings.ts';
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
  /** checks an address that a user typed and gives its normal form; throws BAD_USAGE */
  readonly parseServer: (text: string) => string;
  readonly connect: (server: string, source: CredentialSource) => Connection;
  readonly now: () => number;
  /** what the organisation fixed; default: nothing */
  readonly policy?: (() => Pick<JudgedPolicy, 'values' | 'isServerUnknown' | 'path'>) | undefined;
  /** what a user calls the place where the secret is */
  readonly placeWords: (place: VaultPlace) => string;
};

export type Account = {
  /** Who is signed in, and where: in no words, for it is asked with every call to the server. Throws as get() does. */
  who(): Omit<AccountView, 'vault'>;
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
  const { settings, vault } = parts;
  const environment = new EnvironmentSignIn(parts);
  const saved = new SavedSignIn(parts);

  const who: Account['who'] = () => {
    const given = environment.given;
    if (given !== undefined)
      return { signedIn: true, server: given.server, userId: given.credentials.userId };
    const { server = '', userId = '', signIn } = settings.get();
    return { signedIn: signIn !== undefined, server, userId };
  };

  const get = (): AccountView => ({
    ...who(),
    vault: parts.placeWords(environment.given === undefined ? vault.place : 'environment'),
  });

  const refuseIfByEnvironment = () => {
    if (environment.given !== undefined)
      throw new KooError('BAD_USAGE', 'the environment signs in', {
        detail: { values: { say: 'sentence.environmentSignsIn' } },
      });
  };

  return {
    who,
    get,
    refuseIfByEnvironment,
    current: async () => {
      refuseUnknownServer(parts);
      return environment.current() ?? saved.current();
    },
    forget: () => {
      saved.forget();
    },
    signIn: async (form, signal) => {
      refuseIfByEnvironment();
      refuseUnknownServer(parts);
      await saved.signIn(form, signal);
      return get();
    },
    signOut: async () => {
      refuseIfByEnvironment();
      await saved.signOut();
      return get();
    },
  };
};

/** The sign-in that the environment gives. Read at most once: what a process was started with stays the same client. */
class EnvironmentSignIn {
  readonly #parts: AccountParts;
  #read: { readonly given: EnvironmentAccount | undefined } | undefined;
  #signedIn: SignedIn | undefined;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  get given(): EnvironmentAccount | undefined {
    return (this.#read ??= { given: readEnvironment(this.#parts.env) }).given;
  }

  current(): SignedIn | undefined {
    const { given } = this;
    if (given === undefined) return undefined;
    this.#signedIn ??= {
      server: checkServer(this.#parts, given.server),
      source: fixedSource(given.credentials),
    };
    const fixed = this.#parts.policy?.().values.server;
    // its secret is for the server that it names
    if (fixed !== undefined && fixed !== this.#signedIn.server)
      throw new KooError('SIGN_IN_NEEDED', 'the environment names another server than the policy', {
        detail: { values: { say: 'sentence.environmentServer', server: fixed } },
      });
    return this.#signedIn;
  }
}

/** The sign-in that settings and vault hold together. */
class SavedSignIn {
  readonly #parts: AccountParts;
  #known: { readonly key: string; readonly signedIn: SignedIn } | undefined;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  forget(): void {
    this.#known = undefined;
  }

  async current(): Promise<SignedIn> {
    const { vault } = this.#parts;
    const named = this.#named();
    if (named === undefined) throw new KooError('SIGN_IN_NEEDED', 'nobody is signed in');
    if (this.#known?.key === named.key) return this.#known.signedIn;
    const credentials = await vault.load(named.server, named.userId);
    if (credentials === undefined)
      throw new KooError('SIGN_IN_NEEDED', `no secret for this account in ${vault.place}`);
    // two calls may have waited for the keyring together: the first one's object is everybody's
    if (this.#known?.key !== named.key) {
      const server = checkServer(this.#parts, named.server);
      const source = this.#sourceOf(named.key, named.server, credentials);
      this.#known = { key: named.key, signedIn: { server, source } };
    }
    return this.#known.signedIn;
  }

  async signIn(form: SignInForm, signal: AbortSignal | undefined): Promise<void> {
    const { settings, vault, connect, now } = this.#parts;
    const server = checkServer(this.#parts, form.server);
    const fixed = this.#parts.policy?.().values.server;
    if (fixed !== undefined && server !== fixed) throw setByPolicy('server');
    const credentials = credentialsOf(form);
    const connection = connect(server, fixedSource(credentials));
    try {
      await connection.checkSession({ signal });
    } finally {
      await connection.close();
    }
    const before = settings.stored();
    await vault.save(server, credentials);
    // the secret of who was signed in before is no longer needed by anybody
    if (
      before.server !== undefined &&
      before.userId !== undefined &&
      (before.server !== server || before.userId !== credentials.userId)
    )
      await vault.remove(before.server, before.userId);
    settings.set({ server, userId: credentials.userId, signIn: form.kind, signedInAt: now() });
    this.forget();
  }

  async signOut(): Promise<void> {
    const { settings, vault } = this.#parts;
    const { server, userId } = settings.stored();
    this.forget();
    if (server !== undefined && userId !== undefined) await vault.remove(server, userId);
    settings.set({ signIn: undefined, signedInAt: undefined });
  }

  /** Which sign-in the settings name; another process may change it at any time. Undefined: nobody. */
  #named() {
    // a file that breaks while we run takes away nobody's sign-in
    const { server, userId, signIn, signedInAt } = this.#parts.settings.latest();
    return server === undefined || userId === undefined || signIn === undefined
      ? undefined
      : { server, userId, key: [server, userId, signIn, signedInAt ?? 0].join('\n') };
  }

  #sourceOf(key: string, server: string, loaded: Credentials): CredentialSource {
    let held = loaded;
    return {
      current: () => Promise.resolve(held),
      changed: async (credentials) => {
        held = credentials;
        // a token that is renewed while the user signs out must not bring the secret back
        if (this.#named()?.key === key) await this.#parts.vault.save(server, credentials);
      },
    };
  }
}

/** An organisation fixed a server, and nobody can know which: files must not go to another. Throws SIGN_IN_NEEDED. */
const refuseUnknownServer = ({ policy }: AccountParts): void => {
  const { isServerUnknown = false, path = '' } = policy?.() ?? {};
  if (isServerUnknown)
    throw new KooError('SIGN_IN_NEEDED', 'the policy fixes a server that cannot be understood', {
      detail: { values: { say: 'sentence.policyServer', path } },
    });
};

const credentialsOf = (form: SignInForm): Credentials =>
  form.kind === 'token'
    ? { kind: 'token', userId: form.userId.trim(), token: form.token.trim() }
    : { kind: 'app', userId: form.userId.trim(), appId: form.appId.trim(), appSecret: form.appSecret.trim() };

/** parseServer says why in English, for the log; a user reads what an address looks like. */
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
