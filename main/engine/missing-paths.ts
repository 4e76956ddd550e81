/** What several transactions write down alike of paths that are missing, back, or begun anew; each runs within its caller's. */
import type { Notes } from '../storage/notes.ts';
import type { UploadIntents } from './apply/upload-intents.ts';
import type { Baseline } from './baseline/baseline.ts';
import { timesFrom, type DeletionQueue } from './deletions/deletion-queue.ts';
import type { PendingChanges } from './pending/pending-changes.ts';

export type MissingPathsDeps = {
  readonly baseline: Baseline;
  readonly deletions: DeletionQueue;
  readonly pending: PendingChanges;
  readonly uploads: UploadIntents;
  readonly notes: Notes;
  now(): number;
  stamp(): number;
  deleteGraceMs(): number;
};

/** What is missing on the disk is to go from the server too, after the grace time. */
export function markMissing(deps: MissingPathsDeps, pairId: number, path: string): void {
  const { baseline, deletions, pending, notes, now } = deps;
  const entry = baseline.find(pairId, path);
  if (!entry) return;
  // what was written through a name before it went is under the other names
  pending.enqueueAll(pairId, baseline.otherNames(pairId, path), 'noticed', now(), 'scan');
  if (baseline.markMissing(pairId, path, now()) > 0)
    notes.happened(pairId, { path, kind: 'deleted', at: now() });
  const { kind, remote } = entry;
  const files = baseline.missingFiles(pairId, path).length;
  const item = { pairId, path, kind, fileId: remote.fileId, files };
  deletions.note(item, timesFrom(deps.stamp(), deps.deleteGraceMs()));
}

/** What is known of the path, and below, lies in the bin no more; what was deleted by itself before is there by itself. */
export function outOfBin(
  { baseline, deletions }: Pick<MissingPathsDeps, 'baseline' | 'deletions'>,
  pairId: number,
  path: string,
): void {
  baseline.setRecycled(pairId, path, false);
  for (const one of deletions.sentBelow(pairId, path))
    // another item may have had its path since, and came back with what is above
    if (baseline.find(pairId, one.path)?.remote.fileId === one.fileId)
      baseline.setRecycled(pairId, one.path, true);
}

/** Nothing is known of this path and what lies below it any more, so all that is here is looked at again. */
export function startAnew(
  { baseline, pending, uploads, now }: Pick<MissingPathsDeps, 'baseline' | 'pending' | 'uploads' | 'now'>,
  pairId: number,
  path: string,
): void {
  pending.enqueueAll(pairId, baseline.presentBelow(pairId, path), 'scanned', now(), 'scan');
  baseline.forget(pairId, path);
  // what was begun there leads to where the server takes nothing any more
  for (const begun of uploads.below(pairId, path)) uploads.end(pairId, begun);
}
