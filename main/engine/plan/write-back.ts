/**
 * When do a file's stamps prove its content? A program that keeps a file mapped into its memory stamps it when it first
 * writes to a page, and not again until the kernel has written that page back. So what was read soon after the last
 * stamp may not be all that was written. Pure functions of values; times are epoch ms.
 */

/**
 * So long after a stamp everything that was written without another one is on its way to the disk, and the next write
 * stamps again: Linux writes back what is older than 30 s (vm.dirty_expire_centisecs) and looks every 5 s
 * (vm.dirty_writeback_centisecs); the rest is to spare.
 */
export const writeBackMs = 40_000;

/** From when on a reading proves the content; undefined: the one that began at `readAt` does. */
export function provenFrom(quietSince: number, readAt: number): number | undefined {
  // a stamp ahead of the clock is taken for one of now
  const stampedAt = Math.min(quietSince, readAt);
  return readAt - stampedAt < writeBackMs ? stampedAt + writeBackMs : undefined;
}

/**
 * A reading that was to prove the content began at `readAt`: from when on another one does; undefined: this one did. The
 * clock by which it was due may have been wrong for a moment. By what is stamped further ahead no clock comes soon.
 */
export function provenAgainFrom(quietSince: number, readAt: number): number | undefined {
  const from = quietSince + writeBackMs;
  return readAt < from && from <= readAt + 2 * writeBackMs ? from : undefined;
}

/** What was written and no event told is looked at again after so long, then after twice as long, and so on. */
export const firstLookMs = 60_000;
/** Then the hourly scan is often enough. */
export const longestLookMs = 3_600_000;

/** The pause before the next look; undefined: no more looks. */
export function nextLookMs(pauseMs: number): number | undefined {
  return pauseMs * 2 <= longestLookMs ? pauseMs * 2 : undefined;
}
