/**
 * The whole of KooSync on one page: a changed file in a watched folder becomes a revision in KooDrive.
 *
 *   disk -> watch -> journal -> plan -> upload -> koodrive -> revisions
 *
 * watch/ names paths that may differ (events are hints, scans the truth). journal/ keeps them owed, whatever happens.
 * pump.ts takes what is due; upload/carry.ts looks at the disk, has plan/ decide, and does it. revisions/ remembers
 * what the server holds. The one thing that comes back is the settling of a journal entry: `settle` below. It happens
 * in one transaction with what it stands for, so a kill at any point leaves either the debt or the deed.
 *
 * Invariants 1 to 4 of docs/ARCHITECTURE.md meet here; each is kept, and its tests are named, in the file it names.
 */
import { EventEmitter } from 'node:events';
import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Engine, EngineEvents, LocatedFile, Pair, PairInput } from './engine-types.ts';
import { openDeletions } from './journal/deletions.ts';
import { openJournal, type Entry } from './journal/journal.ts';
import type { KooDrive } from './koodrive/api.ts';
import type { Clock } from './lib/clock.ts';
import { inFolder, pathInside, realDisk, type Disk } from './lib/disk.ts';
import { KooError, toKooError } from './lib/errors.ts';
import type { Log } from './lib/logger.ts';
import { checkPair } from './check-pair.ts';
import { asKooDriveWants, type Cutting } from './plan/parts.ts';
import { sweepDeletions } from './deletions.ts';
import { createPump } from './pump.ts';
import { openNodes } from './revisions/nodes.ts';
import { takeLock } from './state/lock.ts';
import { openNotes } from './state/notes.ts';
import { openPairs } from './state/pairs.ts';
import { openState, type State } from './state/state.ts';
import { deletionViews, engineStatus, fileEntries } from './status.ts';
import { carryDeletion } from './upload/carry-deletion.ts';
import { createCarry, type Carried } from './upload/carry.ts';
import { createContent, type Content } from './upload/content.ts';
import { createLanes } from './upload/lanes.ts';
import { openTasks } from './upload/tasks.ts';
import { createWorkerContent } from './upload/worker-content.ts';
import { attend, type Attendance } from './watch/attend.ts';
import { watchFolder } from './watch/watcher.ts';
import type { Transfer } from '../shared/views.ts';

/** Times are ms; what each means: main/settings/schema.ts. */
export type EngineSettings = {
  readonly settleMs: number;
  readonly maxWaitMs: number;
  readonly versionIntervalMs: number;
  readonly deleteGraceMs: number;
  readonly holdDeletionsCount: number;
  readonly holdDeletionsShare: number;
  readonly concurrency: number;
};

export type EngineParts = {
  /** the state folder */
  readonly home: string;
  readonly koodrive: KooDrive;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: EngineSettings;
  /** an error as a sentence for a person */
  readonly sentence: (error: KooError) => string;
  /** default: the real disk, with large files read on a thread of their own */
  readonly disk?: Disk;
  /** default: the database and the lock in the state folder */
  readonly store?: { readonly state: State; takeLock(): (() => void) | undefined };
  readonly random?: () => number;
  /** off: scans alone find changes; everything must still be found */
  readonly watcher?: boolean;
  /** default: the real watcher */
  readonly watch?: typeof watchFolder;
  /** default: as KooDrive wants */
  readonly cutting?: Cutting;
};

/** Opens the state folder. Throws STATE_BROKEN, STATE_NEWER; changes nothing then. */
export function createEngine(parts: EngineParts): Engine {
  const { home, koodrive, clock, log } = parts;
  const random = parts.random ?? Math.random;
  const timing = {
    settleMs: parts.settings.settleMs,
    maxWaitMs: parts.settings.maxWaitMs,
    versionIntervalMs: parts.settings.versionIntervalMs,
    goneGraceMs: Math.max(2000, 2 * parts.settings.settleMs),
  };

  // the rooms, left to right
  const store = parts.store ?? { state: openState(home), takeLock: () => takeLock(home) };
  const { state } = store;
  const pairs = openPairs(state);
  const notes = openNotes(state);
  const journal = openJournal(state);
  const tasks = openTasks(state);
  const deletions = openDeletions(state);
  const nodes = openNodes(state, parts.settings.versionIntervalMs);
  const disk = parts.disk ?? realDisk;
  const content: Content & { close?(): Promise<void> } = parts.disk
    ? createContent(parts.disk)
    : createWorkerContent(createContent(realDisk), () => new Worker(workerFile()));
  const cutting = parts.cutting ?? asKooDriveWants;
  const carry = createCarry({
    koodrive,
    disk,
    content,
    tasks,
    ledger: nodes,
    clock,
    timing,
    cutting,
    lanes: createLanes({ small: parts.settings.concurrency, large: 2 }, cutting.singlePartUpTo),
    moved: (pairId, from, to) =>
      state.transaction(() => {
        nodes.move(pairId, from, to);
        journal.move(pairId, from, to);
        tasks.move(pairId, from, to);
      }),
  });

  const events = new EventEmitter<EngineEvents>();
  const attended = new Map<number, Attendance>();
  const live = {
    scanning: new Set<number>(),
    transfers: new Map<number, Map<string, Transfer>>(),
    rootErrors: new Map<number, KooError>(),
  };
  let working: { stop: AbortController; release: () => void; done: Promise<unknown> } | undefined;

  const pump = createPump({
    journal,
    clock,
    random,
    log,
    timing,
    settle,
    carry: carryEntry,
    paused: () => notes.flag('paused'),
    changed,
    notice: (error) => events.emit('notice', error),
  });

  async function carryEntry(entry: Entry, signal: AbortSignal): Promise<Carried> {
    const pair = pairs.find(entry.pairId);
    if (!pair) return { end: 'nothing' };
    const transfers = live.transfers.get(pair.id) ?? new Map<string, Transfer>();
    live.transfers.set(pair.id, transfers);
    try {
      return await carry({
        pair,
        path: entry.path,
        noticedAt: entry.noticedAt,
        seen: entry.seen,
        signal,
        failed: entry.failure?.code,
        urgent: entry.rank === 'urgent',
        progress(sent, size) {
          transfers.set(entry.path, { path: entry.path, size, sent });
          changed();
        },
      });
    } finally {
      transfers.delete(entry.path);
    }
  }

  /** The debt becomes the deed, or goes on: all of it or nothing. */
  function settle(entry: Entry, carried: Carried): void {
    const { pairId, path } = entry;
    const now = clock.now();
    state.transaction(() => {
      if (carried.end !== 'skip') notes.unskip(pairId, path);
      switch (carried.end) {
        case 'wait':
          return journal.wait(entry, carried.dueAt, carried.seen);
        case 'skip':
          notes.skip(pairId, path, carried.reason);
          return journal.settle(entry, now);
        case 'gone':
          recordGone(pairId, path, now);
          return journal.settle(entry, now);
        case 'renamed':
          notes.happened(pairId, { path, kind: 'renamed', at: now });
          // a rename changes the file's change time: whether its content changed too is seen next
          return carried.contentToo ? journal.wait(entry, now, undefined) : journal.settle(entry, now);
        case 'brought': {
          carried.brought.record();
          journal.settle(entry, now);
          // what is written within the same time stamp as what was read would not be seen
          if (carried.again) journal.hint(pairId, path, 'noticed', now);
          const { kind } = carried.brought;
          if (kind === 'new-file' || kind === 'revision') notes.happened(pairId, { path, kind, at: now });
          return;
        }
        case 'nothing':
        case 'folder':
        case 'problem':
          return journal.settle(entry, now);
      }
    });
    const pair = pairs.find(pairId);
    if (carried.end === 'brought' && carried.brought.kind !== 'unchanged' && pair)
      events.emit('revision', inFolder(pair.folder, path));
  }

  function recordGone(pairId: number, path: string, now: number): void {
    const known = nodes.find(pairId, path);
    if (!known) return;
    if (nodes.recordGone(pairId, path, now) > 0) notes.happened(pairId, { path, kind: 'deleted', at: now });
    const files = nodes.goneFiles(pairId, path).length;
    deletions.note({ ...known, pairId, files }, now, now + parts.settings.deleteGraceMs);
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

  function attendPair(pair: Pair, watching: boolean): Attendance {
    const attendance = attend(
      {
        folder: pair.folder,
        disk,
        clock,
        random,
        known: (folder) => nodes.children(pair.id, folder),
        ownState: pathInside(pair.folder, home),
        watch: watching ? (parts.watch ?? watchFolder) : undefined,
      },
      {
        owed(paths, by) {
          journal.hintAll(pair.id, paths, by === 'event' ? 'noticed' : 'scanned', clock.now());
          pump.wake();
          changed();
        },
        skipped: (path, reason) => notes.skip(pair.id, path, reason),
        fault(path, error) {
          const now = clock.now();
          journal.fault(pair.id, path, error, now, now + 600_000);
          changed();
        },
        root(error) {
          if (error) live.rootErrors.set(pair.id, error);
          else live.rootErrors.delete(pair.id);
          changed();
        },
        lost: (error) => {
          log.warn({ tag: 'watch', folder: pair.folder, err: error }, 'the watcher lost events');
          if (error.code === 'WATCH_LIMIT') events.emit('notice', error);
        },
        scanning(on) {
          if (on) live.scanning.add(pair.id);
          else live.scanning.delete(pair.id);
          pump.wake();
          changed();
        },
      },
    );
    attended.set(pair.id, attendance);
    return attendance;
  }

  const unattend = async (id: number) => {
    const attendance = attended.get(id);
    attended.delete(id);
    live.rootErrors.delete(id);
    await attendance?.close();
  };

  /** Pairs that were added or removed, by us or by another process, are attended or not from here on. */
  const followPairs = async () => {
    const now = pairs.all();
    for (const id of attended.keys()) if (!now.some((pair) => pair.id === id)) await unattend(id);
    for (const pair of now) if (!attended.has(pair.id)) void attendPair(pair, parts.watcher ?? true).scan();
  };

  const lockOrThrow = () => {
    const release = store.takeLock();
    if (!release)
      throw new KooError('STATE_LOCKED', 'another process works on this state folder', {
        detail: { path: home },
      });
    return release;
  };

  /** Another process may add a pair, ask for a file or pause us through the database. */
  const followState = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await clock.sleep(500, signal);
      if (signal.aborted || !state.changedElsewhere()) continue;
      await followPairs();
      pump.wake();
      changed();
    }
  };

  /** What is gone here goes there too, when it is time and nothing speaks against it. */
  const sweep = async (signal: AbortSignal) => {
    for (const pair of pairs.all()) {
      if (notes.flag('paused') || pump.gate() || signal.aborted || live.scanning.has(pair.id)) continue;
      await sweepDeletions(
        {
          deletions,
          nodes,
          disk,
          clock,
          random,
          log,
          limits: {
            holdCount: parts.settings.holdDeletionsCount,
            holdShare: parts.settings.holdDeletionsShare,
          },
          resting: journal.counts(pair.id).pending === 0,
          transaction: (work) => state.transaction(work),
          carry: (_, deletion, stop) =>
            carryDeletion(
              { koodrive, disk, ledger: nodes, goneIds: nodes.goneIds },
              pair,
              deletion,
              deletion.state === 'approved',
              stop,
            ),
          held: (_, held) => {
            const count = held.reduce((sum, one) => sum + one.files, 0);
            const detail = { path: pair.folder, values: { count } };
            events.emit('notice', new KooError('DELETIONS_HELD', 'deletions wait for a word', { detail }));
          },
        },
        pair,
        signal,
      );
      changed();
    }
  };

  const sweepNowAndThen = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await clock.sleep(sweepEveryMs, signal);
      // what stops a sweep stops the pump too, and is told there
      if (!signal.aborted)
        await sweep(signal).catch((thrown: unknown) =>
          log.warn({ tag: 'deletions', err: toKooError(thrown) }, 'sweep'),
        );
    }
  };

  const engine: Engine = {
    async start() {
      if (working) return;
      const release = lockOrThrow();
      const stop = new AbortController();
      const failed = (thrown: unknown) => {
        log.error({ tag: 'engine', err: toKooError(thrown) }, 'the engine stopped working');
        events.emit('notice', toKooError(thrown));
      };
      const done = Promise.all([
        pump.run(stop.signal).catch(failed),
        followState(stop.signal).catch(failed),
        sweepNowAndThen(stop.signal),
      ]);
      working = { stop, release, done };
      await followPairs();
    },

    async stop() {
      if (!working) return;
      const { stop, release, done } = working;
      working = undefined;
      await Promise.all([...attended.keys()].map(unattend));
      stop.abort();
      await done;
      release();
    },

    async syncOnce(signal = new AbortController().signal) {
      const release = lockOrThrow();
      try {
        const scans = Promise.all(pairs.all().map((pair) => attendPair(pair, false).scan()));
        let scanned = false;
        void scans.finally(() => {
          scanned = true;
          pump.wake();
        });
        journal.retryAll(clock.now());
        await pump.drain(signal, () => !scanned);
        await scans;
        await sweep(signal);
        return engine.status();
      } finally {
        await Promise.all([...attended.keys()].map(unattend));
        release();
      }
    },

    async addPair(input: PairInput) {
      const checked = await checkPair({ ...input, folder: await realFolder(input.folder) }, pairs.all());
      await koodrive.space(input.containerId);
      const pair = pairs.add(checked, clock.now());
      if (working) await followPairs();
      changed();
      return pair;
    },

    async removePair(id) {
      await unattend(id);
      pairs.remove(id);
      changed();
    },

    pairs: () => pairs.all(),
    status: () =>
      engineStatus({ journal, nodes, notes, deletions, sentence: parts.sentence }, pairs.all(), {
        ...live,
        gate: pump.gate()?.error,
      }),
    files(pairId, query, limit) {
      const pair = pairs.find(pairId);
      return pair
        ? fileEntries({ journal, nodes, notes, deletions, sentence: parts.sentence }, pair, query, limit)
        : [];
    },

    pause() {
      notes.setFlag('paused', true);
      changed();
    },
    resume() {
      notes.setFlag('paused', false);
      pump.wake();
      changed();
    },
    retry() {
      journal.retryAll(clock.now());
      pump.openGate();
      for (const attendance of attended.values()) void attendance.scan();
    },

    deletions: () => deletionViews(deletions, pairs.all()),
    approveDeletions(ids) {
      for (const id of ids) deletions.approve(id);
      changed();
    },
    async recallDeletion(id) {
      const deletion = deletions.find(id);
      const pair = deletion && pairs.find(deletion.pairId);
      if (!deletion || !pair)
        throw new KooError('NOT_FOUND', 'no such deletion', { detail: { path: String(id) } });
      const { path, fileId } = deletion;
      if (deletion.state === 'sent') {
        if (nodes.find(pair.id, path))
          throw new KooError('NAME_TAKEN', 'something new is there', {
            detail: { path: inFolder(pair.folder, path) },
          });
        await koodrive.unrecycle({ containerId: pair.containerId, fileId });
      }
      state.transaction(() => {
        nodes.setRecycled(pair.id, path, false);
        deletions.drop(id);
      });
      changed();
      const absolute = (paths: string[]) => paths.map((one) => inFolder(pair.folder, one));
      return {
        folders: absolute(nodes.goneFolders(pair.id, path)),
        files: absolute(nodes.goneFiles(pair.id, path)),
      };
    },

    locate(path): LocatedFile {
      const absolute = resolve(path);
      for (const pair of pairs.all()) {
        const relativePath = pathInside(pair.folder, absolute);
        if (!relativePath) continue;
        const known = nodes.find(pair.id, relativePath);
        const file = known?.kind === 'file' ? known : undefined;
        return { pair, relativePath, fileId: file?.fileId, sha256: file?.sha256, size: file?.size };
      }
      throw new KooError('NOT_IN_A_PAIR', 'the path is in no pair', { detail: { path: absolute } });
    },

    async bring(path, signal = new AbortController().signal) {
      const { pair, relativePath } = engine.locate(path);
      if (!(await disk.facts(path))) return;
      journal.hint(pair.id, relativePath, 'urgent', clock.now());
      pump.wake();
      const release = working ? undefined : store.takeLock();
      // without a lock another process is at work, and finds the hint in the journal
      const ours = release !== undefined;
      try {
        for (let waited = 0; ; waited += 50) {
          const entry = journal.find(pair.id, relativePath);
          if (!entry) return;
          if (entry.failure && entry.attempts > 0)
            throw new KooError(entry.failure.code, 'the present content could not be brought', {
              detail: { path, values: entry.failure.values },
            });
          const gate = pump.gate();
          if (gate) throw gate.error;
          if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
          if (waited > bringAtMostMs + timing.maxWaitMs)
            throw new KooError('TIMED_OUT', 'the content was not brought in time', { detail: { path } });
          if (ours && entry.dueAt <= clock.now()) await pump.one(entry, signal);
          else await clock.sleep(50, signal);
        }
      } finally {
        release?.();
      }
    },

    on(event, listener) {
      // the emitter's own types cannot see that `listener` fits `event`
      events.on(event, listener as never);
      return () => events.off(event, listener as never);
    },

    async close() {
      await engine.stop();
      await content.close?.();
      state.close();
    },
  };
  return engine;
}

/** Deletions are looked at so often; their grace time is far longer. */
const sweepEveryMs = 2000;

/** `bring` waits so long beyond the bounded wait of a restless file. */
const bringAtMostMs = 120_000;

/** Bundled, the thread's code lies beside ours; from source it is where it is written. */
const workerFile = () =>
  new URL(
    import.meta.url.endsWith('.ts') ? './upload/content.worker.ts' : './content.worker.js',
    import.meta.url,
  );

/** The folder by its real name, so that a symlink to a pair's folder is seen to be inside it. */
async function realFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => join(folder));
}
