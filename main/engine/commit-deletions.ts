/**
 * What is written down of deletions and of what undoes them, each in one transaction; commit.ts does the same for what became
 * of a path.
 *
 * Invariant 4 (state advances only after the work is whole): every call here follows the server's answer.
 * Attacked by: commit.test.ts, deletions/begin-undo.test.ts, and by crashes just after any commit in
 * tests/simulation/simulation.test.ts.
 */
import { NEEDS_RECHECK } from '../model/baseline-entry.ts';
import type { Database } from '../storage/database.ts';
import type { Notes } from '../storage/notes.ts';
import type { UploadIntents } from './apply/upload-intents.ts';
import type { Baseline } from './baseline/baseline.ts';
import { markMissing, outOfBin, startAnew } from './missing-paths.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import type { Deletion, DeletionQueue } from './deletions/deletion-queue.ts';
import type { UndoneItem } from './deletions/items-of.ts';
import type { MissingFile } from './deletions/missing-file.ts';
import type { UndoStep, UndoSteps } from './deletions/undo-steps.ts';

export type DeletionCommitDeps = {
  readonly db: Database;
  readonly pending: PendingChanges;
  readonly baseline: Baseline;
  readonly uploads: UploadIntents;
  readonly deletions: DeletionQueue;
  readonly steps: UndoSteps;
  readonly notes: Notes;
  /** epoch ms */
  now(): number;
  /** epoch ms to write down where a grace time is reckoned from it (lib/trusted-time.ts) */
  stamp(): number;
  /** ms between noticing that something is missing and recycling it */
  deleteGraceMs(): number;
};

export class DeletionCommit {
  readonly #deps: DeletionCommitDeps;

  constructor(deps: DeletionCommitDeps) {
    this.#deps = deps;
  }

  /** Nothing is known of this path and what lies below it any more, so all that is here is looked at again. */
  startAnew(pairId: number, path: string): void {
    this.#deps.db.transaction(() => startAnew(this.#deps, pairId, path));
  }

  /** What was superseded had a history of its own: it is missing like everything else. */
  notSuperseded({ id, pairId, path }: Deletion): void {
    const { db, deletions, notes, now, stamp } = this.#deps;
    db.transaction(() => {
      deletions.notSuperseded(id, stamp(), this.#deps.deleteGraceMs());
      notes.happened(pairId, { path, kind: 'deleted', at: now() });
    });
  }

  /** The missing item lies in the recycle bin now. On the disk when it returns: what is in the bin is not looked for. */
  recycled({ id, pairId, path, files, superseded }: Deletion): void {
    const { db, deletions, baseline, notes, now, stamp } = this.#deps;
    db.durably(() => {
      deletions.sent(id, stamp());
      // nobody wants back what lives on in another file
      if (superseded) return baseline.forget(pairId, path);
      baseline.setRecycled(pairId, path, true);
      if (files > 0) notes.happened(pairId, { path, kind: 'recycled', at: now() });
    });
  }

  /**
   * The item is not missing any more, so it is not deleted; of a folder that came back the rest still is, and so is
   * another item that had the path since and is missing too.
   */
  deletionObsolete(deletion: Deletion): void {
    const { db, deletions, baseline } = this.#deps;
    const { id, pairId, path } = deletion;
    db.transaction(() => {
      deletions.drop(id);
      const entry = baseline.find(pairId, path);
      if (entry?.missingSince !== undefined) markMissing(this.#deps, pairId, path);
      else if (entry?.kind === 'folder') this.#noteRest(deletion, path);
    });
  }

  /**
   * The server gave the item back, or never took it: it is held until it is on the disk again. `held`: what the server says
   * that it holds, where something else had its name since and nothing is known of it any more.
   */
  undoBegun({ id, pairId, path, state }: Deletion, held: readonly UndoneItem[] | undefined): void {
    const { db, deletions } = this.#deps;
    db.transaction(() => {
      if (held) this.#putMissing(pairId, path, held);
      else if (state === 'sent') outOfBin(this.#deps, pairId, path);
      deletions.hold([id], 'not-back-yet');
    });
  }

  /**
   * A part of what is undone is at its place on the server, and is missing on the disk: it is held until it is there. The
   * deletion itself is over with its last step. Gives the part's own.
   */
  undoArrived(deletion: Deletion, step: UndoStep, items: readonly UndoneItem[]): number {
    const { db, baseline, deletions } = this.#deps;
    const { pairId, noticedAt } = deletion;
    const { path, fileId } = step;
    return db.transaction(() => {
      this.#leaveFormerPlace(deletion);
      this.#putMissing(pairId, path, items);
      const files = baseline.missingFiles(pairId, path).length;
      const kind = items[0]?.kind ?? 'file';
      const id = deletions.addHeld({ pairId, path, kind, fileId, files, noticedAt }, 'not-back-yet');
      this.#endUndoStep(deletion, step, id);
      return id;
    });
  }

  undoStepEnded(deletion: Deletion, step: UndoStep): void {
    this.#deps.db.transaction(() => {
      this.#leaveFormerPlace(deletion);
      this.#endUndoStep(deletion, step, undefined);
    });
  }

  /** The recycle bin has the item no more, and nobody else. */
  lost({ id, pairId, path, fileId }: Deletion): void {
    const { db, baseline, deletions } = this.#deps;
    db.transaction(() => {
      const known = [baseline.inBin(pairId, path), baseline.find(pairId, path)].find(
        (entry) => entry?.missingSince !== undefined && entry.remote.fileId === fileId,
      );
      deletions.lost(id, this.#deps.stamp(), known?.kind === 'file' ? known.remote.sha256 : undefined);
      if (known) baseline.forget(pairId, path);
    });
  }

  /** The same of one file in a folder that is being undone. */
  lostPath(pairId: number, path: string, { fileId, sha256, missingSince }: MissingFile): void {
    const { db, baseline, deletions } = this.#deps;
    db.transaction(() => {
      const over = deletions.over(pairId, path);
      if (over?.path === path && over.fileId === fileId) return this.lost(over);
      const item = { pairId, path, kind: 'file', fileId, files: 1, noticedAt: missingSince } as const;
      deletions.lost(deletions.addHeld(item, 'not-back-yet'), this.#deps.stamp(), sha256);
      // it may be forgotten by now, with its folder, or another file may have its place
      const entry = baseline.find(pairId, path);
      if (entry?.missingSince !== undefined && entry.remote.fileId === fileId) baseline.forget(pairId, path);
    });
  }

  /** The undone item is on the disk again, or has something else in its place. */
  undoEnded(id: number): void {
    const { db, deletions, baseline, pending, now } = this.#deps;
    db.transaction(() => {
      const deletion = deletions.find(id);
      // what was found to be lost meanwhile stays in the list as that
      if (deletion?.lostAt === undefined) deletions.drop(id);
      if (!deletion) return;
      // what was restored may be missing once more before anybody saw it there: that is a deletion of its own
      const paths = baseline.markForRecheck(deletion.pairId, deletion.path);
      pending.enqueueAll(deletion.pairId, paths, 'noticed', now(), 'event');
    });
  }

  /** What comes back beside something new is known at its former path no more. */
  #leaveFormerPlace({ pairId, path, fileId }: Deletion): void {
    const { baseline } = this.#deps;
    const known = baseline.find(pairId, path);
    if (known?.missingSince !== undefined && known.remote.fileId === fileId) baseline.forget(pairId, path);
    else baseline.forgetInBin(pairId, path);
  }

  #endUndoStep({ id }: Deletion, step: UndoStep, arrived: number | undefined): void {
    const { deletions, steps } = this.#deps;
    steps.end(step);
    if (id !== arrived && steps.of(id).length === 0) deletions.drop(id);
  }

  /** What the server holds at and below a path, and this disk does not yet. */
  #putMissing(pairId: number, top: string, items: readonly UndoneItem[]): void {
    const { baseline, now } = this.#deps;
    baseline.forget(pairId, top);
    for (const { path, kind, fileId, sha256, size } of items) {
      const local = { fingerprint: NEEDS_RECHECK, localId: undefined, size };
      baseline.put(pairId, path, { kind, local, remote: { fileId, sha256, revisionId: undefined } }, now());
    }
    baseline.markMissing(pairId, top, now());
  }

  /** Of a folder that came back, what is still missing in it is deleted for itself. */
  #noteRest(whole: Deletion, folder: string): void {
    const { baseline, deletions } = this.#deps;
    for (const child of baseline.children(whole.pairId, folder)) {
      if (child.missingSince === undefined) {
        if (child.kind === 'folder') this.#noteRest(whole, child.path);
        continue;
      }
      const { path, kind, remote } = child;
      const files = baseline.missingFiles(whole.pairId, path).length;
      const item = { pairId: whole.pairId, path, kind, fileId: remote.fileId, files };
      deletions.note(item, whole);
      // what waited for confirmation as a whole waits for it in parts, too
      const noted = whole.state === 'held' && deletions.over(whole.pairId, path);
      if (noted && whole.reason) deletions.hold([noted.id], whole.reason);
    }
  }
}
