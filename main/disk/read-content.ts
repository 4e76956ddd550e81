/**
 * Reading a file so that what is read is one state it really had.
 *
 * Invariant 2 (a revision's bytes are exactly one state of the file): the file's fingerprint is compared before the
 * reading, after it on the open file, and after it on the path; where any differs FILE_CHANGED is thrown and the
 * file is taken again later. A large file is opened anew for each part of it, and compared each time.
 * Attacked by: read-content.test.ts, read-content-in-worker.test.ts, after every seed by check 2 of tests/simulation/check.ts, and on
 * real disks by tests/torture/torture.test.ts.
 */
import { createHash } from 'node:crypto';
import { createSHA256 } from 'hash-wasm';
import type { Disk, OpenFile } from './disk.ts';
import { KooError } from '../model/errors.ts';
import type { FileStat } from '../model/file-stat.ts';

/** SHA-256 of the first kibibyte goes with every first call (API section 14). */
const preHashLength = 1024;
const chunk = 1024 * 1024;
/**
 * Bytes that are read before a file is closed and opened anew. Windows lets nobody replace a file that is open, so another
 * program's save would fail for as long as we read, or wait for a line to send what we read.
 */
const heldFor = 16 * chunk;

export type Whole = { readonly bytes: Uint8Array; readonly sha256: string; readonly preHash: string };
export type Digest = { readonly sha256: string; readonly preHash: string };

/** A part with what the server and a resumption want: the SHA-256 words before it, and the hasher after it. */
export type ContentPart = {
  readonly number: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly hashState: readonly number[];
  readonly hasherAfter: Uint8Array;
};
export type ContentEnd = { readonly sha256: string };

export type Content = {
  /** All of a small file, in memory. */
  whole(path: string, fingerprint: string): Promise<Whole>;
  /** The digest of a file of any size; nothing is kept. */
  digest(path: string, fingerprint: string, signal: AbortSignal | undefined): Promise<Digest>;
  head(path: string, fingerprint: string): Promise<string>;
  /** Bytes [start, end) of the file in that state. */
  slice(path: string, fingerprint: string, start: number, end: number): Promise<Uint8Array>;
  /**
   * The parts in order, read once; the last value is the whole file's digest. With `from`, reading goes on after a
   * part that was sent before.
   */
  parts(
    path: string,
    fingerprint: string,
    partSize: number,
    from: { readonly number: number; readonly hasher: Uint8Array } | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ContentPart, ContentEnd, undefined>;
};

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Reads on the calling thread; read-content-in-worker.ts does the same on another. */
export function createContent(disk: Disk): Content {
  const opened = async <T>(
    path: string,
    fingerprint: string,
    work: (file: OpenFile, stat: FileStat) => Promise<T>,
  ) => {
    const file = await disk.open(path);
    try {
      const before = await file.stat();
      if (before.kind !== 'file' || before.fingerprint !== fingerprint) throw changed(path);
      const value = await work(file, before);
      await unchanged(disk, path, file, fingerprint);
      return value;
    } finally {
      await file.close();
    }
  };

  return {
    whole: (path, fingerprint) =>
      opened(path, fingerprint, async (file, { size }) => {
        const bytes = Buffer.allocUnsafe(size);
        if ((await file.read(bytes, 0)) !== size) throw changed(path);
        return { bytes, sha256: sha256Of(bytes), preHash: sha256Of(bytes.subarray(0, preHashLength)) };
      }),

    async digest(path, fingerprint, signal) {
      const { size } = await opened(path, fingerprint, async (_file, stat) => stat);
      const hash = createHash('sha256');
      const head = createHash('sha256');
      const buffer = Buffer.allocUnsafe(chunk);
      for (let from = 0; from < size; from += heldFor) {
        const to = Math.min(size, from + heldFor);
        await opened(path, fingerprint, async (file) => {
          for (let at = from; at < to;) {
            throwIfAborted(signal);
            const read = await file.read(buffer.subarray(0, Math.min(chunk, to - at)), at);
            if (read === 0) throw changed(path);
            if (at === 0) head.update(buffer.subarray(0, Math.min(read, preHashLength)));
            hash.update(buffer.subarray(0, read));
            at += read;
          }
        });
      }
      return { sha256: hash.digest('hex'), preHash: head.digest('hex') };
    },

    head: (path, fingerprint) =>
      opened(path, fingerprint, async (file, { size }) => {
        const bytes = Buffer.allocUnsafe(Math.min(size, preHashLength));
        if ((await file.read(bytes, 0)) !== bytes.length) throw changed(path);
        return sha256Of(bytes);
      }),

    slice: (path, fingerprint, start, end) =>
      opened(path, fingerprint, async (file) => {
        const bytes = Buffer.allocUnsafe(end - start);
        if ((await file.read(bytes, start)) !== bytes.length) throw changed(path);
        return bytes;
      }),

    async *parts(path, fingerprint, partSize, from, signal) {
      const { size } = await opened(path, fingerprint, async (_file, stat) => stat);
      const hasher = await createSHA256();
      hasher.init();
      if (from) hasher.load(from.hasher);
      let number = from ? from.number + 1 : 1;
      for (let offset = (number - 1) * partSize; offset < size; offset += partSize, number++) {
        throwIfAborted(signal);
        const hashState = number === 1 ? [] : hashWords(hasher.save());
        const bytes = new Uint8Array(Math.min(partSize, size - offset));
        // what was read is checked before it is sent, so a change is met after one part, not after all
        await opened(path, fingerprint, async (file) => {
          if ((await file.read(bytes, offset)) !== bytes.length) throw changed(path);
        });
        hasher.update(bytes);
        yield { number, offset, bytes, hashState, hasherAfter: hasher.save() };
      }
      // the last part was sent meanwhile
      await opened(path, fingerprint, () => Promise.resolve());
      return { sha256: hasher.digest('hex') };
    },
  };
}

/**
 * The eight chaining words h0..h7 of a hasher that has taken a multiple of 64 bytes (API section 14). In what
 * hash-wasm saves they stand from byte 76 on, little-endian; the worked value of the API holds this to the truth
 * (read-content.test.ts).
 */
export function hashWords(saved: Uint8Array): number[] {
  const view = new DataView(saved.buffer, saved.byteOffset, saved.byteLength);
  return Array.from({ length: 8 }, (_, i) => view.getUint32(76 + i * 4, true));
}

async function unchanged(disk: Disk, path: string, file: OpenFile, fingerprint: string): Promise<void> {
  if ((await file.stat()).fingerprint !== fingerprint) throw changed(path);
  // the path may lead to another file by now (a save by rename)
  if ((await disk.stat(path))?.fingerprint !== fingerprint) throw changed(path);
}

const changed = (path: string): KooError =>
  new KooError('FILE_CHANGED', 'the file changed while it was read', { detail: { path } });

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
}
