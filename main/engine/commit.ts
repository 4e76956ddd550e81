/**
 * Every transaction that writes more than one table, side by side; those of deletions stand in commit-deletions.ts.
 * Outcome and queue update are one transaction: after a crash a change is either still pending, or recorded as done.
 *
 * Which outcomes commit together with their queue entry: all of them. `outcome` writes down what became of one path and
 * takes its change off the queue, if it was on it (a folder that is wanted for what it holds may not have been). What
 * else stands here concerns other paths than the one in hand, and is followed by its outcome: a rename or an upload
 * whose answer was lost, and a remote file that is no longer there. A failure writes the queue alone, in scheduler.ts.
 *
 * Invariant 4 (state advances only after the work is whole): every call here follows the server's answer.
 * Attacked by: commit.test.ts, by crashes just after any commit and power cuts in tests/simulation/simulation.test.ts.
 */
import type { BaselineUpdate } from '../model/baseline-entry.ts';
import { isSameName } from '../model/relative-path.ts';
import type { Database } from '../storage/database.ts';
import type { RemoteDifference } from '../model/remote-difference.ts';
import type { Notes } from '../storage/notes.ts';
import type { AdoptedFile, OutcomeOf, PathOutcome, UploadResult } from './apply/path-outcome.ts';
import type { MadeRevisions, UnconfirmedRevision } from './apply/made-revisions.ts';
import { lostError } from './apply/remote-state.ts';
import type { ResolvedUpload } from './apply/unknown-outcomes.ts';
import type { RecentRenames } from './apply/recent-renames.ts';
import type { RenameIntent, RenameIntents } from './apply/rename-intents.ts';
import type { IsAwaited, SupersededFiles } from './apply/superseded-files.ts';
import type { UploadIntents } from './apply/upload-intents.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { KnownContents } from './baseline/known-contents.ts';
import type { RemoteDifferences } from './baseline/remote-differences.ts';
import type { RestoredFiles } from './baseline/restored-files.ts';
import type { UnprovenReads } from './baseline/unproven-reads.ts';
import { timesFrom, type DeletionQueue } from './deletions/deletion-queue.ts';
import { markMissing, outOfBin, startAnew } from './missing-paths.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import { saveWindowMs } from './plan/save-by-renaming.ts';

/** How long until the server is asked whether what was lost there is in its place again. */
const lostAgainMs = 60_000;

export type CommitDeps = {
  readonly db: Database;
  readonly pending: PendingChanges;
  readonly baseline: Baseline;
  readonly contents: KnownContents;
  readonly differences: RemoteDifferences;
  readonly uploads: UploadIntents;
  readonly renames: RenameIntents;
  readonly made: MadeRevisions;
  readonly recentRenames: RecentRenames;
  readonly superseded: SupersededFiles;
  readonly unproven: UnprovenReads;
  readonly restored: RestoredFiles;
  readonly deletions: DeletionQueue;
  readonly notes: Notes;
  /** epoch ms */
  now(): number;
  /** epoch ms to write down where a grace time is reckoned from it (lib/trusted-time.ts) */
  stamp(): number;
  /** ms between noticing that something is missing and recycling it */
  deleteGraceMs(): number;
};

export class Commit {
  readonly #deps: CommitDeps;

  constructor(deps: CommitDeps) {
    this.#deps = deps;
  }

  /** What became of one path, with its change in the queue: known at once, and committed when it resolves. */
  async outcome(of: OutcomeOf, outcome: PathOutcome): Promise<void> {
    const { notes, pending, now } = this.#deps;
    if (outcome.kind === 'problem') return;
    await this.#write(() => {
      if (outcome.kind !== 'skipped') notes.unskip(of.pairId, of.path);
      if (outcome.kind !== 'wait') pending.wakeBelow(of.pairId, of.path, now());
      this.#record(of, outcome);
      this.#updateQueue(of, outcome);
    });
  }

  /**
   * What the server says of an upload, or of a folder, of which it was not known whether it was made; `supersedes`: as of an
   * upload that ended.
   */
  async uploadResolved(
    pairId: number,
    path: string,
    outcome: ResolvedUpload,
    supersedes: readonly string[] = [],
  ): Promise<void> {
    const { uploads, baseline } = this.#deps;
    await this.#write(() => {
      // when the server did it is not known: what was seen since it was begun came later
      const begunAt = uploads.find(pairId, path)?.begunAt;
      for (const one of supersedes) this.#supersededBy(pairId, one);
      if (outcome.kind === 'made') {
        const before = baseline.find(pairId, path);
        this.#put(pairId, path, outcome.update, begunAt);
        // as after an upload whose answer came
        if (outcome.update.kind === 'file') {
          const { localId } = outcome.update.local ?? {};
          this.#enqueueHardLinks(pairId, path, localId);
          if (before?.kind === 'file') this.#enqueueFormerLinks(pairId, path, before.local?.localId, localId);
        }
      }
      if (outcome.kind === 'not-made' && outcome.keepParts) uploads.reopen(pairId, path);
      else uploads.end(pairId, path);
    });
  }

  /** The server was asked about a revision of ours; `concurrentEdit`: somebody else's lies between it and its base. */
  revisionConfirmed(made: UnconfirmedRevision, revisionId: string, concurrentEdit: boolean): void {
    const { db, baseline, notes, now } = this.#deps;
    const { pairId, path } = made;
    db.transaction(() => {
      baseline.setRevision(pairId, path, revisionId);
      if (concurrentEdit) notes.happened(pairId, { path, kind: 'concurrent-edit', at: now() });
      this.#deps.made.end(made);
    });
  }

  /** The server did a rename whose answer was lost. */
  renameResolved({ pairId, from, to, leftAt }: RenameIntent): void {
    this.#deps.db.transaction(() => {
      // what stands there now is not known here
      this.#lookBelow(pairId, from);
      this.#moved(pairId, from, to, leftAt);
    });
  }

  /** The path does not get back the file that it had a short time ago: somebody else has the name on the server. */
  notTakenBack(pairId: number, path: string): void {
    const { db, recentRenames, notes, now } = this.#deps;
    db.transaction(() => {
      recentRenames.forgetName(pairId, path);
      notes.happened(pairId, { path, kind: 'history-apart', at: now() });
    });
  }

  /**
   * KooDrive holds something else than the last synced state says. What is lost there is a problem; the rest is told once.
   * A change that waits finds it out by itself.
   */
  remoteDiffers(pairId: number, difference: RemoteDifference): void {
    const { db, differences, pending, notes, now } = this.#deps;
    const { path, kind } = difference;
    db.transaction(() => {
      const isNews = differences.note(pairId, difference);
      if (kind === 'in-bin' || kind === 'gone') {
        if (!pending.find(pairId, path))
          pending.enqueueFailed(pairId, path, lostError(kind, path), now(), now() + lostAgainMs);
      } else if (isNews)
        notes.happened(pairId, {
          path,
          kind: kind === 'newer' ? 'newer-remotely' : 'renamed-remotely',
          at: now(),
        });
    });
  }

  /** The server says that the file it knew for this path is no longer there: the path starts anew. */
  remoteForgotten(pairId: number, path: string): void {
    const { db, baseline, uploads } = this.#deps;
    db.transaction(() => {
      uploads.end(pairId, path);
      baseline.forget(pairId, path);
    });
  }

  /** What was missing stands on the disk again, whatever becomes of its content: it is not deleted. */
  back(pairId: number, path: string): void {
    const { db, baseline, deletions, pending, now } = this.#deps;
    db.transaction(() => {
      baseline.markForRecheck(pairId, path);
      // of a folder that stands on the server what lies in it can go up, though it cannot be listed
      pending.wakeBelow(pairId, path, now());
      const deletion = deletions.over(pairId, path);
      // what is being undone is dropped when that is done
      if (deletion?.path === path && deletion.reason !== 'not-back-yet') deletions.drop(deletion.id);
    });
  }

  /** A program saved a document through the files of these paths, and nothing goes up of that. */
  savedThrough(pairId: number, supersedes: readonly string[]): void {
    this.#deps.db.transaction(() => {
      for (const one of supersedes) this.#supersededBy(pairId, one);
    });
  }

  /** See ApplyCommit. */
  exchangeSeen(): Promise<void> {
    return this.#write(() => undefined);
  }

  /** Along with the saves that were seen since: none of what follows from them is written down before. */
  async #write(work: () => void): Promise<void> {
    const { db, superseded, baseline, pending, uploads } = this.#deps;
    const isOpen = (pairId: number, path: string): boolean => pending.find(pairId, path) !== undefined;
    // what is on its way, or may have arrived, is known as nothing yet
    const isAwaited: IsAwaited = (pairId, localId, document) =>
      baseline.withLocalId(pairId, localId).some(({ path }) => path !== document && isOpen(pairId, path)) ||
      uploads.withLocalId(pairId, localId).some((path) => path !== document && isOpen(pairId, path));
    let seen: readonly string[] = [];
    try {
      await db.inGroup(() => {
        work();
        seen = superseded.write(isAwaited);
      });
    } catch (thrown) {
      superseded.notWritten(seen);
      throw thrown;
    }
  }

  #record({ pairId, path }: OutcomeOf, outcome: PathOutcome): void {
    const { baseline, deletions, uploads, notes, now } = this.#deps;
    switch (outcome.kind) {
      case 'in-sync':
        return uploads.end(pairId, path);
      case 'skipped':
        return notes.skip(pairId, { path, reason: outcome.reason, rule: outcome.rule });
      case 'missing':
        uploads.end(pairId, path);
        return outcome.superseded ? this.#supersede(pairId, path, 0) : markMissing(this.#deps, pairId, path);
      case 'missing-again':
        baseline.missingAgain(pairId, path, now());
        deletions.missingAgain(pairId, path, timesFrom(this.#deps.stamp(), this.#deps.deleteGraceMs()));
        return uploads.end(pairId, path);
      case 'folder':
        // what lay in a former folder of this name lies in the bin with it, and not in this one
        if (baseline.inBin(pairId, path)) baseline.forget(pairId, path);
        baseline.put(pairId, path, outcome.update, now());
        this.#adopt(pairId, outcome.adopted);
        this.#enqueueOtherSpelling(pairId, path, outcome.update.local?.localId);
        return uploads.end(pairId, path);
      case 'folder-back':
        baseline.setLocal(pairId, path, outcome.local);
        if (outcome.otherDrive !== undefined) baseline.setOtherDrive(pairId, path, outcome.otherDrive);
        return;
      case 'other-drive':
        // what is synced from here on may be on that one
        return baseline.setOtherDrive(pairId, path, outcome.fingerprint);
      case 'taken-back':
        return this.#moved(pairId, outcome.from, path, undefined);
      case 'renamed':
        if (outcome.isReplaced) this.#lookBelow(pairId, outcome.from);
        this.#moved(pairId, outcome.from, path, outcome.leftAt);
        this.#deps.pending.enqueueAll(pairId, outcome.lacking ?? [], 'noticed', now(), 'scan');
        return notes.happened(pairId, { path, kind: 'renamed', at: now() });
      case 'out-of-bin':
        outOfBin(this.#deps, pairId, path);
        baseline.markForRecheck(pairId, path);
        deletions.dropOf(pairId, path, baseline.find(pairId, path)?.remote.fileId ?? '');
        notes.forget(pairId, path, 'recycled');
        return notes.forget(pairId, path, 'deleted');
      case 'moved-aside':
        if (outcome.isReplaced) this.#lookBelow(pairId, path);
        return this.#movedAside(pairId, path, outcome.to);
      case 'lost-remotely':
        return startAnew(this.#deps, pairId, outcome.top);
      case 'uploaded':
        for (const one of outcome.supersedes) this.#supersededBy(pairId, one);
        this.#deps.unproven.note(pairId, path, outcome.result.local.fingerprint, outcome.provenFrom);
        return this.#uploaded(pairId, path, outcome.result);
      case 'left-alone':
      case 'wait':
      case 'problem':
        return;
    }
  }

  #updateQueue(of: OutcomeOf, outcome: PathOutcome): void {
    const { baseline, pending, now } = this.#deps;
    const { pairId, path, version } = of;
    switch (outcome.kind) {
      case 'wait':
        if (of.requested) pending.postpone(of, outcome.dueAt, outcome.observed);
        return;
      // what stands here now is looked at next
      case 'taken-back':
      case 'out-of-bin':
      case 'moved-aside':
      case 'lost-remotely':
        return pending.postpone(of, now(), of.observed);
      default:
    }
    // a rename changes the file's change time: whether its content changed too is seen next
    if (outcome.kind === 'renamed' && outcome.contentToo) return pending.postpone(of, now(), undefined);
    if (version !== undefined) pending.ack({ pairId, path, version }, now());
    // whatever was here or was to come here: its name is free
    if (!baseline.isHeld(pairId, path)) pending.wakeClashing(pairId, path, now());
    if (outcome.kind === 'uploaded' && outcome.lookAgain) pending.enqueue(pairId, path, 'noticed', now());
  }

  #uploaded(pairId: number, path: string, result: UploadResult): void {
    const { baseline, uploads, made, restored, notes, now } = this.#deps;
    const { kind, local, remote, concurrentEdit } = result;
    const before = baseline.find(pairId, path)?.local?.localId;
    if (kind === 'unchanged') baseline.setLocal(pairId, path, local);
    // what it stands for it was when it was begun: it may have had another name by the time of the answer
    else this.#put(pairId, path, { kind: 'file', local, remote }, uploads.find(pairId, path)?.begunAt);
    if (kind !== 'unchanged') this.#enqueueHardLinks(pairId, path, local.localId);
    this.#enqueueFormerLinks(pairId, path, before, local.localId);
    uploads.end(pairId, path);
    const isRestored = restored.take(pairId, path, remote.sha256);
    if (kind === 'new-file' || kind === 'revision')
      notes.happened(pairId, { path, kind: isRestored ? 'restored' : kind, at: now() });
    // what was made upon somebody else's is told already
    if (concurrentEdit) notes.happened(pairId, { path, kind: 'concurrent-edit', at: now() });
    else if (result.made) made.add(pairId, path, result.made);
  }

  /** A content that is replaced stays known: the server still holds it, in the revision before. */
  #put(pairId: number, path: string, update: BaselineUpdate, sentAt?: number): void {
    const { baseline, contents, recentRenames, now } = this.#deps;
    const replaced = baseline.find(pairId, path)?.remote.sha256;
    if (replaced !== undefined && replaced !== update.remote.sha256) contents.remember(replaced, now());
    baseline.put(pairId, path, update, now(), sentAt);
    recentRenames.forgetName(pairId, path);
  }

  /** What was written through this name before another file took its place is under the former one's other names alone. */
  #enqueueFormerLinks(
    pairId: number,
    path: string,
    before: string | undefined,
    now: string | undefined,
  ): void {
    if (before !== now) this.#enqueueHardLinks(pairId, path, before);
  }

  /** A file that changed under one of its names (hard links) changed under all of them, and no watcher tells so. */
  #enqueueHardLinks(pairId: number, path: string, localId: string | undefined): void {
    const { baseline, pending, now } = this.#deps;
    if (localId === undefined) return;
    const others = baseline.presentBeside(pairId, path, localId);
    if (others.length > 0) pending.enqueueAll(pairId, others, 'noticed', now(), 'scan');
  }

  /**
   * A folder has one name: where capitals do not count it may have been looked at under its former one, before this one was
   * known. What is known there now is missing, and no event tells so again.
   */
  #enqueueOtherSpelling(pairId: number, path: string, localId: string | undefined): void {
    const { baseline, pending, now } = this.#deps;
    const others = localId === undefined ? [] : baseline.presentFolders(pairId, localId);
    const isBeside = (other: string) => other !== path && isSameName(other, path);
    pending.enqueueAll(pairId, others.filter(isBeside), 'noticed', now(), 'scan');
  }

  #adopt(pairId: number, files: readonly AdoptedFile[]): void {
    const { baseline, now } = this.#deps;
    for (const { path, remote } of files)
      if (!baseline.find(pairId, path))
        baseline.put(pairId, path, { kind: 'file', local: undefined, remote }, now());
  }

  /** What was known below a path that is about to be known elsewhere: something else may stand there, and look the same. */
  #lookBelow(pairId: number, path: string): void {
    const { baseline, pending, now } = this.#deps;
    pending.enqueueAll(pairId, baseline.presentBelow(pairId, path), 'scanned', now(), 'scan');
  }

  /** `leftAt`: when the disk did the rename (epoch ms), if the old name may be filled again. */
  #moved(pairId: number, from: string, to: string, leftAt: number | undefined): void {
    const { baseline, deletions, pending, uploads, renames, recentRenames, unproven, notes, now } =
      this.#deps;
    const known = baseline.find(pairId, from);
    const fileId = known?.remote.fileId;
    const isBack = fileId !== undefined && recentRenames.leaving(pairId, to)?.fileId === fileId;
    if (isBack) this.#backAtName(pairId, from);
    // a file that turns up under another name was not deleted
    notes.forget(pairId, from, 'deleted');
    recentRenames.move(pairId, from, to);
    if (leftAt !== undefined && fileId !== undefined)
      recentRenames.remember({ pairId, from, to, fileId, renamedAt: leftAt });
    const over = deletions.over(pairId, from);
    baseline.move(pairId, from, to);
    deletions.move(pairId, from, to, known?.kind ?? 'folder');
    pending.move(pairId, from, to, now());
    // no program fills a folder's name again in a save: that nothing is known there any more is seen at once
    if (known?.kind === 'folder') pending.hasten({ pairId, path: from }, now());
    if (over && over.path !== from) {
      // out of a folder that is missing: what really is missing in it is a deletion of its own from here on
      baseline.presentBelowAgain(pairId, to);
      this.#lookBelow(pairId, to);
    }
    pending.wakeClashing(pairId, from, now());
    uploads.move(pairId, from, to);
    unproven.move(pairId, from, to);
    renames.end(pairId, from);
    renames.move(pairId, from, to);
  }

  /** A name gets its file back: the rename that took it away never was, and what lies at `left` is something new. */
  #backAtName(pairId: number, left: string): void {
    const { deletions, pending, recentRenames, notes, now } = this.#deps;
    recentRenames.forgetArrived(pairId, left);
    notes.forget(pairId, left, 'renamed');
    const deletion = deletions.over(pairId, left);
    if (deletion?.path === left) deletions.drop(deletion.id);
    pending.enqueue(pairId, left, 'noticed', now());
  }

  /** A program saved another file through this one, which may count as deleted already: nobody deleted it. */
  #supersededBy(pairId: number, path: string): void {
    const { baseline, notes } = this.#deps;
    baseline.setSuperseded(pairId, path);
    const entry = baseline.find(pairId, path);
    if (entry?.missingSince === undefined || entry.kind !== 'file') return;
    notes.forget(pairId, path, 'deleted');
    // since when it is missing is told by the system's clock, and so is what is left; what waits goes by another one
    const left = entry.missingSince + saveWindowMs - this.#deps.now();
    this.#supersede(pairId, path, Math.min(Math.max(left, 0), saveWindowMs));
  }

  /** What went up under a name of its own lives on in a document: its own file on the server goes into the bin. */
  #supersede(pairId: number, path: string, waitMs: number): void {
    const { baseline, deletions, now } = this.#deps;
    const entry = baseline.find(pairId, path);
    if (!entry) return;
    baseline.markMissing(pairId, path, now());
    const { kind, remote } = entry;
    deletions.supersede({ pairId, path, kind, fileId: remote.fileId, files: 1 }, this.#deps.stamp(), waitMs);
  }

  /** What held the name on the server is known under its new name from here on, and is missing. */
  #movedAside(pairId: number, from: string, to: string): void {
    const { baseline, deletions, pending, uploads, renames, now } = this.#deps;
    const kind = baseline.find(pairId, from)?.kind ?? 'folder';
    baseline.move(pairId, from, to);
    // what is in the bin from there comes back there
    deletions.move(pairId, from, to, kind);
    uploads.end(pairId, from);
    // what was begun below may have arrived: it is found where it is now
    uploads.move(pairId, from, to);
    renames.end(pairId, from);
    renames.move(pairId, from, to);
    pending.enqueueAll(pairId, uploads.below(pairId, to), 'scanned', now(), 'scan');
    // what made way may stand beside its name by now
    pending.wakeClashing(pairId, from, now());
    markMissing(this.#deps, pairId, to);
  }
}
