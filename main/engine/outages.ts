/**
 * How far a failure reaches. A call that failed shows that one path failed; whether its host, the account or the whole
 * machine is in trouble, a probe says: nothing wider than an item is declared before one agrees. What stands is probed
 * again, soon and often at first, and at once when the network changes or the machine wakes.
 */
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { blockerOf, type Blocker } from '../model/blocker.ts';
import { KooError, toKooError, withDetail } from '../model/errors.ts';
import { apiHost, isStorage, type Host } from '../model/hosts.ts';
import type { Breakers, Standing } from './breakers.ts';
import type { Place } from './circuit-breaker.ts';
import type { AccountContext } from './contexts.ts';
import type { Pairs } from '../storage/pairs.ts';

export type OutagesDeps = {
  readonly account: Pick<AccountContext, 'koodrive' | 'breakers' | 'limit'> & {
    readonly modes: Pick<AccountContext['modes'], 'forget'>;
    readonly roundTrip: Pick<AccountContext['roundTrip'], 'forget'>;
  };
  readonly pairs: Pick<Pairs, 'all' | 'find'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** something on the server that it can be asked about; undefined: nothing is there yet */
  entry(): { readonly containerId: string; readonly fileId: string } | undefined;
  /** Throws when our own database cannot be written. */
  writeOwnState(): void;
  /** something was found to stand in the way of this place */
  opened(place: Place): void;
  /** something a user may want to see has changed */
  changed(): void;
  notice(error: KooError): void;
};

/** `place`: more than the item is in trouble. `error`: what is to be told of it, as the probe found it. */
export type Verdict = { readonly place: Place | undefined; readonly error: KooError };

/** What passes by itself is told as a notice only when it has not passed for a while: so many probes. */
const probesBeforeNotice = 3;
/** A pause that the server asks for is nobody's trouble at first. */
const pausesBeforeTelling = 3;

/** Codes of a space: all pairs that are synced to it fail alike. */
const ofSpace: ReadonlySet<ErrorCode> = new Set(['QUOTA_FULL', 'SPACE_UNAVAILABLE']);

/** Who is asked about a place; several places are asked about with one question. */
type Question = { readonly name: string; ask(signal: AbortSignal): Promise<void> };

export class Outages {
  readonly #deps: OutagesDeps;
  readonly #asking = new Map<string, Promise<KooError | undefined>>();
  /** questions whose answer all work waits for */
  #suspected = 0;
  /** codes that were told since the place was last free */
  readonly #told = new Map<string, Set<ErrorCode>>();

  constructor(deps: OutagesDeps) {
    this.#deps = deps;
  }

  /** Is anything in the way of every path, or may it be? */
  isBlocked(): boolean {
    return this.#suspected > 0 || this.#breakers.blocking() !== undefined;
  }

  /** Is somebody being asked? */
  get isAsking(): boolean {
    return this.#asking.size > 0;
  }

  /** How far this failure reaches; opens the breaker of the place. Rejects when the pair cannot be read, and then alone. */
  async judge(error: KooError, pairId: number, signal: AbortSignal): Promise<Verdict> {
    const containerId = this.#deps.pairs.find(pairId)?.containerId;
    const place = placeOf(error, containerId);
    if (!place) return { place: undefined, error: this.#ofItem(error) };
    // who asks for a pause is not asked whether it meant it
    if (error.code === 'THROTTLED') return this.#declare(place, error);
    const { trip } = this.#breakers.of(place);
    if (trip) return { place, error: trip.error };
    const found = await this.#ask(place, error.code, signal);
    if (!found) return { place: undefined, error: this.#ofItem(error) };
    if (found.code === 'CANCELLED') return { place: undefined, error: found };
    // a line that is down takes both along, and is one trouble
    if (place.scope === 'host' && isStorage(place.host)) await this.#askApi(signal);
    return this.#declare(placeOf(found, containerId) ?? place, found);
  }

  /** It was found so by the work itself: no question would tell more. */
  found(place: Place, error: KooError): void {
    this.#declare(place, error);
  }

  /** Something that was begun at this time went into the pair's space: it has room, and can be reached. */
  uploaded(pairId: number, begunAt: number): void {
    const containerId = this.#deps.pairs.find(pairId)?.containerId;
    if (containerId !== undefined) this.#breakers.took(containerId, begunAt, this.#deps.clock.now());
  }

  /** Asks about all that is due; who answers is free from then on. */
  probeDue(signal: AbortSignal): void {
    const now = this.#deps.clock.now();
    for (const { place } of this.#breakers.standing())
      if (this.#breakers.of(place).isDue(now)) void this.#askAgain(place, signal);
  }

  /** When the next question is due, epoch ms; undefined when nothing stands in the way. */
  nextProbe(): number | undefined {
    const times = this.#breakers.standing().map(({ trip }) => trip.until);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /**
   * The network changed, the machine woke, or a user asks: what stands is asked about at once, and so is the API when
   * something is under way that may wait for an answer in vain. Resolves when that is answered, with whether it is good.
   */
  async recheck(byUser: boolean, isWorking: boolean, signal: AbortSignal): Promise<boolean> {
    this.#breakers.recheck(this.#deps.clock.now(), byUser);
    this.probeDue(signal);
    if (!isWorking || this.#breakers.blocking()) return false;
    return (await this.#askApi(signal)) === undefined;
  }

  /** The way is another one: what was found out about it is forgotten. */
  networkChanged(): void {
    this.#deps.account.limit.forget();
    this.#deps.account.modes.forget();
    this.#deps.account.roundTrip.forget();
  }

  /** What stands in the way of users' files, each cause once. */
  blockers(isAwaited: (place: Place) => boolean): Blocker[] {
    return this.#breakers
      .standing()
      .filter((standing) => this.#isTold(standing, isAwaited))
      .flatMap(({ place, trip }): Blocker[] => {
        const blocker = blockerOf(trip.error, trip.since);
        if (place.scope !== 'pair') return [blocker];
        const cause = `space ${place.containerId}`;
        const concerned = this.#deps.pairs
          .all()
          .filter(({ containerId }) => containerId === place.containerId);
        return concerned.map(({ id }) => ({ ...blocker, pairId: id, cause }));
      });
  }

  #isTold({ place, trip }: Standing, isAwaited: (place: Place) => boolean): boolean {
    if (trip.error.code === 'THROTTLED') return trip.times >= pausesBeforeTelling;
    if (place.scope !== 'host' || !isStorage(place.host)) return true;
    // where the API does not answer either, that is the cause; and what nobody waits for is nobody's trouble
    return !this.#breakers.of(api).trip && (isAwaited(place) || this.#breakers.storage() !== undefined);
  }

  get #breakers(): Breakers {
    return this.#deps.account.breakers;
  }

  #declare(place: Place, found: KooError): Verdict {
    const { clock, log, notice, opened, changed } = this.#deps;
    const error = this.#asTold(found, place);
    const breaker = this.#breakers.of(place);
    const wasOpen = breaker.trip !== undefined;
    breaker.open(error, clock.now());
    const { trip } = breaker;
    const key = JSON.stringify(place);
    if (!wasOpen) {
      this.#told.delete(key);
      opened(place);
    }
    const facts = { tag: 'outages', ...place, code: error.code, times: trip?.times, until: trip?.until };
    log[wasOpen ? 'debug' : 'warn']({ ...facts, err: found }, 'something stands in the way');
    const told = this.#told.get(key) ?? new Set();
    if (
      !told.has(error.code) &&
      (trip?.times ?? 0) >= (error.response === 'retry' ? probesBeforeNotice : 1)
    ) {
      this.#told.set(key, told.add(error.code));
      notice(error);
    }
    changed();
    return { place, error };
  }

  /** Undefined: the way is free. */
  #askApi(signal: AbortSignal): Promise<KooError | undefined> {
    return this.#ask(api, 'OFFLINE', signal).then((found) => {
      const place = found && found.code !== 'CANCELLED' ? placeOf(found, undefined) : undefined;
      if (found && place && !this.#breakers.of(place).trip) this.#declare(place, found);
      return found;
    });
  }

  async #askAgain(place: Place, signal: AbortSignal): Promise<void> {
    const { trip } = this.#breakers.of(place);
    if (!trip) return;
    const found = await this.#ask(place, trip.error.code, signal);
    if (found?.code === 'CANCELLED') return;
    const at = found && (placeOf(found, place.scope === 'pair' ? place.containerId : undefined) ?? place);
    if (!at || isFreeBut(place, at)) this.#breakers.close(place);
    // who could not be asked about it is no witness
    else if (!isSame(place, at)) this.#declare(place, trip.error);
    if (at) this.#declare(at, found);
    this.#deps.changed();
  }

  /** What is told of an item; what its body shows of the way is noted. */
  #ofItem(error: KooError): KooError {
    const { body } = error.detail;
    const { limit } = this.#deps.account;
    const isRefused = error.code === 'TRANSFER_LIMITED';
    if (!body || (!isRefused && !cuts.has(error.code))) return ofItem(error);
    if (isRefused) limit.refused(body);
    else limit.cut(body);
    if (limit.bytes === undefined || body.size <= limit.bytes) return ofItem(error);
    // in smaller parts it is sent at once
    if (body.divisible === true) return as('TRANSFER_CUT', error);
    const values = { limit: sizeText(Math.min(limit.bytes, body.size)) };
    return withDetail(as('TRANSFER_LIMITED', error), { values });
  }

  /** What a user is told of it. */
  #asTold(error: KooError, place: Place): KooError {
    if (place.scope !== 'host') return error;
    if (isStorage(place.host)) return ofStorage(error, place.host);
    // the address was KooDrive's when things were synced there: who answers there now is somebody between
    return error.code === 'WRONG_SERVER' && this.#deps.entry() !== undefined ? as('PORTAL', error) : error;
  }

  /** What was found in the way; undefined: it is free. Whoever asks the same meanwhile waits for the same answer. */
  #ask(place: Place, code: ErrorCode, signal: AbortSignal): Promise<KooError | undefined> {
    const question = this.#questionOf(place, code);
    const running = this.#asking.get(question.name);
    if (running) return running;
    const holdsAll = place.scope !== 'pair' && !(place.scope === 'host' && isStorage(place.host));
    if (holdsAll) this.#suspected += 1;
    const answer = question
      .ask(signal)
      .then(
        () => undefined,
        (thrown: unknown) => toKooError(thrown),
      )
      .finally(() => {
        this.#asking.delete(question.name);
        if (holdsAll) this.#suspected -= 1;
      });
    this.#asking.set(question.name, answer);
    return answer;
  }

  #questionOf(place: Place, code: ErrorCode): Question {
    const { account, entry, writeOwnState } = this.#deps;
    if (place.scope === 'pair')
      return {
        name: `space ${place.containerId}`,
        ask: (signal) => askSpace(account.koodrive, place.containerId, signal),
      };
    if (place.scope === 'all' && code !== 'KEYRING_UNAVAILABLE')
      return { name: 'own state', ask: async () => writeOwnState() };
    const host = place.scope === 'host' ? place.host : apiHost;
    const about = isStorage(host) ? {} : { entry: entry() };
    return { name: host, ask: (signal) => account.koodrive.probe(host, { signal, ...about }) };
  }
}

const api: Place = { scope: 'host', host: apiHost };

const isSame = (one: Place, other: Place): boolean => JSON.stringify(one) === JSON.stringify(other);

/** It was asked about one place, and found another in trouble: does that say that the first is free? */
const isFreeBut = (asked: Place, found: Place): boolean =>
  !isSame(asked, found) && (asked.scope === 'all' || (asked.scope === 'host' && found.scope !== 'host'));

/** Where this failure may reach, at the widest; undefined: no further than the item. */
function placeOf(error: KooError, containerId: string | undefined): Place | undefined {
  const { host = apiHost } = error.detail;
  switch (errorCodes[error.code].scope) {
    case 'item':
      return undefined;
    case 'pair':
      return containerId !== undefined && ofSpace.has(error.code)
        ? { scope: 'pair', containerId }
        : undefined;
    case 'host':
      return { scope: 'host', host };
    case 'account':
      return isStorage(host) ? { scope: 'host', host } : { scope: 'account' };
    case 'all':
      return error.code === 'CANCELLED' ? undefined : { scope: 'all' };
  }
}

/** A space that is full takes nothing, whatever the size; the unit of its figures is not documented. */
async function askSpace(
  koodrive: AccountContext['koodrive'],
  containerId: string,
  signal: AbortSignal,
): Promise<void> {
  const { active, used, capacity } = await koodrive.space(containerId, { signal });
  if (!active) throw new KooError('SPACE_UNAVAILABLE', 'the space is not active');
  if (used >= capacity) throw new KooError('QUOTA_FULL', 'the space is full');
}

/** A connection that breaks, or on which nothing moves any more. */
const cuts: ReadonlySet<ErrorCode> = new Set(['OFFLINE', 'TIMED_OUT']);

/** The proxy that led to nothing a moment ago leads to the host by now. */
const ofProxy: ReadonlySet<ErrorCode> = new Set([
  'PROXY_UNREACHABLE',
  'PROXY_SILENT',
  'PROXY_CUT',
  'PROXY_NO_WAY',
]);

/** What is told of an item whose host answers: nothing that would be said of the host. */
function ofItem(error: KooError): KooError {
  if (error.code === 'OFFLINE' || ofProxy.has(error.code)) return as('TRANSFER_CUT', error);
  if (error.code === 'PORTAL' || error.code === 'WRONG_SERVER') return as('BAD_ANSWER', error);
  return error;
}

const as = (code: ErrorCode, error: KooError): KooError =>
  new KooError(code, error.message, { cause: error, detail: error.detail });

/** What is told of a storage names it, for the API answers. */
function ofStorage(error: KooError, host: Host): KooError {
  if (errorCodes[error.code].scope !== 'host' || error.code === 'TLS_FAILED') return error;
  return withDetail(as('STORAGE_UNREACHABLE', error), { host, values: { host: nameOf(host) } });
}

/** Roughly, for more is not known. */
const sizeText = (bytes: number): string =>
  bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.max(1, Math.round(bytes / 1000))} KB`;

/** As people write it: without scheme, and without a port that goes without saying. */
const nameOf = (host: Host): string => (URL.canParse(host) && new URL(host).host) || host;
