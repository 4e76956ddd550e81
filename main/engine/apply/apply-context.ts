/** What the functions of this room share: the parts they work with, and what is in flight. */
import type { Disk } from '../../disk/disk.ts';
import type { Content } from '../../disk/read-content.ts';
import type { Snapshots } from '../../disk/snapshots.ts';
import type { SetBackClock } from '../../lib/set-back-clock.ts';
import type { TrustedTime } from '../../lib/trusted-time.ts';
import { parentOf } from '../../model/relative-path.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { RemoteDifferences } from '../baseline/remote-differences.ts';
import type { KnownContents } from '../baseline/known-contents.ts';
import type { PendingChanges } from '../pending/pending-changes.ts';
import type { Chunking } from '../plan/part-size.ts';
import type { Timing } from '../plan/settling.ts';
import type { OutcomeOf, PathOutcome, SyncPathRequest, SyncPathRun } from './path-outcome.ts';
import { keyOf, type PathLocks } from './path-locks.ts';
import type { RecentRenames } from './recent-renames.ts';
import type { RenameIntent, RenameIntents } from './rename-intents.ts';
import type { SupersededFiles } from './superseded-files.ts';
import type { ResolvedUpload } from './unknown-outcomes.ts';
import type { FileWriters } from './file-writers.ts';
import type { UploadIntents } from './upload-intents.ts';
import type { UploadLanes } from './upload-lanes.ts';

export type ApplyDeps = {
  readonly disk: Disk;
  readonly content: Content;
  /** undefined: a large file that is never quiet waits until it is */
  readonly snapshots: Snapshots | undefined;
  readonly pending: Pick<
    PendingChanges,
    | 'find'
    | 'versionOf'
    | 'enqueue'
    | 'enqueueAll'
    | 'observe'
    | 'forgive'
    | 'refused'
    | 'hasRefused'
    | 'wakeClash'
    | 'wakeClashing'
  >;
  readonly baseline: Baseline;
  readonly contents: KnownContents;
  readonly differences: Pick<RemoteDifferences, 'of' | 'end'>;
  readonly uploads: UploadIntents;
  readonly renames: RenameIntents;
  readonly recentRenames: RecentRenames;
  readonly superseded: SupersededFiles;
  readonly locks: PathLocks;
  readonly lanes: UploadLanes;
  readonly clock: SetBackClock;
  readonly time: Pick<TrustedTime, 'mayBeLater'>;
  readonly writers: FileWriters;
  timing(): Timing;
  /** nothing of this pair is synced now but what a user waits for */
  paused(pairId: number): boolean;
  readonly chunking: Chunking;
  readonly commit: ApplyCommit;
};

/** What is written down by engine/commit.ts. */
export type ApplyCommit = {
  outcome(of: OutcomeOf, outcome: PathOutcome): Promise<void>;
  uploadResolved(
    pairId: number,
    path: string,
    outcome: ResolvedUpload,
    supersedes: readonly string[],
  ): Promise<void>;
  renameResolved(intent: RenameIntent): void;
  notTakenBack(pairId: number, path: string): void;
  back(pairId: number, path: string): void;
  savedThrough(pairId: number, supersedes: readonly string[]): void;
  /** That two files were exchanged is written down before one of them goes up under its new name. */
  exchangeSeen(): Promise<void>;
  remoteForgotten(pairId: number, path: string): void;
};

export type ApplyContext = ApplyDeps & {
  /** id of the remote folder for this path, which is a folder; syncs it, and those above it, if need be */
  remoteFolderId(request: SyncPathRequest, path: string): Promise<string>;
};

/** The same for another path, which is looked at for the sake of the request's, and is not left out for that. */
export const requestFor = (
  request: SyncPathRequest,
  path: string,
  { clock }: Pick<ApplyDeps, 'clock'>,
): SyncPathRequest => ({
  ...request,
  leftOut: () => Promise.resolve(undefined),
  path,
  noticedAt: clock.now(),
  observed: undefined,
  failed: undefined,
});

/** Something is on its way at this path: it is looked at again after the settle time. */
export const waitForOthers = ({ clock, timing }: ApplyDeps, { observed }: SyncPathRequest): PathOutcome => ({
  kind: 'wait',
  dueAt: clock.now() + timing().settleMs,
  observed,
});

/** Sends something from this path, or waits while the path is being renamed. */
export const whileSending = (
  context: ApplyDeps,
  run: SyncPathRun,
  work: () => Promise<PathOutcome>,
): Promise<PathOutcome> =>
  whileHeld(context, run, context.locks.holdSending(keyOf(run.pair.id, run.path)), work);

/**
 * Puts something at the request's path, below the remote folder `parentId`, or waits: the folder above must not be renamed
 * meanwhile, nor have been since its id was asked for, for then the id is that of another path.
 */
export const whileArriving = (
  context: ApplyDeps,
  run: SyncPathRun,
  parentId: string,
  work: () => Promise<PathOutcome>,
): Promise<PathOutcome> =>
  isFolderAbove(context, run, parentId)
    ? whileSending(context, run, work)
    : Promise.resolve(waitForOthers(context, run));

/** Is the folder above the request's path known by this id? */
export function isFolderAbove(
  { baseline }: Pick<ApplyDeps, 'baseline'>,
  { pair, path }: SyncPathRequest,
  parentId: string,
): boolean {
  const above = parentOf(path);
  // the pair's own folder lies in the space
  return above === undefined || baseline.fileIdAt(pair.id, above) === parentId;
}

/** Renames what lies at `from` while nothing is on its way at or below it, or waits. */
export const whileRenaming = (
  context: ApplyDeps,
  run: SyncPathRun,
  from: string,
  work: () => Promise<PathOutcome>,
): Promise<PathOutcome> =>
  whileHeld(context, run, context.locks.holdRenaming(keyOf(run.pair.id, from)), work);

async function whileHeld(
  context: ApplyDeps,
  run: SyncPathRun,
  release: (() => void) | undefined,
  work: () => Promise<PathOutcome>,
): Promise<PathOutcome> {
  if (!release) return waitForOthers(context, run);
  try {
    const outcome = await work();
    run.untilCommitted(release);
    return outcome;
  } catch (thrown) {
    release();
    throw thrown;
  }
}
