/** All that the engine remembers: a part for each subject, over one database. commit.ts writes what touches two of them. */
import type { Database } from '../storage/database.ts';
import { openNotes } from '../storage/notes.ts';
import { openPairs } from '../storage/pairs.ts';
import { MadeRevisions } from './apply/made-revisions.ts';
import { RecentRenames } from './apply/recent-renames.ts';
import { RenameIntents } from './apply/rename-intents.ts';
import { SupersededFiles } from './apply/superseded-files.ts';
import { UploadIntents } from './apply/upload-intents.ts';
import { Baseline } from './baseline/baseline.ts';
import { KnownContents } from './baseline/known-contents.ts';
import { RemoteDifferences } from './baseline/remote-differences.ts';
import { RestoredFiles } from './baseline/restored-files.ts';
import { UnprovenReads } from './baseline/unproven-reads.ts';
import { DeletionQueue } from './deletions/deletion-queue.ts';
import { UndoSteps } from './deletions/undo-steps.ts';
import { PendingChanges } from './pending/pending-changes.ts';

/** `versionIntervalMs`: revisions closer than that count as a streak (plan/settling.ts). */
export const openTables = (db: Database, versionIntervalMs: () => number) => ({
  pairs: openPairs(db),
  notes: openNotes(db),
  pending: new PendingChanges(db),
  baseline: new Baseline(db, versionIntervalMs),
  contents: new KnownContents(db),
  deletions: new DeletionQueue(db),
  steps: new UndoSteps(db),
  uploads: new UploadIntents(db),
  renames: new RenameIntents(db),
  made: new MadeRevisions(db),
  recentRenames: new RecentRenames(db),
  superseded: new SupersededFiles(db),
  unproven: new UnprovenReads(db),
  restored: new RestoredFiles(db),
  differences: new RemoteDifferences(db),
});
