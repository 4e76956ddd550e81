/**
 * The whole of KooSync on one page: a changed file in a watched folder becomes a revision in KooDrive.
 *
 *   disk -> watch -> journal -> plan -> upload -> koodrive -> revisions
 *
 * watch/ names paths that may differ (events are hints, scans the truth). journal/ keeps them owed, whatever happens.
 * scheduler.ts takes what is due; engine/apply/sync-path.ts looks at the disk, has plan/ decide, and does it. revisions/ remembers
 * what the server holds. The one thing that comes back is the settling of a journal entry: `settle` below. It happens
 * in one transaction with what it stands for, so a kill at any point leaves either the debt or the deed.
 *
 * Invariants 1 to 4 of docs/ARCHITECTURE.md meet here; each is kept, and its tests are named, in the file it names.
 * Attacked as a whole by: tests/simulation/simulation.test.ts, tests/scenarios/real-life.test.ts,
 * tests/torture/torture.test.ts.
 */
import { EventEmitter } from 'node:events';
import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Transfer } from '../../shared/views.ts';
import { createFolderMonitors } from './watch/folder-monitors.ts';
import { syncNow } from './sync-now.ts';
import { checkPair } from './check-pair.ts';
import { createRecycler } from './deletions/recycler.ts';
import type { Engine, EngineEvents, EngineDeps } from './api.ts';
import type { PendingChange } from './pending/pending-changes.ts';
import { inFolder, pathInside } from '../disk/disk.ts';
import { KooError, toKooError } from '../model/errors.ts';
import { blockerOf, type Blocker } from '../model/blocker.ts';
import type { Pair } from '../model/pair.ts';
import { createRevisionConfirmer } from './confirm-revisions.ts';
import { createScheduler } from './scheduler.ts';
import { openComponents } from './wiring.ts';
import { deletionViews, engineStatus, fileEntries, isStanding } from './status.ts';
import type { UploadResult } from './apply/upload-file.ts';
import type { PathOutcome } from './apply/sync-path-types.ts';

/** Opens the state folder. Throws STATE_BROKEN, STATE_NEWER; changes nothing then. */
export function createEngine(parts: EngineDeps): Engine {
  const { home, koodrive, clock, log } = parts;
  const components = openComponents(parts);
  const { state, pairs, notes, pending, deletions, baseline } = components;

  const events = new EventEmitter<EngineEvents>();
  const notice = (error: KooError) => events.emit('notice', error);
  const transfers = new Map<number, Map<string, Transfer>>();
  /** set while this process works on the state folder */
  let working:
    | { readonly stop: AbortController; readonly release: () => void; readonly done: Promise<unknown> }
    | undefined;
  /** a single pass was asked for by a person, and a pause does not hold it back */
  let passing = false;

  const paused = () => !passing && notes.flag('paused');
  const scheduler = createScheduler({
    pending,
    clock,
    random: parts.random ?? Math.random,
    log,
    timing: components.timing,
    carry: carryEntry,
    settle,
    probe: (signal) => koodrive.checkSession({ signal }).then(() => undefined),
    paused,
    changed,
    notice,
  });
  const monitors = createFolderMonitors({
    engine: parts,
    components,
    wake: () => scheduler.wake(),
    changed,
    notice,
  });
  const recycler = createRecycler({
    engine: parts,
    components,
    notNow: (pair) => paused() || scheduler.gate() !== undefined || monitors.scanning.has(pair.id),
    changed,
    notice,
  });

  const confirmer = createRevisionConfirmer({
    engine: parts,
    components,
    idle: () => scheduler.inFlight() === 0 && !scheduler.gate() && !paused(),
    concurrentEdit: tellForeign,
  });

  async function carryEntry(entry: PendingChange, signal: AbortSignal): Promise<PathOutcome> {
    const { pairId, path, noticedAt, observed: seen, failure } = entry;
    const pair = pairs.find(pairId);
    if (!pair) return { end: 'nothing' };
    const going = transfers.get(pairId) ?? new Map<string, Transfer>();
    transfers.set(pairId, going);
    const progress = (sent: number, size: number) => {
      going.set(path, { path, size, sent });
      changed();
    };
    try {
      const urgent = entry.priority === 'urgent';
      const ignores = (isFolder: boolean) => monitors.ignores(pairId, path, isFolder);
      return await components.carry({
        pair,
        path,
        noticedAt,
        observed: seen,
        ignores,
        failed: failure?.code,
        urgent,
        signal,
        progress,
      });
    } finally {
      going.delete(path);
    }
  }

  /** The debt becomes the deed, or goes on: all of it or nothing. */
  function settle(entry: PendingChange, carried: PathOutcome): void {
    const { pairId, path } = entry;
    const now = clock.now();
    state.transaction(() => {
      if (carried.end !== 'skip') notes.unskip(pairId, path);
      switch (carried.end) {
        case 'wait':
          return pending.postpone(entry, carried.dueAt, carried.seen);
        case 'skip':
          notes.skip(pairId, path, carried.reason);
          return pending.ack(entry, now);
        case 'gone':
          components.recordGone(pairId, path, now);
          return pending.ack(entry, now);
        case 'renamed':
          notes.happened(pairId, { path, kind: 'renamed', at: now });
          // a rename changes the file's change time: whether its content changed too is seen next
          return carried.contentToo ? pending.postpone(entry, now, undefined) : pending.ack(entry, now);
        case 'brought': {
          carried.brought.record();
          pending.ack(entry, now);
          // what is written within the same time stamp as what was read would not be seen
          if (carried.again) pending.enqueue(pairId, path, 'noticed', now);
          const { kind } = carried.brought;
          if (kind !== 'unchanged') components.hintLinks(pairId, path, now);
          if (kind === 'new-file' || kind === 'revision') notes.happened(pairId, { path, kind, at: now });
          return;
        }
        case 'nothing':
        case 'folder':
        case 'problem':
          return pending.ack(entry, now);
      }
    });
    if (carried.end === 'brought' && carried.brought.kind !== 'unchanged')
      tellRevision(pairId, path, carried.brought);
  }

  function tellRevision(pairId: number, path: string, { concurrentEdit, made }: UploadResult): void {
    const pair = pairs.find(pairId);
    if (!pair) return;
    events.emit('revision', inFolder(pair.folder, path));
    if (concurrentEdit) tellForeign(pair, path);
    // what was made upon somebody else's is told already
    if (made && !concurrentEdit) confirmer.add(pair, path, made);
  }

  /** Somebody else's revision lies below ours: both are kept, and the person is told once. */
  function tellForeign(pair: Pair, path: string): void {
    const absolute = inFolder(pair.folder, path);
    notes.happened(pair.id, { path, kind: 'both-kept', at: clock.now() });
    notice(new KooError('BOTH_KEPT', 'another revision was made meanwhile', { detail: { path: absolute } }));
  }

  /** Tells listeners, a few times a second at most. */
  let telling = false;
  function changed(): void {
    if (telling || events.listenerCount('status') === 0) return;
    telling = true;
    void clock.sleep(200).then(() => {
      telling = false;
      events.emit('status');
    });
  }

  const lockOrThrow = () => {
    const release = components.store.takeLock();
    if (!release)
      throw new KooError('STATE_LOCKED', 'another process works on this state folder', {
        detail: { path: home },
      });
    components.snapshots?.empty();
    return release;
  };

  /** What stands in our way now. */
  const standing = (): Blocker[] => {
    const gate = scheduler.gate();
    const ofAll = gate && isStanding(gate.error.code, gate.times) ? [blockerOf(gate.error, gate.since)] : [];
    return [...ofAll, ...monitors.standing()];
  };

  /** Another process may add a pair, ask for a file or pause us through the database. */
  const followState = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await clock.sleep(500, signal);
      parts.standing?.write(signal.aborted ? [] : standing());
      if (signal.aborted || !state.changedElsewhere()) continue;
      await monitors.follow();
      scheduler.wake();
      changed();
    }
  };

  const viewing = { pending, baseline, notes, deletions, sentence: parts.sentence };
  const engine: Engine = {
    async start() {
      if (working) return;
      const release = lockOrThrow();
      const stop = new AbortController();
      const failed = (thrown: unknown) => {
        log.error({ tag: 'engine', err: toKooError(thrown) }, 'the engine stopped working');
        notice(toKooError(thrown));
      };
      const loops = [
        scheduler.run(stop.signal),
        followState(stop.signal),
        recycler.run(stop.signal),
        confirmer.run(stop.signal),
      ];
      working = { stop, release, done: Promise.all(loops.map((loop) => loop.catch(failed))) };
      await monitors.follow();
    },

    async stop() {
      if (!working) return;
      const { stop, release, done } = working;
      working = undefined;
      await monitors.leaveAll();
      stop.abort();
      await done;
      release();
    },

    async syncOnce(signal = new AbortController().signal) {
      const release = lockOrThrow();
      passing = true;
      try {
        let scanned = false;
        const scans = monitors.scanOnce().finally(() => {
          scanned = true;
          scheduler.wake();
        });
        pending.retryAll(clock.now());
        await scheduler.drain(signal, () => !scanned);
        await scans;
        await confirmer.flush(signal);
        await recycler.sweep(signal);
        return engine.status(Number.POSITIVE_INFINITY);
      } finally {
        await monitors.leaveAll();
        passing = false;
        release();
      }
    },

    async addPair(input) {
      // by its real name, so that a symlink to a pair's folder is seen to be inside it
      const folder = await realpath(input.folder).catch(() => join(input.folder));
      const checked = await checkPair({ ...input, folder }, pairs.all());
      await koodrive.space(input.containerId);
      const pair = pairs.add(checked, clock.now());
      if (working) await monitors.follow();
      changed();
      return pair;
    },
    async removePair(id) {
      await monitors.leave(id);
      pairs.remove(id);
      changed();
    },
    pairs: async () => pairs.all(),

    async status(listed) {
      const isHere = working !== undefined || passing;
      const live = {
        standing: isHere ? standing() : [...standing(), ...(parts.standing?.read() ?? [])],
        here: isHere,
        scanning: monitors.scanning,
        transfers,
      };
      return engineStatus(viewing, pairs.all(), live, listed);
    },
    async files(pairId, query, limit) {
      const pair = pairs.find(pairId);
      return pair ? fileEntries(viewing, pair, query, limit) : [];
    },
    async locate(path) {
      const absolute = resolve(path);
      for (const pair of pairs.all()) {
        const relativePath = pathInside(pair.folder, absolute);
        if (!relativePath) continue;
        const known = baseline.find(pair.id, relativePath);
        const file = known?.kind === 'file' ? known : undefined;
        return { pair, relativePath, fileId: file?.fileId, sha256: file?.sha256, size: file?.size };
      }
      throw new KooError('NOT_IN_A_PAIR', 'the path is in no pair', { detail: { path: absolute } });
    },
    syncNow: async (path, signal = new AbortController().signal) =>
      syncNow(
        { engine: parts, components, scheduler, working: () => working !== undefined },
        path,
        await engine.locate(path),
        signal,
      ),

    async pause() {
      notes.setFlag('paused', true);
      changed();
    },
    async resume() {
      notes.setFlag('paused', false);
      scheduler.wake();
      changed();
    },
    async retry() {
      pending.retryAll(clock.now());
      scheduler.openGate();
      monitors.scanAll();
    },

    deletions: async () => deletionViews(deletions, pairs.all()),
    async approveDeletions(ids) {
      for (const id of ids) deletions.approve(id);
      changed();
    },
    beginUndo: (id) => recycler.recall(id),
    endUndo: async (id) => {
      recycler.endRecall(id);
    },

    on(event, listener) {
      // the emitter's own types cannot see that `listener` fits `event`
      events.on(event, listener as never);
      return () => events.off(event, listener as never);
    },
    async close() {
      await engine.stop();
      await components.content.close?.();
      state.close();
    },
  };
  return engine;
}
