/**
 * The time by which a grace time ends and what is old is forgotten. The system's clock alone does not say it: it may be set
 * to anything, for four seconds or for good. So there are three witnesses: the system's clock, the server's (the Date of its
 * answers), and the steady one, which goes on from the time that was known last by what cannot be set. The one in the middle
 * counts: a jump of one of them moves nothing. Where no server was heard the steady one counts, which stands still while
 * the machine sleeps or nobody runs: then what waits waits on until one is heard. Why so: docs/decisions/.
 */
import type { Clock } from './clock.ts';

export type TrustedTime = {
  /** epoch ms, to judge by whether a time that is written down has come: never ahead of what two witnesses say */
  now(): number;
  /**
   * epoch ms to write down: as users read it on their clock, unless a server said that this is wrong, or it was set back. It
   * may be ahead of `now()` until a server was heard.
   */
  stamp(): number;
  /** A server's date has just come with an answer, epoch ms. */
  heard(serverNow: number): void;
  /** Was a server heard since the start? */
  isWitnessed(): boolean;
};

/** So far clocks that are right differ: an HTTP date is cut to seconds, the network corrects a clock now and then. */
const slackMs = 2_000;

/** `last`: the time that was known last, before this start (epoch ms); undefined: none is. */
export function createTrustedTime(
  clock: Pick<Clock, 'now' | 'elapsed'>,
  last: number | undefined,
): TrustedTime {
  let from = { at: last ?? clock.now(), elapsed: clock.elapsed() };
  let hasPast = last !== undefined;
  let isWitnessed = false;
  /** how far the system's clock is ahead, as a server said; undefined: it is not, as far as is known */
  let wrongBy: number | undefined;
  const steady = () => from.at + (clock.elapsed() - from.elapsed);
  const goOnFrom = (at: number): number => {
    from = { at, elapsed: clock.elapsed() };
    return at;
  };
  const now = (): number => {
    const wall = clock.now();
    const known = steady();
    // the usual case: they agree, and small corrections are followed
    return Math.abs(wall - known) <= slackMs ? goOnFrom(wall) : known;
  };
  return {
    now,
    stamp() {
      const wall = clock.now();
      const known = now();
      const isWrong = wrongBy !== undefined && Math.abs(wall - known - wrongBy) <= slackMs;
      return isWrong ? known : Math.max(wall, known);
    },
    heard(serverNow) {
      const wall = clock.now();
      // at the very first start nothing is known, and a server's clock is seldom wrong
      const known = hasPast ? now() : serverNow;
      hasPast = true;
      isWitnessed = true;
      const middle = [wall, serverNow, known].toSorted((a, b) => a - b)[1] ?? known;
      const isRight = Math.abs(wall - middle) <= slackMs;
      wrongBy = isRight ? undefined : wall - middle;
      goOnFrom(isRight ? wall : middle);
    },
    isWitnessed: () => isWitnessed,
  };
}
