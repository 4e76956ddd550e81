/** Puts the parts of the engine together, each with what it needs of the others; decides nothing. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { diskWithHelp, realDisk, type Disk } from '../disk/disk.ts';
import { createContent, type Content } from '../disk/read-content.ts';
import { createDiskThread } from '../disk/read-content-in-worker.ts';
import { createSnapshots } from '../disk/snapshots.ts';
import { openDatabase } from '../storage/database.ts';
import { takeLock } from '../storage/lock.ts';
import { withDetail, type KooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { createTrustedTime } from '../lib/trusted-time.ts';
import type { EngineDeps, EngineSettings } from './api.ts';
import { PathLocks } from './apply/path-locks.ts';
import { FileWriters } from './apply/file-writers.ts';
import { SyncPath } from './apply/sync-path.ts';
import { settleUnchanged, type UnchangedFilesDeps } from './unchanged-files.ts';
import { createUploadLanes, type UploadLanes } from './apply/upload-lanes.ts';
import type { Baseline } from './baseline/baseline.ts';
import { Breakers } from './breakers.ts';
import type { BulkCheckDeps } from './bulk-check.ts';
import { PairContexts, type AccountContext } from './contexts.ts';
import { PairOwners } from './pair-owners.ts';
import { Commit } from './commit.ts';
import { guardedKooDrive } from './guarded-koodrive.ts';
import type { CompareRemoteDeps, KeepComparingDeps } from './compare-remote.ts';
import { Outages } from './outages.ts';
import { RevisionConfirmer } from './confirm-revisions.ts';
import { UndoBeginner } from './deletions/begin-undo.ts';
import { DeletionCommit } from './commit-deletions.ts';
import { Recycler } from './deletions/recycler.ts';
import { doubtReads } from './doubt-reads.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import { asKooDriveWants, type Chunking } from './plan/part-size.ts';
import type { Timing } from './plan/settling.ts';
import { Scheduler, type SchedulerDeps } from './scheduler.ts';
import { mindingRoot, type RootGuard } from './root-guard.ts';
import { EngineSignals } from './signals.ts';
import { noticingSetBacks } from '../lib/set-back-clock.ts';
import { Stirring } from '../lib/stirring.ts';
import { syncChange, tellConcurrentEdit } from './sync-change.ts';
import { openTables } from './tables.ts';
import { TransferLimit } from './transfer-limit.ts';
import { RoundTrip } from './round-trip.ts';
import { UploadModes } from './upload-modes.ts';
import { Transfers } from './transfers.ts';
import { FolderMonitors } from './watch/folder-monitors.ts';
import { watchFolder } from './watch/watch-folder.ts';

/** How many due changes are looked at together (bulk-check.ts): where fewer are due nobody waits for them. */
const bulk = { from: 64, restsFor: 2048 };

export type Components = ReturnType<typeof openStores> & Machines;

type Machines = {
  readonly account: AccountContext;
  readonly scheduler: Scheduler;
  readonly outages: Outages;
  readonly monitors: FolderMonitors;
  readonly recycler: Recycler;
  readonly undoing: UndoBeginner;
  readonly confirmer: RevisionConfirmer;
  readonly transfers: Transfers;
  readonly signals: EngineSignals;
  readonly stirring: Stirring;
  readonly lanes: UploadLanes;
  readonly chunking: Chunking;
  readonly contexts: PairContexts;
  readonly comparing: KeepComparingDeps;
  readonly owners: PairOwners;
  /** nothing is synced by itself now */
  readonly paused: () => boolean;
};

/** Opens what the engine remembers, and what it reads. Throws STATE_BROKEN, STATE_NEWER; changes nothing then. */
function openStores(deps: EngineDeps) {
  const { home, clock, settings } = deps;
  const time = deps.time ?? createTrustedTime(clock, undefined);
  const store = deps.store ?? { state: openDatabase(home), takeLock: () => takeLock(home) };
  const db = store.state;
  const timing = (): Timing => {
    const { settleMs, maxWaitMs, versionIntervalMs, missingGraceMs } = settings();
    return { settleMs, maxWaitMs, versionIntervalMs, missingGraceMs: Math.max(missingGraceMs, 2 * settleMs) };
  };
  const tables = openTables(db, () => settings().versionIntervalMs);
  const writing = {
    ...tables,
    db,
    now: () => clock.now(),
    stamp: () => time.stamp(),
    deleteGraceMs: () => settings().deleteGraceMs,
  };
  const commits = { commit: new Commit(writing), deletionCommit: new DeletionCommit(writing) };
  const opened = openDisk(deps);
  const writers = new FileWriters({ ...opened, clock });
  return { ...tables, ...opened, ...commits, writers, db, time, timing, takeLock: () => store.takeLock() };
}

function openDisk({ home, disk, snapshots }: EngineDeps): OpenedDisk {
  if (disk) return { disk, content: createContent(disk), snapshots };
  const thread = createDiskThread(createContent(realDisk), () => new Worker(workerFile()));
  return {
    disk: diskWithHelp(thread),
    content: thread,
    snapshots: snapshots ?? createSnapshots({ folder: join(home, 'snapshots') }),
  };
}

type OpenedDisk = {
  readonly disk: Disk;
  readonly content: Content & { close?(): Promise<void> };
  readonly snapshots: EngineDeps['snapshots'];
};

/** `paused`: nothing is synced by itself now. Throws STATE_BROKEN, STATE_NEWER; changes nothing then. */
export function wire(deps: EngineDeps, paused: (flag: () => boolean) => boolean): Components {
  const { log, random = Math.random, settings } = deps;
  const clock = noticingSetBacks(deps.clock);
  const stores = openStores({ ...deps, clock });
  const stirring = new Stirring(clock);
  const signals = new EngineSignals(clock, stirring.stirred);
  const { changed, notice } = signals;
  const transfers = new Transfers();
  const locks = new PathLocks();
  const chunking = deps.chunking ?? asKooDriveWants;
  const account = accountOf(deps, new Breakers(random), chunking, stores.notes);
  const { breakers, roundTrip } = account;
  const contexts = new PairContexts(stores.pairs, (pair) => ofPair(account, pair));
  const owners = new PairOwners({ ...stores, clock, log, signedIn: deps.signedIn ?? (() => undefined) });
  const roundTripMs = () => roundTrip.ms;
  const lanes = createUploadLanes({ small: settings().concurrency, large: 2, chunking, roundTripMs });
  const shared = { ...stores, contexts, clock, log, random, locks, stirring, changed, notice };
  const ofPair = inOwnHands(owners, (pair) => rootGuardOf(shared, pair));
  const { isPaused, isPairPaused, pausedPairs } = pausesOf(stores, owners, paused);

  const confirmer = new RevisionConfirmer({
    ...shared,
    idle: () => scheduler.inFlight() === 0 && !breakers.blocking() && !isPaused(),
    judge: (error, pairId, signal) => outages.judge(error, pairId, signal),
    concurrentEdit: (pair, path) => tellConcurrentEdit(signals, pair, path),
  });
  const monitors = new FolderMonitors({
    ...shared,
    home: deps.home,
    fixedRules: deps.fixedRules,
    watch: deps.watcher === false ? undefined : (deps.watch ?? watchFolder),
    wake: () => scheduler.wake(),
  });
  const syncPath = new SyncPath({ ...shared, paused: isPairPaused, lanes, chunking });
  const syncing = { ...shared, syncPath, transfers, signals, monitors };
  const outages: Outages = new Outages({
    ...shared,
    account,
    entry: () => entryOf(contexts, stores.baseline),
    writeOwnState: () => stores.notes.touch(),
    opened: (place) => scheduler.opened(place),
  });
  const scheduler: Scheduler = new Scheduler({
    ...shared,
    breakers,
    outages,
    sync: (change, signal) => syncChange(syncing, change, signal),
    ...clockOf(deps, stores),
    bulk: bulkOf(deps, { ...syncing, chunking }),
    waitingLarge: () => lanes.waitingLarge(),
    movedAt: (pairId, path) => transfers.movedAt(pairId, path),
    network: deps.network ?? (() => ''),
    paused: isPaused,
    pausedPairs,
  });
  const ofDeletions = { ...shared, commit: stores.deletionCommit };
  const recycler = new Recycler({
    ...ofDeletions,
    deleteGraceMs: () => settings().deleteGraceMs,
    scannedRoot: (pairId) => monitors.scannedRoot(pairId),
    judge: (error, pairId, signal) => outages.judge(error, pairId, signal),
    notNow: (of) => isPairPaused(of.pair.id) || outages.isBlocked() || monitors.scanning.has(of.pair.id),
  });
  const isFree = (pairId: number) => !isPairPaused(pairId) && !monitors.scanning.has(pairId);
  const comparing = comparingOf({ ...shared, scheduler, outages }, settings, isFree);
  breakers.onClosed((place, since) => {
    if (place.scope !== 'pair') recycler.freed(since);
  });
  const watching = { monitors, signals, stirring };
  const machines = { account, scheduler, outages, recycler, confirmer, transfers, lanes, ...watching };
  return {
    ...stores,
    ...machines,
    undoing: new UndoBeginner(ofDeletions),
    chunking,
    contexts,
    comparing,
    owners,
    paused: isPaused,
  };
}

/** What the clock showed before, and what is to be done where it is set. */
const clockOf = (
  { clock, rememberTime }: EngineDeps,
  stores: ReturnType<typeof openStores>,
): Pick<SchedulerDeps, 'formerNow' | 'wasAhead' | 'clockWasSet'> => ({
  formerNow: stores.time.formerWall,
  wasAhead: (before) => doubtReads({ ...stores, clock }, before),
  clockWasSet: () => rememberTime?.(stores.time.remembered()),
});

const bulkOf = ({ bulk: wanted = bulk, clock }: EngineDeps, deps: UnchangedFilesDeps): BulkCheckDeps => ({
  ...wanted,
  clock,
  settle: (changes) => settleUnchanged(deps, changes),
});

/** What is not synced by itself now. A single pass is held back by no pause, but by whose a pair is. */
const pausesOf = (
  { notes, pairs }: Pick<ReturnType<typeof openStores>, 'notes' | 'pairs'>,
  owners: PairOwners,
  paused: (flag: () => boolean) => boolean,
) => {
  const isPaused = () => paused(() => notes.flag('paused'));
  return {
    isPaused,
    isPairPaused: (pairId: number) =>
      isPaused() || paused(() => pairs.paused().includes(pairId)) || owners.held().includes(pairId),
    pausedPairs: () => [...(paused(() => true) ? pairs.paused() : []), ...owners.held()],
  };
};

/** An account as one pair has it: nothing is said of a pair that is another one's, or of which the own folder is away. */
const inOwnHands =
  (owners: PairOwners, guardOf: (pair: Pair) => RootGuard) =>
  (of: AccountContext, pair: Pair): AccountContext => ({
    ...of,
    koodrive: owners.guard(mindingRoot(of.koodrive, guardOf(pair)), pair),
  });

const accountOf = (
  { koodrive, clock, settings }: Pick<EngineDeps, 'koodrive' | 'clock' | 'settings'>,
  breakers: Breakers,
  chunking: Chunking,
  notes: ConstructorParameters<typeof UploadModes>[0],
): AccountContext => {
  const limit = new TransferLimit(chunking.leastPart / 16);
  const roundTrip = new RoundTrip();
  const modes = new UploadModes(notes, chunking.smallestPart, () => clock.now());
  const guarded = guardedKooDrive(koodrive, { breakers, limit, roundTrip }, clock);
  return { koodrive: guarded, breakers, limit, modes, roundTrip, settings };
};

/** `isFree`: nothing keeps this pair from being looked at. */
const comparingOf = (
  deps: CompareRemoteDeps & { readonly scheduler: Scheduler; readonly outages: Outages },
  settings: () => EngineSettings,
  isFree: (pairId: number) => boolean,
): KeepComparingDeps => ({
  ...deps,
  judge: (error, pairId, signal) => deps.outages.judge(error, pairId, signal),
  idle: (pairId) =>
    settings().compareWithKooDrive &&
    isFree(pairId) &&
    deps.scheduler.inFlight() === 0 &&
    !deps.outages.isBlocked(),
});

type RootGuardDeps = {
  readonly baseline: Pick<Baseline, 'find'>;
  readonly pending: Pick<PendingChanges, 'find' | 'enqueueFailed'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  changed(): void;
  notice(error: KooError): void;
};

/** How long until the pair's own folder, which is away on the server, is asked about again. */
const rootAwayMs = 60_000;

/** The problem stands in the queue, at the pair's own folder, so that another process shows it too. */
const rootGuardOf = (
  { baseline, pending, clock, log, changed, notice }: RootGuardDeps,
  { id, folder, containerId }: Pair,
): RootGuard => ({
  root: () => {
    const fileId = baseline.find(id, '')?.remote.fileId;
    return fileId === undefined ? undefined : { containerId, fileId };
  },
  away: (error) => {
    const now = clock.now();
    if (pending.find(id, '')?.failure?.code === error.code) return;
    pending.enqueueFailed(id, '', error, now, now + rootAwayMs);
    log.warn({ tag: 'engine', folder, code: error.code }, "the pair's folder is away on the server");
    notice(withDetail(error, { path: folder }));
    changed();
  },
});

/** The folder of a pair on the server, for asking whether the server is there. */
const entryOf = (contexts: PairContexts, baseline: Baseline) => {
  for (const { pair } of contexts.all()) {
    const fileId = baseline.find(pair.id, '')?.remote.fileId;
    if (fileId !== undefined) return { containerId: pair.containerId, fileId };
  }
  return undefined;
};

/** Bundled, the thread's code lies beside ours; from source it is where it is written. */
const workerFile = () =>
  new URL(
    import.meta.url.endsWith('.ts') ? '../disk/read-content.worker.ts' : './read-content.worker.js',
    import.meta.url,
  );
