/** When a failed change is tried again, and when a host is probed again: pure functions of values. Times are ms. */
import { errorCodes, type ErrorCode, type Retry, type Scope } from '../../../shared/error-codes.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const longestMs = 600_000;

/** No wait of `backoff` is longer. */
export const longestBackoffMs = 1.25 * longestMs;

/** Wait before attempt `attempts` + 1: 1 s doubling to 10 min, a quarter more or less so that many do not come at once. */
export function backoff(attempts: number, random: () => number): number {
  return Math.round(waitAfter(attempts) * (0.75 + random() * 0.5));
}

/** When `attempts` failures in a row have had their waits, the first of them at `failedAt` (epoch ms). */
export function endOfWaits(failedAt: number, attempts: number): number {
  let until = failedAt;
  // later ones wait the longest anyway
  for (let attempt = 1; attempt <= Math.min(attempts, 1000); attempt++) until += waitAfter(attempt);
  return until;
}

const waitAfter = (attempts: number): number =>
  Math.min(longestMs, 1000 * 2 ** Math.min(20, Math.max(0, attempts - 1)));

/** Wait before attempt `attempts` + 1 of what failed, as its row of the error table says (shared/error-codes.ts). */
export function retryDelay(
  retry: Exclude<Retry, 'at-once' | 'settled'>,
  attempts: number,
  random: () => number,
): number {
  const soonest = retry === 'day' ? dayMs : retry === 'minute' ? minuteMs : 0;
  return Math.max(soonest, backoff(attempts, random));
}

/** Of a host that did not answer: often at first, for most of it passes soon; a minute is the most that anybody waits. */
const probeSteps = [
  { beforeMs: minuteMs, everyMs: 5000 },
  { beforeMs: longestMs, everyMs: 15_000 },
] as const;

export type StandingFailure = {
  readonly scope: Exclude<Scope, 'item'>;
  readonly code: ErrorCode;
  /** how often in a row it was found so */
  readonly times: number;
  /** for how long it has stood */
  readonly forMs: number;
};

/** Wait before what stands in the way of more than one path is asked again. */
export function probeDelay({ scope, code, times, forMs }: StandingFailure, random: () => number): number {
  // who asked for a pause is asked as little as can be
  if (code === 'THROTTLED') return Math.min(minuteMs, backoff(times, random));
  const passesByItself = scope === 'host' || (scope === 'account' && errorCodes[code].response === 'retry');
  if (!passesByItself) return minuteMs;
  return probeSteps.find(({ beforeMs }) => forMs < beforeMs)?.everyMs ?? minuteMs;
}
