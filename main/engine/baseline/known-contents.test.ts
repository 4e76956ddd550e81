import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../storage/database.ts';
import { KnownContents } from './known-contents.ts';

let home: string;
let db: Database;
let contents: KnownContents;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-contents-'));
  db = openDatabase(home);
  contents = new KnownContents(db);
});
afterEach(() => {
  db.close();
  rmSync(home, { recursive: true, force: true });
});

it('knows what it was told, once and again', () => {
  contents.remember('a', 1);
  contents.remember('a', 2);
  expect(contents.has('a')).toBe(true);
  expect(contents.has('b')).toBe(false);
});

it('keeps the latest, by when the server held them last', () => {
  contents.remember('old', 1);
  contents.remember('middle', 2);
  contents.remember('new', 3);
  contents.remember('old', 4);
  contents.prune(2);
  expect(['old', 'middle', 'new'].map((one) => contents.has(one))).toEqual([true, false, true]);
});

it('does not grow without end', () => {
  db.transaction(() => {
    for (let i = 0; i < 51_000; i++) contents.remember(`c${i}`, i);
  });
  const { n } = db.get('SELECT count(*) AS n FROM known_content') ?? {};
  expect(Number(n)).toBeLessThanOrEqual(50_500);
  expect(contents.has('c50999')).toBe(true);
});
