/**
 * The one database of the client: opened, brought up to date, and written in transactions. Nobody else opens it.
 *
 * Power cuts: the database runs in WAL mode with synchronous=NORMAL, so a cut may undo the last commits but never
 * tears one. `durably` is for the few commits that must be on the disk before something is told to the server
 * (invariant 4); the flush covers every earlier commit too, since the log is written in order. `flushed` is for those of
 * which many come at once: they wait for one flush together, and nobody else waits with them.
 */
import { DatabaseSync } from 'node:sqlite';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { KooError } from '../model/errors.ts';
import { migrations } from './migrations.ts';
import { createLogFlush } from './log-flush.ts';
import { fromFlush, fromSqlite } from './sqlite-errors.ts';

export type Row = Record<string, unknown>;

export type Database = {
  /** A prepared statement, kept for the next call with the same text. */
  get(sql: string, ...values: (string | number | bigint | null | Uint8Array)[]): Row | undefined;
  all(sql: string, ...values: (string | number | bigint | null | Uint8Array)[]): Row[];
  run(sql: string, ...values: (string | number | bigint | null | Uint8Array)[]): number;
  /** All or nothing; a call inside a call joins the outer one. */
  transaction<T>(work: () => T): T;
  /** Like transaction, and on the disk when it returns. */
  durably<T>(work: () => T): T;
  /** All that was committed before this call is on the disk when it resolves. Rejects with DISK_FULL, DISK_FAULTY. */
  flushed(): Promise<void>;
  /** Has another process committed since this was last asked? */
  changedElsewhere(): boolean;
  close(): void;
};

/** Above this size the whole-file check at opening would be felt; damage is then found when it is met. */
const quickCheckUpTo = 64 * 1024 * 1024;

/**
 * Opens (or makes) `state.db` in the state folder `home`.
 * Throws STATE_BROKEN for a file that is no sound database, STATE_NEWER for one of a later KooSync, FOLDER_UNREADABLE
 * for one that may not be written, STATE_LOCKED for one that another program holds, DISK_FULL; changes none of them.
 */
export function openDatabase(home: string): Database {
  const file = join(home, 'state.db');
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw fromSqlite(thrown, file);
    }
  };
  const db = guard(() => new DatabaseSync(file));
  try {
    guard(() => prepare(db, file));
  } catch (thrown) {
    db.close();
    throw thrown;
  }

  const flush = createLogFlush(`${file}-wal`);
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string) => {
    let found = statements.get(sql);
    if (!found) statements.set(sql, (found = db.prepare(sql)));
    return found;
  };
  const dataVersion = () => Number((db.prepare('PRAGMA data_version').get() as Row)['data_version']);
  let depth = 0;
  let version = dataVersion();

  const transaction = <T>(work: () => T): T => {
    if (depth > 0) return work();
    guard(() => statement('BEGIN IMMEDIATE').run());
    depth++;
    try {
      const value = work();
      guard(() => statement('COMMIT').run());
      return value;
    } catch (thrown) {
      rollBack(db);
      throw thrown;
    } finally {
      depth--;
    }
  };

  return {
    get: (sql, ...values) => guard(() => statement(sql).get(...values) as Row | undefined),
    all: (sql, ...values) => guard(() => statement(sql).all(...values) as Row[]),
    run: (sql, ...values) => guard(() => Number(statement(sql).run(...values).changes)),
    transaction,
    durably(work) {
      if (depth > 0) throw new KooError('UNEXPECTED', 'durably inside a transaction would not be durable');
      db.exec('PRAGMA synchronous = FULL');
      try {
        return transaction(work);
      } finally {
        db.exec('PRAGMA synchronous = NORMAL');
      }
    },
    changedElsewhere() {
      const now = dataVersion();
      const changed = now !== version;
      version = now;
      return changed;
    },
    flushed: () =>
      flush.run().catch((thrown: unknown) => {
        throw fromFlush(thrown, file);
      }),
    close() {
      // where names in use cannot be removed, SQLite could not remove its log
      flush.close();
      db.close();
    },
  };
}

function prepare(db: DatabaseSync, file: string): void {
  db.exec('PRAGMA busy_timeout = 5000');
  const have = Number((db.prepare('PRAGMA user_version').get() as Row)['user_version']);
  if (have > migrations.length)
    throw new KooError(
      'STATE_NEWER',
      `state.db is of version ${have}, this KooSync knows ${migrations.length}`,
      {
        detail: { path: file },
      },
    );
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  if (have > 0 && statSync(file).size <= quickCheckUpTo) {
    const verdict = (db.prepare('PRAGMA quick_check(1)').get() as Row)['quick_check'];
    if (verdict !== 'ok')
      throw new KooError('STATE_BROKEN', `quick_check: ${String(verdict)}`, { detail: { path: file } });
  }
  for (let step = have; step < migrations.length; step++) {
    db.exec('BEGIN IMMEDIATE');
    try {
      // another process may have done this step while we waited for the lock
      const now = Number((db.prepare('PRAGMA user_version').get() as Row)['user_version']);
      if (now <= step) db.exec(`${migrations[step] ?? ''}; PRAGMA user_version = ${step + 1}`);
      db.exec('COMMIT');
    } catch (thrown) {
      rollBack(db);
      throw thrown;
    }
  }
}

function rollBack(db: DatabaseSync): void {
  try {
    db.exec('ROLLBACK');
  } catch {
    // the failed statement has already ended the transaction, and what it threw is what counts
  }
}
