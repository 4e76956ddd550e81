/**
 * One engine per state folder. The lock is an exclusive transaction on a database of its own: the operating system
 * drops it when the process ends, however it ends, so there is never a stale lock to clear (field-notes B 41).
 */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

/** Takes the lock of state folder `home`; undefined when another process holds it. Call the result to give it back. */
export function takeLock(home: string): (() => void) | undefined {
  const db = new DatabaseSync(join(home, 'engine.lock'));
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch {
    db.close();
    return undefined;
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    db.exec('ROLLBACK');
    db.close();
  };
}
