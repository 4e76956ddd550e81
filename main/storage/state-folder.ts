/**
 * The state folder: settings.json, state.db and the logs of one person on one machine. It is private (0700), since
 * file names and addresses stand in it; secrets do not.
 */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { diskError, fsCodeOf, fsFailureOf } from '../lib/fs-errors.ts';
import { userHome } from '../lib/user-home.ts';
import { absolutePath } from '../lib/working-folder.ts';
import { KooError, toKooError } from '../model/errors.ts';
import type { SentenceWith } from '../../shared/strings/index.ts';
import { notOwn, type NotOwn } from '../own-folder/own-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the state is: KOOSYNC_HOME (also a relative path, against `cwd`), else the system's place for application data.
 * Absolute. Throws BAD_USAGE where neither the one nor the other is known.
 */
export const stateFolderPath = (
  env: Environment,
  cwd: string | undefined,
  platform: NodeJS.Platform = process.platform,
): string => {
  const named = env['KOOSYNC_HOME'];
  return named === undefined || named === '' ? usualFolder(env, platform) : absolutePath(cwd, named);
};

const usualFolder = (env: Environment, platform: NodeJS.Platform): string => {
  if (platform === 'win32')
    return join(
      absoluteOr(env['LOCALAPPDATA'], () => join(userHome(env), 'AppData', 'Local')),
      'koosync',
      'Data',
    );
  if (platform === 'darwin') return join(userHome(env), 'Library', 'Application Support', 'koosync');
  return join(
    absoluteOr(env['XDG_DATA_HOME'], () => join(userHome(env), '.local', 'share')),
    'koosync',
  );
};

/** The base directory specification: a relative one is to be ignored. */
const absoluteOr = (named: string | undefined, otherwise: () => string): string =>
  named !== undefined && isAbsolute(named) ? named : otherwise();

/**
 * Makes sure that the folder is there, is ours, and can be used; gives its path back. `closed` is told what others had a right
 * to, and have no more. Throws NOT_A_FOLDER, FOLDER_UNREADABLE (also: not writable, or not ours: own-folder.ts), DISK_FULL.
 */
export const openStateFolder = (
  folder: string,
  closed: (path: string) => void = () => undefined,
  user: number | undefined = process.geteuid?.(),
): string => {
  try {
    makeFolders(folder);
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    const refused = notOwn(folder, user, closed);
    if (refused) throw notOwnError(refused, folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (cause) {
    if (cause instanceof KooError) throw cause;
    throw homeError(cause, folder);
  }
};

const saysNotOwn = {
  'of-another': 'sentence.homeOfAnother',
  'a-link': 'sentence.homeIsLink',
  replaceable: 'sentence.homeReplaceable',
  'no-file': 'sentence.homeNoFile',
} as const satisfies Record<NotOwn['why'], SentenceWith<'folder' | 'path'>>;

const notOwnError = ({ why, path }: NotOwn, folder: string): KooError =>
  new KooError('FOLDER_UNREADABLE', `the state folder is not ours alone: ${why}`, {
    detail: { path, values: { say: saysNotOwn[why], folder, path } },
  });

/** What Windows takes for one name, in units of UTF-16. */
const longestName = 255;

/**
 * The folder and those above it. Not by mkdir's own `recursive`: on Windows that tries for ever what cannot be made although
 * the folder above it is there, such as a name that is too long or has a `?` in it.
 */
function makeFolders(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (thrown) {
    const above = dirname(folder);
    if (fsCodeOf(thrown) === 'EEXIST') return;
    if (fsCodeOf(thrown) !== 'ENOENT' || above === folder || existsSync(above)) {
      // a drive's own folder is not made, and Windows says of it that it is not allowed
      if (existsSync(folder)) return;
      // Windows says of all of these that it is not there
      if (fsCodeOf(thrown) === 'ENOENT' && existsSync(above) && !statSync(above).isDirectory())
        throw Object.assign(new Error('a file is in the way'), { code: 'ENOTDIR' });
      if (fsCodeOf(thrown) === 'ENOENT' && basename(folder).length > longestName)
        throw Object.assign(new Error('the name is too long'), { code: 'ENAMETOOLONG' });
      throw thrown;
    }
    makeFolders(above);
    mkdirSync(folder, { mode: 0o700 });
  }
}

/** What the disk refuses at the state folder, for whoever uses it. */
export const homeError = (cause: unknown, folder: string): KooError => {
  const system = fsCodeOf(cause);
  const error = (code: ErrorCode, say: SentenceWith<'folder' | 'system'>) =>
    new KooError(code, `the state folder cannot be used: ${system}`, {
      cause,
      detail: { path: folder, values: { say, folder, system } },
    });
  // mkdir says EEXIST for a file at the very place, ENOTDIR for one on the way there
  if (['EEXIST', 'ENOTDIR'].includes(system)) return error('NOT_A_FOLDER', 'sentence.homeNoFolder');
  const failure = fsFailureOf(cause);
  if (failure === 'full') return error('DISK_FULL', 'sentence.homeFull');
  if (failure === 'denied') return error('FOLDER_UNREADABLE', 'sentence.homeUnusable');
  const { code } = diskError(cause, 'home', folder, { denied: 'FOLDER_UNREADABLE' });
  return system === '' ? toKooError(cause) : error(code, 'sentence.homeFailed');
};
