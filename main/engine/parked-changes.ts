/**
 * Changes that wait for a place that is not in the way of all others: a storage, a space. They stand in the queue, due
 * far ahead, and are due at once when the place is free. What is parked is forgotten with the process, for the next one
 * has everything due at its start.
 */
import { keyOf } from './apply/path-locks.ts';
import type { Place } from './circuit-breaker.ts';
import type { PendingChange } from './pending/pending-change.ts';

export type Parked = Pick<PendingChange, 'pairId' | 'path'> & { readonly place: Place };

/** The longest that a change waits if nobody has it due before. */
export const parkedMs = 3_600_000;

const isAt = (place: Place, other: Place): boolean => JSON.stringify(place) === JSON.stringify(other);

export class ParkedChanges {
  readonly #parked = new Map<string, Parked>();

  add({ pairId, path }: Pick<PendingChange, 'pairId' | 'path'>, place: Place): void {
    this.#parked.set(keyOf(pairId, path), { pairId, path, place });
  }

  find(pairId: number, path: string): Parked | undefined {
    return this.#parked.get(keyOf(pairId, path));
  }

  /** It is tried again; gives where it was parked. */
  take(pairId: number, path: string): Place | undefined {
    const key = keyOf(pairId, path);
    const place = this.#parked.get(key)?.place;
    this.#parked.delete(key);
    return place;
  }

  isAwaited(place: Place): boolean {
    return this.first(isPlace(place)) !== undefined;
  }

  /** The one that has waited longest for one of these places. */
  first(isWanted: (place: Place) => boolean): Parked | undefined {
    for (const one of this.#parked.values()) if (isWanted(one.place)) return one;
    return undefined;
  }

  /** Those that wait for one of these places, longest first. */
  at(isFree: (place: Place) => boolean): Parked[] {
    return [...this.#parked.values()].filter(({ place }) => isFree(place));
  }

  get size(): number {
    return this.#parked.size;
  }
}

export const isPlace = (place: Place) => (other: Place) => isAt(place, other);
