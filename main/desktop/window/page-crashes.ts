/** How often a window whose page has crashed or hangs is opened anew by itself: at once, later, then not any more. Pure. */

/** A page that crashes again and again would do so for ever: each time it is given longer, and the fourth is the last. */
const delaysMs = [0, 2_000, 10_000] as const;
/** Crashes that are so long ago count no more. */
const forgottenMs = 10 * 60_000;

/** A crash at this time (ms of any clock that only goes on): how long to wait, or undefined where the window stays closed. */
export function createPageCrashes(): (now: number) => number | undefined {
  let crashes: number[] = [];
  return (now) => {
    crashes = crashes.filter((at) => now - at < forgottenMs);
    const delay = delaysMs[crashes.length];
    crashes.push(now);
    return delay;
  };
}
