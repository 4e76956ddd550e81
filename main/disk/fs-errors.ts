/** node's errors of the disk while something is written back to it, as what a person can do about them. */
import { dirname } from 'node:path';
import { KooError, toKooError } from '../model/errors.ts';
import type { SentenceKey } from '../lib/sentences.ts';

export const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;

/** `target` is the path that a person has to look at. */
export const withWriteErrors = async <T>(target: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof KooError) throw thrown;
    const folder = dirname(target);
    const error = (code: ConstructorParameters<typeof KooError>[0], say?: SentenceKey) =>
      new KooError(code, `restore: ${String(codeOf(thrown))}`, {
        cause: thrown,
        detail: { path: target, ...(say === undefined ? {} : { values: { say, folder, path: target } }) },
      });
    switch (codeOf(thrown)) {
      case 'ENOSPC':
      case 'EDQUOT':
        throw error('DISK_FULL');
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        throw error('FOLDER_UNREADABLE', 'targetUnwritable');
      case 'EBUSY':
      case 'ETXTBSY':
        throw error('FILE_BUSY', 'restoredFileBusy');
      case 'ENOENT':
      case 'ENOTDIR':
        throw error('FILE_CHANGED', 'changedMeanwhile');
      case 'ENAMETOOLONG':
        throw error('NAME_TOO_LONG');
      default:
        throw toKooError(thrown);
    }
  }
};
