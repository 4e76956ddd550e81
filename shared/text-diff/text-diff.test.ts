import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedWords } from './changed-words.ts';
import { compareTexts, type Differing, type TextComparison } from './compare-texts.ts';
import { diffRows } from './diff-rows.ts';
import { takeHunks } from './take-hunks.ts';

function differing(comparison: TextComparison): Differing {
  if (comparison.kind !== 'differs') throw new Error(comparison.kind);
  return comparison;
}
const between = (older: string, newer: string): Differing => differing(compareTexts(older, newer));

describe('two texts', () => {
  it('are the same, or end their lines otherwise', () => {
    expect(compareTexts('a\nb\n', 'a\nb\n').kind).toBe('same');
    expect(compareTexts('a\r\nb\r\n', 'a\nb\n').kind).toBe('line-endings');
    expect(compareTexts('a\nb', 'a\nb\n').kind).toBe('line-endings');
    expect(compareTexts('', '').kind).toBe('same');
  });

  it('differ in hunks of lines', () => {
    const { hunks } = between('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n');
    expect(hunks).toEqual([
      { id: 0, before: { from: 1, to: 2 }, after: { from: 1, to: 2 } },
      { id: 1, before: { from: 4, to: 4 }, after: { from: 4, to: 5 } },
    ]);
    expect(between('', 'x\n').hunks).toEqual([
      { id: 0, before: { from: 0, to: 0 }, after: { from: 0, to: 1 } },
    ]);
  });

  it('are compared in bounded time when they are long and have nothing in common', () => {
    const text = (word: string): string =>
      Array.from({ length: 50_000 }, (_, n) => `${word} ${n} ${'x'.repeat(30)}`).join('\n');
    const result = compareTexts(text('one'), text('two'), { edits: 3_000, milliseconds: 10_000 });
    // given ten seconds it still gives up by the number of edits: no matter how fast the machine is
    expect(result).toEqual({ kind: 'too-different', before: 50_000, after: 50_000, shared: 0 });
  });

  it('are compared line by line when they are long and have many small changes', () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `line ${n}`);
    const changed = lines.map((line, n) => (n % 10 === 0 ? `${line} changed` : line));
    const patient = { edits: 1_500, milliseconds: 60_000 };
    const comparison = differing(compareTexts(lines.join('\n'), changed.join('\n'), patient));
    expect(comparison.hunks).toHaveLength(2_000);
  });
});

const line = fc.constantFrom('a', 'b', 'c', '', 'some words', '一些字');
const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.map((one) => `${one}\n`).join(''));

describe('taking hunks', () => {
  it('gives the newer text with none of them, and the older one with all', () => {
    fc.assert(
      fc.property(text, text, (older, newer) => {
        const comparison = compareTexts(older, newer);
        if (comparison.kind !== 'differs') return;
        expect(takeHunks(comparison, new Set())).toBe(newer);
        expect(takeHunks(comparison, new Set(comparison.hunks.map(({ id }) => id)))).toBe(older);
      }),
    );
  });

  it('gives a text that lacks just those changes', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), (older, newer, n) => {
        const comparison = compareTexts(older, newer);
        if (comparison.kind !== 'differs') return;
        const chosen = comparison.hunks[n % comparison.hunks.length];
        if (chosen === undefined) return;
        const taken = takeHunks(comparison, new Set([chosen.id]))
          .split('\n')
          .slice(0, -1);
        const { before, after } = comparison;
        expect(taken).toEqual([
          ...after.slice(0, chosen.after.from).map((one) => one.text),
          ...before.slice(chosen.before.from, chosen.before.to).map((one) => one.text),
          ...after.slice(chosen.after.to).map((one) => one.text),
        ]);
      }),
    );
  });

  it('keeps the ends of line of the newer text', () => {
    expect(takeHunks(between('a\nb\nc\n', 'a\r\nX\r\nc\r\n'), new Set([0]))).toBe('a\r\nb\r\nc\r\n');
  });

  it('lets no line run into the next', () => {
    expect(takeHunks(between('a\nold', 'a\nnew\nmore\n'), new Set())).toBe('a\nnew\nmore\n');
    const comparison = between('x\nlast', 'y\nmiddle\nlast');
    expect(takeHunks(comparison, new Set(comparison.hunks.map(({ id }) => id)))).toBe('x\nlast');
    expect(takeHunks(between('one', 'two\none'), new Set([0]))).toBe('one');
  });
});

describe('rows', () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, n) => `line ${n}\n`).join('');

  it('fold what did not change, and unfold it', () => {
    const comparison = between(`old\n${lines(20)}`, `new\n${lines(20)}`);
    const folded = diffRows(comparison, 3);
    expect(folded.map(({ kind }) => kind)).toEqual(['changed', 'same', 'same', 'same', 'fold']);
    expect(folded.at(-1)).toEqual({ kind: 'fold', before: 4, after: 4, count: 17 });
    expect(diffRows(comparison, 3, new Set([4])).filter(({ kind }) => kind === 'same')).toHaveLength(20);
  });

  it('show every line once', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 3 }), (older, newer, context) => {
        const comparison = compareTexts(older, newer);
        if (comparison.kind !== 'differs') return;
        const seen = { before: [] as number[], after: [] as number[] };
        for (const row of diffRows(comparison, context))
          for (let n = 0; n < (row.kind === 'fold' ? row.count : 1); n += 1) {
            if (row.before !== undefined) seen.before.push(row.before + n);
            if (row.after !== undefined) seen.after.push(row.after + n);
          }
        expect(seen.before).toEqual(comparison.before.map((_, n) => n));
        expect(seen.after).toEqual(comparison.after.map((_, n) => n));
      }),
    );
  });

  it('put the lines beside each other that are most alike', () => {
    const rows = diffRows(between('the quick brown fox\n', 'something else\nthe quick red fox\n'), 3).map(
      (row) => [row.before, row.after],
    );
    expect(rows).toEqual([
      [undefined, 0],
      [0, 1],
    ]);
  });
});

describe('words', () => {
  const marked = (parts: readonly { text: string; changed: boolean }[]): string =>
    parts.map(({ text: word, changed }) => (changed ? `[${word}]` : word)).join('');

  it('that changed are marked', () => {
    const { before, after } = changedWords('the quick brown fox', 'the quick red fox');
    expect(marked(before)).toBe('the quick [brown] fox');
    expect(marked(after)).toBe('the quick [red] fox');
  });

  it('are found in Chinese, which has no blanks', () => {
    const { after } = changedWords('明天上午开会讨论预算', '明天下午开会讨论预算');
    expect(marked(after)).toContain('开会讨论预算');
    expect(marked(after)).toContain('[');
    expect(after.length).toBeGreaterThan(1);
  });

  it('are not marked one by one where next to nothing is the same', () => {
    expect(changedWords('alpha beta gamma', 'one two three').after).toHaveLength(1);
    expect(changedWords('x'.repeat(5_000), 'x'.repeat(5_001)).alike).toBe(0);
  });
});
