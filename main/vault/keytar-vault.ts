/**
 * The operating system's keychain through keytar (Secret Service, Keychain, Credential Manager): the one place on disk
 * where a secret is (invariant 6). keytar is loaded at first use, so that a machine without it still runs; every
 * call is bounded in time, because a locked keyring may wait for a prompt that nobody sees.
 * Attacked by: keytar-vault.test.ts, main/account/account.test.ts, tests/scenarios/cli-keyring.test.ts.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { KooError } from '../model/errors.ts';
import type { Credentials, TokenVault, VaultPlace } from './token-vault.ts';

/** The part of keytar that is used; a test may bring its own. */
export type Keychain = {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
};

export type KeytarVaultOptions = {
  /** what the entries are filed under; default "KooSync" */
  readonly service?: string;
  /** ms for one call to the keychain; default 20 s */
  readonly timeoutMs?: number;
  /** bytes of one entry. Windows takes 2,560, and fails short of that (field notes E) */
  readonly maxEntryBytes?: number;
  readonly keychain?: () => Promise<Keychain>;
  /** default: this system */
  readonly platform?: NodeJS.Platform;
};

const TIMEOUT_MS = 20_000;
const MAX_ENTRY_BYTES = 1_200;

const stored = z.union([
  z.object({
    kind: z.literal('token'),
    userId: z.string(),
    token: z.string(),
    sessionId: z.string().optional(),
    refreshToken: z.string().optional(),
  }),
  z.object({ kind: z.literal('app'), userId: z.string(), appId: z.string(), appSecret: z.string() }),
]);
/** What the main entry holds instead, when the secret is too long for one: which entries to put together. */
const split = z.object({
  split: z.string().regex(/^[0-9a-f]{8}$/),
  entries: z.number().int().min(1).max(1_000),
});

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const loadKeytar = async (): Promise<Keychain> => (await import('keytar')).default;

export function createKeytarVault(options: KeytarVaultOptions = {}): TokenVault {
  const keyring = new Keyring({
    service: options.service ?? 'KooSync',
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    load: options.keychain ?? loadKeytar,
  });
  const entries = new Entries(keyring, options.maxEntryBytes ?? MAX_ENTRY_BYTES);
  const accountOf = (server: string, userId: string) => `${userId}@${server}`;
  return {
    place: placeOn(options.platform ?? process.platform),

    async load(server, userId) {
      const text = await entries.read(accountOf(server, userId));
      const found = stored.safeParse(text === undefined ? undefined : parse(text)).data;
      return found?.userId === userId ? found : undefined;
    },

    save: (server, credentials: Credentials) =>
      entries.write(accountOf(server, credentials.userId), JSON.stringify(stored.parse(credentials))),

    remove: (server, userId) => entries.remove(accountOf(server, userId)),
  };
}

const unavailable = (why: string, cause?: unknown): KooError =>
  new KooError('KEYRING_UNAVAILABLE', `The system keyring cannot be used: ${why}.`, { cause });

type KeyringOptions = {
  readonly service: string;
  readonly timeoutMs: number;
  readonly load: () => Promise<Keychain>;
};

/** The keychain, one call at a time and each within the time limit. Every method throws KEYRING_UNAVAILABLE. */
class Keyring {
  readonly #options: KeyringOptions;
  #keychain: Promise<Keychain> | undefined;
  // one call at a time: each that hangs in a prompt holds a thread of libuv's four, and files would wait for those
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: KeyringOptions) {
    this.#options = options;
  }

  get(account: string): Promise<string | null> {
    return this.#ask((keychain) => keychain.getPassword(this.#options.service, account));
  }

  set(account: string, text: string): Promise<void> {
    return this.#ask((keychain) => keychain.setPassword(this.#options.service, account, text));
  }

  drop(account: string): Promise<boolean> {
    return this.#ask((keychain) => keychain.deletePassword(this.#options.service, account));
  }

  async #ask<T>(call: (keychain: Keychain) => Promise<T>): Promise<T> {
    const { timeoutMs } = this.#options;
    const answer = this.#after(this.#last, call);
    this.#last = answer;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(unavailable(`it gave no answer within ${String(timeoutMs / 1_000)} s; it may be locked`));
      }, timeoutMs);
    });
    try {
      return await Promise.race([answer, limit]);
    } finally {
      clearTimeout(timer);
      // the late answer of a call that was given up must not become an unhandled rejection
      answer.catch(() => undefined);
    }
  }

  async #after<T>(before: Promise<unknown>, call: (keychain: Keychain) => Promise<T>): Promise<T> {
    await before.catch(() => undefined);
    this.#keychain ??= this.#options.load();
    let loaded: Keychain;
    try {
      loaded = await this.#keychain;
    } catch (error) {
      this.#keychain = undefined;
      throw unavailable('its module is not installed here', error);
    }
    try {
      return await call(loaded);
    } catch (error) {
      // what keytar says is a D-Bus or system message; it never holds the secret
      throw unavailable(error instanceof Error ? firstLine(error.message) : 'it gave no reason', error);
    }
  }
}

/** Texts of any length, where one entry of the keyring may hold only so much: a long one is cut into several. */
class Entries {
  readonly #keyring: Keyring;
  readonly #maxBytes: number;

  constructor(keyring: Keyring, maxBytes: number) {
    this.#keyring = keyring;
    this.#maxBytes = maxBytes;
  }

  async read(account: string): Promise<string | undefined> {
    const text = await this.#keyring.get(account);
    const index = indexIn(text);
    if (index === undefined) return text ?? undefined;
    const pieces: string[] = [];
    for (let n = 1; n <= index.entries; n++) {
      const piece = await this.#keyring.get(pieceOf(account, index.split, n));
      // somebody tidied up in the keyring: as good as not signed in
      if (piece === null) return undefined;
      pieces.push(piece);
    }
    return Buffer.from(pieces.join(''), 'base64').toString('utf8');
  }

  async write(account: string, text: string): Promise<void> {
    const old = await this.#keyring.get(account);
    if (Buffer.byteLength(text) <= this.#maxBytes) await this.#keyring.set(account, text);
    else await this.#writeCut(account, text);
    await this.#dropPieces(account, old);
  }

  async remove(account: string): Promise<void> {
    const old = await this.#keyring.get(account);
    if (old === null) return;
    await this.#keyring.drop(account);
    await this.#dropPieces(account, old);
  }

  /**
   * base64, so that a cut never falls into a letter. The pieces go in first, under a name of their own: until the main
   * entry is changed, and that is one write, the old secret is whole.
   */
  async #writeCut(account: string, text: string): Promise<void> {
    const letters = Buffer.from(text, 'utf8').toString('base64');
    const generation = randomBytes(4).toString('hex');
    const entries = Math.ceil(letters.length / this.#maxBytes);
    for (let n = 1; n <= entries; n++) {
      const piece = letters.slice((n - 1) * this.#maxBytes, n * this.#maxBytes);
      await this.#keyring.set(pieceOf(account, generation, n), piece);
    }
    await this.#keyring.set(account, JSON.stringify({ split: generation, entries }));
  }

  async #dropPieces(account: string, main: string | null): Promise<void> {
    const index = indexIn(main);
    if (index === undefined) return;
    for (let n = 1; n <= index.entries; n++) await this.#keyring.drop(pieceOf(account, index.split, n));
  }
}

const pieceOf = (account: string, generation: string, n: number): string =>
  `${account}#${generation}.${String(n)}`;

/** undefined when the main entry holds the text itself. */
const indexIn = (main: string | null): z.infer<typeof split> | undefined =>
  split.safeParse(main === null ? undefined : parse(main)).data;

/** What keytar uses there. */
const placeOn = (platform: NodeJS.Platform): VaultPlace =>
  platform === 'darwin' ? 'keychain' : platform === 'win32' ? 'credential-manager' : 'secret-service';

const firstLine = (text: string): string =>
  (text.split(/[\r\n]/, 1)[0] ?? '').slice(0, 200).replace(/[.\s]+$/, '') || 'it gave no reason';
