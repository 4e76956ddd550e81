/** When an engine's process that ended by itself is started again: after a second, doubling up to a minute. Pure. */

const firstMs = 1_000;
const mostMs = 60_000;
/** What ran for so long was sound: the next end of it is the first one. */
const soundMs = 60_000;

/** How often it ended in a row, none of its lives being sound. */
export type Ends = number;

export const noEnds: Ends = 0;

/** It ended `livedMs` after its start. */
export const endedAfter = (before: Ends, livedMs: number): Ends => (livedMs >= soundMs ? 1 : before + 1);

/** ms until it is started again. */
export const restartDelay = (ends: Ends): number =>
  Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(ends - 1, 0), 10));
