/** When is a file settled, and when may it have its next version: pure functions of values. Times are ms. */
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { isStampedAfterWriting, type FileStat } from '../../model/file-stat.ts';
import type { Observation } from '../../model/observation.ts';

export type Timing = {
  /** a file is settled when nothing has touched it for so long */
  readonly settleMs: number;
  /** a file that is never quiet is taken after so long all the same, and not more often than that */
  readonly maxWaitMs: number;
  /** a file that had many versions in quick succession gets no more than one in so long */
  readonly versionIntervalMs: number;
  /** so long a path may be missing before it counts as deleted: its new name may still turn up */
  readonly missingGraceMs: number;
};

export type Settling =
  | { readonly settled: true; readonly neverQuiet: boolean }
  | { readonly settled: false; readonly observed: Observation; readonly dueAt: number };

/**
 * Has this file settled? The file system's own stamps tell since when it has been quiet; where they lie in the future
 * (a clock that was set back, a network drive) only what we observed ourselves counts.
 * `noticedAt` is when the change was first noticed; `observed` what was found last time; a file that is not quiet is not
 * taken before `unquietFrom` (epoch ms), for it was written while it was read.
 */
export function settlingOf(
  stat: FileStat,
  observed: Observation | undefined,
  noticedAt: number,
  now: number,
  timing: Timing,
  unquietFrom = 0,
): Settling {
  // a stamp of whole seconds may be older than the write by nearly two (FAT)
  const needed = timing.settleMs + (stat.coarse ? 2000 : 0);
  const isAsObserved = observed !== undefined && observed.fingerprint === stat.fingerprint;
  const quietSince = stat.quietSince <= now ? stat.quietSince : isAsObserved ? observed.at : now;
  if (now - quietSince >= needed) return { settled: true, neverQuiet: false };
  const longest = Math.max(noticedAt + timing.maxWaitMs, unquietFrom);
  if (now >= longest) return { settled: true, neverQuiet: true };
  return {
    settled: false,
    observed: isAsObserved ? observed : { fingerprint: stat.fingerprint, at: now },
    dueAt: Math.min(quietSince + needed, longest),
  };
}

/** So long after it took its place a content is taken that was written before, ms: its file may be given mode and owner yet. */
const replacedMs = 250;

/** Has a program the file open for writing? `untold`: the system does not tell it here. */
export type Writers = 'none' | 'maybe' | 'untold';

/**
 * The waiting times of what stands at the path of a known file. Another file that was written before it took the place of
 * the known one is whole: who saves by renaming writes no more. That its stamps say so is enough where nobody tells who has it
 * open; and where it was renamed within one tick of the clock the stamps do not say it, but that nobody has it open does.
 */
export function timingOf(
  base: BaselineEntry | undefined,
  stat: FileStat,
  timing: Timing,
  writers: Writers,
): Timing {
  const isWhole = writers === 'none' || (writers === 'untold' && isStampedAfterWriting(stat));
  if (!isWhole || stat.coarse || !isAnotherFile(base, stat)) return timing;
  return { ...timing, settleMs: Math.min(timing.settleMs, replacedMs) };
}

function isAnotherFile(base: BaselineEntry | undefined, stat: FileStat): boolean {
  const before = base?.kind === 'file' ? base.local?.localId : undefined;
  return before !== undefined && stat.localId !== undefined && before !== stat.localId;
}

/**
 * Does it matter now who has it open for writing? `soon`: not before it has been quiet for a moment, and then it will, as its
 * stamps do not say that it is whole.
 */
export function askForWriters(
  base: BaselineEntry | undefined,
  stat: FileStat,
  now: number,
  { settleMs }: Pick<Timing, 'settleMs'>,
): 'no' | 'soon' | 'now' {
  if (stat.kind !== 'file' || stat.coarse || !isAnotherFile(base, stat)) return 'no';
  const quietMs = now - stat.quietSince;
  if (settleMs <= replacedMs || quietMs >= settleMs) return 'no';
  if (quietMs >= replacedMs) return 'now';
  return isStampedAfterWriting(stat) ? 'no' : 'soon';
}

/** So many versions in quick succession are a user at work; more are a program that saves all the time. */
const briskAfter = 5;

/** The earliest time for the next version of a file that is saved all the time; undefined for any other file. */
export function earliestNextVersion(
  base: { readonly syncedAt: number | undefined; readonly streak: number },
  timing: Timing,
): number | undefined {
  return base.streak >= briskAfter && base.syncedAt !== undefined
    ? base.syncedAt + timing.versionIntervalMs
    : undefined;
}
