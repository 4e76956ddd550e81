/** For unit tests: the engine's tables in a database of their own, with the one way to write them together. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../storage/database.ts';
import { openNotes } from '../storage/notes.ts';
import { openPairs } from '../storage/pairs.ts';
import { MadeRevisions } from './apply/made-revisions.ts';
import { RecentRenames } from './apply/recent-renames.ts';
import { RenameIntents } from './apply/rename-intents.ts';
import { UploadIntents } from './apply/upload-intents.ts';
import { Baseline } from './baseline/baseline.ts';
import { KnownContents } from './baseline/known-contents.ts';
import { RemoteDifferences } from './baseline/remote-differences.ts';
import { RestoredFiles } from './baseline/restored-files.ts';
import { UnprovenReads } from './baseline/unproven-reads.ts';
import { Commit } from './commit.ts';
import { DeletionQueue } from './deletions/deletion-queue.ts';
import { UndoSteps } from './deletions/undo-steps.ts';
import { PendingChanges } from './pending/pending-changes.ts';

export type TestStores = ReturnType<typeof openTestStores>;

/** One pair, its folder beside the state folder in `folder`; `close` removes all of it. */
export function openTestStores(now: () => number, deleteGraceMs = 60_000) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-stores-'));
  const home = path.join(folder, 'home');
  fs.mkdirSync(home);
  const db = openDatabase(home);
  const pairs = openPairs(db);
  const pair = pairs.add({ folder, containerId: 'c', remote: 'r' }, 1);
  const tables = {
    pairs,
    notes: openNotes(db),
    pending: new PendingChanges(db),
    baseline: new Baseline(db, () => 60_000),
    contents: new KnownContents(db),
    deletions: new DeletionQueue(db),
    steps: new UndoSteps(db),
    uploads: new UploadIntents(db),
    renames: new RenameIntents(db),
    made: new MadeRevisions(db),
    recentRenames: new RecentRenames(db),
    unproven: new UnprovenReads(db),
    restored: new RestoredFiles(db),
    differences: new RemoteDifferences(db),
  };
  const commit = new Commit({ ...tables, db, now, stamp: now, deleteGraceMs: () => deleteGraceMs });
  return {
    ...tables,
    folder,
    home,
    db,
    pair,
    commit,
    close: () => {
      db.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
