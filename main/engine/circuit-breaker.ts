/**
 * What stands in the way of more than one path at one place: a host does not answer, the server asks for a pause, nobody
 * is signed in, a space is full. While the breaker is open nothing is asked there but a probe now and then
 * (engine/outages.ts); the first good answer closes it.
 */
import type { KooError } from '../model/errors.ts';
import type { Host } from '../model/hosts.ts';
import { probeDelay } from './plan/backoff.ts';

/** How far what stands in the way reaches: each place has a breaker of its own. */
export type Place =
  | { readonly scope: 'all' }
  | { readonly scope: 'account' }
  | { readonly scope: 'host'; readonly host: Host }
  /** all pairs that are synced to this space */
  | { readonly scope: 'pair'; readonly containerId: string };

export type Trip = {
  readonly error: KooError;
  /** it was found so since a user last wanted it to be asked again */
  readonly isFresh: boolean;
  /** epoch ms; a probe is due from then on */
  readonly until: number;
  /** how often in a row it was found so */
  readonly times: number;
  /** the server itself said how long */
  readonly named: boolean;
  /** epoch ms when it was found so first */
  readonly since: number;
  /** epoch ms when it was found so last */
  readonly foundAt: number;
};

export class CircuitBreaker {
  readonly #scope: Place['scope'];
  readonly #random: () => number;
  #trip: Trip | undefined;

  constructor(scope: Place['scope'], random: () => number) {
    this.#scope = scope;
    this.#random = random;
  }

  /** Undefined: closed, nothing stands in the way. */
  get trip(): Trip | undefined {
    return this.#trip;
  }

  /** Is it time to ask whether the way is free? */
  isDue(now: number): boolean {
    return this.#trip !== undefined && this.#trip.until <= now;
  }

  /** It was found so. Opens, or stays open for longer. */
  open(error: KooError, now: number): void {
    const { retryAfterMs } = error.detail;
    // many fail at once: that is one finding; the longest pause that the server named holds
    if (this.#trip && this.#trip.until > now) {
      const until = now + (retryAfterMs ?? 0);
      if (until > this.#trip.until) this.#trip = { ...this.#trip, error, until, named: true };
      return;
    }
    const times = (this.#trip?.times ?? 0) + 1;
    const since = this.#trip?.since ?? now;
    const standing = { scope: this.#scope, code: error.code, times, forMs: now - since };
    const wait = Math.max(probeDelay(standing, this.#random), retryAfterMs ?? 0);
    const named = retryAfterMs !== undefined;
    this.#trip = { error, times, since, foundAt: now, until: now + wait, named, isFresh: true };
  }

  /**
   * A call that was begun at this time got an answer of the host's own; gives whether that closed it. What was begun
   * before it opened shows nothing, and what was under way when the server asked for a pause is no leave to go on.
   */
  answered(begunAt: number, now: number): boolean {
    if (!this.#trip || begunAt < this.#trip.since) return false;
    if (this.#trip.named && this.#trip.until > now) return false;
    this.#trip = undefined;
    return true;
  }

  close(): void {
    this.#trip = undefined;
  }

  /** Something changed, so it is asked at once; a pause that the server named is kept unless a user asks. */
  recheck(now: number, byUser: boolean): void {
    if (!this.#trip || (this.#trip.named && !byUser)) return;
    this.#trip = { ...this.#trip, until: now, isFresh: this.#trip.isFresh && !byUser };
  }

  /** A clock that was set back must not leave everything waiting for its former time. */
  clockSetBack(now: number): void {
    if (!this.#trip) return;
    const { until, since, foundAt } = this.#trip;
    const atMost = {
      until: Math.min(until, now),
      since: Math.min(since, now),
      foundAt: Math.min(foundAt, now),
    };
    this.#trip = { ...this.#trip, ...atMost };
  }

  /** Was it found so later than `now` (epoch ms)? The clock was set back since. */
  isAhead(now: number): boolean {
    return this.#trip !== undefined && this.#trip.foundAt > now;
  }
}
