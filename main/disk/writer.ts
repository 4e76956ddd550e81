/**
 * The only door through which KooSync writes to people's files: what restoring needs of the disk, and the real one.
 * Every error is node's own (with `code`); `withWriteErrors` makes a KooError of it, since only the caller knows which
 * path a user has to look at.
 */
import { constants, type BigIntStats } from 'node:fs';
import { chmod, chown, link, lstat, mkdir, open, rename, stat, unlink, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskError, fsCodeOf, fsFailureOf, isWithoutHardLinks } from '../lib/fs-errors.ts';
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

const identify = async (look: typeof lstat, path: string): Promise<WriterStat | undefined> => {
  try {
    return statOf(await look(path, { bigint: true }));
  } catch (thrown) {
    if (fsFailureOf(thrown) === 'absent') return undefined;
    throw thrown;
  }
};

/** Bytes that are read before the file is closed and opened anew: on Windows nobody can replace one that is open. */
const heldFor = 16 * 1024 * 1024;

async function* readInTurns(path: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const file = await open(path, 'r');
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

export const realWriter: Writer = {
  lstat: (path) => identify(lstat, path),
  stat: (path) => identify(stat as typeof lstat, path),
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true });
  },
  createFile: async (path, mode) => {
    const file = await open(path, 'wx', mode);
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
  },
  setMode: async (path, mode, owner) => {
    // only root may give files away; a restored file of one's own needs it not
    const now = await lstat(path);
    if (now.uid !== owner.uid || now.gid !== owner.gid)
      await chown(path, owner.uid, owner.gid).catch(() => undefined);
    await chmod(path, mode);
  },
  // some network drives take no time: the content is what was asked for all the same
  setTime: (path, changedAt) => utimes(path, changedAt / 1000, changedAt / 1000).catch(() => undefined),
  rename,
  renameNew: async (from, to) => {
    try {
      await link(from, to);
    } catch (thrown) {
      if (!isWithoutHardLinks(thrown)) throw thrown;
      if ((await identify(lstat, to)) !== undefined)
        throw Object.assign(new Error('file exists'), { code: 'EEXIST' });
      await rename(from, to);
      return;
    }
    await unlink(from);
  },
  remove: async (path) => {
    try {
      await unlink(path);
    } catch (thrown) {
      if (fsCodeOf(thrown) !== 'ENOENT') throw thrown;
    }
  },
  syncFolder: async (path) => {
    try {
      const folder = await open(path, 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    } catch {
      // Windows opens no folders and some network drives sync none: the rename stands all the same
    }
  },
  read: async (path) => {
    // that it can be read is said at once
    await (await open(path, 'r')).close();
    return readInTurns(path);
  },
  hold: async (path) => {
    // Windows has no such flag, and replaces no file that is open
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    return {
      stat: async () => {
        const found = await file.stat({ bigint: true });
        return { ...statOf(found), links: Number(found.nlink) };
      },
      read: () => file.createReadStream({ start: 0, autoClose: false }),
      close: () => file.close(),
    };
  },
};

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
