/** For unit tests: the engine's tables in a database of their own, with the one way to write them together. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../storage/database.ts';
import { Commit } from './commit.ts';
import { DeletionCommit } from './commit-deletions.ts';
import { openTables } from './tables.ts';

export type TestStores = ReturnType<typeof openTestStores>;

/** One pair, its folder beside the state folder in `folder`; `close` removes all of it. */
export function openTestStores(now: () => number, deleteGraceMs = 60_000) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-stores-'));
  const home = path.join(folder, 'home');
  fs.mkdirSync(home);
  const db = openDatabase(home);
  const tables = openTables(db, () => 60_000);
  const pair = tables.pairs.add({ folder, containerId: 'c', remote: 'r' }, 1);
  const writing = { ...tables, db, now, stamp: now, deleteGraceMs: () => deleteGraceMs };
  return {
    ...tables,
    folder,
    home,
    db,
    pair,
    commit: new Commit(writing),
    deletionCommit: new DeletionCommit(writing),
    close: () => {
      db.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
