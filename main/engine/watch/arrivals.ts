/**
 * Folders that were renamed to where they stand. What they hold is known as soon as the server did the rename, and nothing
 * of it has to be looked at by itself: they are compared then, as a whole. One whose rename does not come about is compared
 * with what is known of its new place all the same, a little later.
 */
import type { FileStat } from '../../model/file-stat.ts';
import type { BaselineChild, MetFolder } from './scan.ts';

/** So long a rename is waited for, ms: it is one call. */
const longestMs = 5000;

type Arrival = { readonly localId: string; readonly since: number };

export class Arrivals {
  readonly #knownAt: (path: string) => BaselineChild | undefined;
  readonly #waiting = new Map<string, Arrival>();

  constructor(knownAt: (path: string) => BaselineChild | undefined) {
    this.#knownAt = knownAt;
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
  note(path: string, { localId }: FileStat, now: number): void {
    if (localId === undefined || this.#waiting.has(path)) return;
    this.#waiting.set(path, { localId, since: now });
  }

  /** Those that are known here by now, or were waited for long enough; they are forgotten. */
  take(now: number): readonly MetFolder[] {
    const taken = [...this.#waiting].flatMap(([path, { localId, since }]) => {
      const isKnown = this.#knownAt(path)?.local?.localId === localId;
      // a clock that is set back leaves nothing waiting
      return isKnown || Math.abs(now - since) >= longestMs ? [{ path, localId }] : [];
    });
    for (const { path } of taken) this.#waiting.delete(path);
    return taken;
  }
}
