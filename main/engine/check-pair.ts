/** May this folder be paired? Every reason against it is said before anything is written down. */
import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { basename, parse } from 'node:path';
import { pathInside } from '../disk/in-folder.ts';
import { overlapOf } from '../disk/same-folder.ts';
import { diskError } from '../lib/fs-errors.ts';
import { KooError } from '../model/errors.ts';
import type { Pair, PairInput } from '../model/pair.ts';
import { faultOfName } from './plan/remote-names.ts';

/**
 * Returns the pair to be written down. `input.folder` is absolute and real. Throws FOLDER_MISSING, NOT_A_FOLDER,
 * FOLDER_UNREADABLE, NESTED_PAIR (also where another path leads there), NAME_TAKEN (two folders into one remote folder),
 * NAME_FORBIDDEN, NAME_TOO_LONG.
 */
export async function checkPair(input: PairInput, others: readonly Pair[]): Promise<Omit<Pair, 'id'>> {
  const { folder, containerId } = input;
  const detail = { path: folder };
  const own = { denied: 'FOLDER_UNREADABLE', absent: 'FOLDER_MISSING' } as const;
  const stat = await lstat(folder).catch((thrown: unknown) => {
    throw diskError(thrown, 'lstat', folder, own);
  });
  if (!stat.isDirectory()) throw new KooError('NOT_A_FOLDER', 'that is not a folder', { detail });
  await access(folder, constants.R_OK | constants.X_OK).catch((cause: unknown) => {
    throw diskError(cause, 'access', folder, own);
  });
  if (others.some((other) => pathInside(other.folder, folder) === ''))
    throw new KooError('NESTED_PAIR', 'the folder is paired already', {
      detail: { path: folder, values: { say: 'sentence.alreadySynced', folder } },
    });
  for (const other of others)
    if (pathInside(other.folder, folder) !== undefined || pathInside(folder, other.folder) !== undefined)
      throw new KooError('NESTED_PAIR', 'one pair would hold the other', {
        detail: { path: folder, values: { folder, other: other.folder } },
      });
  for (const other of others) {
    const overlap = await overlapOf(folder, other.folder);
    if (overlap === undefined) continue;
    const values = { folder, other: other.folder };
    throw new KooError('NESTED_PAIR', 'another path leads there, and one pair would hold the other', {
      detail: {
        path: folder,
        values: overlap === 'same' ? { say: 'sentence.sameFolder', ...values } : values,
      },
    });
  }

  const remote = input.remote ?? usualName(folder);
  const fault = faultOfName(remote);
  if (fault)
    throw new KooError(fault.code, 'the remote name is not allowed', {
      detail: { path: remote, values: fault.values },
    });
  if (others.some((other) => other.containerId === containerId && other.remote === remote))
    throw new KooError('NAME_TAKEN', 'another folder goes to that remote folder', {
      detail: { path: remote, values: { say: 'sentence.remoteTaken', name: remote } },
    });
  return { folder, containerId, remote };
}

/** What a folder is called on the server unless a user says otherwise. A drive of Windows has no name but its letter. */
const usualName = (folder: string): string =>
  basename(folder) || (/^([A-Za-z]):[\\/]$/u.exec(parse(folder).root)?.[1] ?? '').toUpperCase();
