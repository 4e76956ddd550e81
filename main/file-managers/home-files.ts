/**
 * Reads and writes the files that file managers read, in the user's home. Each is written whole or not at all and keeps
 * its mode; a link is followed to what it leads to (dotfiles are kept so), and never out of the user's own folders.
 */
import { chmod, lstat, mkdir, readFile, realpath, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, relative, isAbsolute, sep } from 'node:path';
import { atomicWrite } from '../lib/atomic-write.ts';
import { diskError, fsFailureOf } from '../lib/fs-errors.ts';
import { KooError } from '../model/errors.ts';

/** `mode`: of a file that is not there yet, and at least these bits of one that is. */
export type HomeFile = { readonly path: string; readonly text: string; readonly mode: number };

export type HomeFiles = {
  /** its text; undefined when there is none. Throws when it is no text, or cannot be read. */
  read(path: string): Promise<string | undefined>;
  write(file: HomeFile): Promise<void>;
  /** No error when it is gone already. Of a link the link goes, and what it leads to stays. */
  remove(path: string): Promise<void>;
  isLink(path: string): Promise<boolean>;
  /** Removes the folder if nothing is in it. */
  removeEmptyFolder(path: string): Promise<void>;
};

/** `roots`: the folders that are the user's own, absolute. */
export function openHomeFiles(roots: readonly string[]): HomeFiles {
  const places = async (): Promise<readonly string[]> => Promise.all(roots.map(realPath));

  /** Where the file really is, or would be. Throws when that is outside of the user's own folders. */
  const resolve = async (path: string): Promise<string> => {
    const real = await realPath(path);
    if (!(await places()).some((root) => isWithin(root, real)))
      throw new KooError('FILE_UNREADABLE', 'a link leads out of the home', {
        detail: { path, values: { say: 'sentence.linkLeadsOut', path, target: real } },
      });
    return real;
  };

  return {
    read: async (path) => {
      try {
        const bytes = await readFile(await resolve(path));
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch (thrown) {
        if (thrown instanceof TypeError) return throwBroken(path, thrown);
        if (fsFailureOf(thrown) === 'absent') return undefined;
        throw asKooError(thrown, path, 'read');
      }
    },
    write: async ({ path, text, mode }) => {
      try {
        const real = await resolve(path);
        await mkdir(dirname(real), { recursive: true });
        const before = await lstat(real).catch(() => undefined);
        if (before !== undefined && !before.isFile())
          throw new KooError('FILE_UNREADABLE', 'something else is in its place', { detail: { path } });
        const bits = before === undefined ? mode : (before.mode & 0o777) | (mode & 0o111);
        await atomicWrite(real, text, bits);
        await chmod(real, bits);
      } catch (thrown) {
        throw asKooError(thrown, path, 'write');
      }
    },
    remove: async (path) => {
      try {
        await resolve(dirname(path));
        await rm(path, { force: true });
      } catch (thrown) {
        throw asKooError(thrown, path, 'remove');
      }
    },
    isLink: async (path) => (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true,
    removeEmptyFolder: async (path) => {
      await rmdir(path).catch(() => undefined);
    },
  };
}

/** What cannot be understood is never written over. */
export function throwBroken(path: string, cause?: unknown): never {
  throw new KooError('FILE_UNREADABLE', 'this file cannot be understood', {
    cause,
    detail: { path, values: { say: 'sentence.entriesBroken', path } },
  });
}

const asKooError = (thrown: unknown, path: string, call: string): KooError =>
  thrown instanceof KooError ? thrown : diskError(thrown, call, path, { denied: 'FOLDER_UNREADABLE' });

/** The real path of what is there, with the rest behind it. Throws for a link that leads nowhere. */
async function realPath(path: string, links = 0): Promise<string> {
  try {
    return await realpath(path);
  } catch (thrown) {
    if (fsFailureOf(thrown) !== 'absent') throw thrown;
    const found = await lstat(path).catch(() => undefined);
    // it would be made where the link points to, which nobody has looked at
    if (found?.isSymbolicLink() === true || links > 100)
      throw new KooError('FILE_UNREADABLE', 'a link that leads nowhere', {
        detail: { path, values: { say: 'sentence.linkLeadsOut', path, target: path } },
      });
    const above = dirname(path);
    return above === path ? path : join(await realPath(above, links + 1), basename(path));
  }
}

const isWithin = (root: string, path: string): boolean => {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};
