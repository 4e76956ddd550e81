/** When a failed change is tried again: a pure function of values. Times are ms. */
import type { Retry } from '../../../shared/error-codes.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const longestMs = 600_000;

/** No wait of `backoff` is longer. */
export const longestBackoffMs = 1.25 * longestMs;

/** Wait before attempt `attempts` + 1: 1 s doubling to 10 min, a quarter more or less so that many do not come at once. */
export function backoff(attempts: number, random: () => number): number {
  const base = Math.min(longestMs, 1000 * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return Math.round(base * (0.75 + random() * 0.5));
}

/** Wait before attempt `attempts` + 1 of what failed, as its row of the error table says (shared/error-codes.ts). */
export function retryDelay(
  retry: Exclude<Retry, 'at-once' | 'settled'>,
  attempts: number,
  random: () => number,
): number {
  const soonest = retry === 'day' ? dayMs : retry === 'minute' ? minuteMs : 0;
  return Math.max(soonest, backoff(attempts, random));
}
