/**
 * Programs that save by renaming (Word, Excel, JetBrains, Vim, Emacs) rename the document to a backup and put a new file
 * in its place. For the moment between, the disk looks as if a user had renamed the document. A history belongs to the
 * path that users see, so a name that is filled again in time takes its file on the server back: docs/saving.md has the
 * rule, its cases and its price. Pure functions of values; times are epoch ms.
 */
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { NEEDS_RECHECK, NEEDS_REREAD } from '../../model/baseline-entry.ts';
import type { FileStat } from '../../model/file-stat.ts';

/** A name that is filled again within this time after its file was renamed takes the file on the server back, ms. */
export const saveWindowMs = 30_000;

/** When the disk renamed this file: its change time tells, where the file system sets it for a rename. */
export function renamedAt(stat: FileStat, before: BaselineEntry, now: number): number {
  const known = before.local?.fingerprint;
  const isStamped =
    known !== undefined && known !== NEEDS_REREAD && known !== NEEDS_RECHECK && known !== stat.fingerprint;
  return isStamped ? Math.min(stat.quietSince, now) : now;
}

/**
 * When a name that its file left at `leftAt` was filled by what stands there now: when something was noticed there, or when the
 * disk says that it was made or last changed, whichever is earlier: it may have been changed again while there was no line.
 */
export function filledAt(leftAt: number, stat: FileStat, noticedAt: number, now: number): number {
  // what stands there came after the file had left: an older time is not of its coming
  const { quietSince, madeAt = quietSince } = stat;
  const times = [madeAt, quietSince, noticedAt, Math.max(now, leftAt)].filter((at) => at >= leftAt);
  return Math.min(...times);
}

/** Was it filled in time? */
export const isFilledInTime = (leftAt: number, stat: FileStat, noticedAt: number, now: number): boolean =>
  filledAt(leftAt, stat, noticedAt, now) - leftAt <= saveWindowMs;
