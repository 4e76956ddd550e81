import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleLines, visibleText } from './visible-text.ts';

test.each([
  ['photo\u202Egpj.exe', String.raw`photo\u202egpj.exe`],
  ['\u2066a\u2069', String.raw`\u2066a\u2069`],
  ['a\u001B]0;title\u0007b', String.raw`a\x1b]0;title\x07b`],
  ['a\r\nb\tc', String.raw`a\x0d\x0ab\x09c`],
  ['a\u2028b\u0085', String.raw`a\u2028b\x85`],
  ['half \uD83D of one', String.raw`half \ud83d of one`],
  ['报告 👩‍👩‍👧 שלום\u200F.txt', '报告 👩‍👩‍👧 שלום\u200F.txt'],
])('%j is shown as %s', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('lines and tabs of a text stay', () => {
  expect(visibleLines('a\r\n\tb\u001B[2J\u202Ec')).toBe('a\n\tb\\x1b[2J\\u202ec');
});

test('nothing that steers is left, and twice is once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const show of [visibleText, visibleLines]) {
        const shown = show(text);
        expect(shown).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
        expect(show(shown)).toBe(shown);
      }
      expect(visibleText(text)).not.toMatch(/\p{Cc}/u);
    }),
  );
});
