/**
 * Folders that were renamed to where they stand. What they hold is known as soon as the server did the rename, and nothing
 * of it has to be looked at by itself: they are compared then, as a whole. One whose rename does not come about is compared
 * with what is known of its new place all the same, a little later.
 */
import type { Clock } from '../../lib/clock.ts';
import type { FileStat } from '../../model/file-stat.ts';
import type { BaselineChild, MetFolder } from './scan.ts';

/** So long a rename is waited for, ms: it is one call. */
const longestMs = 5000;

type Arrival = {
  readonly localId: string;
  /** epoch ms */
  readonly since: number;
  /** until when the rename is waited for, as the steady clock tells it, ms */
  readonly until: number;
};

export class Arrivals {
  readonly #knownAt: (path: string) => BaselineChild | undefined;
  readonly #clock: Pick<Clock, 'now' | 'elapsed'>;
  readonly #waiting = new Map<string, Arrival>();

  constructor(knownAt: (path: string) => BaselineChild | undefined, clock: Pick<Clock, 'now' | 'elapsed'>) {
    this.#knownAt = knownAt;
    this.#clock = clock;
  }

  /** So many are waited for. */
  get count(): number {
    return this.#waiting.size;
  }

  /** What happened in them from then on (epoch ms) was not seen yet; undefined: there are none. */
  get unseenFrom(): number | undefined {
    const all = [...this.#waiting.values()];
    return all.length === 0 ? undefined : Math.min(...all.map(({ since }) => since));
  }

  /** This folder was met at a path at which nothing is known, and is known at another one. */
  note(path: string, { localId }: FileStat): void {
    if (localId === undefined || this.#waiting.has(path)) return;
    const [since, until] = [this.#clock.now(), this.#clock.elapsed() + longestMs];
    this.#waiting.set(path, { localId, since, until });
  }

  /** Will this folder be compared once it is known here? The server did the rename: it is waited for as long again. */
  isWaiting(path: string): boolean {
    const arrival = this.#waiting.get(path);
    if (arrival) this.#waiting.set(path, { ...arrival, until: this.#clock.elapsed() + longestMs });
    return arrival !== undefined;
  }

  /** Those that are known here by now, or were waited for long enough; they are forgotten. */
  take(): readonly MetFolder[] {
    const now = this.#clock.elapsed();
    const taken = [...this.#waiting].flatMap(([path, { localId, until }]) => {
      const isKnown = this.#knownAt(path)?.local?.localId === localId;
      return isKnown || now >= until ? [{ path, localId }] : [];
    });
    for (const { path } of taken) this.#waiting.delete(path);
    return taken;
  }
}
