/**
 * Reading a file so that what is read is one state it really had.
 *
 * Invariant 2 (a revision's bytes are exactly one state of the file): the file's fingerprint is compared before the
 * reading, after it on the open file, and after it on the path; where any differs FILE_CHANGED is thrown and the
 * file is taken again later. A large file is opened anew for each part of it, and compared each time.
 * Attacked by: read-content.test.ts, read-content-in-worker.test.ts, after every seed by check 2 of tests/simulation/check.ts, and on
 * real disks by tests/torture/torture.test.ts.
 */
import { createHash, type Hash } from 'node:crypto';
import { createSHA256 } from 'hash-wasm';
import type { Disk, OpenFile } from './disk.ts';
import { allEnded } from '../lib/all-ended.ts';
import type { LocalState } from '../model/baseline-entry.ts';
import { KooError } from '../model/errors.ts';
import type { FileStat } from '../model/file-stat.ts';
import { below, type LocalPath } from '../model/local-path.ts';
import { childOf } from '../model/relative-path.ts';
import { inFolder } from './in-folder.ts';

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

/**
 * A part with what the server and a resumption want: the SHA-256 words before it, and the hasher after it. Without state the
 * hash is node:crypto's, which is several times as fast and tells nobody its words; what stands for the hasher then is the
 * digest of all up to here, by which a resumption sees that what it reads again is what was sent.
 */
export type ContentPart = {
  readonly number: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly hashState: readonly number[] | undefined;
  readonly hasherAfter: Uint8Array;
};
/** The last part that was sent before, with its `hasherAfter`. */
export type PartBefore = { readonly number: number; readonly hasher: Uint8Array };
export type PartsAsked = {
  /** bytes of every part but the last */
  readonly partSize: number;
  /** the parts go up at once: each comes with the state of the hash */
  readonly withState: boolean;
  readonly from: PartBefore | undefined;
};
/** Memory of a part that is done with, for one to come; whoever hands it over does not look at it again. */
export type FreeBuffer = Uint8Array | undefined;
export type ContentEnd = { readonly sha256: string };

/** A file of a folder as it was synced last. */
export type KnownFile = { readonly name: string } & Pick<LocalState, 'fingerprint' | 'localId' | 'size'>;

/**
 * `sha256`: of the content, which was in the state of `stat` before and after it was read; undefined: the stamps are those that
 * were known, and nothing was read.
 */
export type Reread = { readonly stat: FileStat; readonly sha256: string | undefined };

export type Content = {
  /** All of a small file, in memory. */
  whole(at: LocalPath, fingerprint: string): Promise<Whole>;
  /** The digest of a file of any size; nothing is kept. */
  digest(at: LocalPath, fingerprint: string, signal: AbortSignal | undefined): Promise<Digest>;
  /**
   * Many small files of the folder `at`, read where they still are what they were but for their stamps. undefined: another file
   * is there, or none, or it could not be read in one state. Never throws.
   */
  reread(at: LocalPath, files: readonly KnownFile[]): Promise<readonly (Reread | undefined)[]>;
  head(at: LocalPath, fingerprint: string): Promise<string>;
  /** Bytes [start, end) of the file in that state. */
  slice(at: LocalPath, fingerprint: string, start: number, end: number): Promise<Uint8Array>;
  /**
   * The parts in order, read once; the last value is the whole file's digest. With `from`, what is given begins after a
   * part that was sent before; what lies before is read once more where the state of the hash was not kept.
   */
  parts(
    at: LocalPath,
    fingerprint: string,
    asked: PartsAsked,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ContentPart, ContentEnd, FreeBuffer>;
};

/** Is this still the file that was known, with as many bytes? */
export const isAlike = (stat: FileStat, known: KnownFile): boolean =>
  stat.kind === 'file' && stat.size === known.size && stat.localId === known.localId;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Reads on the calling thread; read-content-in-worker.ts does the same on another. */
export function createContent(disk: Disk): Content {
  const opened: Opened = async (at, fingerprint, work) => {
    const file = await disk.open(at);
    try {
      const before = await file.stat();
      if (before.kind !== 'file' || before.fingerprint !== fingerprint) throw changed(at);
      const value = await work(file, before);
      await unchanged(disk, at, file, fingerprint);
      return value;
    } finally {
      await file.close();
    }
  };

  const whole: Content['whole'] = (at, fingerprint) =>
    opened(at, fingerprint, async (file, { size }) => {
      const bytes = Buffer.allocUnsafe(size);
      if ((await file.read(bytes, 0)) !== size) throw changed(at);
      return { bytes, sha256: sha256Of(bytes), preHash: sha256Of(bytes.subarray(0, preHashLength)) };
    });

  return {
    whole,

    reread: ({ folder, path }, files) =>
      allEnded(
        files.map(async (known) => {
          try {
            const at = below(folder, childOf(path, known.name));
            const stat = await disk.stat(at);
            if (!stat || !isAlike(stat, known)) return undefined;
            const isKnown = stat.fingerprint === known.fingerprint;
            return { stat, sha256: isKnown ? undefined : (await whole(at, stat.fingerprint)).sha256 };
          } catch {
            return undefined;
          }
        }),
      ),

    async digest(at, fingerprint, signal) {
      const hash = createHash('sha256');
      const head = createHash('sha256');
      let buffer: Uint8Array | undefined;
      let done = 0;
      const readOn = async (file: OpenFile, size: number) => {
        buffer ??= Buffer.allocUnsafe(Math.min(chunk, size));
        for (const to = Math.min(size, done + heldFor); done < to;) {
          throwIfAborted(signal);
          const read = await file.read(buffer.subarray(0, Math.min(chunk, to - done)), done);
          if (read === 0) throw changed(at);
          if (done === 0) head.update(buffer.subarray(0, Math.min(read, preHashLength)));
          hash.update(buffer.subarray(0, read));
          done += read;
        }
        return done < size;
      };
      while (await opened(at, fingerprint, (file, { size }) => readOn(file, size)));
      return { sha256: hash.digest('hex'), preHash: head.digest('hex') };
    },

    head: (at, fingerprint) =>
      opened(at, fingerprint, async (file, { size }) => {
        const bytes = Buffer.allocUnsafe(Math.min(size, preHashLength));
        if ((await file.read(bytes, 0)) !== bytes.length) throw changed(at);
        return sha256Of(bytes);
      }),

    slice: (at, fingerprint, start, end) =>
      opened(at, fingerprint, async (file) => {
        const bytes = Buffer.allocUnsafe(end - start);
        if ((await file.read(bytes, start)) !== bytes.length) throw changed(at);
        return bytes;
      }),

    parts: (at, fingerprint, asked, signal) => partsOf(opened, at, fingerprint, asked, signal),
  };
}

/** Works on the file while it is open, and throws FILE_CHANGED where it was another before or is another after. */
type Opened = <T>(
  at: LocalPath,
  fingerprint: string,
  work: (file: OpenFile, stat: FileStat) => Promise<T>,
) => Promise<T>;

async function* partsOf(
  opened: Opened,
  at: LocalPath,
  fingerprint: string,
  { partSize, withState, from }: PartsAsked,
  signal: AbortSignal | undefined,
): AsyncGenerator<ContentPart, ContentEnd, FreeBuffer> {
  const { size } = await opened(at, fingerprint, async (_file, stat) => stat);
  const hasher = withState ? await hasherWithState(from?.hasher) : fastHasher();
  const before = from?.number ?? 0;
  let free: FreeBuffer;
  const read = async (offset: number) => {
    throwIfAborted(signal);
    const bytes = bufferOf(free, Math.min(partSize, size - offset));
    free = undefined;
    // what was read is checked before it is sent, so a change is met after one part, not after all
    await opened(at, fingerprint, async (file) => {
      if ((await file.read(bytes, offset)) !== bytes.length) throw changed(at);
    });
    return bytes;
  };
  if (!withState)
    for (let offset = 0; offset < Math.min(size, before * partSize); offset += partSize) {
      const bytes = await read(offset);
      hasher.update(bytes);
      free = bytes;
    }
  // the parts that were sent are of another content
  if (from && !withState && Buffer.compare(hasher.save(), from.hasher) !== 0) throw changed(at);
  let number = before + 1;
  for (let offset = before * partSize; offset < size; offset += partSize, number++) {
    const hashState = hasher.words(number);
    const bytes = await read(offset);
    hasher.update(bytes);
    free = yield { number, offset, bytes, hashState, hasherAfter: hasher.save() };
  }
  // the last part was sent meanwhile
  await opened(at, fingerprint, () => Promise.resolve());
  return { sha256: hasher.digest() };
}

type PartHasher = {
  update(bytes: Uint8Array): void;
  /** before the part of this number; undefined: it tells nobody */
  words(number: number): readonly number[] | undefined;
  save(): Uint8Array;
  /** hex */
  digest(): string;
};

function fastHasher(): PartHasher {
  const hash: Hash = createHash('sha256');
  return {
    update: (bytes) => void hash.update(bytes),
    words: () => undefined,
    save: () => hash.copy().digest(),
    digest: () => hash.digest('hex'),
  };
}

async function hasherWithState(before: Uint8Array | undefined): Promise<PartHasher> {
  const hasher = await createSHA256();
  hasher.init();
  if (before) hasher.load(before);
  return {
    update: (bytes) => void hasher.update(bytes),
    words: (number) => (number === 1 ? [] : hashWords(hasher.save())),
    save: () => hasher.save(),
    digest: () => hasher.digest('hex'),
  };
}

/** Not pooled: the memory of a part changes hands with it. */
const bufferOf = (free: FreeBuffer, size: number): Uint8Array =>
  free !== undefined && free.buffer.byteLength >= size
    ? new Uint8Array(free.buffer, 0, size)
    : new Uint8Array(new ArrayBuffer(size));

/**
 * The eight chaining words h0..h7 of a hasher that has taken a multiple of 64 bytes (API section 14). In what
 * hash-wasm saves they stand from byte 76 on, little-endian; the worked value of the API holds this to the truth
 * (read-content.test.ts).
 */
export function hashWords(saved: Uint8Array): number[] {
  const view = new DataView(saved.buffer, saved.byteOffset, saved.byteLength);
  return Array.from({ length: 8 }, (_, i) => view.getUint32(76 + i * 4, true));
}

async function unchanged(disk: Disk, at: LocalPath, file: OpenFile, fingerprint: string): Promise<void> {
  if ((await file.stat()).fingerprint !== fingerprint) throw changed(at);
  // the path may lead to another file by now (a save by rename)
  if ((await disk.stat(at))?.fingerprint !== fingerprint) throw changed(at);
}

const changed = ({ folder, path }: LocalPath): KooError =>
  new KooError('FILE_CHANGED', 'the file changed while it was read', {
    detail: { path: inFolder(folder, path) },
  });

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
}
