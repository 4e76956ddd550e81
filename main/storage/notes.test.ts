import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { migrations } from './migrations.ts';
import { openNotes, type Notes, type Skip } from './notes.ts';
import { openPairs } from './pairs.ts';

let home: string;
let state: Database;
let notes: Notes;
let pairId: number;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-notes-'));
  state = openDatabase(home);
  notes = openNotes(state);
  pairId = openPairs(state).add({ folder: '/p', remote: 'p', containerId: 'c' }, 1).id;
});
afterEach(() => {
  state.close();
  rmSync(home, { recursive: true, force: true });
});

const link = (path: string): Skip => ({ path, reason: 'symlink' });
const litter = (path: string, rule: string): Skip => ({ path, reason: 'litter', rule });
const paths = () => notes.skips(pairId, 100).map(({ path }) => path);

it('of a folder that was listed, what is skipped is what was found, and the rest stays', () => {
  notes.skipIn(pairId, '', [link('a'), litter('b.part', '*.part')]);
  notes.skipIn(pairId, 'd', [link('d/a')]);
  notes.skip(pairId, link('d/e/f'));
  expect(notes.skips(pairId, 100)).toEqual([
    link('a'),
    litter('b.part', '*.part'),
    link('d/a'),
    link('d/e/f'),
  ]);
  notes.skipIn(pairId, '', [litter('a', 'a'), link('c')]);
  expect(notes.skips(pairId, 2)).toEqual([litter('a', 'a'), link('c')]);
  expect(notes.skipCount(pairId)).toBe(4);
  notes.unskip(pairId, 'd/a');
  notes.skipIn(pairId, '', []);
  expect(paths()).toEqual(['d/e/f']);
});

it('after a scan nothing is left of folders that were not there', () => {
  for (const path of ['a', 'd/a', 'd/e/f', 'g/h']) notes.skip(pairId, link(path));
  notes.skipOnlyIn(pairId, new Set(['', 'd/e']));
  expect(paths()).toEqual(['a', 'd/e/f']);
});

it('a folder that is scanned again and again costs no writing when nothing came or went', () => {
  notes.skipIn(pairId, '', [link('a'), litter('b.part', '*.part')]);
  const other = new DatabaseSync(join(home, 'state.db'));
  const version = () => Number(other.prepare('PRAGMA data_version').get()?.['data_version']);
  const before = version();
  notes.skipIn(pairId, '', [litter('b.part', '*.part'), link('a')]);
  notes.skipOnlyIn(pairId, new Set(['']));
  expect(version()).toBe(before);
  notes.skipIn(pairId, '', [link('a')]);
  expect(version()).not.toBe(before);
  other.close();
});

it('what the version before had skipped is found by the folder it lies in', () => {
  const old = new DatabaseSync(':memory:');
  const step = migrations.findIndex((text) => text.includes('skip_parent'));
  for (const text of migrations.slice(0, step)) old.exec(text);
  old.exec("INSERT INTO pair VALUES (1, '/p', 'c', 'p', 1)");
  for (const path of ['a', 'd/a', 'd/ä/f.x'])
    old.prepare("INSERT INTO skip (pair_id, path, reason) VALUES (1, ?, 'symlink')").run(path);
  old.exec(migrations[step] ?? '');
  expect(old.prepare('SELECT parent FROM skip ORDER BY path').all()).toEqual([
    { parent: '' },
    { parent: 'd' },
    { parent: 'd/ä' },
  ]);
  old.close();
});
