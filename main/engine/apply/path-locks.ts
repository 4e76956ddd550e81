/**
 * What is in flight, by path: who sends, who renames, who is at work. All who could get in each other's way ask here.
 *
 * A rename takes all that lies below it along, so nothing may be sent from at or below a path while it is being
 * renamed, and no rename begins while something there is being sent: else the new content of one file would go into
 * another one's history (invariant 2).
 * Attacked by: path-locks.test.ts, tests/simulation/regressions.json, after every seed by check 9 of
 * tests/simulation/check.ts.
 */
import { isAtOrBelow } from '../../model/relative-path.ts';

/**
 * Work that is done once at a time for a path, however many ask for it.
 * - `change`: a change taken from the queue; two at once would upload one content twice.
 * - `sync`: looking at a path and doing what is due; a folder is wanted by all that lies in it.
 * - `rename-outcome`: asking the server whether it did a rename whose answer was lost.
 * - `recycle`: a deletion on its way; who undoes it waits for its end.
 * - `undo`: a deletion that is being undone; who undoes it too has what the first has.
 */
export type OnceWork = 'change' | 'sync' | 'rename-outcome' | 'recycle' | 'undo';

/** Keys are opaque but for their slashes; put the pair in front (`keyOf`). */
export class PathLocks {
  /** how often each path is being sent from: a folder may be asked about and made at once */
  readonly #sending = new Map<string, number>();
  readonly #renaming = new Set<string>();
  readonly #running: Readonly<Record<OnceWork, Map<string, Promise<unknown>>>> = {
    change: new Map(),
    sync: new Map(),
    'rename-outcome': new Map(),
    recycle: new Map(),
    undo: new Map(),
  };
  readonly #names = new Map<string, { readonly key: string; count: number }>();

  /** Runs `work`, which sends something from this path, and returns its promise; undefined while it is being renamed. */
  sending<T>(key: string, work: () => Promise<T>): Promise<T> | undefined {
    const release = this.holdSending(key);
    return release && work().finally(release);
  }

  /** Something is sent from this path until the result is called; undefined while it is being renamed. */
  holdSending(key: string): (() => void) | undefined {
    if (this.isRenamed(key)) return undefined;
    this.#count(key, 1);
    return () => this.#count(key, -1);
  }

  /**
   * This path is renamed until the result is called; undefined when something at or below it is on its way, into the
   * recycle bin too: what is written down of that names its path.
   */
  holdRenaming(key: string): (() => void) | undefined {
    for (const busy of [...this.#sending.keys(), ...this.#renaming, ...this.#running.recycle.keys()])
      if (isAtOrBelow(busy, key)) return undefined;
    this.#renaming.add(key);
    return () => this.#renaming.delete(key);
  }

  /** Is this path, or a folder above it, being renamed now? */
  isRenamed(key: string): boolean {
    for (const one of this.#renaming) if (isAtOrBelow(key, one)) return true;
    return false;
  }

  /** Is this path, or a folder above it, on its way into the recycle bin? */
  isRecycled(key: string): boolean {
    for (const one of this.#running.recycle.keys()) if (isAtOrBelow(key, one)) return true;
    return false;
  }

  /** Runs `work`, or joins the one of this kind that is under way for this key. */
  once<T>(kind: OnceWork, key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running[kind] as Map<string, Promise<T>>;
    let one = running.get(key);
    if (!one) {
      one = work().finally(() => running.delete(key));
      running.set(key, one);
    }
    return one;
  }

  /** What is under way of this kind, by key. */
  running(kind: OnceWork): ReadonlyMap<string, Promise<unknown>> {
    return this.#running[kind];
  }

  /**
   * Runs `work` while no other path has a name that cannot stand beside this one's; undefined when one has. Of two such
   * paths the second waits to see the first. `name` is the same for both, `key` tells them apart; one path may have its
   * name several times.
   */
  withName<T>(name: string, key: string, work: () => Promise<T>): Promise<T> | undefined {
    const held = this.#names.get(name) ?? { key, count: 0 };
    if (held.key !== key) return undefined;
    held.count++;
    this.#names.set(name, held);
    return work().finally(() => {
      held.count--;
      if (held.count === 0) this.#names.delete(name);
    });
  }

  #count(key: string, by: number): void {
    const count = (this.#sending.get(key) ?? 0) + by;
    if (count > 0) this.#sending.set(key, count);
    else this.#sending.delete(key);
  }
}

/** One path of one pair, as one text. */
export const keyOf = (pairId: number, path: string): string => `${pairId}:${path}`;
