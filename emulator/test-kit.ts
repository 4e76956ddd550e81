/** A raw client for the emulator's own tests: plain fetch, headers of API section 1, a clock that tests move. */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaults } from './defaults.ts';
import { startEmulator } from './index.ts';
import type { Control, Emulator } from './index.ts';
import { formatCompactDate } from './rules/dates.ts';

/** Answers are looked into freely: what they hold is what the tests are about. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = any;

export const sha = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex');

export type Kit = {
  control: Control;
  url: () => string;
  storageUrl: () => string;
  dataDir: string;
  /** moves the clock, ms */
  tick: (ms: number) => void;
  now: () => number;
  headers: () => Record<string, string>;
  /** Authorization of later calls */
  setToken: (authorization: string) => void;
  /** A call with a good sign-in; the answer's body with `status` beside it. `path` below /koodrive/ose. */
  post: (path: string, body?: object) => Promise<Answer>;
  get: (path: string) => Promise<Answer>;
  /** Fields of a creation for `bytes` in one part. */
  fields: (bytes: Uint8Array) => object;
  create: (name: string, bytes: Uint8Array, more?: object) => Promise<Answer>;
  put: (url: string, bytes: Uint8Array, headers?: Record<string, string>) => Promise<Response>;
  /** A whole new file; its fileId. */
  upload: (name: string, bytes: Uint8Array, more?: object) => Promise<string>;
  /** A whole new version of a file. */
  revise: (fileId: string, bytes: Uint8Array) => Promise<void>;
  folder: (name: string, parentId?: string) => Promise<string>;
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

const containerId = defaults.containerId;

export const startKit = async (options: { strict?: boolean } = {}): Promise<Kit> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'koodrive-emulator-'));
  let now = Date.parse('2025-11-03T07:01:40Z');
  let authorization = `Bearer ${defaults.token}`;
  const start = (): Promise<Emulator> =>
    startEmulator({ dataDir, clock: () => now, strict: options.strict ?? false });
  let emulator = await start();
  // Stays the same object across restarts, so that tests may take it apart.
  const control: Control = { ...emulator.control };

  const headers = (): Record<string, string> => ({
    authorization,
    'x-user-id': defaults.userId,
    'x-date': formatCompactDate(now),
    'content-type': 'application/json',
  });
  const answerOf = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    return { status: response.status, ...(JSON.parse(text) as object) };
  };
  const post = async (path: string, body: object = {}): Promise<Answer> =>
    answerOf(
      await fetch(`${emulator.url}/koodrive/ose${path}`, {
        method: 'POST',
        headers: headers(),
        body: JSON.stringify(body),
      }),
    );
  const get = async (path: string): Promise<Answer> =>
    answerOf(await fetch(`${emulator.url}/koodrive/ose${path}`, { headers: headers() }));
  const fields = (bytes: Uint8Array): object => ({
    containerId,
    length: bytes.length,
    uploadMode: 'multipart',
    uploadType: 1,
    multiParts: [{ partNumber: 1, partSize: bytes.length }],
  });
  const create = (name: string, bytes: Uint8Array, more: object = {}): Promise<Answer> =>
    post('/v1/files/create', {
      ...fields(bytes),
      fileName: name,
      fileType: '45',
      parentFolder: ['root'],
      autoRename: 3,
      ...more,
    });
  const put = (url: string, bytes: Uint8Array, more: Record<string, string> = {}): Promise<Response> =>
    fetch(url, { method: 'PUT', body: Buffer.from(bytes), headers: more });
  const demand = (answer: Answer): Answer => {
    if (answer.code !== 0 && answer.code !== '0') throw new Error(JSON.stringify(answer));
    return answer;
  };
  return {
    control,
    dataDir,
    url: () => emulator.url,
    storageUrl: () => emulator.storageUrl,
    tick: (ms) => {
      now += ms;
    },
    now: () => now,
    headers,
    setToken: (next) => {
      authorization = next;
    },
    post,
    get,
    fields,
    create,
    put,
    upload: async (name, bytes, more) => {
      const made = demand(await create(name, bytes, more));
      await put(made.multiParts[0].uploadUrl, bytes);
      demand(await post('/v1/files/complete', { fileId: made.fileId, sha256: sha(bytes) }));
      return made.fileId as string;
    },
    revise: async (fileId, bytes) => {
      const made = demand(await post('/v1/revision/createRevision', { ...fields(bytes), fileId }));
      await put(made.multiParts[0].uploadUrl, bytes);
      demand(await post('/v1/revision/completeRevision', { fileId, sha256: sha(bytes) }));
    },
    folder: async (name, parentId = 'root') =>
      demand(
        await post('/v1/directory', {
          containerId,
          fileName: name,
          fileType: '10',
          parentFolder: [parentId],
        }),
      ).id as string,
    restart: async () => {
      await emulator.close();
      emulator = await start();
      Object.assign(control, emulator.control);
    },
    stop: async () => {
      await emulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** 1000 bytes, byte i = i mod 251: the file of the worked values in API section 14. */
export const workedFile = (): Uint8Array => Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
