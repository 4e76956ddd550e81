/**
 * Opens the database, and mends it where it is not the one that was used here last (judge-state.ts): lost, put back
 * from a backup, copied, or somebody else's. It is filled with the pairs, and what was synced is found again on disk and
 * on the server by the next look; nothing is deleted by what an old list says.
 */
import type { Log } from '../lib/logger.ts';
import { KooError, toKooError } from '../model/errors.ts';
import { openDatabase, type Database } from './database.ts';
import { forgetSynced } from './forget-synced.ts';
import { judgeState, type Verdict } from './judge-state.ts';
import { takeLock } from './lock.ts';
import { openNotes, type Mended } from './notes.ts';
import { openPairs } from './pairs.ts';
import { readPairsBackup, type PairsCopy } from './pairs-backup.ts';
import { rebuild } from './repair.ts';
import {
  makeOrigin,
  passTurn,
  readOrigin,
  settleOrigin,
  takenFrom,
  whereWeAre,
  type Here,
} from './state-origin.ts';

export type OpenedState = {
  readonly state: Database;
  readonly mended: Mended | undefined;
  /** Is there another database at its place by now, or none? */
  isTaken(): boolean;
};

export type MendOptions = {
  readonly home: string;
  /** epoch ms */
  readonly now: number;
  /** not on a drive that makes up the numbers of its files */
  readonly fileIdsLast: boolean;
  readonly log: Log;
  /** Is every pair's folder the one that was synced, as far as the database knows? */
  hasSameRoots(state: Database): Promise<boolean>;
};

/** Throws what openDatabase throws, and STATE_LOCKED where another process works on what is to be mended. */
export async function openState(options: MendOptions): Promise<OpenedState> {
  const state = openDatabase(options.home);
  try {
    const judged = await judge(state, options);
    if (judged.verdict === 'own') {
      settle(state, judged.here, options.log);
      return opened(state, undefined, options);
    }
  } catch (thrown) {
    state.close();
    throw thrown;
  }
  state.close();
  return mend(options);
}

const opened = (
  state: Database,
  mended: Mended | undefined,
  { home, fileIdsLast }: MendOptions,
): OpenedState => ({ state, mended, isTaken: takenFrom(home, fileIdsLast) });

type Judged = { readonly verdict: Verdict; readonly here: Here; readonly copy: PairsCopy };

async function judge(state: Database, { home, fileIdsLast, hasSameRoots }: MendOptions): Promise<Judged> {
  const here = whereWeAre(home, fileIdsLast);
  const copy = readPairsBackup(home);
  const isFresh = state.get("SELECT 1 FROM sqlite_sequence WHERE name = 'pair'") === undefined;
  const verdict = judgeState({ isFresh, origin: readOrigin(state), copy, here });
  // the very disk in another machine, or a home folder that several share
  const isMoved = verdict === 'other-machine' && (await hasSameRoots(state));
  return { verdict: isMoved ? 'own' : verdict, here, copy };
}

/** What cannot be written down now is the next time. */
function settle(state: Database, here: Here, log: Log): void {
  try {
    const origin = readOrigin(state);
    if (origin) settleOrigin(state, origin, here);
    else makeOrigin(state, here);
  } catch (thrown) {
    log.debug({ err: toKooError(thrown) }, 'where the database is used was not written down');
  }
}

async function mend(options: MendOptions): Promise<OpenedState> {
  const { home, now } = options;
  const release = takeLock(home);
  if (!release)
    throw new KooError('STATE_LOCKED', 'another process works on this state folder', {
      detail: { path: home },
    });
  let state = openDatabase(home);
  try {
    // another process may have mended it meanwhile
    const { verdict, copy } = await judge(state, options);
    if (verdict === 'own') return opened(state, undefined, options);
    let kept: string | undefined;
    if (verdict === 'foreign') {
      state.close();
      kept = rebuild(home, now).kept;
      state = openDatabase(home);
    }
    const mended = { why: verdict, ...(kept === undefined ? {} : { kept }) };
    // of the file that is there now
    const here = whereWeAre(home, options.fileIdsLast);
    state.durably(() => {
      refill(state, mended, { here, copy, now });
    });
    return opened(state, mended, options);
  } catch (thrown) {
    state.close();
    throw thrown;
  } finally {
    release();
  }
}

type Refill = { readonly here: Here; readonly copy: PairsCopy; readonly now: number };

/** By what was found wrong. In the transaction of whoever calls. */
function refill(state: Database, mended: Mended, { here, copy, now }: Refill): void {
  const { why } = mended;
  // said until a folder is added
  if (why === 'list-lost') return;
  const pairs = openPairs(state);
  if (why === 'lost')
    for (const { folder, containerId, remote, isPaused, account } of copy.pairs)
      pairs.putBack({ folder, containerId, remote, isPaused: isPaused === true, account }, now);
  else if (why !== 'foreign') forgetSynced(state);
  const origin = readOrigin(state);
  // a copy is a database of its own from here on: the one that it was made of may still be used
  if (!origin || why === 'copied') makeOrigin(state, here);
  else settleOrigin(state, origin, here);
  if (why === 'older') passTurn(state, copy.origin?.turn ?? 0);
  const pairIds = pairs.all().map(({ id }) => id);
  openNotes(state).setMended({ ...mended, at: now, pairIds });
}
