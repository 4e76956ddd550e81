/** When is a file settled, and when is a failed one tried again: pure functions of values. Times are ms. */
import type { Observation } from '../../model/observation.ts';
import type { FileStat } from '../../model/file-stat.ts';

export type Timing = {
  /** a file is settled when nothing has touched it for so long */
  readonly settleMs: number;
  /** a file that never rests is taken after so long all the same, and not more often than that */
  readonly maxWaitMs: number;
  /** a file that had many versions in quick succession gets no more than one in so long */
  readonly versionIntervalMs: number;
  /** so long a path may be gone before it counts as deleted: its new name may still turn up */
  readonly missingGraceMs: number;
};

export type Settling =
  | { readonly settled: true; readonly neverQuiet: boolean }
  | { readonly settled: false; readonly seen: Observation; readonly dueAt: number };

/**
 * Is this file at rest? The file system's own stamps tell since when it has been quiet; where they lie in the future
 * (a clock that was set back, a network drive) only what we saw ourselves counts.
 * `noticedAt` is when the change was first noticed; `seen` what was found last time.
 */
export function settlingOf(
  stat: FileStat,
  seen: Observation | undefined,
  noticedAt: number,
  now: number,
  timing: Timing,
): Settling {
  // a stamp of whole seconds may be older than the write by nearly two (FAT)
  const needed = timing.settleMs + (stat.coarse ? 2000 : 0);
  const sameAsSeen = seen !== undefined && seen.fingerprint === stat.fingerprint;
  const quietSince = stat.quietSince <= now ? stat.quietSince : sameAsSeen ? seen.at : now;
  if (now - quietSince >= needed) return { settled: true, neverQuiet: false };
  if (now - noticedAt >= timing.maxWaitMs) return { settled: true, neverQuiet: true };
  return {
    settled: false,
    seen: sameAsSeen ? seen : { fingerprint: stat.fingerprint, at: now },
    dueAt: Math.min(quietSince + needed, noticedAt + timing.maxWaitMs),
  };
}

/** So many versions in quick succession are a person at work; more are a program that saves all the time. */
const briskAfter = 5;

/** The earliest time for the next version of a file that is saved all the time; undefined for any other file. */
export function earliestNextVersion(
  known: { syncedAt: number | undefined; streak: number },
  timing: Timing,
): number | undefined {
  return known.streak >= briskAfter && known.syncedAt !== undefined
    ? known.syncedAt + timing.versionIntervalMs
    : undefined;
}

/** Wait before attempt `attempts` + 1: 1 s doubling to 10 min, a quarter more or less so that many do not come at once. */
export function backoff(attempts: number, random: () => number): number {
  const base = Math.min(600_000, 1000 * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return Math.round(base * (0.75 + random() * 0.5));
}
