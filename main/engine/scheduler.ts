/**
 * Takes what is due from the queue, has it synced, and writes down how it failed. How a failure is met is decided by
 * the row of its code in the error table (shared/error-codes.ts), and by how far it reaches (outages.ts).
 */
import { codesOfTheWay, errorCodes, type ErrorCode } from '../../shared/error-codes.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import { isStorage } from '../model/hosts.ts';
import { keyOf, type PathLocks } from './apply/path-locks.ts';
import type { PathOutcome } from './apply/path-outcome.ts';
import type { Breakers } from './breakers.ts';
import { BulkCheck, type BulkCheckDeps } from './bulk-check.ts';
import type { Place, Trip } from './circuit-breaker.ts';
import { ClockLooks, isFirstIn, type ClockLook, type ClockLooksDeps } from './clock-looks.ts';
import type { Outages, Verdict } from './outages.ts';
import { isPlace, parkedMs, ParkedChanges } from './parked-changes.ts';
import type { PendingChange } from './pending/pending-change.ts';
import type { DueKey, PendingChanges } from './pending/pending-changes.ts';
import { UpcomingChanges } from './pending/upcoming-changes.ts';
import { retryDelay } from './plan/backoff.ts';
import type { Timing } from './plan/settling.ts';
import type { Stirring } from '../lib/stirring.ts';
import type { Settled } from './unchanged-files.ts';

export type SchedulerDeps = Omit<ClockLooksDeps, 'pending' | 'breakers'> & {
  readonly pending: Pick<
    PendingChanges,
    | 'due'
    | 'dueRank'
    | 'nextDue'
    | 'find'
    | 'open'
    | 'postpone'
    | 'hasten'
    | 'fail'
    | 'forgive'
    | 'clockSetBack'
    | 'isAhead'
    | 'retryFailed'
    | 'excuse'
  >;
  readonly breakers: Breakers;
  readonly outages: Omit<Outages, 'blockers'>;
  readonly locks: PathLocks;
  readonly clock: Clock;
  readonly stirring: Pick<Stirring, 'isQuiet'>;
  readonly random: () => number;
  readonly log: Log;
  timing(): Pick<Timing, 'settleMs'>;
  /** syncs the path of one change and commits its outcome; rejects with KooError */
  sync(change: PendingChange, signal: AbortSignal): Promise<PathOutcome>;
  /** of many that are due at once: which did not change */
  readonly bulk: BulkCheckDeps;
  /** so many of those that are under way are large, wait for their turn to be sent, and hold nothing up */
  waitingLarge(): number;
  /** epoch ms when bytes of this path were last sent; undefined: none are being sent */
  movedAt(pairId: number, path: string): number | undefined;
  /** tells the network that we are on from another one */
  network(): string;
  paused(): boolean;
  /** of these pairs nothing is started by itself */
  pausedPairs(): readonly number[];
  /** something a user may want to see has changed */
  changed(): void;
  notice(error: KooError): void;
};

/** So many are worked on at once. */
const changesAtOnce = 48;
/** So many large files may wait for their turn beside them: what is saved meanwhile does not wait for them. */
const waitingAtOnce = 1000;
/** Nothing to do is asked again after so long: another process may have written to the queue. */
const idleMs = 1000;
/** The same while nothing goes on at all: that a network or a clock is another is seen so late. */
const quietMs = 5000;
/** Whoever sleeps for a second and finds that so much has gone by was not running meanwhile. */
const sleptMs = 10_000;
/** What moves at all moves within this time. */
const stalledMs = 10_000;
/** `drain` gives up on a change after so many tries, and on what stands in the way after so many probes. */
const triesInDrain = 4;
/** One of the uploads that wait for a storage finds out so often whether links lead to another one by now. */
const trialEveryMs = 60_000;

/** Why a rest ends early: made once, for an error of each wake costs more than the wake. */
const somethingToDo = 'something to do';

type Running = { readonly abort: AbortController; readonly startedAt: number } & Pick<
  PendingChange,
  'pairId' | 'path'
>;

export class Scheduler {
  readonly #deps: SchedulerDeps;
  readonly #parked = new ParkedChanges();
  readonly #upcoming: UpcomingChanges;
  readonly #bulk: BulkCheck;
  readonly #running = new Map<string, Running>();
  readonly #looks: ClockLooks;
  /** a space is full, and that was told; one notice will do until something goes in again */
  #fullTold = false;
  /** what a single pass has sent, and what of it was met in the queue again; undefined while the work goes on */
  #pass: { readonly sent: Set<string>; readonly again: Set<string> } | undefined;
  #network: string | undefined;
  #trialAt = Number.NEGATIVE_INFINITY;
  /** of the work that is under way */
  #signal: AbortSignal = AbortSignal.abort();
  #wake: () => void = () => undefined;

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
    this.#upcoming = new UpcomingChanges(deps.pending);
    this.#bulk = new BulkCheck(deps.bulk);
    this.#looks = new ClockLooks(deps);
    deps.breakers.onClosed((place, since) => this.#freed(place, since));
  }

  /** Works until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    this.#begin(signal);
    let isFirst = true;
    while (!signal.aborted) {
      try {
        if (isFirst) this.#deps.pending.clockSetBack(this.#deps.clock.now());
        isFirst = false;
        this.#look(signal);
        this.#startDue(signal);
      } catch (thrown) {
        // a database that cannot be written now is written later: only what will not pass ends the work
        const error = toKooError(thrown);
        if (error.code !== 'STATE_LOCKED' && error.code !== 'DISK_FULL') throw thrown;
        this.#deps.outages.found({ scope: 'all' }, error);
      }
      await this.#rest(signal);
    }
    await this.#finish();
  }

  /**
   * Works until nothing is pending that more work could sync, and `busy` says that nothing more is to come. What is
   * written all the time is sent once: gives the paths, by `keyOf`, of which a content was sent that they had meanwhile.
   * Throws what stands in the way of everything and does not pass.
   */
  async drain(signal: AbortSignal, busy: () => boolean): Promise<ReadonlySet<string>> {
    const { breakers, clock, outages } = this.#deps;
    const { sent } = (this.#pass = { sent: new Set<string>(), again: new Set<string>() });
    this.#begin(signal);
    // what waits for a time of a clock that was set back meanwhile would keep this pass from its end
    this.#mend(() => this.#deps.pending.clockSetBack(clock.now()));
    // a sign-in, or room, may have come since the last pass
    breakers.recheck(clock.now(), true);
    try {
      while (!signal.aborted) {
        this.#look(signal);
        const trip = breakers.blocking();
        if (trip && this.#isGivenUp(trip)) throw trip.error;
        this.#startDue(signal);
        if (this.inFlight() === 0 && !busy() && !outages.isAsking && !this.#hasOpen()) break;
        await this.#rest(signal);
      }
      return sent;
    } finally {
      await this.#finish();
      this.#pass = undefined;
    }
  }

  /** Syncs this one change now, or joins who does; its failure stands in the queue. */
  syncOne(change: PendingChange, signal: AbortSignal): Promise<void> {
    const key = keyOf(change.pairId, change.path);
    return this.#deps.locks
      .once('change', key, () => this.#syncChange(change, signal))
      .then(() => {
        if (this.#looks.endedAfterSetBack(key)) this.#clockSetBack();
        this.wake();
      });
  }

  /** Something is due, or may be. */
  wake(): void {
    this.#wake();
  }

  /** A user asks: what stands in the way is asked about at once. */
  recheck(): void {
    this.#recheck(true, this.#deps.clock.now());
  }

  inFlight(): number {
    return this.#deps.locks.running('change').size;
  }

  /** Does anything wait for this place? */
  isAwaited(place: Place): boolean {
    return this.#parked.isAwaited(place);
  }

  /** Why this change waits although nothing stands in the way of all. */
  waitsFor(pairId: number, path: string): Trip | undefined {
    const parked = this.#parked.find(pairId, path);
    return parked && this.#deps.breakers.of(parked.place).trip;
  }

  /** Something was found to stand in the way: what failed by it before was not to blame. */
  opened(place: Place): void {
    this.#mend(() => this.#deps.pending.excuse(codesOf(place), this.#deps.clock.now()));
  }

  #begin(signal: AbortSignal): void {
    this.#signal = signal;
    this.#network = this.#deps.network();
    signal.addEventListener('abort', () => this.wake(), { once: true });
  }

  async #syncChange(change: PendingChange, outer: AbortSignal): Promise<void> {
    const { clock, outages, changed } = this.#deps;
    const { pairId, path } = change;
    const key = keyOf(pairId, path);
    this.#bulk.began(change);
    // AbortSignal.any costs as much as all the rest of a change here
    const abort = new AbortController();
    const end = () => abort.abort(outer.reason);
    if (outer.aborted) end();
    else outer.addEventListener('abort', end, { once: true });
    const startedAt = clock.now();
    this.#running.set(key, { abort, startedAt, pairId, path });
    const parkedAt = this.#parked.take(pairId, path);
    try {
      const outcome = await this.#deps.sync(change, abort.signal);
      if (outcome.kind === 'problem') this.#fail(change, await outages.judge(outcome.error, pairId, outer));
      this.#succeeded(change, outcome, startedAt, parkedAt);
    } catch (thrown) {
      this.#running.delete(key);
      try {
        this.#fail(change, await outages.judge(toKooError(thrown), pairId, outer));
      } catch (second) {
        // even the failure could not be judged or written down (a full disk): the change stands as it was, and is due
        outages.found({ scope: 'all' }, toKooError(second));
      }
    } finally {
      this.#running.delete(key);
      outer.removeEventListener('abort', end);
    }
    changed();
  }

  #succeeded(
    change: PendingChange,
    outcome: PathOutcome,
    startedAt: number,
    parkedAt: Place | undefined,
  ): void {
    if (outcome.kind !== 'uploaded') return;
    // what was noticed meanwhile is pending again, and its failure is one of before
    if (change.failure) this.#deps.pending.forgive(change, startedAt);
    this.#pass?.sent.add(keyOf(change.pairId, change.path));
    if (outcome.result.kind === 'unchanged') return;
    if (change.failure?.code === 'QUOTA_FULL') this.#fullTold = false;
    const { kind, local } = outcome.result;
    if (kind !== 'adopted' && local.size > 0) this.#deps.outages.uploaded(change.pairId, startedAt);
    // links lead to a storage that answers: all that waited for one is begun anew
    if (parkedAt && isStoragePlace(parkedAt)) this.#release(isStoragePlace);
  }

  #fail(change: PendingChange, { place, error }: Verdict): void {
    const { pending, clock, random, log, timing } = this.#deps;
    const { path, attempts } = change;
    const now = clock.now();
    const { retry } = errorCodes[error.code];
    // the work was interrupted: that is no failure of this path
    if (retry === 'at-once') return this.#putOff(change, now);
    if (place) return this.#wait(change, place, now);
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

  /** It is due at `now`, and what was seen of it, then or during the try, stays known. */
  #putOff({ pairId, path }: PendingChange, now: number): void {
    const { pending } = this.#deps;
    pending.postpone({ pairId, path }, now, pending.find(pairId, path)?.observed);
  }

  /** What is in the way of everything holds everything; what is in the way of some is waited for by those. */
  #wait(change: PendingChange, place: Place, now: number): void {
    const { pending, breakers } = this.#deps;
    const holdsSome = place.scope === 'pair' || isStoragePlace(place);
    if (!holdsSome || !breakers.of(place).trip) return this.#putOff(change, now);
    // what happens to it meanwhile is looked at when it happens: it may be gone, and what it was is under its other names
    pending.postpone(change, now + parkedMs, pending.find(change.pairId, change.path)?.observed);
    this.#parked.add(change, place);
  }

  /** The way there is free: what waited for it, what failed by it and what hangs on a dead connection is begun now. */
  #freed(place: Place, since: number): void {
    const { pending, clock } = this.#deps;
    this.#release(isPlace(place));
    this.#mend(() => pending.retryFailed(codesOf(place), clock.now()));
    if (place.scope !== 'pair') this.#abortStalled(since);
    this.wake();
  }

  #release(isFree: (place: Place) => boolean): void {
    const { pending, clock } = this.#deps;
    for (const { pairId, path } of this.#parked.at(isFree)) {
      this.#parked.take(pairId, path);
      this.#mend(() => pending.hasten({ pairId, path }, clock.now()));
    }
    this.wake();
  }

  /** Ends what has not moved since this time: who waits on a connection that is dead waits long. It is begun again. */
  #abortStalled(since: number): void {
    for (const { abort, startedAt, pairId, path } of this.#running.values())
      if (Math.max(startedAt, this.#deps.movedAt(pairId, path) ?? 0) < since) abort.abort();
  }

  #mend(write: () => void): void {
    try {
      write();
    } catch (thrown) {
      this.#deps.outages.found({ scope: 'all' }, toKooError(thrown));
    }
  }

  /** Ends what is under way for pairs that were removed: nothing more of them goes up. */
  follow(pairIds: ReadonlySet<number>): void {
    for (const { abort, pairId } of this.#running.values()) if (!pairIds.has(pairId)) abort.abort();
  }

  /** What changed around us since the last look, and what is to be asked about now. */
  #look(signal: AbortSignal): void {
    const { outages } = this.#deps;
    const { now, before } = this.#lookAtClock();
    if (now > before + sleptMs) this.#recheck(false, before);
    if (isFirstIn(idleMs, now, before)) this.#followNetwork(now);
    outages.probeDue(signal);
    this.#tryStorage(now);
  }

  #lookAtClock(): ClockLook {
    const look = this.#looks.look(this.#deps.locks.running('change').keys());
    if (look.isSetBack) this.#trialAt = Math.min(this.#trialAt, look.now);
    return look;
  }

  #followNetwork(now: number): void {
    const network = this.#deps.network();
    if (network === this.#network) return;
    this.#network = network;
    this.#deps.outages.networkChanged();
    this.#recheck(false, now);
  }

  /** `since`: what has not moved from then on, nor a while after, waits in vain if the way is free. */
  #recheck(byUser: boolean, since: number): void {
    const { outages, clock } = this.#deps;
    const signal = this.#signal;
    const isWorking = this.#running.size > 0;
    void outages.recheck(byUser, isWorking, signal).then(async (isFree) => {
      if (!isFree) return;
      // most connections live on, and what they carry moves soon
      await clock.sleep(stalledMs, signal);
      this.#abortStalled(since);
    });
    this.wake();
  }

  #tryStorage(now: number): void {
    const { breakers, pending } = this.#deps;
    const first = this.#parked.first(isStoragePlace);
    if (!first) return;
    const since = breakers.of(first.place).trip?.since ?? now;
    if (now < Math.max(this.#trialAt, since) + trialEveryMs) return;
    this.#trialAt = now;
    this.#mend(() => pending.hasten(first, now));
  }

  /** For a change that was under way when the clock was set back. */
  #clockSetBack(): void {
    this.#mend(() => this.#deps.pending.clockSetBack(this.#deps.clock.now()));
  }

  /** Starts what is due and has room. */
  #startDue(signal: AbortSignal): void {
    const { clock, locks, outages, paused, pausedPairs } = this.#deps;
    if (paused() || outages.isBlocked() || !this.#hasRoom() || this.#bulk.isUnderWay) return;
    const held = pausedPairs();
    const now = clock.now();
    // what is sent already and comes again in a single pass is not taken up
    const skip = (key: DueKey) =>
      this.#isSent(key) || locks.running('change').has(keyOf(key.pairId, key.path));
    const takeMany = (least: number, isDone: (key: DueKey) => boolean) =>
      this.#upcoming.takeMany(now, held, (key) => skip(key) || isDone(key), least);
    while (this.#hasRoom()) {
      if (this.#bulk.begin(takeMany, (settled) => this.#bulkEnded(settled))) return;
      const change = this.#upcoming.take(now, held, skip);
      if (!change) return;
      void this.syncOne(change, signal);
    }
  }

  #bulkEnded(settled: Settled): void {
    for (const [key, outcome] of settled) if (outcome === 'uploaded') this.#pass?.sent.add(key);
    if (settled.size > 0) this.#deps.changed();
    this.wake();
  }

  #hasRoom(): boolean {
    return this.inFlight() - Math.min(this.#deps.waitingLarge(), waitingAtOnce) < changesAtOnce;
  }

  get #again(): number {
    return this.#pass?.again.size ?? 0;
  }

  /** Was it sent in this pass already? */
  #isSent({ pairId, path }: Pick<PendingChange, 'pairId' | 'path'>): boolean {
    const key = keyOf(pairId, path);
    if (!this.#pass?.sent.has(key)) return false;
    this.#pass.again.add(key);
    return true;
  }

  /** A user must act, or it has been asked about often enough for one pass. What was found before it began is old. */
  #isGivenUp({ error, times, isFresh }: Trip): boolean {
    return isFresh && (error.response !== 'retry' || times >= triesInDrain);
  }

  #hasOpen(): boolean {
    // what no pass takes up
    const held = this.#deps.pausedPairs();
    const isOpen = (change: Pick<PendingChange, 'pairId' | 'path'>): boolean => {
      if (this.#isSent(change)) return false;
      const trip = this.waitsFor(change.pairId, change.path);
      return !trip || !this.#isGivenUp(trip);
    };
    for (let met = -1; met < this.#again;) {
      met = this.#again;
      const limit = this.#parked.size + met + 1;
      if (this.#deps.pending.open(triesInDrain, limit, held).some(isOpen)) return true;
    }
    return false;
  }

  async #rest(signal: AbortSignal): Promise<void> {
    const { pending, clock, outages } = this.#deps;
    const now = clock.now();
    const untilDue = (pending.nextDue(this.#deps.pausedPairs()) ?? Number.POSITIVE_INFINITY) - now;
    const untilProbe = (outages.nextProbe() ?? Number.POSITIVE_INFINITY) - now;
    // what is due but in flight wakes us when it ends, and who is asked when he answers
    const waits = [untilDue, untilProbe].filter((ms) => ms > 0);
    const woken = new AbortController();
    this.#wake = () => woken.abort(somethingToDo);
    if (signal.aborted) return;
    await clock.sleep(Math.max(1, Math.min(this.#idleMs(), ...waits)), woken.signal);
    this.#wake = () => undefined;
  }

  #idleMs(): number {
    const { outages, stirring } = this.#deps;
    // while the line is down, another network is good news
    return stirring.isQuiet && outages.nextProbe() === undefined ? quietMs : idleMs;
  }

  async #finish(): Promise<void> {
    await Promise.all([this.#bulk.finish(), ...this.#deps.locks.running('change').values()]);
    // set back since the last look: what was sent by the former clock is known to this life alone
    this.#mend(() => this.#lookAtClock());
  }
}

const isStoragePlace = (place: Place): boolean => place.scope === 'host' && isStorage(place.host);

/** By what an item fails that meets what stands at this place. */
const codesOf = ({ scope }: Place): readonly ErrorCode[] =>
  scope === 'pair' ? ['QUOTA_FULL', 'SPACE_UNAVAILABLE'] : codesOfTheWay;
