/** Which words of a line changed. Bounded by the length of the lines. Pure. */
import { diffArrays } from 'diff';

export type Part = { readonly text: string; readonly changed: boolean };

export type ChangedWords = {
  readonly before: readonly Part[];
  readonly after: readonly Part[];
  /** how much of both is the same, from 0 to 1 */
  readonly alike: number;
};

/** Lines that are longer are marked as a whole. */
const longest = 2_000;

/** Below this, marks on single words would be confetti: the lines are marked as a whole. */
const alikeEnough = 0.35;

// Chinese has no blanks between words, and the segmenter knows them all the same.
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

const wordsIn = (line: string): string[] => [...segmenter.segment(line)].map(({ segment }) => segment);

const whole = (before: string, after: string, alike: number): ChangedWords => ({
  before: [{ text: before, changed: true }],
  after: [{ text: after, changed: true }],
  alike,
});

export function changedWords(before: string, after: string): ChangedWords {
  if (before.length > longest || after.length > longest) return whole(before, after, 0);
  const changes = diffArrays(wordsIn(before), wordsIn(after), { maxEditLength: 400 }) as
    { readonly value: string[]; readonly added: boolean; readonly removed: boolean }[] | undefined;
  if (changes === undefined) return whole(before, after, 0);
  const sides: { before: Part[]; after: Part[] } = { before: [], after: [] };
  let same = 0;
  for (const { value, added, removed } of changes) {
    const part = { text: value.join(''), changed: added || removed };
    if (!part.changed) same += part.text.trim().length;
    if (!added) sides.before.push(part);
    if (!removed) sides.after.push(part);
  }
  const length = Math.max(before.trim().length, after.trim().length);
  const alike = length === 0 ? 1 : same / length;
  return alike < alikeEnough ? whole(before, after, alike) : { ...sides, alike };
}
