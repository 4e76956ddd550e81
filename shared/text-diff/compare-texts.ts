/**
 * What changed between two texts, as hunks of lines. Bounded: two texts that have nothing in common are said to be too
 * different instead of being compared for minutes. Pure but for the time that the package looks at.
 */
import { diffArrays } from 'diff';
import { anchorsOf, type Numbered } from './anchors.ts';
import { linesOf, type Line } from './lines.ts';

/** From the line `from` up to, and without, the line `to`; counted from 0. */
export type Range = { readonly from: number; readonly to: number };

/** Lines of the older text that became lines of the newer one; either range may be empty. */
export type Hunk = { readonly id: number; readonly before: Range; readonly after: Range };

export type Differing = {
  readonly kind: 'differs';
  readonly before: readonly Line[];
  readonly after: readonly Line[];
  readonly hunks: readonly Hunk[];
};

export type TextComparison =
  | { readonly kind: 'same' }
  /** the same lines, which end otherwise */
  | { readonly kind: 'line-endings' }
  | Differing
  /** `shared`: lines that both have, wherever they stand */
  | {
      readonly kind: 'too-different';
      readonly before: number;
      readonly after: number;
      readonly shared: number;
    };

export type DiffLimits = {
  /** lines added and removed in one stretch without an anchor */
  readonly edits: number;
  readonly milliseconds: number;
};

const usualLimits: DiffLimits = { edits: 1_500, milliseconds: 600 };

/** What could not be compared line by line may be this much of the two texts, to be shown as replaced. */
const replacedAtMost = 400;

export function compareTexts(older: string, newer: string, limits = usualLimits): TextComparison {
  if (older === newer) return { kind: 'same' };
  const until = Date.now() + limits.milliseconds;
  const before = linesOf(older);
  const after = linesOf(newer);
  const [a, b] = numbered(before, after);
  const stretches = stretchesOf(a, b);
  if (stretches.length === 0) return { kind: 'line-endings' };
  const hunks: Hunk[] = [];
  let replaced = 0;
  for (const stretch of stretches) {
    const found = hunksIn(a, b, stretch, { ...limits, milliseconds: until - Date.now() });
    if (found === undefined) replaced += lengthOf(stretch.before) + lengthOf(stretch.after);
    if (replaced > replacedAtMost) {
      return { kind: 'too-different', before: a.length, after: b.length, shared: sharedOf(a, b) };
    }
    for (const one of found ?? [stretch]) hunks.push({ id: hunks.length, ...one });
  }
  return { kind: 'differs', before, after, hunks };
}

export const lengthOf = ({ from, to }: Range): number => to - from;

type Stretch = Omit<Hunk, 'id'>;

/** Comparing numbers is faster than comparing long lines again and again. */
function numbered(before: readonly Line[], after: readonly Line[]): readonly [Numbered, Numbered] {
  const numbers = new Map<string, number>();
  const of = ({ text }: Line): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  return [before.map(of), after.map(of)];
}

/** What lies between the lines that surely correspond, without the equal lines at both ends of each. */
function stretchesOf(a: Numbered, b: Numbered): readonly Stretch[] {
  const whole = trimmed(a, b, { from: 0, to: a.length }, { from: 0, to: b.length });
  const anchors = anchorsOf(
    a.slice(whole.before.from, whole.before.to),
    b.slice(whole.after.from, whole.after.to),
  );
  const stretches: Stretch[] = [];
  let from = { before: whole.before.from, after: whole.after.from };
  const ends = anchors.map((one) => ({
    before: one.before + whole.before.from,
    after: one.after + whole.after.from,
  }));
  for (const end of [...ends, { before: whole.before.to, after: whole.after.to }]) {
    const between = trimmed(a, b, { from: from.before, to: end.before }, { from: from.after, to: end.after });
    if (lengthOf(between.before) + lengthOf(between.after) > 0) stretches.push(between);
    from = { before: end.before + 1, after: end.after + 1 };
  }
  return stretches;
}

function trimmed(a: Numbered, b: Numbered, before: Range, after: Range): Stretch {
  const most = Math.min(lengthOf(before), lengthOf(after));
  let head = 0;
  while (head < most && a[before.from + head] === b[after.from + head]) head += 1;
  let tail = 0;
  while (tail < most - head && a[before.to - 1 - tail] === b[after.to - 1 - tail]) tail += 1;
  return {
    before: { from: before.from + head, to: before.to - tail },
    after: { from: after.from + head, to: after.to - tail },
  };
}

/** Undefined: it would take too long. */
function hunksIn(a: Numbered, b: Numbered, stretch: Stretch, limits: DiffLimits): Stretch[] | undefined {
  if (lengthOf(stretch.before) === 0 || lengthOf(stretch.after) === 0) return [stretch];
  if (limits.milliseconds <= 0) return undefined;
  const changes = diffArrays(
    a.slice(stretch.before.from, stretch.before.to),
    b.slice(stretch.after.from, stretch.after.to),
    { maxEditLength: limits.edits, timeout: limits.milliseconds },
  ) as { readonly count: number; readonly added: boolean; readonly removed: boolean }[] | undefined;
  if (changes === undefined) return undefined;
  const hunks: Stretch[] = [];
  let at = { before: stretch.before.from, after: stretch.after.from };
  let open = at;
  const close = (): void => {
    const hunk = {
      before: { from: open.before, to: at.before },
      after: { from: open.after, to: at.after },
    };
    if (lengthOf(hunk.before) + lengthOf(hunk.after) > 0) hunks.push(hunk);
  };
  for (const { count, added, removed } of changes) {
    if (!added && !removed) {
      close();
      at = { before: at.before + count, after: at.after + count };
      open = at;
    } else
      at = {
        before: at.before + (removed ? count : 0),
        after: at.after + (added ? count : 0),
      };
  }
  close();
  return hunks;
}

function sharedOf(a: Numbered, b: Numbered): number {
  const counts = new Map<number, number>();
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of b) {
    const left = counts.get(line) ?? 0;
    if (left > 0) {
      shared += 1;
      counts.set(line, left - 1);
    }
  }
  return shared;
}
