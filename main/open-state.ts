/**
 * Opens or repairs the database of a state folder: the same for both shells. What was found wrong with it is one
 * sentence, and stays in the status until everything was looked at again.
 */
import { findFolder, realDisk } from './disk/disk.ts';
import { Baseline } from './engine/baseline/baseline.ts';
import { mendedError } from './engine/mended.ts';
import { compareRoot } from './engine/plan/known-root.ts';
import type { Log } from './lib/logger.ts';
import type { KooError } from './model/errors.ts';
import type { Database } from './storage/database.ts';
import { followWrites } from './storage/follow-writes.ts';
import { openState, type OpenedState } from './storage/mend-state.ts';
import { openPairs } from './storage/pairs.ts';
import { repairDatabase, type Repaired } from './storage/repair.ts';
import { openStateFolder } from './storage/state-folder.ts';

export type State = OpenedState & {
  /** as the engine wants it: `written` hears of writes to the database, where events tell of them */
  followWrites(written: () => void): (() => void) | undefined;
};

/** `home` is there. Throws what openDatabase throws, and STATE_LOCKED. */
export async function openStateOf(home: string, now: number, log: Log): Promise<State> {
  const drive = await realDisk.drive(home);
  const fileIdsLast = drive !== undefined && !drive.renumbers && !drive.isShared;
  const opened = await openState({ home, now, fileIdsLast, log, hasSameRoots });
  if (opened.mended)
    log.warn({ tag: 'state', home, ...opened.mended }, 'the database was not the one before');
  // of what another machine writes no event tells
  const isTold = drive !== undefined && !drive.isShared;
  return { ...opened, followWrites: (written) => (isTold ? followWrites(home, written) : undefined) };
}

async function hasSameRoots(state: Database): Promise<boolean> {
  const baseline = new Baseline(state, () => 0);
  for (const pair of openPairs(state).all()) {
    const base = baseline.find(pair.id, '');
    const found = base && (await findFolder(realDisk, pair.folder).catch(() => undefined));
    if (base && (!found || compareRoot(pair, base, found) !== 'same')) return false;
  }
  return true;
}

export type RepairedState = Repaired | { readonly done: 'mended'; readonly error: KooError };

/** Mends a state folder. Throws what openStateFolder throws, and STATE_LOCKED, STATE_NEWER, DISK_FULL; then nothing was changed. */
export async function repair(folder: string): Promise<RepairedState> {
  const home = openStateFolder(folder);
  const now = Date.now();
  const repaired = repairDatabase(home, now);
  if (repaired.done !== 'sound') return repaired;
  const { state, mended } = await openStateOf(home, now, silent);
  state.close();
  if (!mended) return repaired;
  const error = mendedError(home, mended);
  // nothing was mended: the user has to do it
  if (mended.why === 'list-lost') throw error;
  return { done: 'mended', error };
}

const ignore = () => undefined;
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
