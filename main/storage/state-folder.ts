/**
 * The state folder: settings.json, state.db and the logs of one person on one machine. It is private (0700), since
 * file names and addresses stand in it; secrets do not.
 */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import envPaths from 'env-paths';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { diskError, fsCodeOf, fsFailureOf } from '../lib/fs-errors.ts';
import { KooError, toKooError } from '../model/errors.ts';
import type { SentenceWith } from '../../shared/strings/index.ts';

/** Where the state is: KOOSYNC_HOME (also a relative path, against `cwd`), else the system's place for application data. */
export const stateFolderPath = (env: Readonly<Record<string, string | undefined>>, cwd: string): string => {
  const named = env['KOOSYNC_HOME'];
  return named === undefined || named === '' ? envPaths('koosync', { suffix: '' }).data : resolve(cwd, named);
};

/**
 * Makes sure that the folder is there and can be used; gives its path back. A folder that was there keeps its mode.
 * Throws NOT_A_FOLDER, FOLDER_UNREADABLE (also: not writable), DISK_FULL.
 */
export const openStateFolder = (folder: string): string => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (cause) {
    throw homeError(cause, folder);
  }
};

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
