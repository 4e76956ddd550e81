import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';
import { migrations } from './migrations.ts';
import { openDatabase } from './database.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-state-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});
const file = () => join(home, 'state.db');
const flags = (state: ReturnType<typeof openDatabase>) =>
  state.all('SELECT name FROM flag').map((row) => row['name']);

describe('the database', () => {
  it('is made, and is the same when it is opened again', () => {
    const first = openDatabase(home);
    first.run('INSERT INTO flag VALUES (?, ?)', 'paused', '1');
    first.close();
    const second = openDatabase(home);
    expect(flags(second)).toEqual(['paused']);
    second.close();
  });

  it('takes all of a transaction or nothing, and calls inside join it', () => {
    const state = openDatabase(home);
    expect(() =>
      state.transaction(() => {
        state.transaction(() => state.run('INSERT INTO flag VALUES (?, ?)', 'inner', '1'));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(flags(state)).toEqual([]);
    state.durably(() => state.run('INSERT INTO flag VALUES (?, ?)', 'kept', '1'));
    expect(() => state.transaction(() => state.durably(() => undefined))).toThrow(/durably/);
    expect(flags(state)).toEqual(['kept']);
    state.close();
  });

  it('says of what belongs to a pair that is no more that the work is over', () => {
    const state = openDatabase(home);
    const sql = "INSERT INTO recent (pair_id, path, kind, at) VALUES (7, 'a', 'new-file', 1)";
    expect(() => state.run(sql)).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
    state.close();
  });

  it('tells what another process committed, and nothing of its own', () => {
    const ours = openDatabase(home);
    const theirs = openDatabase(home);
    ours.run('INSERT INTO flag VALUES (?, ?)', 'ours', '1');
    expect(ours.changedElsewhere()).toBe(false);
    theirs.run('INSERT INTO flag VALUES (?, ?)', 'theirs', '1');
    expect(ours.changedElsewhere()).toBe(true);
    expect(ours.changedElsewhere()).toBe(false);
    ours.close();
    theirs.close();
  });

  it.each([
    ['no database at all', () => writeFileSync(file(), 'this is a letter, not a database'.repeat(200))],
    [
      'a torn page',
      () => {
        const bytes = readFileSync(file());
        bytes.fill(0xa5, 4096, 4096 + 2048);
        writeFileSync(file(), bytes);
      },
    ],
  ])('%s is STATE_BROKEN, and is left as it was', (_, spoil) => {
    openDatabase(home).close();
    spoil();
    const before = readFileSync(file());
    expect(() => openDatabase(home)).toThrow(expect.objectContaining({ code: 'STATE_BROKEN' }) as Error);
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  it('of a later KooSync is STATE_NEWER', () => {
    const db = new DatabaseSync(file());
    db.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    db.close();
    expect(() => openDatabase(home)).toThrow(expect.objectContaining({ code: 'STATE_NEWER' }) as Error);
  });
});

describe('the lock', () => {
  it('is had by one at a time', () => {
    const release = takeLock(home);
    expect(release).toBeTypeOf('function');
    expect(takeLock(home)).toBeUndefined();
    release?.();
    release?.();
    const again = takeLock(home);
    expect(again).toBeTypeOf('function');
    again?.();
  });
});
