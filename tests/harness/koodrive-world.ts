/** One emulator and a client on it, for the conformance tests of main/koodrive. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createSHA256 } from 'hash-wasm';
import { defaults, startEmulator, type Emulator } from '../../emulator/index.ts';
import type { FlashProof, KooDrive, PartRequest, UploadRequest } from '../../main/koodrive/api.ts';
import { createKooDrive } from '../../main/koodrive/client.ts';
import type { Timeouts } from '../../main/koodrive/connection.ts';
import { fixedSource, type CredentialSource } from '../../main/koodrive/credentials.ts';
import type { Clock } from '../../main/lib/clock.ts';
import { memoryLog } from '../../main/lib/test-log.ts';
import type { Credentials } from '../../main/vault/token-vault.ts';
import { hurriedClock } from './simulated/hurried-clock.ts';

export const token: Credentials = { kind: 'token', userId: defaults.userId, token: defaults.token };
export const app: Credentials = {
  kind: 'app',
  userId: defaults.userId,
  appId: defaults.appId,
  appSecret: defaults.appSecret,
};
export const containerId = defaults.containerId;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let serial = 0;
/** bytes that no other call gives */
export const freshBytes = (size: number): Uint8Array => {
  const seed = ++serial;
  return Uint8Array.from(
    { length: size },
    (_, i) => (i * 31 + (i >> 8) * 7 + seed * 97 + (i < 4 ? (seed >> (i * 8)) & 255 : 0)) % 256,
  );
};

/** The eight words of SHA-256 after `bytes` (a multiple of 64 of them). */
async function hashState(bytes: Uint8Array): Promise<number[]> {
  const hasher = await createSHA256();
  const saved = hasher.init().update(bytes).save();
  const view = new DataView(saved.buffer, saved.byteOffset);
  return Array.from({ length: 8 }, (_, i) => view.getUint32(76 + 4 * i, true));
}

async function partsOf(bytes: Uint8Array, partSize = bytes.length || 1): Promise<PartRequest[]> {
  const parts: PartRequest[] = [];
  for (let offset = 0; offset < bytes.length || parts.length === 0; offset += partSize)
    parts.push({
      number: parts.length + 1,
      size: Math.min(partSize, bytes.length - offset),
      offset,
      hashState: offset === 0 ? [] : await hashState(bytes.subarray(0, offset)),
    });
  return parts;
}

export async function uploadOf(bytes: Uint8Array, partSize?: number): Promise<UploadRequest> {
  return {
    containerId,
    size: bytes.length,
    parts: await partsOf(bytes, partSize),
    preHash: sha256(bytes.subarray(0, 1_024)),
  };
}

export const proofOf = (bytes: Uint8Array): FlashProof => ({
  sha256: sha256(bytes),
  slice: (start, end) => Promise.resolve(bytes.subarray(start, end)),
});

export type World = {
  readonly emulator: Emulator;
  readonly koo: KooDrive;
  readonly log: ReturnType<typeof memoryLog>;
  readonly root: string;
  /** another client on the same emulator */
  client(options: { credentials?: CredentialSource; clock?: Clock; timeouts?: Partial<Timeouts> }): KooDrive;
  /** a new file, whole way up; gives its id */
  put(name: string, bytes: Uint8Array, partSize?: number): Promise<string>;
  close(): Promise<void>;
};

export async function openWorld(options: { strict?: boolean } = {}): Promise<World> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-conformance-'));
  const emulator = await startEmulator({ dataDir, strict: options.strict ?? true });
  const clients: { close(): Promise<void> }[] = [];
  const log = memoryLog();
  const client: World['client'] = (given) => {
    const made = createKooDrive({
      server: emulator.url,
      credentials: given.credentials ?? fixedSource(token),
      clock: given.clock ?? hurriedClock,
      log,
      timeouts: given.timeouts,
    });
    clients.push(made);
    return made;
  };
  const koo = client({});
  const root = (await koo.space(containerId)).rootFolderId;
  return {
    emulator,
    koo,
    log,
    root,
    client,
    async put(name, bytes, partSize) {
      const upload = await uploadOf(bytes, partSize);
      const ticket = await koo.createFile({ ...upload, parentId: root, name });
      for (const link of ticket.links) {
        const part = upload.parts.find(({ number }) => number === link.number);
        if (part !== undefined)
          await koo.putPart(link, bytes.subarray(part.offset ?? 0, (part.offset ?? 0) + part.size));
      }
      await koo.completeFile(ticket.fileId, sha256(bytes));
      return ticket.fileId;
    },
    async close() {
      for (const each of clients) await each.close();
      await emulator.close();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
