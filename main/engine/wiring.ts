/** The rooms of the pipeline, opened left to right and handed what each needs; engine.ts makes them work together. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EngineDeps } from './api.ts';
import { openDeletionQueue } from './deletions/deletion-queue.ts';
import { openPendingChanges } from './pending/pending-changes.ts';
import { realDisk } from '../disk/disk.ts';
import { asKooDriveWants } from './plan/part-size.ts';
import type { Timing } from './plan/settling.ts';
import { openBaseline } from './baseline/baseline.ts';
import { takeLock } from '../storage/lock.ts';
import { openNotes } from '../storage/notes.ts';
import { openPairs } from '../storage/pairs.ts';
import { openDatabase } from '../storage/database.ts';
import { createSyncPath } from './apply/sync-path.ts';
import { createContent, type Content } from '../disk/read-content.ts';
import { createUploadLanes } from './apply/upload-lanes.ts';
import { createSnapshots } from '../disk/snapshots.ts';
import { openUploadIntents } from './apply/upload-intents.ts';
import { createWorkerContent } from '../disk/read-content-in-worker.ts';

export type Components = ReturnType<typeof openComponents>;

/** Throws STATE_BROKEN, STATE_NEWER; changes nothing then. */
export function openComponents(parts: EngineDeps) {
  const { home, koodrive, clock, settings } = parts;
  const timing: Timing = {
    settleMs: settings.settleMs,
    maxWaitMs: settings.maxWaitMs,
    versionIntervalMs: settings.versionIntervalMs,
    missingGraceMs: Math.max(2000, 2 * settings.settleMs),
  };
  const store = parts.store ?? { state: openDatabase(home), takeLock: () => takeLock(home) };
  const { state } = store;
  const disk = parts.disk ?? realDisk;
  const content: Content & { close?(): Promise<void> } = parts.disk
    ? createContent(parts.disk)
    : createWorkerContent(createContent(realDisk), () => new Worker(workerFile()));
  const chunking = parts.chunking ?? asKooDriveWants;
  const snapshots =
    parts.snapshots ?? (parts.disk ? undefined : createSnapshots({ folder: join(home, 'snapshots') }));

  const pairs = openPairs(state);
  const notes = openNotes(state);
  const pending = openPendingChanges(state);
  const deletions = openDeletionQueue(state);
  const intents = openUploadIntents(state);
  const baseline = openBaseline(state, settings.versionIntervalMs);
  /** What is gone from disk is to go from the server too, after the grace time. */
  const recordGone = (pairId: number, path: string, now: number): void => {
    const known = baseline.find(pairId, path);
    if (!known) return;
    if (baseline.markMissing(pairId, path, now) > 0)
      notes.happened(pairId, { path, kind: 'deleted', at: now });
    const files = baseline.missingFiles(pairId, path).length;
    deletions.note({ ...known, pairId, files }, now, now + settings.deleteGraceMs);
  };
  /** A file that changed under one of its names (hard links) changed under all of them, and no watcher tells so. */
  const hintLinks = (pairId: number, path: string, now: number): void => {
    const localId = baseline.find(pairId, path)?.localId;
    if (localId === undefined) return;
    const others = baseline
      .withLocalId(pairId, localId)
      .filter((one) => one.path !== path && one.missingSince === undefined);
    pending.enqueueAll(
      pairId,
      others.map((one) => one.path),
      'noticed',
      now,
      'scan',
    );
  };
  const carry = createSyncPath({
    koodrive,
    disk,
    content,
    intents,
    baseline,
    clock,
    timing,
    chunking,
    snapshots,
    lanes: createUploadLanes({ small: settings.concurrency, large: 2 }, chunking.singlePartUpTo),
    lost: (pairId, path) =>
      state.transaction(() => {
        pending.enqueueAll(pairId, baseline.presentBelow(pairId, path), 'scanned', clock.now(), 'scan');
        baseline.forget(pairId, path);
      }),
    setAside: (pairId, from, to) =>
      state.transaction(() => {
        baseline.move(pairId, from, to);
        intents.end(pairId, from);
        // what was begun below may have arrived: it is found where it is now
        intents.move(pairId, from, to);
        pending.enqueueAll(pairId, intents.below(pairId, to), 'scanned', clock.now(), 'scan');
        recordGone(pairId, to, clock.now());
      }),
    moved: (pairId, from, to) =>
      state.transaction(() => {
        baseline.move(pairId, from, to);
        deletions.move(pairId, from, to);
        pending.move(pairId, from, to);
        intents.move(pairId, from, to);
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
    pending,
    deletions,
    intents,
    baseline,
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
