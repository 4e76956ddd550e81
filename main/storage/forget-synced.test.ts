import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { forgetSynced, forgottenTables } from './forget-synced.ts';
import { openPairs } from './pairs.ts';

const keptTables = [
  'pair',
  'deletion',
  'file_count',
  'recent',
  'flag',
  'known_content',
  'version_list',
  'listed_version',
  // goes with the deletion that it is a step of
  'undo_step',
];

it('every table is known to be forgotten or kept, and what is in flight is forgotten', () => {
  const home = mkdtempSync(join(tmpdir(), 'koosync-forget-'));
  const state = openDatabase(home);
  try {
    const tables = state
      .all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .map(({ name }) => String(name));
    expect(tables.toSorted()).toEqual([...forgottenTables, ...keptTables].toSorted());
    const pairs = openPairs(state);
    const { id } = pairs.add({ folder: '/docs', containerId: 'C', remote: 'docs', drive: 'uuid:1' }, 0);
    pairs.setScanned(id, 1);
    for (const [path, kind] of [
      ['', 'folder'],
      ['a.txt', 'file'],
    ])
      state.run(
        "INSERT INTO node (pair_id, dir_id, name, name_key, kind, file_id, fingerprint) VALUES (?1, iif(?2 = '', -1, 0), ?2, ?3, ?4, 'F', 'f')",
        id,
        path ?? '',
        path ?? '',
        kind ?? '',
      );
    for (const at of ['waiting', 'held', 'approved', 'sent'])
      state.run(
        "INSERT INTO deletion (pair_id, path, kind, file_id, files, noticed_at, due_at, state) VALUES (?, ?, 'file', ?, 1, 0, 0, ?)",
        id,
        at,
        at,
        at,
      );
    state.transaction(() => forgetSynced(state));
    expect(state.all('SELECT name FROM node')).toEqual([]);
    expect(state.get('SELECT files, missing FROM file_count')).toEqual({ files: 0, missing: 0 });
    expect(state.all('SELECT state FROM deletion')).toEqual([{ state: 'sent' }]);
    expect(pairs.all()).toEqual([
      {
        id,
        folder: '/docs',
        containerId: 'C',
        remote: 'docs',
        drive: undefined,
        isScanned: false,
        isPaused: false,
      },
    ]);
  } finally {
    state.close();
    rmSync(home, { recursive: true });
  }
});
