/** node:sqlite and its stand-in (tests/stand-ins/sqlite.ts), held to the same assertions. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as node from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as standIn from '../stand-ins/sqlite.ts';

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

// The stand-in has the part of node:sqlite's face that these assertions call.
const both = [
  ['node:sqlite', node.DatabaseSync],
  ['the stand-in', standIn.DatabaseSync as unknown as typeof node.DatabaseSync],
] as const;

describe.each(both)('%s', (_name, DatabaseSync) => {
  let folder: string;
  let db: node.DatabaseSync;
  const one = (sql: string, ...values: node.SQLInputValue[]): unknown => db.prepare(sql).get(...values);

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'koo-sqlite-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    db = new DatabaseSync(':memory:');
    db.exec(
      'CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, size INTEGER, hash BLOB)',
    );
  });

  it('gives rows as objects without a prototype, in the order asked', () => {
    db.exec(
      "INSERT INTO files (path, size) VALUES ('b', 2), ('a', 1); INSERT INTO files (path) VALUES ('c')",
    );
    const rows = db.prepare('SELECT path, size FROM files ORDER BY path').all();
    expect(rows).toEqual([
      { path: 'a', size: 1 },
      { path: 'b', size: 2 },
      { path: 'c', size: null },
    ]);
    expect(Object.getPrototypeOf(rows[0])).toBeNull();
    expect([...db.prepare('SELECT path FROM files WHERE size > ? ORDER BY path').iterate(0)]).toEqual([
      { path: 'a' },
      { path: 'b' },
    ]);
    expect(one('SELECT path FROM files WHERE size = 99')).toBeUndefined();
  });

  it('keeps every kind of value', () => {
    const blob = new Uint8Array([0, 1, 254, 255]);
    const row = one(
      'SELECT ? AS text, ? AS real, ? AS big, ? AS none, ? AS blob',
      '密\u0001',
      1.5,
      7n,
      null,
      blob,
    );
    expect(row).toEqual({ text: '密\u0001', real: 1.5, big: 7, none: null, blob });
    expect((row as { blob: unknown }).blob).toBeInstanceOf(Uint8Array);
    expect(one('SELECT typeof(?) AS n, typeof(?) AS b', 1, 1n)).toEqual({ n: 'real', b: 'integer' });
    expect(one('SELECT length(?) AS empty', new Uint8Array(0))).toEqual({ empty: 0 });
    // Part of a larger buffer, as hashes and pooled Buffers are.
    expect(one('SELECT hex(?) AS h', blob.subarray(1, 3))).toEqual({ h: '01FE' });
    expect(one('SELECT ? AS x', Buffer.from('ab'))).toEqual({ x: new Uint8Array([97, 98]) });
  });

  it('puts whole numbers into INTEGER columns whole', () => {
    db.prepare('INSERT INTO files (path, size) VALUES (?, ?)').run('a', 2 ** 40);
    expect(one('SELECT size, typeof(size) AS kind FROM files')).toEqual({ size: 2 ** 40, kind: 'integer' });
  });

  it('refuses a number that JavaScript cannot hold, unless big ones are asked for', () => {
    expect(thrown(() => one('SELECT 9007199254740993 AS x'))).toMatchObject({ code: 'ERR_OUT_OF_RANGE' });
    const statement = db.prepare('SELECT 9007199254740993 AS x, 1 AS y');
    statement.setReadBigInts(true);
    expect(statement.get()).toEqual({ x: 9007199254740993n, y: 1n });
  });

  it('tells what a statement changed', () => {
    const insert = db.prepare('INSERT INTO files (path) VALUES (?)');
    expect(insert.run('a')).toEqual({ changes: 1, lastInsertRowid: 1 });
    expect(insert.run('b')).toEqual({ changes: 1, lastInsertRowid: 2 });
    expect(db.prepare('UPDATE files SET size = 1').run()).toMatchObject({ changes: 2 });
    expect(db.prepare('DELETE FROM files WHERE path = ?').run('zz')).toMatchObject({ changes: 0 });
    insert.setReadBigInts(true);
    expect(insert.run('c')).toEqual({ changes: 1n, lastInsertRowid: 3n });
  });

  it('runs RETURNING by get, all and run', () => {
    const insert = db.prepare('INSERT INTO files (path) VALUES (?) RETURNING id');
    expect(insert.get('a')).toEqual({ id: 1 });
    expect(insert.all('b')).toEqual([{ id: 2 }]);
    expect(insert.run('c')).toEqual({ changes: 1, lastInsertRowid: 3 });
    expect(db.prepare("INSERT INTO files (path) VALUES ('d')").get()).toBeUndefined();
    expect(one('SELECT count(*) AS n FROM files')).toEqual({ n: 4 });
  });

  it('takes parameters by name, with and without prefix, and mixed with places', () => {
    expect(one('SELECT :a AS a, $b AS b, @c AS c, :a AS again', { a: 1, $b: 2, c: 3 } as never)).toEqual({
      a: 1,
      b: 2,
      c: 3,
      again: 1,
    });
    expect(db.prepare('SELECT :a AS a, ? AS b').get({ a: 1 }, 2)).toEqual({ a: 1, b: 2 });
    expect(db.prepare("SELECT ':x ?' AS text, ? AS b -- ? :y").get(2)).toEqual({ text: ':x ?', b: 2 });
    expect(db.prepare('SELECT :a AS a').get({})).toEqual({ a: null });
    expect(thrown(() => db.prepare('SELECT :a').get({ z: 1 }))).toMatchObject({ code: 'ERR_INVALID_STATE' });
  });

  it('forgets the values of the last call', () => {
    const statement = db.prepare('SELECT ? AS a, ? AS b');
    expect(statement.get(1, 2)).toEqual({ a: 1, b: 2 });
    expect(statement.get(3)).toEqual({ a: 3, b: null });
    expect(statement.get()).toEqual({ a: null, b: null });
  });

  it('refuses values that are none, and values too many', () => {
    expect(thrown(() => one('SELECT ?', undefined as never))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    expect(thrown(() => one('SELECT ?', 1, 2))).toMatchObject({ code: 'ERR_SQLITE_ERROR', errcode: 25 });
  });

  it('fails with code, number and words of SQLite', () => {
    db.exec("INSERT INTO files (path) VALUES ('a')");
    const duplicate = {
      code: 'ERR_SQLITE_ERROR',
      errcode: 2067,
      message: 'UNIQUE constraint failed: files.path',
    };
    expect(thrown(() => db.prepare('INSERT INTO files (path) VALUES (?)').run('a'))).toMatchObject(duplicate);
    expect(
      thrown(() => db.prepare('INSERT INTO files (path) VALUES (?) RETURNING id').get('a')),
    ).toMatchObject(duplicate);
    expect(
      thrown(() => {
        db.exec("INSERT INTO files (path) VALUES ('a')");
      }),
    ).toMatchObject(duplicate);
    expect(thrown(() => db.prepare('SELEC'))).toMatchObject({
      errcode: 1,
      message: 'near "SELEC": syntax error',
    });
  });

  it('keeps foreign keys, unless told not to', () => {
    expect(one('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
    const loose = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false });
    expect(loose.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 0 });
    loose.close();
  });

  it('begins, commits and takes back', () => {
    expect(db.isTransaction).toBe(false);
    db.exec("BEGIN IMMEDIATE; INSERT INTO files (path) VALUES ('a')");
    expect(db.isTransaction).toBe(true);
    db.exec('ROLLBACK');
    expect(one('SELECT count(*) AS n FROM files')).toEqual({ n: 0 });
  });

  it('keeps a database in a file, with its settings and its version', () => {
    const file = path.join(folder, 'kept.db');
    const first = new DatabaseSync(file);
    first.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA user_version = 7; CREATE TABLE t (x)',
    );
    first.prepare('INSERT INTO t VALUES (?)').run('kept');
    expect(first.location()).toBe(file);
    first.close();
    const second = new DatabaseSync(pathToFileURL(file));
    expect(second.prepare('PRAGMA user_version').get()).toEqual({ user_version: 7 });
    expect(second.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(second.prepare('SELECT x FROM t').get()).toEqual({ x: 'kept' });
    second.close();
    expect(db.location()).toBeNull();
  });

  it('lets one write at a time, and another read what is committed', () => {
    const file = path.join(folder, 'two.db');
    const [writer, other] = [new DatabaseSync(file), new DatabaseSync(file)];
    writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x)');
    const version = (): unknown => other.prepare('PRAGMA data_version').get();
    const before = version();
    writer.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (1)');
    expect(
      thrown(() => {
        other.exec('BEGIN IMMEDIATE');
      }),
    ).toMatchObject({ errcode: 5, message: 'database is locked' });
    expect(other.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
    writer.exec('COMMIT');
    // A statement that gave its one row holds no old snapshot.
    expect(other.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 1 });
    expect(version()).not.toEqual(before);
    writer.close();
    other.close();
  });

  it('gives up its locks when it is closed', () => {
    const file = path.join(folder, 'lock.db');
    const holder = new DatabaseSync(file);
    holder.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    const next = new DatabaseSync(file);
    expect(
      thrown(() => {
        next.exec('BEGIN EXCLUSIVE');
      }),
    ).toMatchObject({ errcode: 5 });
    holder.close();
    next.exec('BEGIN EXCLUSIVE; ROLLBACK');
    next.close();
  });

  it('says what is wrong with a file', () => {
    const text = path.join(folder, 'text.db');
    writeFileSync(text, 'this is a letter, not a database. '.repeat(100));
    const opened = (): unknown => {
      const bad = new DatabaseSync(text);
      try {
        return bad.prepare('PRAGMA user_version').get();
      } finally {
        bad.close();
      }
    };
    expect(thrown(opened)).toMatchObject({
      code: 'ERR_SQLITE_ERROR',
      errcode: 26,
      message: 'file is not a database',
    });
    const nowhere = path.join(folder, 'no', 'folder.db');
    expect(thrown(() => new DatabaseSync(nowhere))).toMatchObject({ code: 'ERR_SQLITE_ERROR', errcode: 14 });
  });

  it('refuses work once it is closed', () => {
    const statement = db.prepare('SELECT 1');
    expect(db.isOpen).toBe(true);
    db.close();
    expect(db.isOpen).toBe(false);
    expect(thrown(() => statement.get())).toMatchObject({ code: 'ERR_INVALID_STATE' });
    expect(
      thrown(() => {
        db.exec('SELECT 1');
      }),
    ).toMatchObject({ code: 'ERR_INVALID_STATE' });
    expect(
      thrown(() => {
        db.close();
      }),
    ).toMatchObject({ code: 'ERR_INVALID_STATE' });
  });

  it('tells the columns of a statement', () => {
    expect(db.prepare('SELECT path, 1 AS one FROM files').columns()).toMatchObject([
      { name: 'path', column: 'path', table: 'files', database: 'main', type: 'TEXT' },
      { name: 'one', column: null, table: null, database: null, type: null },
    ]);
  });
});
