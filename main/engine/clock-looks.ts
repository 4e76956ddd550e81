/**
 * The looks at the system's clock. One that was set back, now or while we did not run, must not leave everything waiting for its
 * former time; and what it was set to is to be known to the next life.
 */
import type { Clock } from '../lib/clock.ts';
import type { Breakers } from './breakers.ts';
import type { PendingChanges } from './pending/pending-changes.ts';

export type ClockLooksDeps = {
  readonly pending: Pick<PendingChanges, 'clockSetBack' | 'isAhead'>;
  readonly breakers: Pick<Breakers, 'clockSetBack' | 'isAhead'>;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  /** what the clock showed when it was read last by a life before, epoch ms; undefined: nobody knows */
  readonly formerNow: number | undefined;
  /** the clock was set back, and showed `before` (epoch ms) a moment ago, or to a life before */
  wasAhead(before: number): void;
  /** The clock may show another time than it did: what it shows is to be known to the next life. Never throws. */
  clockWasSet(): void;
};

/** Epoch ms: what it shows, and what it showed at the look before, or to a life before. */
export type ClockLook = { readonly now: number; readonly before: number; readonly isSetBack: boolean };

/** A clock that is disciplined by the network may step back so far; nothing waits longer for it. */
const jitterMs = 1000;
/** So often all that is pending is read for a time that is still to come. */
const aheadEveryMs = 60_000;

/** Is `now` in another one of the spans of this length than `before`, all ms? */
export const isFirstIn = (spanMs: number, now: number, before: number): boolean =>
  Math.floor(now / spanMs) !== Math.floor(before / spanMs);

export class ClockLooks {
  readonly #deps: ClockLooksDeps;
  /** what was under way when the clock was set back: it may end with a time of the former clock */
  readonly #beforeSetBack = new Set<string>();
  #last: { readonly now: number; readonly elapsed: number } | undefined;

  constructor(deps: ClockLooksDeps) {
    this.#deps = deps;
  }

  /** `underWay`: names of what is. Throws what the database throws. */
  look(underWay: Iterable<string>): ClockLook {
    const { breakers, clock, formerNow, pending } = this.#deps;
    const [now, elapsed] = [clock.now(), clock.elapsed()];
    const last = this.#last;
    const before = last?.now ?? Math.max(now, formerNow ?? now);
    this.#last = { now, elapsed };
    // it may have been set forward and back between two looks, and what was noticed meanwhile has a time to come
    const isAhead = () =>
      isFirstIn(aheadEveryMs, now, before) &&
      (pending.isAhead(now + jitterMs) || breakers.isAhead(now + jitterMs));
    const isSetBack = now < before - jitterMs || isAhead();
    if (isSetBack) {
      pending.clockSetBack(now);
      for (const key of underWay) this.#beforeSetBack.add(key);
      breakers.clockSetBack(now);
      if (now < before) this.#deps.wasAhead(before);
    }
    // before anything is sent by it: a kill may come, and the clock be set right before the next life
    if (!last || Math.abs(now - last.now - (elapsed - last.elapsed)) > jitterMs) this.#deps.clockWasSet();
    return { now, before, isSetBack };
  }

  /** This ended. Was it under way when the clock was set back? */
  endedAfterSetBack(key: string): boolean {
    return this.#beforeSetBack.delete(key);
  }
}
