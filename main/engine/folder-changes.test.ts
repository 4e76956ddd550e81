import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Database } from '../storage/database.ts';
import { openNotes } from '../storage/notes.ts';
import { openPairs } from '../storage/pairs.ts';
import type { Pair } from '../model/pair.ts';
import { Baseline } from './baseline/baseline.ts';
import { folderChanges } from './folder-changes.ts';

let home: string;
let db: Database;
let baseline: Baseline;
let pair: Pair;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-changes-'));
  db = openDatabase(home);
  baseline = new Baseline(db, () => 0);
  pair = openPairs(db).add({ folder: '/docs', containerId: 'C', remote: 'docs', drive: undefined }, 0);
  db.run('UPDATE pair SET scanned_at = 1000');
});
afterEach(() => {
  db.close();
  rmSync(home, { recursive: true, force: true });
});

const put = (path: string, at: number) => {
  const local = { fingerprint: path, localId: undefined, size: path.length };
  const remote = { fileId: path, revisionId: undefined, sha256: undefined };
  baseline.put(pair.id, path, { kind: 'file', local, remote }, at);
};
const changes = (folder = '/docs', limit = 10, before?: number) =>
  folderChanges({ db, baseline }, openPairs(db).all(), folder, { before, limit }).map(
    ({ path, kind, at }) => [sep === '/' ? path : path.replaceAll(sep, '/'), kind, at],
  );

it('are the last of each file, newest first, below the folder and nowhere else', () => {
  put('a.txt', 500);
  put('sub/b.txt', 5000);
  put('sub/c/d.txt', 6000);
  put('sub-not/e.txt', 7000);
  baseline.markMissing(pair.id, 'sub/b.txt', 8000);
  expect(changes()).toEqual([
    ['/docs/sub/b.txt', 'deleted', 8000],
    ['/docs/sub-not/e.txt', 'revision', 7000],
    ['/docs/sub/c/d.txt', 'revision', 6000],
    ['/docs/a.txt', 'new-file', 500],
  ]);
  expect(changes('/docs/sub').map(([path]) => path)).toEqual(['/docs/sub/b.txt', '/docs/sub/c/d.txt']);
  expect(changes('/docs', 1, 7000)).toEqual([['/docs/sub/c/d.txt', 'revision', 6000]]);
});

it('tell the changes that are remembered one by one, each once', () => {
  const notes = openNotes(db);
  put('a.txt', 9000);
  notes.happened(pair.id, { path: 'a.txt', kind: 'new-file', at: 2000 });
  notes.happened(pair.id, { path: 'a.txt', kind: 'restored', at: 9000 });
  notes.happened(pair.id, { path: 'b.txt', kind: 'renamed', at: 9500 });
  expect(changes()).toEqual([
    ['/docs/a.txt', 'revision', 9000],
    ['/docs/a.txt', 'new-file', 2000],
  ]);
});

it('of a folder outside every pair are refused', () => {
  expect(() => changes('/elsewhere')).toThrow(expect.objectContaining({ code: 'NOT_IN_A_PAIR' }) as Error);
});
