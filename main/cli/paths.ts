/** Paths as users write them on a command line, to the files and folders that KooSync knows. */
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Engine } from '../engine/api.ts';
import { absolutePath } from '../lib/working-folder.ts';
import { KooError } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { Pair } from '../model/pair.ts';
import type { RelativePath } from '../model/relative-path.ts';
import { deletionOf } from '../../shared/deletion-of.ts';
import { CliError } from './cli-error.ts';

/**
 * The absolute path of a file of some pair, which need not be on disk any more if the server has it. Throws
 * NOT_IN_A_PAIR, and CliError for a folder, for what lies in the recycle bin and for a name that neither side knows.
 */
export const findFile = async (
  engine: Pick<Engine, 'locate' | 'pairs' | 'deletions'>,
  cwd: string | undefined,
  written: string,
): Promise<string> => {
  // a pair's own folder is in no pair, and a folder all the same
  const root = await realFolder(absolutePath(cwd, written));
  if ((await engine.pairs()).some(({ folder }) => isSame(folder, root)))
    throw new CliError('cliError.isFolder', { path: root });
  const { path, located } = await locatePath(engine, cwd, written);
  if (located.fileId === undefined) {
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) {
      const deletion = deletionOf(await engine.deletions(), path);
      if (deletion) throw new CliError('cliError.deletedFile', { path, id: deletion.id });
      throw new CliError('cliError.noSuchFile', { path });
    }
    if (found.isDirectory()) throw new CliError('cliError.isFolder', { path });
  }
  return path;
};

/** The same, or the absolute path of a pair's folder or of one in it. */
export const findFileOrFolder = async (
  engine: Pick<Engine, 'locate' | 'pairs' | 'deletions'>,
  cwd: string | undefined,
  written: string,
): Promise<string> => {
  const root = await realFolder(absolutePath(cwd, written));
  const own = (await engine.pairs()).find(({ folder }) => isSame(folder, root));
  if (own) return own.folder;
  const { path } = await locatePath(engine, cwd, written);
  const isFolder = (await lstat(path).catch(() => undefined))?.isDirectory() === true;
  return isFolder ? path : findFile(engine, cwd, written);
};

/**
 * What was written as an absolute path, with its names as they are, and where it is in a pair. Pairs are kept under their
 * real path, so a file that is reached through a symlinked folder is looked up by its real one too. Throws NOT_IN_A_PAIR.
 */
export const locatePath = async (
  engine: Pick<Engine, 'locate'>,
  cwd: string | undefined,
  written: string,
): Promise<{ readonly path: string; readonly located: LocatedFile }> => {
  const path = absolutePath(cwd, written);
  try {
    return asItIs(await engine.locate(path));
  } catch (thrown) {
    if (!(thrown instanceof KooError) || thrown.code !== 'NOT_IN_A_PAIR') throw thrown;
    const real = join(await realFolder(dirname(path)), basename(path));
    try {
      return asItIs(await engine.locate(real));
    } catch {
      throw thrown;
    }
  }
};

const asItIs = (located: LocatedFile) => ({
  path: join(located.pair.folder, ...located.relativePath.split('/')),
  located,
});

/** The pair whose folder was written; the folder itself may be missing. Throws CliError cliError.notPaired. */
export const findPair = async (
  engine: Pick<Engine, 'pairs'>,
  cwd: string | undefined,
  written: string,
): Promise<Pair> => {
  const pair = await pairOf(engine, cwd, written);
  if (pair === undefined) throw new CliError('cliError.notPaired', { folder: absolutePath(cwd, written) });
  return pair;
};

/** The same; undefined: what was written is no pair's folder. */
export const pairOf = async (
  engine: Pick<Engine, 'pairs'>,
  cwd: string | undefined,
  written: string,
): Promise<Pair | undefined> => {
  const folder = absolutePath(cwd, written);
  const real = await realFolder(folder);
  return (await engine.pairs()).find((one) => isSame(one.folder, folder) || isSame(one.folder, real));
};

/** Are two absolute paths one? Windows takes capitals for small letters. */
export const isSame = (one: string, other: string): boolean => relative(one, other) === '';

/** The folder of a pair, or one in it. Throws NOT_IN_A_PAIR, and CliError cliError.noFolder for anything else. */
export const findFolder = async (
  engine: Pick<Engine, 'locate' | 'pairs'>,
  cwd: string | undefined,
  written: string,
): Promise<{ readonly pair: Pair; readonly folder: RelativePath }> => {
  const own = await pairOf(engine, cwd, written);
  if (own) return { pair: own, folder: '' };
  const { path, located } = await locatePath(engine, cwd, written);
  if ((await lstat(path).catch(() => undefined))?.isDirectory() !== true)
    throw new CliError('cliError.noSuchFolder', { folder: path });
  return { pair: located.pair, folder: located.relativePath };
};

/** The real path of the part of a folder's path that exists, with the rest behind it. */
const realFolder = async (folder: string): Promise<string> => {
  try {
    return await realpath(folder);
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : join(await realFolder(above), basename(folder));
  }
};
