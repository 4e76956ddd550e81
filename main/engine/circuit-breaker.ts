/**
 * What stands in the way of everything, not of one path: the line is down, the server asks for a pause, nobody is
 * signed in. While the breaker is open nothing is synced. When its time is up it is half-open: one change tries
 * whether the way is free; the server's answer closes it, a failure opens it for longer.
 */
import type { KooError } from '../model/errors.ts';
import { backoff } from './plan/backoff.ts';

export type Trip = {
  readonly error: KooError;
  /** epoch ms; half-open from then on */
  readonly until: number;
  /** how often in a row it opened */
  readonly times: number;
  /** the server itself said how long */
  readonly named: boolean;
  /** epoch ms when it opened first */
  readonly since: number;
};

const longestMs = 60_000;

export class CircuitBreaker {
  readonly #random: () => number;
  #trip: Trip | undefined;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Undefined: closed, nothing stands in the way. */
  get trip(): Trip | undefined {
    return this.#trip;
  }

  isOpen(now: number): boolean {
    return this.#trip !== undefined && this.#trip.until > now;
  }

  isHalfOpen(now: number): boolean {
    return this.#trip !== undefined && this.#trip.until <= now;
  }

  /** Opens it; returns whether it was closed before, so that it is told once. */
  open(error: KooError, now: number): boolean {
    const { retryAfterMs } = error.detail;
    // many fail at once when the line goes down: that is one opening; the longest pause that the server named holds
    if (this.#trip && this.#trip.until > now) {
      const until = now + (retryAfterMs ?? 0);
      if (until > this.#trip.until) this.#trip = { ...this.#trip, error, until, named: true };
      return false;
    }
    const times = (this.#trip?.times ?? 0) + 1;
    const wait = error.response === 'retry' ? Math.min(longestMs, backoff(times, this.#random)) : longestMs;
    const until = now + Math.max(wait, retryAfterMs ?? 0);
    const since = this.#trip?.since ?? now;
    this.#trip = { error, times, until, named: retryAfterMs !== undefined, since };
    return times === 1;
  }

  /** The server answered. What was under way when it asked for a pause is no leave to go on. */
  succeeded(now: number): void {
    if (!this.#trip?.named || this.#trip.until <= now) this.#trip = undefined;
  }

  /** The user asked to try again, or the machine woke. */
  close(): void {
    this.#trip = undefined;
  }

  /** A clock that was set back must not leave everything waiting for its former time. */
  clockSetBack(now: number): void {
    if (this.#trip) this.#trip = { ...this.#trip, until: Math.min(this.#trip.until, now) };
  }
}
