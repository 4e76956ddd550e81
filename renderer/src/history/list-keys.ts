/** Where a key leads in a list of rows. Pure. */

/** The next index for a key; undefined for a key that does not move. `page` is how many rows fit into sight. */
export function movedBy(key: string, at: number, count: number, page: number): number | undefined {
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** How long letters that are typed count as one word. */
export const typeaheadRestMs = 700;

export type Typed = { readonly text: string; readonly at: number };

/** What was typed so far, with one letter more. */
export const typedOn = (before: Typed, letter: string, now: number): Typed => ({
  text: now - before.at < typeaheadRestMs ? before.text + letter : letter,
  at: now,
});

/**
 * The next row of which a word begins so, the one at hand counting while more letters come, later ones before earlier
 * ones. The same letter again and again goes from one to the next.
 */
export function typedTo(
  words: (index: number) => readonly string[],
  count: number,
  at: number,
  text: string,
): number | undefined {
  const isOneLetter = new Set(text).size === 1;
  const wanted = (isOneLetter ? text.slice(0, 1) : text).toLowerCase();
  const first = isOneLetter ? at + 1 : at;
  for (let step = 0; step < count; step += 1) {
    const index = (Math.max(0, first) + step) % count;
    if (words(index).some((word) => word.toLowerCase().startsWith(wanted))) return index;
  }
  return undefined;
}
