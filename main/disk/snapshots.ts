/**
 * A copy of a file that is written more often than its upload takes, so that what is sent is one state of it. Copies
 * lie in a folder of the state folder, never in the synced one, and live as long as their upload.
 *
 * Invariant 2 (nothing is torn) is kept here in two ways. A clone (btrfs, XFS, APFS; Node knows none on Windows) is
 * one state, whatever happens meanwhile: the file system makes it while nobody writes. A plain copy counts only if
 * the file's fingerprint stayed the same and a second reading gave the very same bytes: by the fingerprint alone a
 * write within the same time stamp would go unseen, and Windows is late with the stamps of a file that is kept open.
 * To wait for a stamp that is old enough would be no use, for the stamps of such a file never are.
 * Attacked by: snapshots.test.ts, tests/scenarios/never-quiet.test.ts.
 */
import { randomUUID } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, rm, statfs } from 'node:fs/promises';
import { realDisk, type Disk, type OpenFile } from './disk.ts';
import { KooError } from '../model/errors.ts';
import type { FileStat } from '../model/file-stat.ts';
import { below, type LocalPath } from '../model/local-path.ts';
import { inFolder } from './in-folder.ts';

export type Snapshot = {
  readonly at: LocalPath;
  /** of the copy; nobody writes to it */
  readonly stat: FileStat;
  /** of the file, as it was when it was copied */
  readonly source: FileStat;
  /** Removes the copy; does not throw. */
  release(): Promise<void>;
};

export type Snapshots = {
  /** One state of the file, which may be written all the time; undefined where none is to be had. Throws CANCELLED. */
  take(at: LocalPath, signal: AbortSignal): Promise<Snapshot | undefined>;
  /** Removes what a killed life left. For the process that holds the state folder's lock, before it takes any. */
  empty(): void;
};

export type SnapshotParts = {
  /** made when it is needed */
  readonly folder: string;
  readonly disk?: Pick<Disk, 'stat' | 'open'>;
  /** of the disk that `folder` is on, in bytes */
  readonly free?: (folder: string) => Promise<number>;
  /** throws where the file system cannot */
  readonly clone?: (from: string, to: string) => Promise<void>;
};

/** So much is left to everybody else. */
const spare = 1024 ** 3;
/** A larger file is only cloned: copying it takes too long and too much of the disk. */
const copiedUpTo = 20 * 1024 ** 3;
const tries = 3;
const chunk = 4 * 1024 * 1024;

export function createSnapshots(parts: SnapshotParts): Snapshots {
  const { folder, disk = realDisk, free = freeOn, clone = cloneFile } = parts;
  return {
    async take(from, signal) {
      throwIfAborted(signal);
      const at = below(folder, randomUUID());
      const copy = inFolder(at.folder, at.path);
      const release = () => rm(copy, { force: true }).catch(() => undefined);
      let snapshot: Snapshot | undefined;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if ((await free(folder)) < spare) return undefined;
        let source = await cloned(disk, clone, from, copy);
        if (!source) {
          await release();
          source = await copiedInTries(disk, { from, copy, room: () => free(folder), signal });
        }
        const stat = source && (await disk.stat(at));
        if (source && stat) snapshot = { at, stat, source, release };
        return snapshot;
      } catch (thrown) {
        if (thrown instanceof KooError && thrown.code === 'CANCELLED') throw thrown;
        // no room, no right, no file any more: the upload itself finds that out, and says it
        return undefined;
      } finally {
        if (!snapshot) await release();
      }
    },

    empty() {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // what cannot be removed takes room and does no harm; it is tried again at the next start
      }
    },
  };
}

/** What was cloned; undefined where that cannot be done. A clone needs no room of its own until the file is rewritten. */
async function cloned(
  disk: Pick<Disk, 'stat' | 'open'>,
  clone: (from: string, to: string) => Promise<void>,
  from: LocalPath,
  copy: string,
): Promise<FileStat | undefined> {
  const file = await disk.open(from);
  try {
    const before = await file.stat();
    if (before.kind !== 'file') return undefined;
    await clone(file.reach, copy);
    // where it goes by the path, a link or another file may have come into its place
    const after = await disk.stat(from);
    if (after?.kind !== 'file' || after.localId !== before.localId) return undefined;
    await chmod(copy, 0o600);
    return before;
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

type Copying = {
  readonly from: LocalPath;
  readonly copy: string;
  /** bytes that are free where the copy lies */
  readonly room: () => Promise<number>;
  readonly signal: AbortSignal;
};

async function copiedInTries(disk: Pick<Disk, 'open'>, copying: Copying): Promise<FileStat | undefined> {
  for (let left = tries; left > 0; left--) {
    const done = await copied(inTurns(disk, copying.from), copying);
    if (done === 'no room') return undefined;
    if (done !== 'written') return done;
  }
  return undefined;
}

/**
 * The file, opened anew for each piece: on Windows its program could not save it by a rename for as long as we copy. Whoever
 * reads compares the fingerprint after each piece, which is that of another file where one took its place.
 */
function inTurns(disk: Pick<Disk, 'open'>, at: LocalPath): Pick<OpenFile, 'stat' | 'read'> {
  const opened = async <T>(work: (file: OpenFile) => Promise<T>): Promise<T> => {
    const file = await disk.open(at);
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  };
  return {
    stat: () => opened((file) => file.stat()),
    read: (into, position) => opened((file) => file.read(into, position)),
  };
}

/** What was copied, or that it was written meanwhile. Given up at the first sign of a write: it is not worth the disk's time. */
async function copied(
  source: Pick<OpenFile, 'stat' | 'read'>,
  { copy, room, signal }: Copying,
): Promise<FileStat | 'written' | 'no room'> {
  const before = await source.stat();
  if (before.kind !== 'file' || before.size > copiedUpTo || (await room()) < before.size + spare)
    return 'no room';
  const target = await open(copy, 'w+', 0o600);
  const [bytes, again] = [Buffer.allocUnsafe(chunk), Buffer.allocUnsafe(chunk)];
  /** Goes through the file once; false at a change. */
  const through = async (each: (bytes: Uint8Array, at: number) => Promise<boolean>): Promise<boolean> => {
    for (let at = 0; at < before.size; at += chunk) {
      throwIfAborted(signal);
      const wanted = bytes.subarray(0, Math.min(chunk, before.size - at));
      if ((await source.read(wanted, at)) !== wanted.length || !(await each(wanted, at))) return false;
      if ((await source.stat()).fingerprint !== before.fingerprint) return false;
    }
    return true;
  };
  try {
    const whole =
      (await through(async (read, at) => {
        for (let done = 0; done < read.length;)
          done += (await target.write(read, done, read.length - done, at + done)).bytesWritten;
        return true;
      })) &&
      // each byte was the same before and after the moment between the two: that moment's state is the copy
      (await through(async (read, at) => {
        const { bytesRead } = await target.read(again, 0, read.length, at);
        return bytesRead === read.length && Buffer.compare(read, again.subarray(0, bytesRead)) === 0;
      }));
    return whole ? before : 'written';
  } finally {
    await target.close();
  }
}

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const cloneFile = (from: string, to: string): Promise<void> =>
  copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
}
