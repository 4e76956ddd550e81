/**
 * How many files go up at the same time. What holds up a tiny file is the way there and back, three times over, and not its
 * bytes: the further away the server is, the more of them are under way.
 */

/** More are a burden to the server, and fill the line by themselves. */
const mostTimes = 8;
/** Each so many ms of the round trip are worth once more as many. */
const msForOnceMore = 10;

/**
 * `concurrency`: so many larger files go up at once; `roundTripMs`: undefined while it is not measured. As many as a user
 * wants is exceeded for tiny files alone, and is measured first.
 */
export function tinyAtOnce(concurrency: number, roundTripMs: number | undefined): number {
  if (roundTripMs === undefined) return concurrency;
  return concurrency * Math.min(mostTimes, 2 + Math.floor(roundTripMs / msForOnceMore));
}
