/**
 * The one database of the client: opened, brought up to date, and written in transactions. Nobody else opens it.
 *
 * Power cuts: the database runs in WAL mode with synchronous=NORMAL, so a cut may undo the last commits but never
 * tears one. `durably` is for the few commits that must be on the disk before something is told to the server
 * (invariant 4); the flush covers every earlier commit too, since the log is written in order. `inGroup` and
 * `durablyInGroup` are for those of which many come at once (commit-group.ts).
 */
import { DatabaseSync } from 'node:sqlite';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { KooError } from '../model/errors.ts';
import { migrations } from './migrations.ts';
import { createLogFlush } from './log-flush.ts';
import { makePrivate } from '../own-folder/own-folder.ts';
import { ReadTurn } from './read-turn.ts';
import { fromFlush, fromSqlite } from './sqlite-errors.ts';
import { Transactions } from './transactions.ts';

/**
 * The log is brought into the database after so many pages of 4 KiB. That takes a flush, and the same pages are written
 * again and again: SQLite's own 1,000 cost half of all time in commits. Opening reads a log of 8 MiB in some ms.
 */
const checkpointAfterPages = 2000;

/**
 * What is written in so many turns of the loop shares a commit, and in no more than so many ms. A loop that has nothing to do
 * turns at once; a busy one brings answers of many calls in each turn, and what is written for them touches the same pages.
 */
const groupedTurns = 10;
const groupedMs = 2;

const afterTurns = (turns: number, until: number, run: () => void): void => {
  setImmediate(() => {
    if (turns > 1 && performance.now() < until) afterTurns(turns - 1, until, run);
    else run();
  });
};

/** Pages of the database in memory, KiB: with SQLite's own 2,000 those of 10,000 files are read again and again. */
const cachedKiB = 8000;

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
  /**
   * Like transaction, for what comes many at once: all that is asked for in a few turns of the loop shares a commit. What
   * `work` wrote is read by everybody at once, and is committed when the promise resolves. Work that throws is undone alone.
   * Not inside of a transaction.
   */
  inGroup<T>(work: () => T): Promise<T>;
  /** Like inGroup, and on the disk when it resolves: the group shares a flush. Rejects with DISK_FULL, DISK_FAULTY, too. */
  durablyInGroup<T>(work: () => T): Promise<T>;
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
  const { db, guard, statement } = connect(file);
  const flush = createLogFlush(`${file}-wal`);
  const exec = (sql: string) => guard(() => void statement(sql).run());
  const reads = new ReadTurn({ exec, atEndOfTurn: (run) => void setImmediate(run) });
  let isWriting = false;
  const read = () => {
    if (!isWriting) reads.begin();
  };
  /** by itself, or in the transaction that is open */
  const write = () => {
    writes.alone();
    reads.end();
  };
  const writes = new Transactions({
    exec(sql) {
      reads.end();
      try {
        exec(sql);
        if (sql.startsWith('BEGIN')) isWriting = true;
      } finally {
        if (sql === 'COMMIT' || sql === 'ROLLBACK') isWriting = false;
      }
    },
    atEndOfTurn: (run) => {
      afterTurns(groupedTurns, performance.now() + groupedMs, run);
    },
    flush: () =>
      flush.run().catch((thrown: unknown) => {
        throw fromFlush(thrown, file);
      }),
    durably(transact) {
      reads.end();
      db.exec('PRAGMA synchronous = FULL');
      try {
        return transact();
      } finally {
        db.exec('PRAGMA synchronous = NORMAL');
      }
    },
  });
  const dataVersion = () => Number((db.prepare('PRAGMA data_version').get() as Row)['data_version']);
  let version = dataVersion();

  return {
    get(sql, ...values) {
      // one that answers with rows of what it wrote
      if (sql.startsWith('INSERT')) write();
      else read();
      return guard(() => statement(sql).get(...values) as Row | undefined);
    },
    all(sql, ...values) {
      read();
      return guard(() => statement(sql).all(...values) as Row[]);
    },
    run(sql, ...values) {
      write();
      return guard(() => Number(statement(sql).run(...values).changes));
    },
    transaction: (work) => writes.transaction(work),
    durably: (work) => writes.durably(work),
    inGroup: (work) => writes.inGroup(work),
    durablyInGroup: (work) => writes.durablyInGroup(work),
    changedElsewhere() {
      reads.end();
      const now = dataVersion();
      const changed = now !== version;
      version = now;
      return changed;
    },
    close() {
      write();
      // where names in use cannot be removed, SQLite could not remove its log
      flush.close();
      db.close();
    },
  };
}

/** The database, brought up to date, and its prepared statements. `guard` gives what SQLite throws our codes. */
function connect(file: string) {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw fromSqlite(thrown, file);
    }
  };
  const db = guard(() => {
    makePrivate(file);
    return new DatabaseSync(file);
  });
  try {
    guard(() => prepare(db, file));
  } catch (thrown) {
    db.close();
    throw thrown;
  }

  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string) => {
    let found = statements.get(sql);
    if (!found) statements.set(sql, (found = db.prepare(sql)));
    return found;
  };
  return { db, guard, statement };
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
  db.exec(`PRAGMA wal_autocheckpoint = ${checkpointAfterPages}; PRAGMA cache_size = -${cachedKiB}`);
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
