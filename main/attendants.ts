/** Every pair has somebody who attends its folder (watch/attend.ts); what they find is owed from then on. */
import type { EngineEvents, EngineParts, Pair } from './engine-types.ts';
import { pathInside } from './lib/disk.ts';
import type { KooError } from './lib/errors.ts';
import type { Rooms } from './rooms.ts';
import { attend, type Attendance } from './watch/attend.ts';
import { watchFolder } from './watch/watcher.ts';

export type Attendants = {
  /** Pairs that were added or removed, by us or by another process, are attended or not from here on. */
  follow(): Promise<void>;
  /** Scans every pair once, without watching any. */
  scanOnce(): Promise<unknown>;
  /** Scans every attended pair again. */
  scanAll(): void;
  leave(pairId: number): Promise<void>;
  leaveAll(): Promise<void>;
  readonly scanning: ReadonlySet<number>;
  /** why a pair's own folder cannot be read now */
  readonly rootErrors: ReadonlyMap<number, KooError>;
};

export type AttendantsParts = {
  readonly engine: EngineParts;
  readonly rooms: Rooms;
  /** something is owed */
  wake(): void;
  changed(): void;
  notice(...error: EngineEvents['notice']): void;
};

/** What a scan could not look at is looked at again after so long, if no event asks before. */
const faultRestsMs = 600_000;

export function createAttendants(parts: AttendantsParts): Attendants {
  const { home, clock, log, random = Math.random, watcher = true, watch = watchFolder } = parts.engine;
  const { pairs, journal, notes, nodes, disk } = parts.rooms;
  const attended = new Map<number, Attendance>();
  const scanning = new Set<number>();
  const rootErrors = new Map<number, KooError>();

  const attendPair = (pair: Pair, watching: boolean): Attendance => {
    const attendance = attend(
      {
        folder: pair.folder,
        disk,
        clock,
        random,
        known: (folder) => nodes.children(pair.id, folder),
        ownState: pathInside(pair.folder, home),
        watch: watching ? watch : undefined,
      },
      {
        owed(paths, by) {
          journal.hintAll(pair.id, paths, by === 'event' ? 'noticed' : 'scanned', clock.now());
          parts.wake();
          parts.changed();
        },
        skipped: (path, reason) => notes.skip(pair.id, path, reason),
        fault(path, error) {
          const now = clock.now();
          journal.fault(pair.id, path, error, now, now + faultRestsMs);
          parts.changed();
        },
        root(error) {
          if (error) rootErrors.set(pair.id, error);
          else rootErrors.delete(pair.id);
          parts.changed();
        },
        lost(error) {
          log.warn({ tag: 'watch', folder: pair.folder, err: error }, 'the watcher lost events');
          if (error.code === 'WATCH_LIMIT') parts.notice(error);
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
    await attendance?.close();
  };

  return {
    async follow() {
      const now = pairs.all();
      for (const id of attended.keys()) if (!now.some((pair) => pair.id === id)) await leave(id);
      for (const pair of now) if (!attended.has(pair.id)) void attendPair(pair, watcher).scan();
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
    rootErrors,
  };
}
