/**
 * The whole of KooSync on one page: a changed file in a watched folder becomes a revision in KooDrive.
 *
 *   disk -> watch -> pending -> plan -> apply -> koodrive -> baseline
 *
 * 1. watch/ names paths that may differ: events are hints, scans the truth. pending/ keeps each in a durable queue.
 * 2. scheduler.ts takes what is due. apply/sync-path.ts looks at the disk and at the baseline, the last synced state;
 *    plan/decide.ts says what is to be done; apply/execute.ts has it done: an upload, a rename, a folder.
 * 3. What came of it is a plain value. commit.ts writes it into the baseline and takes the change off the queue, in one
 *    transaction: after a crash the change is either still pending, or recorded as done.
 * 4. What is missing on the disk waits for a grace time; deletions/recycler.ts puts it into KooDrive's recycle bin, or
 *    asks the user for confirmation.
 * 5. What fails is one path until a probe of its host says more: outages.ts asks, and opens the circuit-breaker.ts of the
 *    host, the account, the space or the machine; what concerns one path backs off alone.
 *
 * Invariants 1 to 4 of docs/ARCHITECTURE.md meet here; each is kept, and its tests are named, in the file it names.
 * Attacked as a whole by: tests/simulation/simulation.test.ts, tests/scenarios/real-life.test.ts,
 * tests/torture/torture.test.ts.
 */
import { join } from 'node:path';
import { KooError, toKooError } from '../model/errors.ts';
import type { Blocker } from '../model/blocker.ts';
import type { Engine, EngineDeps } from './api.ts';
import { createCalls } from './calls.ts';
import { compareNow, keepComparing } from './compare-remote.ts';
import { followSettings } from './follow-settings.ts';
import { keepGivingBack } from './give-back.ts';
import { lookAtLeftNames } from './left-names.ts';
import { passOf, settleSent } from './pass.ts';
import { keepProvingReads, proveReads } from './prove-reads.ts';
import { wire, type Components } from './wiring.ts';

/** Opens the state folder. Throws STATE_BROKEN, STATE_NEWER; changes nothing then. */
export function createEngine(deps: EngineDeps): Engine {
  const work = new EngineWork(deps);
  const calls = createCalls({ ...deps, ...work.components, work });
  return {
    ...calls,
    start: () => work.start(),
    stop: () => work.stop(),
    close: () => work.close(),
    syncOnce: async (signal = new AbortController().signal) => {
      const sent = await work.syncOnce(signal);
      return passOf(await calls.status(Number.POSITIVE_INFINITY), work.components.pending, sent);
    },
    on: work.components.signals.on,
  };
}

type Working = {
  readonly stop: AbortController;
  readonly release: () => void;
  readonly unfollow: () => void;
  readonly done: Promise<unknown>;
};

/** The time that is known is written down so often: what goes by after it counts only when a server is heard. */
const rememberEveryMs = 60_000;
/** What another process wrote, and whether the database is still there, is looked at so often. */
const lookEveryMs = 500;
/** The same where events tell of both, while nothing goes on. */
const untoldMs = 5000;

/** Starting and stopping the parts that work by themselves. */
class EngineWork {
  readonly components: Components;
  readonly #deps: EngineDeps;
  /** set while this process works on the state folder */
  #working: Working | undefined;
  /** a single pass was asked for by a user, and a pause does not hold it back */
  #isPassing = false;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.components = wire(deps, (flag) => !this.#isPassing && flag());
  }

  /** The engine was started here. */
  get isStarted(): boolean {
    return this.#working !== undefined;
  }

  /** It works here, by itself or for a single pass. */
  get isHere(): boolean {
    return this.isStarted || this.#isPassing;
  }

  async start(): Promise<void> {
    if (this.#working) return;
    const { scheduler, recycler, confirmer, monitors, signals } = this.components;
    const looking = this.#looking();
    const release = this.#lock();
    this.components.owners.adopt();
    const stop = new AbortController();
    const failed = (thrown: unknown) => {
      const error = toKooError(thrown);
      this.#deps.log.error({ tag: 'engine', err: error }, 'the engine stopped working');
      signals.notice(error);
    };
    const loops = [
      scheduler.run(stop.signal),
      this.#followDatabase(stop.signal),
      recycler.run(stop.signal),
      confirmer.run(stop.signal),
      lookAtLeftNames(looking, stop.signal),
      keepProvingReads(looking, stop.signal),
      keepComparing(this.components.comparing, stop.signal),
      this.#keepGivingBack(stop.signal),
    ];
    const unfollow = this.#followSettings();
    this.#working = { stop, release, unfollow, done: Promise.all(loops.map((loop) => loop.catch(failed))) };
    await monitors.follow();
  }

  async stop(): Promise<void> {
    if (!this.#working) return;
    const { stop, release, unfollow, done } = this.#working;
    this.#working = undefined;
    unfollow();
    await this.components.monitors.leaveAll();
    stop.abort();
    await done;
    release();
  }

  /** Syncs everything that is on the disk now, to the server or to a stated problem. */
  async syncOnce(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const { scheduler, recycler, confirmer, monitors, pending } = this.components;
    const release = this.#lock();
    this.#isPassing = true;
    const unfollow = this.#followSettings();
    const givenUp = new AbortController();
    let looks = Promise.resolve();
    try {
      this.components.owners.adopt();
      let looking = true;
      const scans = monitors.scanOnce();
      // what was renamed since the last pass is known to be on its way by then
      looks = scans
        .catch(() => undefined)
        .then(() => proveReads(this.#looking(), AbortSignal.any([signal, givenUp.signal])))
        .finally(() => {
          looking = false;
          scheduler.wake();
        });
      pending.retryAll(this.#deps.clock.now());
      const sent = await scheduler.drain(signal, () => looking);
      await looks;
      await scans;
      await settleSent({ ...this.components, clock: this.#deps.clock }, sent);
      await confirmer.flush(signal);
      await recycler.recycleDue(signal);
      if (sent.size === 0) await this.#lookOut(signal);
      recycler.lookAtClocks();
      this.#rememberTime();
      return sent;
    } finally {
      unfollow();
      // of a pass that was given up nothing goes on: the state folder is another's from here on
      givenUp.abort();
      await monitors.leaveAll();
      await looks;
      this.#isPassing = false;
      release();
    }
  }

  /**
   * Nothing was to be sent: a sign-in that is not good any more is told all the same, and the next folder of each pair is
   * compared. A line that is down is no news here.
   */
  async #lookOut(signal: AbortSignal): Promise<void> {
    try {
      await this.components.account.koodrive.checkSession({ signal });
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.response === 'sign-in') throw error;
      return;
    }
    await compareNow(this.components.comparing, signal);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.components.content.close?.();
    this.components.db.close();
  }

  /** What stands in our way now. */
  blockers(): Blocker[] {
    const { outages, scheduler, monitors } = this.components;
    return [...outages.blockers((place) => scheduler.isAwaited(place)), ...monitors.blockers()];
  }

  /** For those who look at the disk by themselves. */
  #looking() {
    const { scheduler } = this.components;
    return { ...this.#deps, ...this.components, wake: () => scheduler.wake() };
  }

  async #keepGivingBack(signal: AbortSignal): Promise<void> {
    const { heap } = this.#deps;
    if (heap) await keepGivingBack({ heap, stirring: this.components.stirring }, signal);
  }

  #followSettings(): () => void {
    const { changed, notice } = this.components.signals;
    return followSettings({ ...this.#deps, ...this.components, changed, notice });
  }

  /** Known to the next start: how far a clock was moved meanwhile is seen by it. */
  #rememberTime(): void {
    this.#deps.rememberTime?.(this.components.time.remembered());
  }

  #lock(): () => void {
    const release = this.components.takeLock();
    const detail = { path: this.#deps.home };
    if (!release)
      throw new KooError('STATE_LOCKED', 'another process works on this state folder', { detail });
    this.components.snapshots?.empty();
    return release;
  }

  /** What is written to a database that lies nowhere any more is remembered by nobody. */
  #tellTaken(): void {
    const { home, log } = this.#deps;
    const path = join(home, 'state.db');
    const values = { say: 'sentence.stateTaken', file: path } as const;
    const error = new KooError('STATE_BROKEN', 'the database was taken away', { detail: { path, values } });
    log.error({ tag: 'engine', err: error }, 'the database was taken away');
    this.components.signals.notice(error);
  }

  /** Events of writes to the database, while nothing goes on: of our own there are too many else. */
  #writes(signal: AbortSignal) {
    const { stirring } = this.components;
    let end: (() => void) | undefined;
    const leave = () => {
      end?.();
      end = undefined;
    };
    signal.addEventListener('abort', leave, { once: true });
    return {
      /** Were all told since the last look? */
      follow: (): boolean => {
        if (!stirring.isQuiet || signal.aborted) leave();
        else if (end) return true;
        else end = this.#deps.store?.followWrites?.(stirring.stirred);
        return false;
      },
    };
  }

  /** Another process may add a pair, ask for a file or pause us through the database. */
  async #followDatabase(signal: AbortSignal): Promise<void> {
    const { db, pairs, monitors, scheduler, signals, stirring } = this.components;
    const { clock } = this.#deps;
    let remembered = Number.NEGATIVE_INFINITY;
    const writes = this.#writes(signal);
    while (!signal.aborted) {
      await stirring.sleep(lookEveryMs, () => undefined, signal, writes.follow() ? untoldMs : lookEveryMs);
      if (!signal.aborted && this.#deps.store?.isTaken?.() === true) return this.#tellTaken();
      if (signal.aborted || clock.elapsed() - remembered >= rememberEveryMs) {
        this.#rememberTime();
        remembered = clock.elapsed();
      }
      this.#deps.blockersFile?.write(signal.aborted ? [] : this.blockers());
      if (signal.aborted || !db.changedElsewhere()) continue;
      await monitors.follow();
      scheduler.follow(new Set(pairs.all().map(({ id }) => id)));
      scheduler.wake();
      signals.changed();
    }
  }
}
