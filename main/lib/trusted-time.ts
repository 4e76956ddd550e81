/**
 * The time by which a grace time ends and what is old is forgotten. The system's clock alone does not say it: it may be set
 * to anything, for four seconds or for good. So there are three witnesses: the system's clock, the server's (the Date of its
 * answers), and the steady one, which goes on from the time that was known last by what cannot be set. The one in the middle
 * counts: a jump of one of them moves nothing. Where no server was heard the steady one counts, which stands still while
 * the machine sleeps or nobody runs: then what waits waits on until one is heard. Why so: docs/decisions/.
 */
import { isAmong, withReading, type Readings } from './behind-readings.ts';
import type { Clock } from './clock.ts';

/** What the next start is told. */
export type RememberedTime = {
  /** the time that was known last, epoch ms */
  readonly at: number;
  /** readings of the system's clock at which it was behind */
  readonly behind: readonly Readings[];
  /** what the system's clock showed then, epoch ms; undefined: an early version did not say */
  readonly wall: number | undefined;
};

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
  /**
   * epoch ms by the server's own clock, to tell how much goes by between two of its dates, whatever other clocks say.
   * Undefined: none was heard since the start, or since the system's clock jumped; the machine may have slept then.
   */
  server(): number | undefined;
  /** May a stamp of the disk (epoch ms) be of a later time than it says, since the clock that made it was behind? */
  mayBeLater(stamp: number): boolean;
  /** What the system's clock showed when the life before wrote down its time, epoch ms. */
  readonly formerWall: number | undefined;
  /** To be written down now and then. */
  remembered(): RememberedTime;
};

/** So far clocks that are right differ: an HTTP date is cut to seconds, the network corrects a clock now and then. */
const slackMs = 2_000;

/** `last`: what the life before wrote down; undefined: nothing is known. */
export function createTrustedTime(
  clock: Pick<Clock, 'now' | 'elapsed'>,
  last: RememberedTime | undefined,
): TrustedTime {
  let from = { at: last?.at ?? clock.now(), elapsed: clock.elapsed() };
  let hasPast = last !== undefined;
  /** the server's date that came last, and what was read off the other two as it came */
  let dated: { readonly at: number; readonly wall: number; readonly elapsed: number } | undefined;
  /** how far the system's clock is ahead, as a server said; undefined: it is not, as far as is known */
  let wrongBy: number | undefined;
  let behind = last?.behind ?? [];
  // the steady clock has fractions of a ms, and what is written down has none
  const steady = () => from.at + Math.floor(clock.elapsed() - from.elapsed);
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
  /**
   * Is the steady clock no witness beside these two? At the very first start nothing is known, and a server's clock is
   * seldom wrong. At any start the time that was known last has passed: a clock that lies before it is wrong, and how much
   * time went by since the server alone can tell.
   */
  const isLowerBound = (wall: number, serverNow: number): boolean => {
    if (!hasPast) return true;
    const known = now();
    return dated === undefined && wall < known - slackMs && serverNow > known;
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
      const known = isLowerBound(wall, serverNow) ? serverNow : now();
      const before = dated && { wall: dated.wall, server: dated.at };
      behind = withReading(behind, { wall, server: serverNow }, before, last?.at);
      hasPast = true;
      dated = { at: serverNow, wall, elapsed: clock.elapsed() };
      const middle = [wall, serverNow, known].toSorted((a, b) => a - b)[1] ?? known;
      const isRight = Math.abs(wall - middle) <= slackMs;
      wrongBy = isRight ? undefined : wall - middle;
      goOnFrom(isRight ? wall : middle);
    },
    server() {
      if (!dated) return undefined;
      const since = Math.floor(clock.elapsed() - dated.elapsed);
      return Math.abs(clock.now() - dated.wall - since) <= slackMs ? dated.at + since : undefined;
    },
    mayBeLater: (stamp) => isAmong(behind, stamp),
    formerWall: last?.wall,
    remembered: () => ({ at: now(), behind, wall: Math.floor(clock.now()) }),
  };
}
