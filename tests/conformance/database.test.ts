/**
 * One suite for the database of the state folder and the simulated one: what the engine may rely on, and what the
 * simulator may pretend. A crash and a power cut are the simulated one's alone, and tested below.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../main/storage/database.ts';
import { createSimStore } from '../harness/simulated/database.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (let step = undo.pop(); step; step = undo.pop()) step();
});
const real = (): Database => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-database-'));
  undo.push(() => {
    fs.rmSync(home, { recursive: true, force: true });
  });
  const db = openDatabase(home);
  undo.push(() => {
    db.close();
  });
  return db;
};
const put = (db: Database, name: string, value = '1') =>
  db.run('INSERT INTO flag VALUES (?, ?)', name, value);
/** All that can run now runs. */
const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
const names = (db: Database) => db.all('SELECT name FROM flag ORDER BY name').map((row) => row['name']);

describe.each<[string, () => Database]>([
  ['the database of the state folder', real],
  ['the simulated database', () => createSimStore().open()],
])('%s', (_name, open) => {
  it('begins empty, with the same tables', () => {
    const db = open();
    expect(names(db)).toEqual([]);
    expect(db.all('SELECT * FROM pair')).toEqual([]);
    const tables = db
      .all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .map((row) => row['name']);
    expect(tables).toEqual(expect.arrayContaining(['deletion', 'flag', 'node', 'pair', 'pending', 'upload']));
  });

  it('gives one row, all rows, and how many a statement changed', () => {
    const db = open();
    expect(put(db, 'a')).toBe(1);
    expect(put(db, 'b')).toBe(1);
    expect(db.get('SELECT value FROM flag WHERE name = ?', 'b')).toEqual({ value: '1' });
    expect(db.get('SELECT value FROM flag WHERE name = ?', 'none')).toBeUndefined();
    expect(names(db)).toEqual(['a', 'b']);
    expect(db.run('UPDATE flag SET value = ?', '2')).toBe(2);
    expect(db.run('DELETE FROM flag WHERE name = ?', 'none')).toBe(0);
  });

  it('does what a statement that answers with rows says, too', () => {
    const db = open();
    expect(db.get('INSERT INTO flag VALUES (?, ?) RETURNING name', 'a', '1')).toEqual({ name: 'a' });
    expect(names(db)).toEqual(['a']);
  });

  it('takes all of a transaction or nothing, and calls inside join it', () => {
    const db = open();
    const failing = () =>
      db.transaction(() => {
        db.transaction(() => put(db, 'inner'));
        put(db, 'outer');
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(names(db)).toEqual([]);
    expect(db.transaction(() => put(db, 'a') + db.transaction(() => put(db, 'b')))).toBe(2);
    expect(names(db)).toEqual(['a', 'b']);
  });

  it('is durable outside of a transaction alone', () => {
    const db = open();
    expect(db.durably(() => put(db, 'kept'))).toBe(1);
    expect(() => db.transaction(() => db.durably(() => put(db, 'never')))).toThrow(/durabl/);
    expect(() =>
      db.durably(() => {
        put(db, 'never');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(names(db)).toEqual(['kept']);
  });

  it('commits a group, which everybody reads at once, and of which one that fails is undone alone', async () => {
    const db = open();
    const failing = () => {
      put(db, 'never');
      throw new Error('no');
    };
    const group = [
      db.inGroup(() => put(db, 'a')),
      db.durablyInGroup(() => db.transaction(() => put(db, 'b'))),
      db.inGroup(failing),
      db.durablyInGroup(failing),
      db.durablyInGroup(() => put(db, 'c')),
    ];
    expect(names(db)).toEqual(['a', 'b', 'c']);
    expect(await Promise.allSettled(group)).toMatchObject([
      { status: 'fulfilled', value: 1 },
      { status: 'fulfilled', value: 1 },
      { status: 'rejected' },
      { status: 'rejected' },
      { status: 'fulfilled', value: 1 },
    ]);
    expect(names(db)).toEqual(['a', 'b', 'c']);
    await db.durablyInGroup(() => put(db, 'd'));
    expect(names(db)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('commits a group before whoever writes without joining it', async () => {
    const db = open();
    const ended: string[] = [];
    const join = (name: string) => db.inGroup(() => put(db, name)).then(() => ended.push(name));
    const first = join('a');
    put(db, 'b');
    const second = join('c');
    expect(() =>
      db.transaction(() => {
        put(db, 'never');
        throw new Error('no');
      }),
    ).toThrow('no');
    const third = join('d');
    db.durably(() => put(db, 'e'));
    const fourth = join('f');
    db.get('INSERT INTO flag VALUES (?, ?) RETURNING name', 'g', '1');
    await Promise.all([first, second, third, fourth]);
    expect(ended).toEqual(['a', 'c', 'd', 'f']);
    expect(names(db)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('forms no group inside of a transaction', async () => {
    const db = open();
    const inner = db.transaction(() => {
      put(db, 'a');
      return db.inGroup(() => put(db, 'never'));
    });
    await expect(inner).rejects.toThrow(/inside a transaction/);
    expect(names(db)).toEqual(['a']);
  });

  it('refuses a row whose parent row there is not, and takes those below along when it goes', () => {
    const db = open();
    const begin = (pairId: number) =>
      db.run(
        "INSERT INTO upload (pair_id, path, kind, fingerprint, size, part_size, begun_at) VALUES (?, 'a', 'file', 'f', 1, 1, 0)",
        pairId,
      );
    expect(() => begin(77)).toThrow(/FOREIGN KEY/);
    const row = db.get(
      "INSERT INTO pair (folder, container_id, remote, added_at) VALUES ('/f', 'c', 'r', 0) RETURNING id",
    );
    const id = Number(row?.['id']);
    begin(id);
    db.run('DELETE FROM pair WHERE id = ?', id);
    expect(db.all('SELECT * FROM upload')).toEqual([]);
  });

  it('has heard of nobody else', () => {
    const db = open();
    put(db, 'a');
    expect(db.changedElsewhere()).toBe(false);
  });
});

describe('the simulated database', () => {
  it('is as of any commit after a crash, and nothing of the former life writes on', () => {
    const store = createSimStore();
    const first = store.open();
    put(first, 'a');
    first.transaction(() => {
      put(first, 'b');
      put(first, 'c');
    });
    expect(store.commits()).toBe(2);
    store.restore(1);
    const second = store.open();
    expect(names(second)).toEqual(['a']);
    expect(() => put(first, 'd')).toThrow(/earlier life/);
  });

  it('knows what a power cut cannot undo', () => {
    const store = createSimStore();
    const db = store.open();
    put(db, 'a');
    expect(store.durable()).toBe(0);
    db.durably(() => put(db, 'b'));
    put(db, 'c');
    expect([store.durable(), store.commits()]).toEqual([2, 3]);
    store.restore(store.durable());
    expect(names(store.open())).toEqual(['a', 'b']);
  });

  it('a flush holds what was committed before it began, once it has ended', async () => {
    const store = createSimStore();
    const ends: (() => void)[] = [];
    const db = store.open((what, done) => void (what === 'turn' ? setImmediate(done) : ends.push(done)));
    const flushed = db.durablyInGroup(() => put(db, 'a'));
    await turn();
    put(db, 'b');
    expect(store.durable()).toBe(0);
    ends[0]?.();
    await flushed;
    expect([store.durable(), store.commits()]).toEqual([1, 2]);
    // of a life that is over nothing is flushed any more
    void db.durablyInGroup(() => put(db, 'c'));
    await turn();
    store.restore(1);
    ends[1]?.();
    expect(store.durable()).toBe(1);
  });

  it('a crash in the turn takes all of a group along, and nobody in it is told anything', async () => {
    const store = createSimStore();
    const db = store.open((_what, done) => void setImmediate(done));
    put(db, 'a');
    const told: string[] = [];
    const join = (name: string) => void db.inGroup(() => put(db, name)).then(() => told.push(name));
    join('b');
    join('c');
    expect(store.commits()).toBe(1);
    store.restore(1);
    const next = store.open();
    await turn();
    expect([names(next), told]).toEqual([['a'], []]);
  });
});
