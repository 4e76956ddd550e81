/** A comparison as rows to be drawn: pairs of lines, and stretches of unchanged lines that are folded. Pure. */
import { lengthOf, type Differing, type Hunk } from './compare-texts.ts';

export type DiffRow =
  | { readonly kind: 'same'; readonly before: number; readonly after: number }
  /** a line that went, came or became another; at least one side is there */
  | {
      readonly kind: 'changed';
      readonly hunk: number;
      readonly before?: number | undefined;
      readonly after?: number | undefined;
    }
  | { readonly kind: 'fold'; readonly before: number; readonly after: number; readonly count: number };

/** `context`: how many unchanged lines stand around each change. `open`: folds (by their first line) that are open. */
export function diffRows(
  { before, after, hunks }: Differing,
  context: number,
  open: ReadonlySet<number> = new Set(),
): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let at = { before: 0, after: 0 };
  const same = (count: number, first: boolean, last: boolean): void => {
    const head = first ? 0 : context;
    const tail = last ? 0 : context;
    // a fold that hides one line takes more room than the line
    const folded = count - head - tail > 1 && !open.has(at.before + head);
    for (let n = 0; n < count; n += 1) {
      if (folded && n === head) {
        const hidden = count - head - tail;
        rows.push({ kind: 'fold', before: at.before + n, after: at.after + n, count: hidden });
        n += hidden - 1;
      } else rows.push({ kind: 'same', before: at.before + n, after: at.after + n });
    }
  };
  for (const [index, hunk] of hunks.entries()) {
    same(hunk.before.from - at.before, index === 0, false);
    rows.push(...pairsOf(hunk, before, after));
    at = { before: hunk.before.to, after: hunk.after.to };
  }
  same(before.length - at.before, hunks.length === 0, true);
  return rows;
}

type Texts = readonly { readonly text: string }[];

/** Which line became which: in a small hunk the most alike ones, else one after the other. */
function pairsOf(hunk: Hunk, before: Texts, after: Texts): DiffRow[] {
  const [m, n] = [lengthOf(hunk.before), lengthOf(hunk.after)];
  const row = (i: number | undefined, j: number | undefined): DiffRow => ({
    kind: 'changed',
    hunk: hunk.id,
    before: i === undefined ? undefined : hunk.before.from + i,
    after: j === undefined ? undefined : hunk.after.from + j,
  });
  if (m === n || m === 0 || n === 0 || m * n > 900) {
    return Array.from({ length: Math.max(m, n) }, (_, i) =>
      row(i < m ? i : undefined, i < n ? i : undefined),
    );
  }
  const score = (i: number, j: number): number =>
    likeness(before[hunk.before.from + i]?.text ?? '', after[hunk.after.from + j]?.text ?? '');
  return aligned(m, n, score).map(([i, j]) => row(i, j));
}

type Pair = readonly [number | undefined, number | undefined];

/** The alignment of two short lists with the greatest sum of likeness. */
function aligned(m: number, n: number, score: (i: number, j: number) => number): readonly Pair[] {
  const width = n + 1;
  const best = new Float64Array((m + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  const scores = new Float64Array(m * n);
  for (let i = m - 1; i >= 0; i -= 1)
    for (let j = n - 1; j >= 0; j -= 1) {
      const here = score(i, j);
      scores[i * n + j] = here;
      best[i * width + j] = Math.max(at(i + 1, j), at(i, j + 1), here > 0 ? here + at(i + 1, j + 1) : 0);
    }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < m && j < n) {
    const here = scores[i * n + j] ?? 0;
    if (here > 0 && at(i, j) === here + at(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (at(i, j) === at(i + 1, j)) pairs.push([i++, undefined]);
    else pairs.push([undefined, j++]);
  }
  while (i < m) pairs.push([i++, undefined]);
  while (j < n) pairs.push([undefined, j++]);
  return pairs;
}

/** How many words two lines share, from 0 to 1; little likeness is none. */
function likeness(a: string, b: string): number {
  const words = (line: string): Set<string> => new Set(line.slice(0, 300).match(/\p{L}+|\p{N}+/gu) ?? []);
  const [one, other] = [words(a), words(b)];
  const shared = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - shared;
  const alike = all === 0 ? 0 : shared / all;
  return alike < 0.25 ? 0 : alike;
}
