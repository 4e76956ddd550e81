/**
 * Temp files that stand among users' files for a while. Each is written down in the state folder before it is made, in a
 * file of its own that its maker keeps locked: the operating system drops the lock when the process ends, however it
 * ends, so whoever starts next knows which temp files nobody owns any more (as storage/lock.ts knows of the engine).
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { makePrivate } from '../own-folder/own-folder.ts';
import { fromSqlite, isBusy } from './sqlite-errors.ts';

export type TempClaim = {
  /** absolute path of the temp file */
  readonly path: string;
  /** The temp file is there no more. */
  end(): void;
  /** It is still there, and nobody's: the next start looks at it again. */
  leave(): void;
};

export type TempClaims = {
  /** Call before the file is made. `name` is some letters that no other claim has. */
  claim(path: string, name: string): TempClaim;
  /** What processes left that live no more; each is to be ended or left. */
  abandoned(): TempClaim[];
};

/** A claim is made in a moment; one without a word in it after so long was never made. */
const madeWithinMs = 60_000;

export function openTempClaims(home: string): TempClaims {
  const folder = join(home, 'temp-files');
  const claimOf = (db: DatabaseSync, file: string, path: string): TempClaim => ({
    path,
    end: () => {
      // removed before it is let go, so that nobody meets it in between; where an open file cannot be removed, after it
      removed(file);
      db.close();
      removed(file);
    },
    leave: () => db.close(),
  });
  return {
    claim(path, name) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${name}.claim`);
      try {
        const db = locked(file);
        db.exec('CREATE TABLE claim (path TEXT NOT NULL)');
        db.prepare('INSERT INTO claim VALUES (?)').run(path);
        db.exec('COMMIT');
        return claimOf(db, file, path);
      } catch (thrown) {
        throw fromSqlite(thrown, file);
      }
    },
    abandoned() {
      return namesIn(folder).flatMap((name) => {
        const file = join(folder, name);
        let db: DatabaseSync;
        try {
          db = locked(file);
        } catch (thrown) {
          // its maker lives, or it says nothing
          if (!isBusy(thrown) && isOld(file)) removed(file);
          return [];
        }
        try {
          const path = db.prepare('SELECT path FROM claim').get()?.['path'];
          db.exec('COMMIT');
          if (typeof path === 'string') return [claimOf(db, file, path)];
        } catch {
          if (isOld(file)) {
            claimOf(db, file, '').end();
            return [];
          }
        }
        db.close();
        return [];
      });
    },
  };
}

/**
 * The lock outlives the transaction, until the database is closed. No journal lies beside it: a claim that a kill cuts off
 * claims nothing, for its file is made after it. Throws what SQLite says when somebody else has it.
 */
function locked(file: string): DatabaseSync {
  makePrivate(file);
  const db = new DatabaseSync(file);
  try {
    db.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE',
    );
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function removed(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // the next start tries again
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.claim'));
  } catch {
    return [];
  }
}

function isOld(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > madeWithinMs;
}
