/**
 * How KooSync writes to people's files: what restoring needs of the disk, and the real one. What lies in a synced folder is
 * reached through the one door (door.ts), whose links above it alone are followed. Every error is node's own (with `code`);
 * `withWriteErrors` makes a KooError of it, since only the caller knows which path a user has to look at.
 */
import type { BigIntStats } from 'node:fs';
import {
  chmod,
  link,
  lstat,
  lutimes,
  mkdir,
  open,
  rename,
  stat,
  statfs,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { below, type LocalPath } from '../model/local-path.ts';
import { diskError, fsCodeOf, fsFailureOf, isWithoutHardLinks } from '../lib/fs-errors.ts';
import type { Door } from './door.ts';
import { inFolder } from './in-folder.ts';
import { noWay } from './no-way.ts';
import { openToRead } from './open-to-read.ts';
import type { SentenceWith } from '../../shared/strings/index.ts';
import { KooError, toKooError } from '../model/errors.ts';

/** Enough to see that a file is not the one that was looked at: size (bytes), mtime (ns) and inode. */
export type WriterStat = {
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly ino: bigint;
  /** permission bits */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
};

/** A new file that is being written. */
export type TempFile = {
  write(bytes: Uint8Array): Promise<void>;
  /** Takes back all that was written. */
  empty(): Promise<void>;
  /** flushes to the device */
  sync(): Promise<void>;
  close(): Promise<void>;
};

/** A file that is held open, whatever becomes of its name. */
export type HeldFile = {
  /** `links`: how many names it has */
  stat(): Promise<WriterStat & { readonly links: number }>;
  /** From its beginning, as it is now. */
  read(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

export type Writer = {
  /** Of the path itself, no symlink followed; undefined when there is nothing. */
  lstat(path: string): Promise<WriterStat | undefined>;
  /** The same, symlinks followed: where a user says to write to. */
  stat(path: string): Promise<WriterStat | undefined>;
  makeFolder(path: string): Promise<void>;
  /** `mode` is what the file may be at most; fails when the path is taken. */
  createFile(path: string, mode: number): Promise<TempFile>;
  /** Gives a file the permissions and, as far as allowed, the owner of another. */
  setMode(path: string, mode: number, owner: { readonly uid: number; readonly gid: number }): Promise<void>;
  /** Gives a file a time of its last change, epoch ms, as far as the disk takes it. */
  setTime(path: string, changedAt: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Like rename, but fails with EEXIST when `to` is taken. */
  renameNew(from: string, to: string): Promise<void>;
  /** No error when it is gone already. */
  remove(path: string): Promise<void>;
  /** Flushes a folder, so that a rename in it outlives a power cut; does nothing where the system cannot. */
  syncFolder(path: string): Promise<void>;
  /** Bytes that we may still write in this folder; undefined where the disk does not say. */
  free(folder: string): Promise<number | undefined>;
  read(path: string): Promise<AsyncIterable<Uint8Array>>;
  /** Opens a file for reading, and no symlink. */
  hold(path: string): Promise<HeldFile>;
};

const statOf = (found: BigIntStats): WriterStat => ({
  kind: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other',
  size: Number(found.size),
  mtimeNs: found.mtimeNs,
  ino: found.ino,
  mode: Number(found.mode) & 0o777,
  uid: Number(found.uid),
  gid: Number(found.gid),
});

const identify = async (
  look: (path: string) => Promise<BigIntStats>,
  path: string,
): Promise<WriterStat | undefined> => {
  try {
    return statOf(await look(path));
  } catch (thrown) {
    if (fsFailureOf(thrown) === 'absent') return undefined;
    throw thrown;
  }
};

/** Bytes that are read before the file is closed and opened anew: on Windows nobody can replace one that is open. */
const heldFor = 16 * 1024 * 1024;

/**
 * `inPair`: where in a synced folder an absolute path lies (place-in.ts); undefined: in none, and the user answers for the way
 * there.
 */
export function createWriter(door: Door, inPair: (path: string) => LocalPath | undefined): Writer {
  const ways: Ways = {
    entry: (path, use, work) => {
      const at = inPair(path) ?? below(dirname(path), basename(path));
      return door.entry(at, use, (here) => work(here, at));
    },
    folder: (path, work) => door.folder(inPair(path) ?? below(path, ''), work),
  };
  return {
    ...readingBy(ways),
    ...writingBy(ways),
    async makeFolder(path) {
      const at = inPair(path);
      if (at === undefined) return void (await mkdir(path, { recursive: true }));
      if (at.path === '') return;
      const names = at.path.split('/');
      for (let depth = 1; depth <= names.length; depth++)
        await makeOne(door, below(at.folder, names.slice(0, depth).join('/')));
    },
  };
}

const isWindows = process.platform === 'win32';

/** The door, for absolute paths. */
type Ways = {
  entry<T>(path: string, use: 'look' | 'use', work: (here: string, at: LocalPath) => Promise<T>): Promise<T>;
  folder<T>(path: string, work: (here: string) => Promise<T>): Promise<T>;
};

const openBy = (ways: Ways, path: string): Promise<FileHandle> =>
  ways.entry(path, 'use', (here, at) => openToRead(at, here));

const readingBy = (ways: Ways): Pick<Writer, 'lstat' | 'stat' | 'free' | 'read' | 'hold'> => ({
  lstat: (path) => identify((at) => ways.entry(at, 'look', (here) => lstat(here, { bigint: true })), path),
  stat: (path) => identify((at) => stat(at, { bigint: true }), path),
  free: (folder) =>
    ways
      .folder(folder, async (here) => {
        const { blocks, bavail, bfree, bsize } = await statfs(here);
        // some drives say nothing, in zeros; what is set aside is root's
        return blocks === 0 ? undefined : (process.getuid?.() === 0 ? bfree : bavail) * bsize;
      })
      .catch(() => undefined),
  async read(path) {
    // that it can be read is said at once
    await (await openBy(ways, path)).close();
    return readInTurns(() => openBy(ways, path));
  },
  async hold(path) {
    const file = await openBy(ways, path);
    return {
      stat: async () => {
        const found = await file.stat({ bigint: true });
        return { ...statOf(found), links: Number(found.nlink) };
      },
      read: () => file.createReadStream({ start: 0, autoClose: false }),
      close: () => file.close(),
    };
  },
});

function writingBy(
  ways: Ways,
): Pick<Writer, 'createFile' | 'setMode' | 'setTime' | 'rename' | 'renameNew' | 'remove' | 'syncFolder'> {
  const made = new MadeFiles();
  /** Works on the open file that has this name: mode, owner and time are given to it, and never to what a path leads to. */
  const holding = async (path: string, work: (file: FileHandle) => Promise<void>): Promise<void> => {
    const file = await openBy(ways, path);
    try {
      made.check(path, await file.stat({ bigint: true }));
      await work(file);
    } finally {
      await file.close();
    }
  };
  /** Windows gives mode and time to nothing that was opened to be read: there the name has them, right after a look at it. */
  const byPath = (path: string, work: (here: string) => Promise<void>): Promise<void> =>
    ways.entry(path, 'use', async (here) => {
      const found = await lstat(here, { bigint: true });
      if (!found.isFile()) throw noWay(here);
      made.check(path, found);
      await work(here);
    });
  const put = (from: string, to: string, move: (from: string, to: string) => Promise<void>): Promise<void> =>
    ways.entry(from, 'use', (here) =>
      ways.entry(to, 'use', async (there) => {
        made.check(from, await lstat(here, { bigint: true }));
        await move(here, there);
        made.forget(from);
      }),
    );
  return {
    async createFile(path, mode) {
      const file = await ways.entry(path, 'use', (here) => open(here, 'wx', mode));
      made.note(path, await file.stat({ bigint: true }));
      return tempFileOf(file);
    },
    setMode: (path, mode, owner) =>
      isWindows
        ? byPath(path, (here) => chmod(here, mode))
        : holding(path, async (file) => {
            const { uid, gid } = await file.stat();
            // only root may give files away; a restored file of one's own needs it not
            if (uid !== owner.uid || gid !== owner.gid)
              await file.chown(owner.uid, owner.gid).catch(() => undefined);
            await file.chmod(mode);
          }),
    setTime: (path, changedAt) =>
      // some network drives take no time: the content is what was asked for all the same
      (isWindows
        ? byPath(path, (here) => lutimes(here, changedAt / 1000, changedAt / 1000))
        : holding(path, (file) => file.utimes(changedAt / 1000, changedAt / 1000))
      ).catch(() => undefined),
    rename: (from, to) => put(from, to, rename),
    renameNew: (from, to) => put(from, to, moveToFree),
    async remove(path) {
      made.forget(path);
      try {
        await ways.entry(path, 'use', unlink);
      } catch (thrown) {
        if (fsFailureOf(thrown) !== 'absent') throw thrown;
      }
    },
    async syncFolder(path) {
      try {
        await ways.folder(path, async (here) => {
          const folder = await open(here, 'r');
          try {
            await folder.sync();
          } finally {
            await folder.close();
          }
        });
      } catch {
        // Windows opens no folders and some network drives sync none: the rename stands all the same
      }
    },
  };
}

/** The files that were made here and have not got their place yet. */
class MadeFiles {
  readonly #inodes = new Map<string, bigint>();

  note(path: string, { ino }: BigIntStats): void {
    this.#inodes.set(path, ino);
  }

  forget(path: string): void {
    this.#inodes.delete(path);
  }

  /** Another file may have the name of one that was made: nothing is given to it, and it takes nobody's place. */
  check(path: string, { ino }: BigIntStats): void {
    const own = this.#inodes.get(path);
    if (own === undefined || own === ino) return;
    const message = `ENOENT: another file has the place of the one that was made, '${path}'`;
    throw Object.assign(new Error(message), { code: 'ENOENT', path });
  }
}

async function moveToFree(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (thrown) {
    if (!isWithoutHardLinks(thrown)) throw thrown;
    if ((await identify((at) => lstat(at, { bigint: true }), to)) !== undefined)
      throw Object.assign(new Error('file exists'), { code: 'EEXIST' });
    await rename(from, to);
    return;
  }
  await unlink(from);
}

/** A folder that is there already is one: through a link that has its name nothing is written. */
async function makeOne(door: Door, at: LocalPath): Promise<void> {
  await door.entry(at, 'use', async (here) => {
    try {
      await mkdir(here);
    } catch (thrown) {
      // a disk that cannot be written says so of what is there, too
      const found = await identify((path) => lstat(path, { bigint: true }), here);
      if (found?.kind !== 'folder') throw found ? noWay(inFolder(at.folder, at.path)) : thrown;
    }
  });
}

function tempFileOf(file: FileHandle): TempFile {
  let size = 0;
  return {
    write: async (bytes) => {
      for (let at = 0; at < bytes.byteLength;) {
        const { bytesWritten } = await file.write(bytes, at, bytes.byteLength - at, size);
        at += bytesWritten;
        size += bytesWritten;
      }
    },
    empty: async () => {
      await file.truncate(0);
      size = 0;
    },
    sync: () => file.sync(),
    close: () => file.close(),
  };
}

async function* readInTurns(opened: () => Promise<FileHandle>): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const file = await opened();
    const start = at;
    // the stream closes it
    for await (const bytes of file.createReadStream({ start, end: start + heldFor - 1 })) {
      const read = bytes as Uint8Array;
      at += read.byteLength;
      yield read;
    }
    if (at < start + heldFor) return;
  }
}

/** TypeScript compares no more than 25 sentences with what an error takes: these are those of a target. */
type SaysOfTarget = Extract<
  SentenceWith<'folder' | 'path'>,
  `sentence.target${string}` | 'sentence.restoredFileBusy' | 'sentence.changedMeanwhile'
>;

/** Does `work`, and turns node's errors into what a user can do about them; `target` is the path to look at. */
export const withWriteErrors = async <T>(target: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof KooError) throw thrown;
    const folder = dirname(target);
    const error = (code: KooError['code'], say?: SaysOfTarget) =>
      new KooError(code, `restore: ${fsCodeOf(thrown)}`, {
        cause: thrown,
        detail: { path: target, ...(say === undefined ? {} : { values: { say, folder, path: target } }) },
      });
    switch (fsFailureOf(thrown)) {
      case 'full':
        throw error('DISK_FULL', 'sentence.targetDiskFull');
      case 'denied':
        throw error('FOLDER_UNREADABLE', 'sentence.targetUnwritable');
      case 'busy':
        throw error('FILE_BUSY', 'sentence.restoredFileBusy');
      case 'absent':
        throw error('FILE_CHANGED', 'sentence.changedMeanwhile');
      case 'too-large':
        throw error('FILE_TOO_LARGE', 'sentence.targetTooLarge');
      // the sentences of these codes speak of uploads, which go on by themselves
      case 'unreachable':
        throw error('DRIVE_UNREACHABLE', 'sentence.targetUnreachable');
      case 'limit':
        throw error('OPEN_FILES_LIMIT', 'sentence.targetOpenFiles');
      case 'memory':
        throw error('MEMORY_SHORT', 'sentence.targetMemory');
      default:
        // what the system did not say is a fault of ours
        throw fsCodeOf(thrown) === ''
          ? toKooError(thrown)
          : diskError(thrown, 'restore', target, { denied: 'FOLDER_UNREADABLE' });
    }
  }
};
