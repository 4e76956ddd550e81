/**
 * One engine per state folder. The lock is an exclusive transaction on a database of its own: the operating system
 * drops it when the process ends, however it ends, so there is never a stale lock to clear (field-notes B 41).
 */
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { makePrivate } from '../own-folder/own-folder.ts';
import { fromSqlite, isBusy, isNoDatabase } from './sqlite-errors.ts';

/**
 * Takes the lock of state folder `home`; undefined when another process holds it. Call the result to give it back.
 * Throws FOLDER_UNREADABLE or DISK_FULL where the file cannot be made.
 */
export function takeLock(home: string): (() => void) | undefined {
  const file = join(home, 'engine.lock');
  let db: DatabaseSync;
  try {
    db = lockOf(file);
  } catch (thrown) {
    if (isBusy(thrown)) return undefined;
    if (!isNoDatabase(thrown)) throw fromSqlite(thrown, file);
    // nothing is ever written into it: what stands there is not ours, holds no lock, and would look like one for ever
    rmSync(file, { force: true });
    db = lockOf(file);
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    db.exec('ROLLBACK');
    db.close();
  };
}

function lockOf(file: string): DatabaseSync {
  makePrivate(file);
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
