/**
 * How the app starts and stops: a list of named steps, taken in order, and taken back in the reverse order. It is also
 * the one place that knows whether the app is quitting, which is all that tells quitting from closing the window.
 */
import type { Clock } from '../lib/clock.ts';

export type Step = {
  readonly name: string;
  /** Does the step; gives back how it is undone, when there is something to undo. */
  readonly start: () => Undo | undefined | Promise<Undo | undefined>;
};
export type Undo = () => void | Promise<void>;

/** What went wrong while stopping; the app goes on stopping all the same. */
export type LateStep = {
  readonly name: string;
  readonly why: 'not in time' | 'failed';
  readonly error?: unknown;
};

export type LifecycleOptions = {
  readonly clock: Clock;
  /** for the whole stop */
  readonly deadlineMs: number;
  readonly onLate: (late: LateStep) => void;
};

export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #undos: { readonly name: string; readonly undo: Undo }[] = [];
  #stopping: Promise<void> | undefined;
  #stopped = false;

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  /** True from the moment that somebody asked to quit. */
  get quitting(): boolean {
    return this.#stopping !== undefined;
  }

  /** True when everything was taken back: nothing stands in the way of the process ending. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes the steps in order. When one throws, what was done so far stays, for stop() to take back; its throw comes out. */
  async start(steps: readonly Step[]): Promise<void> {
    for (const { name, start } of steps) {
      if (this.quitting) return;
      const undo = await start();
      if (undo === undefined) continue;
      // Asked to quit while this step was being taken: stop() has passed it by already.
      if (this.#stopped) await undo();
      else this.#undos.push({ name, undo });
    }
  }

  /**
   * Takes everything back, last first. A step that throws or takes too long is named and left behind: the queue makes
   * a killed stop safe, so none may hold the others up. Asking twice is asking once.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { clock, deadlineMs, onLate } = this.#options;
    const end = clock.elapsed() + deadlineMs;
    // Taken one by one, so that a step which a late start() adds meanwhile is taken back too.
    for (let next = this.#undos.pop(); next !== undefined; next = this.#undos.pop()) {
      const { name, undo } = next;
      // Each may use half of what is left, so that there is always something left for those after it.
      const left = end - clock.elapsed();
      const share = this.#undos.length === 0 ? left : left / 2;
      const late = await bounded(clock, Math.max(share, 0), undo);
      if (late !== undefined) onLate({ name, ...late });
    }
    this.#stopped = true;
  }
}

/** Undefined when it was done in time. */
async function bounded(clock: Clock, ms: number, undo: Undo): Promise<Omit<LateStep, 'name'> | undefined> {
  const done = new AbortController();
  const work = (async () => {
    try {
      await undo();
      return undefined;
    } catch (error) {
      return { why: 'failed', error } as const;
    } finally {
      done.abort();
    }
  })();
  const tooLate = clock.sleep(ms, done.signal).then(() => ({ why: 'not in time' }) as const);
  const first = await Promise.race([work, tooLate]);
  // The sleep also ends when the work does; then the work's own word counts.
  return first?.why === 'not in time' && done.signal.aborted ? work : first;
}
