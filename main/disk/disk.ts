/**
 * The disk as the engine sees it: a handful of calls, so that a simulated disk can stand in for it. What lies in a user's
 * folder is reached through the one door (door.ts).
 */
import { lstat, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Drive } from '../model/drive.ts';
import { signsOf, type FileStat, type FolderSigns } from '../model/file-stat.ts';
import { below, type LocalPath } from '../model/local-path.ts';
import { diskError, fsFailureOf } from '../lib/fs-errors.ts';
import type { Door } from './door.ts';
import { driveOf, mountsAround } from './drive.ts';
import { fileStatOf } from './file-stat-of.ts';
import { inFolder } from './in-folder.ts';
import type { Look } from './look-at-many.ts';
import { openToRead } from './open-to-read.ts';
import { door } from './system-door.ts';

export type OpenFile = {
  /** a path that leads to it while it is open: to this very file where the system has such paths */
  readonly reach: string;
  stat(): Promise<FileStat>;
  /** Fills as much of `into` as there is from `position`; returns the bytes read, 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
};

export type Disk = {
  /** undefined when nothing is there; never follows a symlink. Throws FILE_UNREADABLE, and what ails the drive. */
  stat(at: LocalPath): Promise<FileStat | undefined>;
  /** Names in a folder; `notUtf8` counts names that cannot be written as text. Throws FOLDER_UNREADABLE or FOLDER_MISSING, and what ails the drive. */
  list(at: LocalPath): Promise<{ readonly names: readonly string[]; readonly notUtf8: readonly string[] }>;
  /** Looks at many names of a folder in one go, where that is faster than `stat` of each, which says the same. Never throws. */
  stats?(at: LocalPath, names: readonly string[]): Promise<readonly Look[]>;
  /**
   * Has any program of this user the file open for writing? Undefined: that cannot be told, or it is not the file with this
   * inode. It costs some ms. Never throws.
   */
  isOpenForWriting?(at: LocalPath, inode: string): Promise<boolean | undefined>;
  /** Throws FILE_GONE, FILE_UNREADABLE, FILE_BUSY, and what ails the drive. */
  open(at: LocalPath): Promise<OpenFile>;
  /** The drive that holds what is at the path; undefined where it cannot be told. */
  drive(path: string): Promise<Drive | undefined>;
  /** A text that changes whenever a drive is mounted or unmounted over, on or above the folder; '' where that is not told. */
  mounts(path: string): Promise<string>;
};

/**
 * Is a path that cannot be looked up there? The longest part of the way to it that can be looked up tells, by what it
 * lists. The system says that a path is too long whether anything is at it or not.
 */
async function isListed(path: string): Promise<boolean> {
  const above = dirname(path);
  try {
    return above !== path && (await readdir(above)).includes(basename(path));
  } catch (thrown) {
    const failure = fsFailureOf(thrown);
    if (failure === 'name-too-long') return isListed(above);
    // what may not be listed may hold it
    return failure !== 'absent';
  }
}

const openFileOf = (handle: FileHandle, path: string): OpenFile => ({
  reach: process.platform === 'linux' ? `/proc/self/fd/${String(handle.fd)}` : path,
  stat: async () => fileStatOf(await handle.stat({ bigint: true })),
  async read(into, position) {
    let filled = 0;
    while (filled < into.byteLength) {
      const { bytesRead } = await handle
        .read(into, filled, into.byteLength - filled, position + filled)
        .catch((thrown: unknown) => {
          throw diskError(thrown, 'read', path, { denied: 'FILE_UNREADABLE' });
        });
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  },
  close: () => handle.close(),
});

/** `through`: the door by which the user's folders are entered. */
const createDisk = (through: Door): Disk => ({
  async stat(at) {
    // asked of each file several times, and mostly of no interest
    const where = () => inFolder(at.folder, at.path);
    try {
      return await through.entry(at, 'look', async (here) => {
        const found = await lstat(here, { bigint: true });
        const isMount =
          found.isDirectory() && (await stat(dirname(here), { bigint: true })).dev !== found.dev;
        return fileStatOf(found, isMount ? ((await driveOf(where()))?.id ?? '') : undefined);
      });
    } catch (thrown) {
      const failure = fsFailureOf(thrown);
      if (failure === 'absent') return undefined;
      const path = where();
      // a name that is no text may become longer, written as text, than any name can be
      if (failure === 'name-too-long' && (path.includes('\uFFFD') || !(await isListed(path))))
        return undefined;
      throw diskError(thrown, 'lstat', path, { denied: 'FILE_UNREADABLE' });
    }
  },

  async list(at) {
    const path = inFolder(at.folder, at.path);
    try {
      const { names, raw } = await through.folder(at, async (here) => {
        const read = await readdir(here);
        // a replacement character may be the name's own, or stand for bytes that are no text
        const isOdd = read.some((name) => name.includes('\uFFFD'));
        return { names: read, raw: isOdd ? await readdir(here, { encoding: 'buffer' }) : undefined };
      });
      if (!raw) return { names, notUtf8: [] };
      const texts = raw.map((bytes) => bytes.toString('utf8'));
      const good: string[] = [];
      const notUtf8: string[] = [];
      for (const [i, bytes] of raw.entries()) {
        const name = texts[i] ?? '';
        if (Buffer.from(name, 'utf8').equals(bytes)) good.push(name);
        // two that read alike, or like a good one, are told apart by their bytes: neither may hide the other
        else if (texts.indexOf(name) === texts.lastIndexOf(name)) notUtf8.push(name);
        else notUtf8.push(`${name} (${bytes.toString('hex')})`);
      }
      return { names: good, notUtf8 };
    } catch (thrown) {
      throw diskError(thrown, 'readdir', path, { denied: 'FOLDER_UNREADABLE', absent: 'FOLDER_MISSING' });
    }
  },

  async open(at) {
    const path = inFolder(at.folder, at.path);
    const begun: FileHandle[] = [];
    let handle: FileHandle;
    try {
      handle = await through.entry(at, 'use', async (here) => {
        // no symlink is followed even if one took the file's place since it was looked at
        const one = await openToRead(at, here);
        begun.push(one);
        return one;
      });
    } catch (thrown) {
      // the way there was found to be another one afterwards
      for (const one of begun) await one.close();
      const gone = { absent: 'FILE_GONE', link: 'FILE_GONE' } as const;
      throw diskError(thrown, 'open', path, { denied: 'FILE_UNREADABLE', ...gone });
    }
    return openFileOf(handle, path);
  },

  drive: (path) => driveOf(path),

  mounts: (path) => mountsAround(path),
});

export const realDisk: Disk = createDisk(door);

export type DiskHelp = {
  /** As look-at-many.ts does it. */
  lookAtMany(folder: string, names: readonly string[]): Promise<readonly Look[]>;
  /** As open-writers.ts does it. Never throws. */
  isOpenForWriting(at: LocalPath, inode: string): Promise<boolean | undefined>;
};

/** The same, for which a helper looks at many names of a folder, and tells who has a file open (read-content-in-worker.ts). */
export const diskWithHelp = (help: DiskHelp): Disk => ({
  ...realDisk,
  stats: (at, names) =>
    door
      .folder(at, (here) => help.lookAtMany(here, names))
      // the folder went, or whoever looks did
      .catch(() => names.map(() => 'ask' as const)),
  ...(process.platform === 'linux'
    ? { isOpenForWriting: (at: LocalPath, inode: string) => help.isOpenForWriting(at, inode) }
    : {}),
});

export type FoundFolder = {
  readonly stat: FileStat;
  readonly signs: FolderSigns;
  /** of its drive (model/drive.ts) */
  readonly renumbers: boolean;
  readonly isShared: boolean;
};

/** A folder with what tells it from others; undefined when no folder is there. Throws FILE_UNREADABLE. */
export async function findFolder(
  disk: Pick<Disk, 'stat' | 'drive'>,
  path: string,
): Promise<FoundFolder | undefined> {
  const stat = await disk.stat(below(path, ''));
  const signs = signsOf(stat?.fingerprint);
  if (!stat || !signs) return undefined;
  const drive = await disk.drive(path);
  return {
    stat,
    signs: { ...signs, drive: drive?.id },
    renumbers: drive?.renumbers ?? false,
    isShared: drive?.isShared ?? false,
  };
}
