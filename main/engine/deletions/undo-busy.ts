import { KooError } from '../../model/errors.ts';

/** An undo cannot be done while something is synced at its path (absolute), and can a moment later. `why`: for the log. */
export const undoBusy = (path: string, why: string): KooError =>
  new KooError('FILE_BUSY', why, { detail: { path, values: { say: 'sentence.undoBusy', path } } });
