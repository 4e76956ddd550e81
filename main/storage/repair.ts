/**
 * Builds a damaged database anew. Nothing is thrown away: the damaged one is kept beside it. The new one holds the
 * pairs alone (pairs-backup.ts); everything else is found again on disk and on the server by the next run, which adopts
 * what is there and makes no revision of a content that the server has.
 *
 * The one thing that must never happen is a new database beside the log (`-wal`) of the old one, which SQLite would
 * write into it. So the log goes first, and the new file takes the old one's place in one rename: a kill at any point
 * leaves a damaged database, to be repaired again, or the new one.
 */
import { existsSync, linkSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fsFailureOf } from '../lib/fs-errors.ts';
import { KooError, toKooError } from '../model/errors.ts';
import { takeLock } from './lock.ts';
import { openPairs } from './pairs.ts';
import { readPairsBackup } from './pairs-backup.ts';
import { openDatabase } from './database.ts';
import { makeOrigin, whereWeAre } from './state-origin.ts';
import { homeError } from './state-folder.ts';

export type Repaired =
  | { readonly done: 'sound'; readonly file: string }
  | {
      readonly done: 'rebuilt';
      readonly file: string;
      /** absolute path of the damaged database */
      readonly kept: string;
      /** how many pairs the new one holds */
      readonly pairs: number;
    };

/**
 * Throws STATE_LOCKED while another process works on the state folder, STATE_NEWER, FOLDER_UNREADABLE, DISK_FULL; then
 * nothing was changed. The database must not be open in this process.
 */
export function repairDatabase(home: string, now: number): Repaired {
  const release = takeLock(home);
  if (!release)
    throw new KooError('STATE_LOCKED', 'another process works on this state folder', {
      detail: { path: home },
    });
  try {
    const file = join(home, 'state.db');
    return isSound(home) ? { done: 'sound', file } : rebuild(home, now);
  } catch (thrown) {
    throw ofDisk(thrown, home);
  } finally {
    release();
  }
}

/** Every page and every index, whatever the size. Throws what openState throws, but for STATE_BROKEN. */
function isSound(home: string): boolean {
  try {
    const state = openDatabase(home);
    try {
      const verdicts = state.all('PRAGMA integrity_check(1)').map((row) => row['integrity_check']);
      return verdicts.length === 1 && verdicts[0] === 'ok';
    } finally {
      state.close();
    }
  } catch (thrown) {
    if (thrown instanceof KooError && thrown.code === 'STATE_BROKEN') return false;
    throw thrown;
  }
}

/** In the place of the database, which is kept beside it; `pairs.json` says what it holds. The lock is held. */
export function rebuild(home: string, now: number): Extract<Repaired, { readonly done: 'rebuilt' }> {
  const file = join(home, 'state.db');
  const { pairs } = readPairsBackup(home);
  const building = mkdtempSync(join(home, 'repair-'));
  try {
    const state = openDatabase(building);
    try {
      const into = openPairs(state);
      for (const { folder, containerId, remote, isPaused, account } of pairs)
        into.putBack({ folder, containerId, remote, isPaused: isPaused === true, account }, now);
      makeOrigin(state, whereWeAre(building, false));
      // not every SQLite writes its log into the file when it is closed, and the file alone takes the old one's place
      state.all('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      state.close();
    }
    if ((statSync(join(building, 'state.db-wal'), { throwIfNoEntry: false })?.size ?? 0) > 0)
      throw new KooError('UNEXPECTED', 'the new database was not written whole');
    const kept = freeName(`${file}.broken-${stampOf(now)}`);
    for (const end of ['-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, kept + end);
    keep(file, kept);
    renameSync(join(building, 'state.db'), file);
    return { done: 'rebuilt', file, kept, pairs: pairs.length };
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Under a second name, so that the first is never without a file; where there are no hard links it is moved. */
function keep(file: string, kept: string): void {
  try {
    linkSync(file, kept);
  } catch {
    renameSync(file, kept);
  }
}

const freeName = (wanted: string): string => {
  let name = wanted;
  for (let n = 2; existsSync(name); n++) name = `${wanted}-${n}`;
  return name;
};

/** `2026-03-01T14.05.09Z`: sorts as text; no colons, which Windows forbids in names. */
const stampOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replaceAll(':', '.')}Z`;

/** node's errors of the disk, as what a user can do about them. */
const ofDisk = (thrown: unknown, home: string): KooError =>
  thrown instanceof KooError || fsFailureOf(thrown) === 'exists'
    ? toKooError(thrown)
    : homeError(thrown, home);
