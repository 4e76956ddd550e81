/** Every pair has somebody who attends its folder (engine/watch/folder-monitor.ts); what they find is owed from then on. */
import type { EngineEvents, EngineDeps } from '../api.ts';
import { pathInside } from '../../disk/disk.ts';
import { toKooError } from '../../model/errors.ts';
import { blockerOf, type Blocker } from '../../model/blocker.ts';
import type { Pair } from '../../model/pair.ts';
import type { Components } from '../wiring.ts';
import { createFolderMonitor, type FolderMonitor } from './folder-monitor.ts';
import { watchFolder } from './watcher.ts';

export type FolderMonitors = {
  /** Pairs that were added or removed, by us or by another process, are attended or not from here on. */
  follow(): Promise<void>;
  /** Scans every pair once, without watching any. */
  scanOnce(): Promise<unknown>;
  /** Scans every attended pair again. */
  scanAll(): void;
  leave(pairId: number): Promise<void>;
  leaveAll(): Promise<void>;
  readonly scanning: ReadonlySet<number>;
  /** why a pair's own folder cannot be read now, and what makes a pair slower than it should be */
  standing(): readonly Blocker[];
  /** is this left out by the rules of an attended pair? */
  ignores(pairId: number, path: string, isFolder: boolean): boolean;
};

export type FolderMonitorsDeps = {
  readonly engine: EngineDeps;
  readonly components: Components;
  /** something is owed */
  wake(): void;
  changed(): void;
  notice(...error: EngineEvents['notice']): void;
};

/** What a scan could not look at is looked at again after so long, if no event asks before. */
const faultRestsMs = 600_000;
/** What could not be written down is looked for again after so long. */
const writeAgainMs = 30_000;

export function createFolderMonitors(parts: FolderMonitorsDeps): FolderMonitors {
  const { home, clock, log, random = Math.random, watcher = true, watch = watchFolder } = parts.engine;
  const { pairs, pending, notes, baseline, disk } = parts.components;
  const attended = new Map<number, FolderMonitor>();
  const scanning = new Set<number>();
  const rootErrors = new Map<number, Blocker>();
  const warnings = new Map<number, Blocker>();
  const unwritten = new Set<number>();

  /**
   * Writes down what was found. Where that cannot be done (a full disk) nothing is lost: the pair is scanned again
   * until it can.
   */
  const written = (pair: Pair, write: () => void) => {
    try {
      write();
    } catch (thrown) {
      const error = toKooError(thrown);
      log.error({ tag: 'attend', folder: pair.folder, code: error.code, err: error }, 'not written down');
      if (unwritten.has(pair.id)) return;
      unwritten.add(pair.id);
      parts.notice(error);
      void clock.sleep(writeAgainMs).then(() => {
        unwritten.delete(pair.id);
        void attended.get(pair.id)?.scan();
      });
    }
  };

  const attendPair = (pair: Pair, watching: boolean): FolderMonitor => {
    const attendance = createFolderMonitor(
      {
        folder: pair.folder,
        disk,
        clock,
        random,
        known: (folder) => baseline.children(pair.id, folder),
        ownState: pathInside(pair.folder, home),
        stay: watching,
        watch: watching && watcher ? watch : undefined,
      },
      {
        mayDiffer(paths, by) {
          written(pair, () => {
            // what a folder's new listing shows is as fresh as an event, but says no more than a scan
            const rank = by === 'scan' ? 'scanned' : 'noticed';
            pending.enqueueAll(pair.id, paths, rank, clock.now(), by === 'event' ? 'event' : 'scan');
          });
          parts.wake();
          parts.changed();
        },
        skipped: (path, reason) => {
          written(pair, () => {
            notes.skip(pair.id, path, reason);
          });
        },
        fault(path, error) {
          const now = clock.now();
          written(pair, () => {
            pending.enqueueFailed(pair.id, path, error, now, now + faultRestsMs);
          });
          parts.changed();
        },
        root(error) {
          if (!error) rootErrors.delete(pair.id);
          // looked for again and again: since when it is gone is of interest
          else if (rootErrors.get(pair.id)?.code !== error.code)
            rootErrors.set(pair.id, blockerOf(error, clock.now(), pair.id));
          parts.changed();
        },
        lost(error) {
          log.warn({ tag: 'watch', folder: pair.folder, err: error }, 'the watcher lost events');
          if (error.code !== 'WATCH_LIMIT') return;
          warnings.set(pair.id, blockerOf(error, clock.now(), pair.id));
          parts.notice(error);
        },
        scanning(on) {
          if (on) scanning.add(pair.id);
          else scanning.delete(pair.id);
          parts.wake();
          parts.changed();
        },
      },
    );
    attended.set(pair.id, attendance);
    return attendance;
  };

  const leave = async (id: number) => {
    const attendance = attended.get(id);
    attended.delete(id);
    rootErrors.delete(id);
    warnings.delete(id);
    await attendance?.close();
  };

  return {
    async follow() {
      const now = pairs.all();
      for (const id of attended.keys()) if (!now.some((pair) => pair.id === id)) await leave(id);
      for (const pair of now) if (!attended.has(pair.id)) void attendPair(pair, true).scan();
    },
    scanOnce: () => Promise.all(pairs.all().map((pair) => attendPair(pair, false).scan())),
    scanAll() {
      for (const attendance of attended.values()) void attendance.scan();
    },
    leave,
    async leaveAll() {
      await Promise.all([...attended.keys()].map(leave));
    },
    scanning,
    standing: () => [...rootErrors.values(), ...warnings.values()],
    ignores: (pairId, path, isFolder) => attended.get(pairId)?.ignores(path, isFolder) ?? false,
  };
}
