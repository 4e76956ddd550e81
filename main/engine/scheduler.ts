/**
 * Takes what is due from the queue, has it synced, and writes down how it failed. How a failure is met is decided by
 * the row of its code in the error table (shared/error-codes.ts).
 */
import { errorCodes, isWiderThanPair } from '../../shared/error-codes.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import { keyOf, type PathLocks } from './apply/path-locks.ts';
import type { PathOutcome } from './apply/path-outcome.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { PendingChange } from './pending/pending-change.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import { retryDelay } from './plan/backoff.ts';
import type { Timing } from './plan/settling.ts';

export type SchedulerDeps = {
  readonly pending: Pick<
    PendingChanges,
    'due' | 'nextDue' | 'find' | 'hasOpen' | 'postpone' | 'fail' | 'clockSetBack'
  >;
  readonly breaker: CircuitBreaker;
  readonly locks: PathLocks;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  timing(): Pick<Timing, 'settleMs'>;
  /** syncs the path of one change and commits its outcome; rejects with KooError */
  sync(change: PendingChange, signal: AbortSignal): Promise<PathOutcome>;
  /** asks the server something harmless: is the way free again? Rejects with KooError */
  probe(signal: AbortSignal): Promise<void>;
  paused(): boolean;
  /** something a user may want to see has changed */
  changed(): void;
  notice(error: KooError): void;
};

const changesAtOnce = 48;
/** Nothing to do is asked again after so long: another process may have written to the queue. */
const idleMs = 1000;
/** A clock that is disciplined by the network may step back so far; nothing waits longer for it. */
const jitterMs = 1000;
/** `drain` gives up on a change after so many tries, and on the breaker after so many openings. */
const triesInDrain = 4;

export class Scheduler {
  readonly #deps: SchedulerDeps;
  /** what was under way when the clock was set back: it may end with a time of the former clock */
  readonly #beforeSetBack = new Set<string>();
  /** a space is full, and that was told; one notice will do until something goes in again */
  #fullTold = false;
  #lastNow = 0;
  #wake: () => void = () => undefined;

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
  }

  /** Works until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.wake(), { once: true });
    let isFirst = true;
    while (!signal.aborted) {
      try {
        if (isFirst) this.#deps.pending.clockSetBack(this.#deps.clock.now());
        isFirst = false;
        this.#followClock();
        await this.#probe(signal);
        this.#startDue(signal);
      } catch (thrown) {
        // a database that cannot be written now is written later: only what will not pass ends the work
        const error = toKooError(thrown);
        if (error.code !== 'STATE_LOCKED' && error.code !== 'DISK_FULL') throw thrown;
        this.#openBreaker(error, this.#deps.clock.now());
      }
      await this.#rest(signal);
    }
    await this.#finish();
  }

  /**
   * Works until nothing is pending that more work could sync, and `busy` says that nothing more is to come. Throws what
   * opened the breaker when it stays open.
   */
  async drain(signal: AbortSignal, busy: () => boolean): Promise<void> {
    signal.addEventListener('abort', () => this.wake(), { once: true });
    try {
      while (!signal.aborted) {
        this.#followClock();
        const { trip } = this.#deps.breaker;
        if (trip && (trip.error.response !== 'retry' || trip.times >= triesInDrain)) throw trip.error;
        this.#startDue(signal);
        if (this.inFlight() === 0 && !busy() && !this.#deps.pending.hasOpen(triesInDrain)) return;
        await this.#rest(signal);
      }
    } finally {
      await this.#finish();
    }
  }

  /** Syncs this one change now, or joins who does; its failure stands in the queue. */
  syncOne(change: PendingChange, signal: AbortSignal): Promise<void> {
    const key = keyOf(change.pairId, change.path);
    return this.#deps.locks
      .once('change', key, () => this.#syncChange(change, signal))
      .then(() => {
        if (this.#beforeSetBack.delete(key)) this.#clockSetBack();
        this.wake();
      });
  }

  /** Something is due, or may be. */
  wake(): void {
    this.#wake();
  }

  inFlight(): number {
    return this.#deps.locks.running('change').size;
  }

  async #syncChange(change: PendingChange, signal: AbortSignal): Promise<void> {
    try {
      const outcome = await this.#deps.sync(change, signal);
      if (outcome.kind === 'problem') this.#fail(change, outcome.error);
      this.#succeeded(change, outcome);
    } catch (thrown) {
      try {
        this.#fail(change, toKooError(thrown));
      } catch (second) {
        // even the failure could not be written down (a full disk): the change stands as it was, and is due
        this.#openBreaker(toKooError(second), this.#deps.clock.now());
      }
    }
    this.#deps.changed();
  }

  #succeeded(change: PendingChange, outcome: PathOutcome): void {
    if (!isAnswered(outcome)) return;
    if (change.failure?.code === 'QUOTA_FULL') this.#fullTold = false;
    this.#deps.breaker.succeeded(this.#deps.clock.now());
  }

  #fail(change: PendingChange, error: KooError): void {
    const { pending, clock, random, log, timing } = this.#deps;
    const { path, observed, attempts } = change;
    const now = clock.now();
    const { retry } = errorCodes[error.code];
    // the work was interrupted: that is no failure of this path
    if (retry === 'at-once') return pending.postpone(change, now, observed);
    if (isWiderThanPair(error.code)) {
      this.#openBreaker(error, now);
      return pending.postpone(change, now, observed);
    }
    // it went away under our hands: what is there now is seen when it is looked at again
    if (retry === 'settled') return pending.postpone(change, now + timing().settleMs, undefined);
    const delay = retryDelay(retry, attempts + 1, random);
    pending.fail(change, error, now, now + Math.max(delay, error.detail.retryAfterMs ?? 0));
    const facts = { tag: 'scheduler', path, code: error.code, attempts: attempts + 1, detail: error.detail };
    log.warn({ ...facts, err: error }, 'not synced');
    if (error.code !== 'QUOTA_FULL' || this.#fullTold) return;
    this.#fullTold = true;
    this.#deps.notice(error);
  }

  #openBreaker(error: KooError, now: number): void {
    const { breaker, log, notice } = this.#deps;
    const wasOpen = breaker.isOpen(now);
    const isNew = breaker.open(error, now);
    const { trip } = breaker;
    if (!wasOpen)
      log.warn(
        { tag: 'scheduler', code: error.code, times: trip?.times, until: trip?.until, err: error },
        'nothing is synced for a while',
      );
    if (isNew) notice(error);
  }

  /** When nothing that is pending would show that the way is free again, the server is asked. */
  async #probe(signal: AbortSignal): Promise<void> {
    const { breaker, clock, pending } = this.#deps;
    const now = clock.now();
    if (!breaker.isHalfOpen(now) || this.inFlight() > 0 || pending.due(now, 1).length > 0) return;
    try {
      await this.#deps.probe(signal);
      breaker.close();
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code !== 'CANCELLED') this.#openBreaker(error, clock.now());
    }
    this.#deps.changed();
  }

  /** A clock that was set back, now or while we did not run, must not leave everything waiting for its former time. */
  #followClock(): void {
    const { pending, clock, locks, breaker } = this.#deps;
    const now = clock.now();
    if (now < this.#lastNow - jitterMs) {
      pending.clockSetBack(now);
      for (const key of locks.running('change').keys()) this.#beforeSetBack.add(key);
      breaker.clockSetBack(now);
    }
    this.#lastNow = now;
  }

  /** For a change that was under way when the clock was set back. */
  #clockSetBack(): void {
    const now = this.#deps.clock.now();
    try {
      this.#deps.pending.clockSetBack(now);
    } catch (thrown) {
      this.#openBreaker(toKooError(thrown), now);
    }
  }

  /** Starts what is due and has room. */
  #startDue(signal: AbortSignal): void {
    const { pending, clock, locks, breaker } = this.#deps;
    const now = clock.now();
    if (this.#deps.paused() || breaker.isOpen(now)) return;
    // while the breaker is half-open one change tries whether the way is free
    const most = breaker.isHalfOpen(now) ? 1 : changesAtOnce;
    if (this.inFlight() >= most) return;
    for (const change of pending.due(now, most)) {
      if (locks.running('change').has(keyOf(change.pairId, change.path))) continue;
      if (this.inFlight() >= most) return;
      void this.syncOne(change, signal);
    }
  }

  async #rest(signal: AbortSignal): Promise<void> {
    const { pending, clock, breaker } = this.#deps;
    const now = clock.now();
    const nextDue = pending.nextDue();
    const openFor = breaker.trip ? breaker.trip.until - now : 0;
    const untilDue = nextDue === undefined ? idleMs : nextDue - now;
    // what is due but in flight wakes us when it ends
    const wait = Math.max(openFor, untilDue > 0 ? Math.min(untilDue, idleMs) : idleMs);
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    if (signal.aborted) return;
    await clock.sleep(Math.max(1, Math.min(wait, idleMs)), woken.signal);
    this.#wake = () => undefined;
  }

  async #finish(): Promise<void> {
    await Promise.all(this.#deps.locks.running('change').values());
  }
}

/** Only an answer of the server shows that the way is free. */
const isAnswered = (outcome: PathOutcome): boolean =>
  outcome.kind === 'uploaded'
    ? outcome.result.kind !== 'unchanged'
    : outcome.kind === 'folder' || outcome.kind === 'moved-aside' || outcome.kind === 'renamed';
