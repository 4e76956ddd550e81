/**
 * node:sqlite for the stand-in Electron (electron/stand-in.ts), whose Node has none: the same synchronous calls over
 * libsql. Bundled into out/main-libsql in place of node:sqlite, for tests alone; the product runs on node:sqlite.
 * tests/conformance/sqlite-stand-in.test.ts holds both to the same assertions.
 *
 * Two differences remain. libsql closes a file only when its statements are collected, so -wal and -shm may outlive
 * close(). And what nothing here uses (functions, sessions, backup, expandedSQL) is not there at all.
 */
import { accessSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rangeError, sqliteError, stateError, translated } from './sqlite/errors.ts';
import { openNative, type NativeDatabase, type NativeStatement } from './sqlite/native.ts';
import { bind, parametersOf } from './sqlite/parameters.ts';

type Cell = string | number | bigint | null | Uint8Array;
type Row = Record<string, Cell>;
type Result = { changes: number | bigint; lastInsertRowid: number | bigint };

const bare = <T extends object>(entries: Iterable<readonly [string, unknown]>): T => {
  const row = Object.create(null) as T;
  for (const [name, value] of entries) Reflect.set(row, name, value);
  return row;
};

export class StatementSync {
  readonly #db: DatabaseSync;
  readonly #native: () => NativeDatabase;
  readonly #statement: NativeStatement;
  readonly #sql: string;
  readonly #parameters: readonly (string | undefined)[];
  readonly #allow = { bareNames: true, unknownNames: false };
  #bigInts = false;
  #arrays = false;

  /** Only DatabaseSync makes one. */
  constructor(db: DatabaseSync, native: () => NativeDatabase, sql: string) {
    this.#db = db;
    this.#native = native;
    this.#sql = sql;
    this.#parameters = parametersOf(sql);
    this.#statement = translated(() => native().prepare(sql).safeIntegers(true));
    if (this.#statement.reader) this.#statement.raw(true);
  }

  #cell(value: Cell | ArrayBuffer): Cell {
    if (typeof value === 'bigint') {
      if (this.#bigInts) return value;
      const number = Number(value);
      if (Number.isSafeInteger(number)) return number;
      throw rangeError(`Value is too large to be represented as a JavaScript number: ${String(value)}`);
    }
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    return ArrayBuffer.isView(value) ? new Uint8Array(value) : value;
  }

  #open(): void {
    if (!this.#db.isOpen) throw stateError('statement has been finalized');
  }

  /** Every row at once: a read that stands half done would hold its snapshot, and SQLite's locks with it. */
  #rows(args: readonly unknown[]): (Row | Cell[])[] {
    this.#open();
    const values = bind(this.#parameters, args, this.#allow);
    return translated(() => {
      if (!this.#statement.reader) {
        this.#statement.run(values);
        return [];
      }
      const rows = this.#statement.all(values).map((row) => row.map((value) => this.#cell(value)));
      if (this.#arrays) return rows;
      const names = this.#statement.columns().map((column) => String(column['name']));
      return rows.map((row) => bare<Row>(names.map((name, place) => [name, row[place] ?? null] as const)));
    });
  }

  all(...args: unknown[]): unknown[] {
    return this.#rows(args);
  }

  get(...args: unknown[]): unknown {
    return this.#rows(args)[0];
  }

  iterate(...args: unknown[]): IterableIterator<unknown> {
    return this.#rows(args).values();
  }

  run(...args: unknown[]): Result {
    this.#open();
    const values = bind(this.#parameters, args, this.#allow);
    const native = this.#native();
    translated(() => (this.#statement.reader ? this.#statement.all(values) : this.#statement.run(values)));
    // Asked of SQLite itself: libsql counts nothing for a statement that returns rows, and rounds large ids.
    const counts = native
      .prepare('SELECT changes(), last_insert_rowid()')
      .safeIntegers(true)
      .raw(true)
      .all([])[0];
    const [changes = 0n, lastInsertRowid = 0n] = (counts ?? []) as bigint[];
    const number = (value: bigint): number | bigint => (this.#bigInts ? value : Number(value));
    return { changes: number(changes), lastInsertRowid: number(lastInsertRowid) };
  }

  columns(): Record<'column' | 'database' | 'name' | 'table' | 'type', string | null>[] {
    this.#open();
    return this.#statement
      .columns()
      .map((column) =>
        bare(
          ['column', 'database', 'name', 'table', 'type'].map((key) => [key, column[key] ?? null] as const),
        ),
      );
  }

  setReadBigInts(on: boolean): void {
    this.#bigInts = on;
  }
  setReturnArrays(on: boolean): void {
    this.#arrays = on;
  }
  setAllowBareNamedParameters(on: boolean): void {
    this.#allow.bareNames = on;
  }
  setAllowUnknownNamedParameters(on: boolean): void {
    this.#allow.unknownNames = on;
  }

  get sourceSQL(): string {
    return this.#sql;
  }
}

type Options = {
  open?: boolean;
  readOnly?: boolean;
  enableForeignKeyConstraints?: boolean;
  timeout?: number;
  readBigInts?: boolean;
  returnArrays?: boolean;
};

export class DatabaseSync {
  readonly #path: string;
  readonly #options: Options;
  #database: NativeDatabase | undefined;

  constructor(path: string | Buffer | URL, options: Options = {}) {
    this.#path = path instanceof URL ? fileURLToPath(path) : path.toString();
    this.#options = options;
    if (options.open !== false) this.open();
  }

  #native = (): NativeDatabase => {
    if (this.#database === undefined) throw stateError('database is not open');
    return this.#database;
  };

  open(): void {
    if (this.#database !== undefined) throw stateError('database is already open');
    if (this.#options.readOnly === true) {
      try {
        accessSync(this.#path);
      } catch (error) {
        throw sqliteError(14, undefined, error);
      }
    }
    const database = translated(() => openNative(this.#path));
    this.#database = database;
    const keys = this.#options.enableForeignKeyConstraints === false ? 'OFF' : 'ON';
    this.exec(
      `PRAGMA busy_timeout = ${String(Math.trunc(this.#options.timeout ?? 0))}; PRAGMA foreign_keys = ${keys}`,
    );
    if (this.#options.readOnly === true) this.exec('PRAGMA query_only = ON');
  }

  exec(sql: string): void {
    const native = this.#native();
    translated(() => {
      native.exec(sql);
    });
  }

  prepare(sql: string): StatementSync {
    this.#native();
    const statement = new StatementSync(this, this.#native, sql);
    if (this.#options.readBigInts === true) statement.setReadBigInts(true);
    if (this.#options.returnArrays === true) statement.setReturnArrays(true);
    return statement;
  }

  location(name = 'main'): string | null {
    const list = this.prepare('PRAGMA database_list').all() as { name: string; file: string | null }[];
    const file = list.find((one) => one.name === name)?.file;
    return file === undefined || file === '' ? null : file;
  }

  get isOpen(): boolean {
    return this.#database !== undefined;
  }

  get isTransaction(): boolean {
    return this.#native().inTransaction;
  }

  close(): void {
    const native = this.#native();
    // What is not committed is undone now, as with node:sqlite, not whenever the file is let go.
    if (native.inTransaction) native.exec('ROLLBACK');
    native.close();
    this.#database = undefined;
  }

  [Symbol.dispose](): void {
    if (this.isOpen) this.close();
  }
}
