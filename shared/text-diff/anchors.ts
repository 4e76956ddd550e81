/**
 * Lines that both texts have once and in the same order: where two versions of one text surely correspond. Between them
 * only small stretches are left to compare, so that a long text with many changes costs little. (The idea of "patience
 * diff", Bram Cohen.) Pure.
 */

/** Lines as numbers: the same number is the same line. */
export type Numbered = readonly number[];

export type Anchor = { readonly before: number; readonly after: number };

/** Positions of the lines that occur once. */
function once(lines: Numbered): Map<number, number> {
  const at = new Map<number, number>();
  for (const [index, line] of lines.entries()) at.set(line, at.has(line) ? -1 : index);
  return at;
}

export function anchorsOf(before: Numbered, after: Numbered): readonly Anchor[] {
  const inAfter = once(after);
  const pairs: Anchor[] = [];
  for (const [line, index] of once(before)) {
    const other = inAfter.get(line) ?? -1;
    if (index >= 0 && other >= 0) pairs.push({ before: index, after: other });
  }
  pairs.sort((a, b) => a.before - b.before);
  return longestRising(pairs);
}

/** The most pairs whose order is the same on both sides. */
function longestRising(pairs: readonly Anchor[]): readonly Anchor[] {
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, { after }] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.after ?? 0) < after) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const rising: Anchor[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) rising.push(pair);
  }
  return rising.reverse();
}
