/** Work on many paths, several at a time: nobody waits for the way there and back of each before the next. */
import { isAtOrBelow } from '../../model/relative-path.ts';

type Placed = { readonly path: string };

/** Does one of them lie in the other, or are they the same? */
const overlap = (one: Placed, other: Placed): boolean =>
  isAtOrBelow(one.path, other.path) || isAtOrBelow(other.path, one.path);

/**
 * Begins `work` for each in order, at most `most` at a time, and nothing beside what it lies in or what lies in it.
 * `goesOn` is asked before each: false, and no other begins. So does the first failure, which is thrown when all have ended.
 */
export async function severalAtOnce<T extends Placed>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
  goesOn: () => boolean,
): Promise<void> {
  const running = new Map<T, Promise<void>>();
  const failures: unknown[] = [];
  const inTheWayOf = (item: T): readonly Promise<void>[] =>
    running.size >= most
      ? [...running.values()]
      : [...running].filter(([other]) => overlap(item, other)).map(([, ended]) => ended);
  for (const item of items) {
    for (let before = inTheWayOf(item); before.length > 0; before = inTheWayOf(item))
      await Promise.race(before);
    if (failures.length > 0 || !goesOn()) break;
    const one = work(item)
      .catch((thrown: unknown) => void failures.push(thrown))
      .finally(() => running.delete(item));
    running.set(item, one);
  }
  await Promise.all(running.values());
  if (failures.length > 0) throw failures[0];
}
