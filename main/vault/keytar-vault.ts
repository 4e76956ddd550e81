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
  const service = options.service ?? 'KooSync';
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const maxEntryBytes = options.maxEntryBytes ?? MAX_ENTRY_BYTES;
  const load = options.keychain ?? loadKeytar;
  let keychain: Promise<Keychain> | undefined;
  // one call at a time: each that hangs in a prompt holds a thread of libuv's four, and files would wait for those
  let last: Promise<unknown> = Promise.resolve();

  const unavailable = (why: string, cause?: unknown) =>
    new KooError('KEYRING_UNAVAILABLE', `The system keyring cannot be used: ${why}.`, { cause });

  /** One call to the keychain, after those before it, within the time limit. Throws KEYRING_UNAVAILABLE. */
  async function ask<T>(call: (keychain: Keychain) => Promise<T>): Promise<T> {
    const before = last;
    const answer = (async () => {
      await before.catch(() => undefined);
      keychain ??= load();
      let loaded: Keychain;
      try {
        loaded = await keychain;
      } catch (error) {
        keychain = undefined;
        throw unavailable('its module is not installed here', error);
      }
      try {
        return await call(loaded);
      } catch (error) {
        // what keytar says is a D-Bus or system message; it never holds the secret
        throw unavailable(error instanceof Error ? firstLine(error.message) : 'it gave no reason', error);
      }
    })();
    last = answer;
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

  const accountOf = (server: string, userId: string) => `${userId}@${server}`;
  const partOf = (account: string, generation: string, n: number) => `${account}#${generation}.${String(n)}`;
  const get = (account: string) => ask((it) => it.getPassword(service, account));
  const set = (account: string, text: string) => ask((it) => it.setPassword(service, account, text));
  const drop = (account: string) => ask((it) => it.deletePassword(service, account));

  async function dropParts(account: string, main: string | null): Promise<void> {
    const index = split.safeParse(main === null ? undefined : parse(main)).data;
    if (index === undefined) return;
    for (let n = 1; n <= index.entries; n++) await drop(partOf(account, index.split, n));
  }

  return {
    place: placeOn(options.platform ?? process.platform),

    async load(server, userId) {
      const account = accountOf(server, userId);
      let text = await get(account);
      if (text === null) return undefined;
      const index = split.safeParse(parse(text)).data;
      if (index !== undefined) {
        const pieces: string[] = [];
        for (let n = 1; n <= index.entries; n++) {
          const piece = await get(partOf(account, index.split, n));
          // somebody tidied up in the keyring: as good as not signed in
          if (piece === null) return undefined;
          pieces.push(piece);
        }
        text = Buffer.from(pieces.join(''), 'base64').toString('utf8');
      }
      const found = stored.safeParse(parse(text)).data;
      return found?.userId === userId ? found : undefined;
    },

    async save(server, credentials: Credentials) {
      const account = accountOf(server, credentials.userId);
      const text = JSON.stringify(stored.parse(credentials));
      const old = await get(account);
      if (Buffer.byteLength(text) <= maxEntryBytes) await set(account, text);
      else {
        // base64, so that a cut never falls into a letter. The parts go in first, under a name of their own: until
        // the main entry is changed, and that is one write, the old secret is whole.
        const letters = Buffer.from(text, 'utf8').toString('base64');
        const generation = randomBytes(4).toString('hex');
        const entries = Math.ceil(letters.length / maxEntryBytes);
        for (let n = 1; n <= entries; n++)
          await set(
            partOf(account, generation, n),
            letters.slice((n - 1) * maxEntryBytes, n * maxEntryBytes),
          );
        await set(account, JSON.stringify({ split: generation, entries }));
      }
      await dropParts(account, old);
    },

    async remove(server, userId) {
      const account = accountOf(server, userId);
      const old = await get(account);
      if (old === null) return;
      await drop(account);
      await dropParts(account, old);
    },
  };
}

/** What keytar uses there. */
const placeOn = (platform: NodeJS.Platform): VaultPlace =>
  platform === 'darwin' ? 'keychain' : platform === 'win32' ? 'credential-manager' : 'secret-service';

const firstLine = (text: string): string =>
  (text.split(/[\r\n]/, 1)[0] ?? '').slice(0, 200).replace(/[.\s]+$/, '') || 'it gave no reason';
