/** The circuit breakers of one account: one for each place that something can stand in the way of. */
import { apiHost, isStorage, type Host } from '../model/hosts.ts';
import { CircuitBreaker, type Place, type Trip } from './circuit-breaker.ts';

export type Standing = { readonly place: Place; readonly trip: Trip };

const keyOf = (place: Place): string =>
  place.scope === 'host'
    ? `host ${place.host}`
    : place.scope === 'pair'
      ? `pair ${place.containerId}`
      : place.scope;

/** How long one upload after another is spared while no storage answers. */
const trialEveryMs = 60_000;

export class Breakers {
  readonly #random: () => number;
  readonly #breakers = new Map<string, { readonly place: Place; readonly breaker: CircuitBreaker }>();
  readonly #storages = new Set<Host>();
  #trialAt = Number.NEGATIVE_INFINITY;
  readonly #onClosed: ((place: Place, since: number) => void)[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  /** `listener` hears of a place that is free, and since when it was not. */
  onClosed(listener: (place: Place, since: number) => void): void {
    this.#onClosed.push(listener);
  }

  of(place: Place): CircuitBreaker {
    const key = keyOf(place);
    let found = this.#breakers.get(key);
    if (!found) {
      found = { place, breaker: new CircuitBreaker(place.scope, this.#random) };
      this.#breakers.set(key, found);
    }
    return found.breaker;
  }

  /** All that are open. */
  standing(): Standing[] {
    return [...this.#breakers.values()].flatMap(({ place, breaker }) =>
      breaker.trip ? [{ place, trip: breaker.trip }] : [],
    );
  }

  /** What stands in the way of every call to the API, the widest first. */
  blocking(): Trip | undefined {
    return (
      this.of({ scope: 'all' }).trip ??
      this.of({ scope: 'account' }).trip ??
      this.of({ scope: 'host', host: apiHost }).trip
    );
  }

  /** A link leads to this storage. */
  know(storage: Host): void {
    this.#storages.add(storage);
  }

  storages(): readonly Host[] {
    return [...this.#storages];
  }

  /** Why no content can be sent: none of the storages that links have led to answers. */
  storage(): { readonly host: Host; readonly trip: Trip } | undefined {
    let newest: { host: Host; trip: Trip } | undefined;
    for (const host of this.#storages) {
      const { trip } = this.of({ scope: 'host', host });
      if (!trip) return undefined;
      newest = { host, trip };
    }
    return newest;
  }

  /**
   * May an upload be begun although no storage answers? One may now and then: its links may lead to another storage by
   * now.
   */
  mayTryStorage(now: number): boolean {
    const trip = this.storage()?.trip;
    if (!trip) return true;
    if (now < Math.max(this.#trialAt, trip.since) + trialEveryMs && now >= this.#trialAt) return false;
    this.#trialAt = now;
    return true;
  }

  /** A call that was begun at this time got an answer of the host's own. */
  answered(host: Host, begunAt: number, now: number): void {
    if (isStorage(host)) this.know(host);
    this.#answered({ scope: 'host', host }, begunAt, now);
    // and it took the sign-in for good
    if (!isStorage(host)) this.#answered({ scope: 'account' }, begunAt, now);
  }

  /** A space took something that was begun at this time. */
  took(containerId: string, begunAt: number, now: number): void {
    this.#answered({ scope: 'pair', containerId }, begunAt, now);
  }

  #answered(place: Place, begunAt: number, now: number): void {
    const breaker = this.of(place);
    const since = breaker.trip?.since;
    if (breaker.answered(begunAt, now) && since !== undefined) this.#tellClosed(place, since);
  }

  close(place: Place): void {
    const since = this.of(place).trip?.since;
    this.of(place).close();
    if (since !== undefined) this.#tellClosed(place, since);
  }

  /** Something changed, so all that stands is asked about at once. */
  recheck(now: number, byUser: boolean): void {
    for (const { breaker } of this.#breakers.values()) breaker.recheck(now, byUser);
  }

  #tellClosed(place: Place, since: number): void {
    for (const listener of this.#onClosed) listener(place, since);
  }

  /** Is any of them open since a time to come (epoch ms)? The clock was set back since. */
  isAhead(now: number): boolean {
    return [...this.#breakers.values()].some(({ breaker }) => breaker.isAhead(now));
  }

  clockSetBack(now: number): void {
    for (const { breaker } of this.#breakers.values()) breaker.clockSetBack(now);
  }
}
