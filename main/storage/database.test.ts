import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limited } from '../lib/test-limits.ts';
import { KooError } from '../model/errors.ts';
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

describe('what SQLite is refused', () => {
  /** The code of what this throws, and the sentence that it asks for; undefined when it throws nothing. */
  const saidOf = (work: () => unknown): [code: string, say: string | undefined] | undefined => {
    try {
      work();
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof KooError)) throw thrown;
      expect(thrown.detail.values).toMatchObject({ path: file(), folder: home });
      return [thrown.code, thrown.detail.values?.say];
    }
  };
  let state: ReturnType<typeof openDatabase>;
  const write = (text = '1') => state.run('INSERT OR REPLACE INTO flag VALUES (?, ?)', 'key', text);
  beforeEach(() => {
    state = openDatabase(home);
  });
  afterEach(() => {
    state.close();
  });

  it('by another program is said as long as that holds the database', () => {
    const other = new DatabaseSync(file());
    // nobody waits for the five seconds
    state.get('PRAGMA busy_timeout = 0');
    other.exec('BEGIN EXCLUSIVE');
    expect(saidOf(write)).toEqual(['STATE_LOCKED', 'sentence.stateBusy']);
    other.exec('ROLLBACK');
    expect(saidOf(write)).toBeUndefined();
    other.close();
  });

  it('for want of room is said as long as there is none', () => {
    const large = 'x'.repeat(100_000);
    const pages = Number(state.get('PRAGMA page_count')?.['page_count']);
    state.get(`PRAGMA max_page_count = ${pages}`);
    expect(saidOf(() => write(large))).toEqual(['DISK_FULL', 'sentence.homeFull']);
    state.get(`PRAGMA max_page_count = ${pages + 100}`);
    expect(saidOf(() => write(large))).toBeUndefined();
  });
});

it.runIf(process.platform !== 'win32')('what the disk itself refuses is said of the disk', () => {
  const open = `import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'database.ts'))};
    let said = ['opened'];
    try { openDatabase(${JSON.stringify(home)}).close(); }
    catch ({ code, detail }) { said = [code, detail?.values?.say]; }
    process.stdout.write(JSON.stringify(said));`;
  const command = [process.execPath, ['--input-type=module', '-e', open]] as const;
  // how it ends says nothing: node itself may not write any more
  const said = (...words: [string, readonly string[]]): unknown =>
    JSON.parse(spawnSync(...words, { encoding: 'utf8' }).stdout);
  expect(said(...limited({ size: 100 }, ...command))).toEqual(['DISK_FAULTY', 'sentence.stateFaulty']);
  rmSync(file());
  expect(said(...limited({ size: 100_000 }, ...command))).toEqual(['opened']);
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
