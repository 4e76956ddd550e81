/**
 * No statement reads all that is known of a pair, whatever its tree: a rename, a deletion or a save costs what it concerns. The
 * statements are those of simulated runs, asked of SQLite itself how it would go about them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openDatabase } from '../../main/storage/database.ts';
import { keptPrograms } from './kept-programs.ts';
import { prepare, runProgram } from './run.ts';

/** These read it all, and may: what they stand with is seldom. */
const seldom: readonly (readonly [why: string, statement: RegExp])[] = [
  ['the clock was set back', /AND synced_at >= \?$/],
  ['a pair is removed', /^DELETE FROM pair /],
  ['what was synced is forgotten, for a state that could not be read', /^DELETE FROM (?:node|dir)$/],
  ['an index of its own holds the few folders of other drives', /other_drive IS NOT NULL/],
  ['the simulator looks at everything', /FROM node_path/],
];

/** Steps of a plan that go through all rows of a pair, or of all pairs, in the tables that grow with the tree. */
const readsAll = (step: string): boolean =>
  /^SCAN (?:node|dir|inside|other)\b/.test(step) ||
  /^SEARCH (?:node|dir|inside|other) USING .*\(pair_id=\?\)$/.test(step);

it('no statement on the tree reads all of it', async () => {
  const statements = new Set<string>();
  const { prepare: original } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (sql) {
    statements.add(sql);
    return original.call(this, sql);
  };
  try {
    await prepare();
    // each kind of step is in many of them
    for (const [i, { program }] of keptPrograms.entries()) if (i % 4 === 0) await runProgram(program);
  } finally {
    DatabaseSync.prototype.prepare = original;
  }
  const home = mkdtempSync(join(tmpdir(), 'koosync-statements-'));
  const db = openDatabase(home);
  const onTree = [...statements].filter(
    (sql) => /^\s*(?:SELECT|UPDATE|DELETE|WITH)/.test(sql) && /\b(?:node|dir)\b/.test(sql),
  );
  const stepsOf = (sql: string) => db.all(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => String(detail));
  const bad = onTree
    .filter((sql) => !seldom.some(([, statement]) => statement.test(sql.trim())))
    .flatMap((sql) =>
      stepsOf(sql)
        .filter(readsAll)
        .map((step) => `${step}: ${sql.replace(/\s+/g, ' ')}`),
    );
  db.close();
  rmSync(home, { recursive: true, force: true });
  expect(onTree.length).toBeGreaterThan(30);
  expect(bad).toEqual([]);
}, 120_000);
