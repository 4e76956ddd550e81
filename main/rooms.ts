/** The rooms of the pipeline, opened left to right and handed what each needs; engine.ts makes them work together. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EngineParts } from './engine-types.ts';
import { openDeletions } from './journal/deletions.ts';
import { openJournal } from './journal/journal.ts';
import { realDisk } from './lib/disk.ts';
import { asKooDriveWants } from './plan/parts.ts';
import type { Timing } from './plan/timing.ts';
import { openNodes } from './revisions/nodes.ts';
import { takeLock } from './state/lock.ts';
import { openNotes } from './state/notes.ts';
import { openPairs } from './state/pairs.ts';
import { openState } from './state/state.ts';
import { createCarry } from './upload/carry.ts';
import { createContent, type Content } from './upload/content.ts';
import { createLanes } from './upload/lanes.ts';
import { createSnapshots } from './upload/snapshots.ts';
import { openTasks } from './upload/tasks.ts';
import { createWorkerContent } from './upload/worker-content.ts';

export type Rooms = ReturnType<typeof openRooms>;

/** Throws STATE_BROKEN, STATE_NEWER; changes nothing then. */
export function openRooms(parts: EngineParts) {
  const { home, koodrive, clock, settings } = parts;
  const timing: Timing = {
    settleMs: settings.settleMs,
    maxWaitMs: settings.maxWaitMs,
    versionIntervalMs: settings.versionIntervalMs,
    goneGraceMs: Math.max(2000, 2 * settings.settleMs),
  };
  const store = parts.store ?? { state: openState(home), takeLock: () => takeLock(home) };
  const { state } = store;
  const disk = parts.disk ?? realDisk;
  const content: Content & { close?(): Promise<void> } = parts.disk
    ? createContent(parts.disk)
    : createWorkerContent(createContent(realDisk), () => new Worker(workerFile()));
  const cutting = parts.cutting ?? asKooDriveWants;
  const snapshots =
    parts.snapshots ?? (parts.disk ? undefined : createSnapshots({ folder: join(home, 'snapshots') }));

  const pairs = openPairs(state);
  const notes = openNotes(state);
  const journal = openJournal(state);
  const deletions = openDeletions(state);
  const tasks = openTasks(state);
  const nodes = openNodes(state, settings.versionIntervalMs);
  /** What is gone from disk is to go from the server too, after the grace time. */
  const recordGone = (pairId: number, path: string, now: number): void => {
    const known = nodes.find(pairId, path);
    if (!known) return;
    if (nodes.recordGone(pairId, path, now) > 0) notes.happened(pairId, { path, kind: 'deleted', at: now });
    const files = nodes.goneFiles(pairId, path).length;
    deletions.note({ ...known, pairId, files }, now, now + settings.deleteGraceMs);
  };
  /** A file that changed under one of its names (hard links) changed under all of them, and no watcher tells so. */
  const hintLinks = (pairId: number, path: string, now: number): void => {
    const identity = nodes.find(pairId, path)?.identity;
    if (identity === undefined) return;
    const others = nodes
      .ofIdentity(pairId, identity)
      .filter((one) => one.path !== path && one.goneAt === undefined);
    journal.hintAll(
      pairId,
      others.map((one) => one.path),
      'noticed',
      now,
      'scan',
    );
  };
  const carry = createCarry({
    koodrive,
    disk,
    content,
    tasks,
    ledger: nodes,
    clock,
    timing,
    cutting,
    snapshots,
    lanes: createLanes({ small: settings.concurrency, large: 2 }, cutting.singlePartUpTo),
    lost: (pairId, path) =>
      state.transaction(() => {
        journal.hintAll(pairId, nodes.held(pairId, path), 'scanned', clock.now(), 'scan');
        nodes.forget(pairId, path);
      }),
    setAside: (pairId, from, to) =>
      state.transaction(() => {
        nodes.move(pairId, from, to);
        tasks.end(pairId, from);
        // what was begun below may have arrived: it is found where it is now
        tasks.move(pairId, from, to);
        journal.hintAll(pairId, tasks.below(pairId, to), 'scanned', clock.now(), 'scan');
        recordGone(pairId, to, clock.now());
      }),
    moved: (pairId, from, to) =>
      state.transaction(() => {
        nodes.move(pairId, from, to);
        deletions.move(pairId, from, to);
        journal.move(pairId, from, to);
        tasks.move(pairId, from, to);
      }),
  });
  return {
    store,
    state,
    disk,
    content,
    snapshots,
    timing,
    pairs,
    notes,
    journal,
    deletions,
    tasks,
    nodes,
    recordGone,
    hintLinks,
    carry,
  };
}

/** Bundled, the thread's code lies beside ours; from source it is where it is written. */
const workerFile = () =>
  new URL(
    import.meta.url.endsWith('.ts') ? './upload/content.worker.ts' : './content.worker.js',
    import.meta.url,
  );
