/**
 * The heart's beat: takes what is due from the journal, has it carried, and writes down how it ended. How a failure is
 * met is decided here, by what its code says is to be done.
 */
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { PendingChange, PendingChanges } from './pending/pending-changes.ts';
import type { Clock } from '../lib/clock.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import type { Log } from '../lib/logger.ts';
import { backoff, type Timing } from './plan/settling.ts';
import type { PathOutcome } from './apply/sync-path-types.ts';

export type SchedulerDeps = {
  readonly pending: PendingChanges;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly timing: Timing;
  /** carries one entry; rejects with KooError */
  carry(entry: PendingChange, signal: AbortSignal): Promise<PathOutcome>;
  /** asks the server something harmless: is the way free again? Rejects with KooError */
  probe(signal: AbortSignal): Promise<void>;
  /** writes down how it ended, in one transaction with the settling of the entry */
  settle(entry: PendingChange, carried: PathOutcome): void;
  paused(): boolean;
  /** something a person may want to see has changed */
  changed(): void;
  notice(error: KooError): void;
};

/**
 * Nothing is carried while the gate is closed: what stands in the way concerns everything. `named`: the server itself
 * said how long.
 */
export type Gate = {
  readonly error: KooError;
  readonly until: number;
  readonly times: number;
  readonly named: boolean;
  /** when it was closed first */
  readonly since: number;
};

export type Scheduler = {
  /** Works until the signal fires. */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Works until nothing is owed that more work could bring, and `busy` says that nothing more is to come. Throws what
   * closed the gate when it stays closed.
   */
  drain(signal: AbortSignal, busy: () => boolean): Promise<void>;
  /** Carries this one entry now; its failure stands in the journal. */
  one(entry: PendingChange, signal: AbortSignal): Promise<void>;
  /** Something is due, or may be. */
  wake(): void;
  openGate(): void;
  gate(): Gate | undefined;
  inFlight(): number;
};

const entriesAtOnce = 48;
/** Nothing to do is asked again after so long: another process may have written to the journal. */
const idleMs = 1000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A clock that is disciplined by the network may step back so far; nothing waits longer for it. */
const jitterMs = 1000;
/** `drain` gives up on an entry after so many tries, and on a closed gate after so many closings. */
const triesInDrain = 4;

/** What stands in the way of everything, not of one file. */
const closesGate = new Set<ErrorCode>([
  'OFFLINE',
  'THROTTLED',
  'SIGN_IN_NEEDED',
  'TLS_FAILED',
  'WRONG_SERVER',
  'CLOCK_REFUSED',
  'KEYRING_UNAVAILABLE',
  'DISK_FULL',
  'STATE_BROKEN',
]);
/** What a person must mend: asking again soon would change nothing, and a change of the file asks anyway. */
const restsForADay = new Set<ErrorCode>([
  'NAME_FORBIDDEN',
  'NAME_TOO_LONG',
  'NAME_NOT_UTF8',
  'NAME_RESERVED',
  'NAME_ENDING',
  'FILE_TOO_LARGE',
]);

export function createScheduler(parts: SchedulerDeps): Scheduler {
  const { pending, clock, log } = parts;
  const running = new Map<string, Promise<void>>();
  /** what was under way when the clock was set back: it may end with a time of the former clock */
  const beforeSetBack = new Set<string>();
  let gate: Gate | undefined;
  /** a space is full, and that was told; one notice will do until something goes in again */
  let fullTold = false;
  let wakeUp: () => void = () => undefined;

  const work = async (entry: PendingChange, signal: AbortSignal): Promise<void> => {
    try {
      const carried = await parts.carry(entry, signal);
      if (carried.end === 'problem') fail(entry, carried.error);
      else parts.settle(entry, carried);
      wentThrough(entry, carried);
    } catch (thrown) {
      try {
        fail(entry, toKooError(thrown));
      } catch (second) {
        // even the failure could not be written down (a full disk): the entry stands as it was, and is due
        closeGate(toKooError(second), clock.now());
      }
    }
    parts.changed();
  };

  const wentThrough = (entry: PendingChange, carried: PathOutcome) => {
    // only an answer of the server shows that the way is free
    const answered =
      carried.end === 'brought'
        ? carried.brought.kind !== 'unchanged'
        : carried.end === 'folder' || carried.end === 'renamed';
    if (!answered) return;
    if (entry.failure?.code === 'QUOTA_FULL') fullTold = false;
    // what was under way when the server asked for a pause is no leave to go on
    if (!gate?.named || gate.until <= clock.now()) gate = undefined;
  };

  const fail = (entry: PendingChange, error: KooError) => {
    const now = clock.now();
    if (error.code === 'CANCELLED') return pending.postpone(entry, now, entry.observed);
    if (closesGate.has(error.code)) {
      closeGate(error, now);
      return pending.postpone(entry, now, entry.observed);
    }
    // it went away under our hands: what is there now is seen when it is looked at again
    if (error.code === 'FILE_GONE') return pending.postpone(entry, now + parts.timing.settleMs, undefined);
    // what a person must mend is not mended in a second
    const soonest = restsForADay.has(error.code) ? dayMs : error.response === 'user' ? minuteMs : 0;
    const wait = Math.max(soonest, backoff(entry.attempts + 1, parts.random));
    const dueAt = now + Math.max(wait, error.detail.retryAfterMs ?? 0);
    pending.fail(entry, error, now, dueAt);
    log.warn(
      {
        tag: 'pump',
        path: entry.path,
        code: error.code,
        attempts: entry.attempts + 1,
        detail: error.detail,
        err: error,
      },
      'not carried',
    );
    if (error.code !== 'QUOTA_FULL' || fullTold) return;
    fullTold = true;
    parts.notice(error);
  };

  const closeGate = (error: KooError, now: number) => {
    const { retryAfterMs } = error.detail;
    // many fail at once when the line goes down: that is one closing; the longest pause that the server named holds
    if (gate && gate.until > now) {
      if (retryAfterMs !== undefined && now + retryAfterMs > gate.until)
        gate = { ...gate, error, until: now + retryAfterMs, named: true };
      return;
    }
    const times = (gate?.times ?? 0) + 1;
    const wait = error.response === 'retry' ? Math.min(60_000, backoff(times, parts.random)) : 60_000;
    const named = retryAfterMs !== undefined;
    const since = gate?.since ?? now;
    gate = { error, times, until: now + Math.max(wait, retryAfterMs ?? 0), named, since };
    log.warn(
      { tag: 'pump', code: error.code, times, until: gate.until, err: error },
      'nothing is carried for a while',
    );
    if (times === 1) parts.notice(error);
  };

  /** Nothing that is owed would show that the way is free again: then the server is asked. */
  const lookAtGate = async (signal: AbortSignal) => {
    const now = clock.now();
    if (!gate || gate.until > now || running.size > 0 || pending.due(now, 1).length > 0) return;
    try {
      await parts.probe(signal);
      gate = undefined;
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code !== 'CANCELLED') closeGate(error, clock.now());
    }
    parts.changed();
  };

  const keyOf = (entry: PendingChange) => `${entry.pairId}:${entry.path}`;

  let lastNow = 0;
  /** A clock that was set back, now or while we did not run, must not leave everything waiting for its former time. */
  const mindClock = () => {
    const now = clock.now();
    if (now < lastNow - jitterMs) {
      pending.clockSetBack(now);
      for (const key of running.keys()) beforeSetBack.add(key);
      if (gate) gate = { ...gate, until: Math.min(gate.until, now) };
    }
    lastNow = now;
  };

  /** Carries one entry, or joins who carries it: two at once would bring one content twice. */
  const begin = (entry: PendingChange, signal: AbortSignal): Promise<void> => {
    const key = keyOf(entry);
    let one = running.get(key);
    if (!one) {
      one = work(entry, signal).finally(() => {
        running.delete(key);
        if (beforeSetBack.delete(key)) pending.clockSetBack(clock.now());
        wakeUp();
      });
      running.set(key, one);
    }
    return one;
  };

  /** Starts what is due and has room. */
  const fill = (signal: AbortSignal) => {
    const now = clock.now();
    if (parts.paused() || (gate && gate.until > now)) return;
    // while the gate is ajar one entry tries whether the way is free
    const room = (gate ? 1 : entriesAtOnce) - running.size;
    if (room <= 0) return;
    for (const entry of pending.due(now, room + running.size)) {
      const key = keyOf(entry);
      if (running.has(key)) continue;
      if (running.size >= (gate ? 1 : entriesAtOnce)) return;
      void begin(entry, signal);
    }
  };

  const rest = async (signal: AbortSignal) => {
    const now = clock.now();
    const nextDue = pending.nextDue();
    const closedFor = gate ? gate.until - now : 0;
    const untilDue = nextDue === undefined ? idleMs : nextDue - now;
    // what is due but in flight wakes us when it ends
    const wait = Math.max(closedFor, untilDue > 0 ? Math.min(untilDue, idleMs) : idleMs);
    const woken = new AbortController();
    wakeUp = () => woken.abort();
    if (signal.aborted) return;
    await clock.sleep(Math.max(1, Math.min(wait, idleMs)), woken.signal);
    wakeUp = () => undefined;
  };

  const finish = async () => {
    await Promise.all(running.values());
  };

  return {
    async run(signal) {
      signal.addEventListener('abort', () => wakeUp(), { once: true });
      let begun = false;
      while (!signal.aborted) {
        try {
          if (!begun) pending.clockSetBack(clock.now());
          begun = true;
          mindClock();
          await lookAtGate(signal);
          fill(signal);
        } catch (thrown) {
          // a database that cannot be written now is written later: only what will not pass ends the work
          const error = toKooError(thrown);
          if (error.code !== 'STATE_LOCKED' && error.code !== 'DISK_FULL') throw thrown;
          closeGate(error, clock.now());
        }
        await rest(signal);
      }
      await finish();
    },
    async drain(signal, busy) {
      signal.addEventListener('abort', () => wakeUp(), { once: true });
      try {
        while (!signal.aborted) {
          mindClock();
          if (gate && (gate.error.response !== 'retry' || gate.times >= triesInDrain)) throw gate.error;
          fill(signal);
          if (running.size === 0 && !busy() && !pending.hasOpen(triesInDrain)) return;
          await rest(signal);
        }
      } finally {
        await finish();
      }
    },
    one: (entry, signal) => begin(entry, signal),
    wake: () => wakeUp(),
    openGate() {
      gate = undefined;
      wakeUp();
    },
    gate: () => gate,
    inFlight: () => running.size,
  };
}
