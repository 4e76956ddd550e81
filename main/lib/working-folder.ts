/** The working folder, which another process may have deleted, and paths that are written against it. */
import { isAbsolute, resolve } from 'node:path';
import { KooError } from '../model/errors.ts';

/** Undefined when it is no longer there. */
export const workingFolder = (): string | undefined => {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
};

/** What was written as an absolute path. Throws BAD_USAGE for a relative one when there is no working folder. */
export const absolutePath = (cwd: string | undefined, written: string): string => {
  if (isAbsolute(written)) return resolve(written);
  if (cwd !== undefined) return resolve(cwd, written);
  throw new KooError('BAD_USAGE', 'a relative path, and no working folder', {
    detail: { values: { say: 'sentence.noWorkingFolder' } },
  });
};
