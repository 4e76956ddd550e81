/**
 * Keeps the app up to date: asks machine.ts what is to be done, has it done, and tells it what came of it. What fetches
 * and installs (electron-updater, and the placing of this system) and what sends the user's files come in as arguments.
 */
import type {
  NoUpdates,
  UpdateChannel,
  UpdateMode,
  UpdateProblem,
  UpdatesView,
} from '../../shared/updates.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { toUpdateFailure } from './failure.ts';
import { dropHandover, writeHandover, type Beginning, type Handover } from './handover.ts';
import {
  firstState,
  installsOnQuit,
  problemOf,
  step,
  type Act,
  type MachineContext,
  type MachineEvent,
  type MachineState,
  type Timing,
} from './machine.ts';

/** What fetches and installs. Each call throws UpdateFailure, or what toUpdateFailure understands. */
export type Updater = {
  /** the system asks for a password before anything is installed */
  readonly asksPassword: boolean;
  /** it can install while the app ends, without starting it again */
  readonly installsQuietly: boolean;
  /** The version that is newer than this one and meant for this copy; undefined: none. */
  check(channel: UpdateChannel): Promise<string | undefined>;
  /** Fetches what the last check found. `progress` hears of percents. */
  download(progress: (percent: number) => void, signal: AbortSignal): Promise<void>;
  /** Installs what was fetched. The app has stopped everything by now, and ends when this resolves. */
  install(restart: boolean): Promise<void>;
};

/** What is being sent of the user's files, and how it is brought to an end. */
export type Uploads = {
  /** Pairs of which syncing is on. */
  active(): Promise<readonly number[]>;
  /** The part of a file that is on its way arrives, and no other begins. */
  hold(pairIds: readonly number[]): Promise<void>;
  letGo(pairIds: readonly number[]): Promise<void>;
  /** contents that are on their way, up or down */
  inFlight(): Promise<number>;
};

export type UpdateKeeperDeps = {
  readonly clock: Clock;
  /** 0 to 1 */
  readonly random: () => number;
  readonly timing: Timing;
  readonly log: Log;
  /** the version that runs */
  readonly current: string;
  /** what fetches and installs, or why this copy takes no updates */
  readonly updater: Updater | NoUpdates;
  readonly uploads: Uploads;
  /** `forbidden`: `off` is not the user's own wish, and he cannot ask either */
  readonly wishes: () => {
    readonly mode: UpdateMode;
    readonly channel: UpdateChannel;
    readonly forbidden: boolean;
  };
  /** is the window open? */
  readonly seen: () => boolean;
  /** of handover.ts */
  readonly handoverFile: string;
  /** what the life before left */
  readonly beginning: Beginning;
  readonly changed: (view: UpdatesView) => void;
  /** ends the app; lastAct() is called when everything has stopped */
  readonly quit: () => void;
};

type Left = Pick<Handover, 'installing' | 'hidden' | 'problem'>;

const longestRestMs = 60_000;
const lookWhileReadyMs = 5_000;
const lookWhileFinishingMs = 250;

export class UpdateKeeper {
  readonly #deps: UpdateKeeperDeps;
  #state: MachineState;
  #channel: UpdateChannel;
  #held: readonly number[] = [];
  #installed = false;
  /** the work under way; what comes of work that was cancelled is nobody's */
  #work = new AbortController();
  #wake: () => void = () => undefined;
  #acting: Promise<void> = Promise.resolve();

  constructor(deps: UpdateKeeperDeps) {
    this.#deps = deps;
    const { mode, channel } = deps.wishes();
    this.#channel = channel;
    this.#state = firstState(mode, deps.beginning.problem, this.#context());
  }

  view(): UpdatesView {
    const { updater, current, clock, beginning } = this.#deps;
    const { phase, checking, checkedAt, nextCheckAt, mode } = this.#state;
    const problem = problemOf(this.#state);
    const isRetried = mode !== 'off' && this.#state.problems.install === undefined;
    const epoch = (at: number) => clock.now() + (at - clock.elapsed());
    return {
      current,
      phase:
        typeof updater === 'string'
          ? { kind: 'none', why: updater }
          : this.#isForbidden
            ? { kind: 'none', why: 'policy' }
            : shown(phase),
      checking,
      checkedAt: checkedAt === undefined ? undefined : epoch(checkedAt),
      problem: problem && {
        kind: problem.kind,
        at: epoch(problem.at),
        ...(isRetried ? { retryAt: epoch(nextCheckAt) } : {}),
      },
      asksPassword: this.#asksPassword,
      updatedFrom: beginning.updatedFrom,
    };
  }

  /** Works until what it gives is called, which lets go of what was held. */
  start(): () => Promise<void> {
    if (typeof this.#deps.updater === 'string') return () => Promise.resolve();
    const stop = new AbortController();
    void this.#run(stop.signal);
    return async () => {
      stop.abort();
      this.#wake();
      this.#on({ kind: 'put-off' });
      this.#work.abort();
      await this.#acting;
    };
  }

  check(): void {
    if (!this.#isForbidden) this.#on({ kind: 'check' });
  }

  download(): void {
    if (!this.#isForbidden) this.#on({ kind: 'download' });
  }

  restart(): void {
    if (!this.#isForbidden) this.#on({ kind: 'restart' });
  }

  putOff(): void {
    this.#on({ kind: 'put-off' });
  }

  /** The settings may say something else now. */
  wishesChanged(): void {
    const { mode, channel } = this.#deps.wishes();
    const otherChannel = channel !== this.#channel;
    if (mode === this.#state.mode && !otherChannel) return;
    this.#channel = channel;
    this.#on({ kind: 'wishes', mode, otherChannel });
  }

  /**
   * Everything has stopped, and the app ends when this resolves: installs what is to be installed now. True: the app is
   * to be started again by whoever ends it, since the new version is not in place. `isSessionEnd`: the system ends, and
   * waits for nobody. Never throws.
   */
  async lastAct(isSessionEnd: boolean): Promise<boolean> {
    const { updater } = this.#deps;
    const { phase } = this.#state;
    if (typeof updater === 'string' || this.#installed) return false;
    const isAsked = phase.kind === 'installing';
    if (isSessionEnd) {
      if (isAsked) this.#tryToLeave(phase.version, { installing: false, hidden: false });
      return false;
    }
    const isQuiet = installsOnQuit(this.#state, this.#asksPassword) && updater.installsQuietly;
    if (!isAsked && !isQuiet) return false;
    this.#installed = true;
    try {
      if (!isAsked && phase.kind === 'ready') this.#leave(phase.version, { installing: true, hidden: false });
      await updater.install(isAsked);
      return false;
    } catch (thrown) {
      const { problem } = this.#failed(thrown, 'not-installed', 'an update could not be installed');
      if (isAsked) this.#tryToLeave(phase.version, { installing: true, hidden: phase.hidden, problem });
      else if (phase.kind === 'ready')
        this.#tryToLeave(phase.version, { installing: true, hidden: false, problem });
      return isAsked;
    }
  }

  get #isForbidden(): boolean {
    const { mode, forbidden } = this.#deps.wishes();
    return forbidden && mode === 'off';
  }

  get #asksPassword(): boolean {
    const { updater } = this.#deps;
    return typeof updater !== 'string' && updater.asksPassword;
  }

  #context(): MachineContext {
    const { clock, timing, random } = this.#deps;
    return { at: clock.elapsed(), timing, random: random(), asksPassword: this.#asksPassword };
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const event = await this.#look();
      if (signal.aborted) return;
      this.#on(event);
      const wake = new AbortController();
      this.#wake = () => {
        wake.abort();
      };
      await this.#deps.clock.sleep(this.#restMs(), AbortSignal.any([signal, wake.signal]));
    }
  }

  #restMs(): number {
    const { phase, nextCheckAt, mode } = this.#state;
    if (phase.kind === 'finishing') return lookWhileFinishingMs;
    const untilCheck = Math.max(nextCheckAt - this.#deps.clock.elapsed(), lookWhileFinishingMs);
    if (phase.kind === 'ready' && mode === 'automatic')
      return Math.min(untilCheck, lookWhileReadyMs, Math.max(this.#deps.timing.unattendedMs, 50));
    return mode === 'off' ? longestRestMs : Math.min(untilCheck, longestRestMs);
  }

  /** Only asks what the state wants to know: nothing of it is free. */
  async #look(): Promise<MachineEvent> {
    const { uploads, seen } = this.#deps;
    const { phase, mode } = this.#state;
    const unknown = { kind: 'tick', inFlight: 0, seen: true } as const;
    if (phase.kind !== 'finishing' && !(phase.kind === 'ready' && mode === 'automatic')) return unknown;
    try {
      await this.#acting;
      if (phase.kind === 'finishing' && (await this.#isResumed())) return { kind: 'put-off' };
      return { kind: 'tick', inFlight: await uploads.inFlight(), seen: seen() };
    } catch (thrown) {
      this.#deps.log.warn({ tag: 'updates', err: thrown }, 'what is being sent could not be read');
      return unknown;
    }
  }

  /** The user has let all of it go on: that is more than a restart is worth. */
  async #isResumed(): Promise<boolean> {
    const active = await this.#deps.uploads.active();
    return this.#held.length > 0 && this.#held.every((id) => active.includes(id));
  }

  #on(event: MachineEvent): void {
    if (typeof this.#deps.updater === 'string') return;
    const before = this.#state;
    const { state, acts } = step(before, event, this.#context());
    this.#state = state;
    for (const act of acts) this.#act(act);
    if (event.kind !== 'tick' || acts.length > 0) this.#deps.changed(this.view());
    if (acts.length > 0 || state.phase.kind !== before.phase.kind) this.#wake();
  }

  #act(act: Act): void {
    switch (act) {
      case 'check':
        void this.#check();
        return;
      case 'download':
        void this.#download();
        return;
      case 'cancel':
        this.#work.abort();
        return;
      case 'hold':
        this.#afterwards(() => this.#hold());
        return;
      case 'let-go':
        this.#afterwards(() => this.#letGo());
        return;
      case 'quit':
        this.#afterwards(() => this.#quit());
        return;
    }
  }

  /** One after the other: what was held is written down before it is let go. */
  #afterwards(act: () => Promise<void>): void {
    this.#acting = this.#acting.then(act).catch((thrown: unknown) => {
      const { problem } = this.#failed(thrown, 'not-installed', 'an update could not be prepared');
      this.#on({ kind: 'not-installed', problem });
    });
  }

  #begin(): AbortSignal {
    this.#work.abort();
    this.#work = new AbortController();
    return this.#work.signal;
  }

  async #check(): Promise<void> {
    const { updater } = this.#deps;
    if (typeof updater === 'string') return;
    const signal = this.#begin();
    try {
      const version = await updater.check(this.#channel);
      if (signal.aborted) return;
      if (version !== undefined) this.#deps.log.info({ tag: 'updates', version }, 'a newer version');
      this.#on(version === undefined ? { kind: 'nothing-new' } : { kind: 'found', version });
    } catch (thrown) {
      if (signal.aborted) return;
      const { problem } = this.#failed(thrown, 'feed-down', 'no answer about new versions');
      this.#on({ kind: 'check-failed', problem });
    }
  }

  async #download(): Promise<void> {
    const { updater } = this.#deps;
    if (typeof updater === 'string') return;
    const signal = this.#begin();
    const progress = (percent: number) => {
      if (!signal.aborted) this.#on({ kind: 'progress', percent: Math.floor(percent) });
    };
    try {
      await updater.download(progress, signal);
      if (signal.aborted) return;
      this.#deps.log.info({ tag: 'updates' }, 'the newer version is fetched');
      this.#on({ kind: 'downloaded' });
    } catch (thrown) {
      if (signal.aborted) return;
      const { problem } = this.#failed(thrown, 'feed-down', 'a new version could not be fetched');
      this.#on({ kind: 'download-failed', problem });
    }
  }

  async #hold(): Promise<void> {
    const { uploads } = this.#deps;
    const { phase } = this.#state;
    if (phase.kind !== 'finishing') return;
    this.#held = await uploads.active();
    this.#leave(phase.version, { installing: false, hidden: phase.hidden });
    await uploads.hold(this.#held);
  }

  async #letGo(): Promise<void> {
    await this.#deps.uploads.letGo(this.#held);
    this.#held = [];
    dropHandover(this.#deps.handoverFile);
  }

  #quit(): Promise<void> {
    const { phase } = this.#state;
    if (phase.kind === 'installing') {
      this.#leave(phase.version, { installing: true, hidden: phase.hidden });
      this.#deps.quit();
    }
    return Promise.resolve();
  }

  #leave(to: string, how: Left): void {
    const { current, handoverFile } = this.#deps;
    writeHandover(handoverFile, { from: current, to, held: [...this.#held], ...how });
  }

  #tryToLeave(to: string, how: Left): void {
    try {
      this.#leave(to, how);
    } catch (thrown) {
      this.#deps.log.warn({ tag: 'updates', err: thrown }, 'the next start will not know why it failed');
    }
  }

  #failed(thrown: unknown, otherwise: UpdateProblem, what: string) {
    const failure = toUpdateFailure(thrown, otherwise);
    this.#deps.log.warn({ tag: 'updates', problem: failure.problem, err: failure }, what);
    return failure;
  }
}

const shown = (phase: MachineState['phase']): UpdatesView['phase'] => {
  switch (phase.kind) {
    case 'idle':
      return { kind: 'idle' };
    case 'downloading':
      return phase;
    default:
      return { kind: phase.kind, version: phase.version };
  }
};
