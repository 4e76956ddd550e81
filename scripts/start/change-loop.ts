/**
 * From changed files to a renewed app: one round at a time, each with everything that changed since the one before.
 * A part that could not be renewed is tried again in the next round, and nothing is shown until all parts fit together:
 * a page must not meet a main process of another state of the source.
 */
import { stepAfter, type Part, type Step } from './changes.ts';

export type ChangeLoopDeps = {
  /** waits while more files of the same save may come */
  readonly settle: () => Promise<void>;
  readonly now: () => number;
  /** builds or restarts this part; says itself what went wrong, and then gives false */
  readonly renew: (part: Part) => Promise<boolean>;
  /** since: when the first of the changes that are shown was seen */
  readonly show: (step: Step, since: number) => Promise<void>;
  /** hears what `show` threw; the loop goes on with the next change */
  readonly onError: (error: unknown) => void;
};

export class ChangeLoop {
  readonly #deps: ChangeLoopDeps;
  readonly #wanted = new Set<Part>();
  readonly #failed = new Set<Part>();
  readonly #unshown = new Set<Part>();
  #since: number | undefined;
  #running: Promise<void> | undefined;

  constructor(deps: ChangeLoopDeps) {
    this.#deps = deps;
  }

  /** These parts have to be renewed. */
  want(parts: readonly Part[]): void {
    if (parts.length === 0) return;
    this.#since ??= this.#deps.now();
    for (const part of parts) this.#wanted.add(part);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#wanted.size > 0) {
      try {
        await this.#round();
      } catch (error) {
        this.#deps.onError(error);
      }
    }
    this.#running = undefined;
  }

  async #round(): Promise<void> {
    await this.#deps.settle();
    const parts = [...new Set([...this.#wanted, ...this.#failed])];
    this.#wanted.clear();
    this.#failed.clear();
    await Promise.all(
      parts.map(async (part) => {
        const renewed = await this.#deps.renew(part);
        (renewed ? this.#unshown : this.#failed).add(part);
      }),
    );
    // What changed meanwhile belongs to the next round, which shows both.
    if (this.#wanted.size > 0) return;
    const since = this.#since ?? this.#deps.now();
    this.#since = undefined;
    if (this.#failed.size > 0) return;
    const step = stepAfter(this.#unshown);
    this.#unshown.clear();
    await this.#deps.show(step, since);
  }
}
