/**
 * One engine per state folder. The lock is an exclusive transaction on a database of its own: the operating system
 * drops it when the process ends, however it ends, so there is never a stale lock to clear (field-notes B 41).
 */
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { KooError } from '../lib/errors.ts';

/**
 * Takes the lock of state folder `home`; undefined when another process holds it. Call the result to give it back.
 * Throws FOLDER_UNREADABLE where the file cannot be made.
 */
export function takeLock(home: string): (() => void) | undefined {
  const file = join(home, 'engine.lock');
  let db: DatabaseSync;
  try {
    db = lockOf(file);
  } catch (thrown) {
    const errcode = Number((thrown as { errcode?: unknown }).errcode ?? 0) & 0xff;
    if (errcode === busy) return undefined;
    if (errcode !== noDatabase) throw unusable(thrown, file);
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

/** SQLite's result codes. */
const busy = 5;
const noDatabase = 26;

function lockOf(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

const unusable = (cause: unknown, path: string): KooError =>
  new KooError('FOLDER_UNREADABLE', `the lock cannot be taken: ${String(cause)}`, {
    cause,
    detail: { path, values: { say: 'stateUnwritable', path } },
  });
