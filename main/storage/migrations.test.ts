import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeStep, writeOldState } from '../../tests/harness/simulated/old-state.ts';
import { openDatabase } from './database.ts';
import { migrations } from './migrations.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-migrations-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const known = (table: string, at = home) => {
  const db = new DatabaseSync(join(at, 'state.db'), { readOnly: true });
  const columns =
    'id, pair_id, path, name_key, kind, file_id, fingerprint, identity, size, sha256, gone_at, recycled';
  const rows = db.prepare(`SELECT ${columns} FROM ${table} ORDER BY id`).all();
  db.close();
  return rows.map((row) => ({ ...row }));
};

describe('what is known becomes a tree of folders', () => {
  const paths = [
    '',
    'a.txt',
    'd',
    'd/a.txt',
    'd/e',
    'd/e/f',
    'd/e/f/b.txt',
    'd.x',
    'd.x/e',
    'd.x/e/c',
    '文档',
    '文档/报告.docx',
    '%',
    '%/_',
    "o'",
    'o\'/"',
    'only/below/here',
  ];

  it('and every row is where it was', () => {
    writeOldState(home, paths);
    const before = known('node');
    expect(before.length).toBe(2 * paths.length);
    const state = openDatabase(home);
    expect(known('node_path')).toEqual(before);
    expect(state.all('SELECT pair_id, files + missing AS files FROM file_count ORDER BY pair_id')).toEqual(
      [1, 2].map((id) => ({
        pair_id: id,
        files: before.filter(
          (row) => row['pair_id'] === id && row['kind'] === 'file' && row['recycled'] === 0,
        ).length,
      })),
    );
    state.close();
  });

  it('wherever it is killed, and is opened again: every row is where it was', () => {
    writeOldState(
      home,
      Array.from({ length: 600 }, (_, n) => `f${n % 90}/g${n % 7}/${n}`),
    );
    const before = known('node');
    const step = migrations[treeStep] ?? '';
    const statements = [...step.matchAll(/^ {2}(?:CREATE|INSERT|DROP|ALTER)/gm)].map(({ index }) => index);
    expect(statements.length).toBeGreaterThan(10);
    for (const end of [...statements, step.length]) {
      const db = new DatabaseSync(join(home, 'state.db'));
      // what does not fit into memory is in the files before the end
      db.exec('PRAGMA cache_size = 10; PRAGMA wal_autocheckpoint = 1; BEGIN IMMEDIATE');
      db.exec(step.slice(0, end));
      const killed = mkdtempSync(join(tmpdir(), 'koosync-killed-'));
      try {
        for (const name of readdirSync(home)) cpSync(join(home, name), join(killed, name));
        db.exec('ROLLBACK');
        openDatabase(killed).close();
        expect(known('node_path', killed)).toEqual(before);
      } finally {
        rmSync(killed, { recursive: true, force: true });
        db.close();
      }
    }
  });
});
