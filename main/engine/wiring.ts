/** The rooms of the pipeline, opened left to right and handed what each needs; engine.ts makes them work together. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EngineParts } from './api.ts';
import { openDeletions } from './deletions/deletion-queue.ts';
import { openJournal } from './pending/pending-changes.ts';
import { realDisk } from '../disk/disk.ts';
import { asKooDriveWants } from './plan/part-size.ts';
import type { Timing } from './plan/settling.ts';
import { openNodes } from './baseline/baseline.ts';
import { takeLock } from '../storage/lock.ts';
import { openNotes } from '../storage/notes.ts';
import { openPairs } from '../storage/pairs.ts';
import { openState } from '../storage/database.ts';
import { createCarry } from './apply/sync-path.ts';
import { createContent, type Content } from '../disk/read-content.ts';
import { createLanes } from './apply/upload-lanes.ts';
import { createSnapshots } from '../disk/snapshots.ts';
import { openTasks } from './apply/upload-intents.ts';
import { createWorkerContent } from '../disk/read-content-in-worker.ts';

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
    import.meta.url.endsWith('.ts') ? '../disk/read-content.worker.ts' : './read-content.worker.js',
    import.meta.url,
  );
