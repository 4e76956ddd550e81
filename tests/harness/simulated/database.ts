/**
 * The engine's database in memory. Every commit is written down as its statements, so that a crash can bring back the
 * state as of any commit: the last one after kill -9, any since the last `durably` after a power cut.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { migrations } from '../../../main/storage/migrations.ts';
import { fromSqlite } from '../../../main/storage/sqlite-errors.ts';
import { Transactions } from '../../../main/storage/transactions.ts';
import type { Row, Database } from '../../../main/storage/database.ts';

type Value = string | number | bigint | null | Uint8Array;
type Statement = { readonly sql: string; readonly values: readonly Value[] };

export type SimStore = {
  /**
   * For one life of the engine; calls after `restore` go nowhere good and throw. `later`: calls back when a turn of the
   * loop, or a flush, that begins now has ended, if the engine lives so long.
   */
  open(later?: (what: 'turn' | 'flush', done: () => void) => void): Database;
  commits(): number;
  /** number of commits that a power cut cannot undo */
  durable(): number;
  /** Called after each commit with its number. */
  onCommit: ((commit: number) => void) | undefined;
  /** Another process wrote to the database: the engine is told so when it next asks. */
  changeElsewhere(): void;
  /** Brings back the state after so many commits. */
  restore(commits: number): void;
};

/** One database for all runs of a process: opening one and making its tables costs more than most runs. */
let shared: { db: DatabaseSync; statements: Map<string, StatementSync> } | undefined;
const tables = ['recent', 'skip', 'upload_part', 'upload', 'pending', 'node', 'flag', 'pair'];
const own = new Set<string>();

function database() {
  if (!shared) {
    const db = new DatabaseSync(':memory:');
    db.exec('PRAGMA foreign_keys = ON');
    for (const step of migrations) db.exec(step);
    for (const row of db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all())
      own.add(String((row as Row)['name']));
    shared = { db, statements: new Map() };
  }
  return shared;
}

export function createSimStore(): SimStore {
  const { db, statements } = database();
  const statement = (sql: string) => {
    let found = statements.get(sql);
    if (!found) statements.set(sql, (found = db.prepare(sql)));
    return found;
  };
  const clear = () => {
    for (const table of own)
      if (!tables.includes(table) && !table.startsWith('sqlite_')) tables.unshift(table);
    for (const table of tables) statement(`DELETE FROM ${table}`).run();
    if (own.has('sqlite_sequence')) statement('DELETE FROM sqlite_sequence').run();
  };
  clear();

  let log: Statement[][] = [];
  let durable = 0;
  let life = 0;
  let elsewhere = false;

  const store: SimStore = {
    onCommit: undefined,
    commits: () => log.length,
    durable: () => durable,
    changeElsewhere: () => {
      elsewhere = true;
    },
    restore(commits) {
      life++;
      // a group that was not committed yet
      if (db.isTransaction) db.exec('ROLLBACK');
      const kept = log.slice(0, commits);
      clear();
      for (const commit of kept) {
        db.exec('BEGIN');
        for (const { sql, values } of commit) statement(sql).run(...values);
        db.exec('COMMIT');
      }
      log = kept;
      durable = Math.min(durable, commits);
    },
    open(later = (_what, done) => void setImmediate(done)) {
      const mine = ++life;
      /** what the transaction that is open has written so far, and where its savepoint stands in it */
      let open: Statement[] | undefined;
      let savepoint = 0;
      const check = () => {
        if (mine !== life) throw new Error('an engine of an earlier life touched the database');
      };
      const committed = (commit: readonly Statement[]) => {
        if (commit.length === 0) return;
        log.push([...commit]);
        store.onCommit?.(log.length);
      };
      const wrote = (sql: string, values: readonly Value[]) => {
        const one = { sql, values };
        if (open) open.push(one);
        else committed([one]);
      };
      // as the real one says it
      const guard = <T>(work: () => T): T => {
        try {
          return work();
        } catch (thrown) {
          throw fromSqlite(thrown, '/state/state.db');
        }
      };
      const exec = (sql: string) => {
        check();
        guard(() => void statement(sql).run());
        if (sql.startsWith('BEGIN')) open = [];
        else if (sql.startsWith('SAVEPOINT')) savepoint = open?.length ?? 0;
        else if (sql.startsWith('ROLLBACK TO')) open?.splice(savepoint);
        else if (sql === 'ROLLBACK') open = undefined;
        else if (sql === 'COMMIT') {
          const done = open ?? [];
          open = undefined;
          committed(done);
        }
      };
      const flush = () => {
        const upTo = log.length;
        return new Promise<void>((resolve) => {
          later('flush', () => {
            if (mine !== life) return;
            durable = Math.max(durable, upTo);
            resolve();
          });
        });
      };
      const transactions = new Transactions({
        exec,
        atEndOfTurn: (run) => {
          later('turn', () => {
            if (mine === life) run();
          });
        },
        flush,
        durably(transact) {
          const value = transact();
          durable = log.length;
          return value;
        },
      });
      const writes = (sql: string) => !/^\s*(SELECT|PRAGMA data_version)/i.test(sql);
      return {
        get(sql, ...values) {
          check();
          if (writes(sql)) transactions.alone();
          const row = guard(() => statement(sql).get(...values) as Row | undefined);
          if (writes(sql)) wrote(sql, values);
          return row;
        },
        all(sql, ...values) {
          check();
          return guard(() => statement(sql).all(...values) as Row[]);
        },
        run(sql, ...values) {
          check();
          transactions.alone();
          const changes = guard(() => Number(statement(sql).run(...values).changes));
          // a statement that changed nothing would change nothing again
          if (changes > 0 || sql.startsWith('PRAGMA')) wrote(sql, values);
          return changes;
        },
        transaction: (work) => transactions.transaction(work),
        durably: (work) => transactions.durably(work),
        inGroup: (work) => transactions.inGroup(work),
        durablyInGroup: (work) => transactions.durablyInGroup(work),
        changedElsewhere() {
          const changed = elsewhere;
          elsewhere = false;
          return changed;
        },
        close: () => {
          if (mine === life) transactions.alone();
        },
      };
    },
  };
  return store;
}
