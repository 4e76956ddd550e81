/** A short run of `npm run fuzz`, always the same; and it finds what it is for. */
import { expect, it } from 'vitest';
import { fuzzParser } from './parser-fuzz.ts';
import { parsers, type Parser } from './parsers.ts';

it.each(parsers.map((parser) => [parser.name, parser] as const))('%s', (_name, parser) => {
  expect(fuzzParser(parser, 1, 20)).toBeUndefined();
});

const brackets = (text: string): number => text.split('[').length - 1;
const planted: readonly (readonly [string, Parser['parse'], string])[] = [
  [
    'throws an error of JavaScript for a field that every object has',
    (text) => {
      if (text.includes('"constructor":')) throw new TypeError('cannot read');
    },
    'throws what is not ours: TypeError',
  ],
  [
    'is slow for what is repeated',
    (text) => {
      // the time grows with the square, as with a regular expression without a bound; no longer than a test may take. Of the
      // processor, as it is judged: on a busy machine little of it goes by in so much time
      const most = Math.min(400, brackets(text) ** 2 / 10);
      const before = process.cpuUsage();
      for (let ms = 0; ms < most;) {
        const { user, system } = process.cpuUsage(before);
        ms = (user + system) / 1000;
      }
    },
    'ms for',
  ],
  [
    'keeps much for each bracket',
    // beyond the bound at once: to take memory in small steps is slow first, on a busy machine
    (text) => new Array<number>(Math.min(30_000_000, brackets(text) * 15_000_000)).fill(0.5),
    'MiB for',
  ],
];

it.each(planted)('finds a parser that %s', (name, parse, what) => {
  const finding = fuzzParser({ name, samples: ['{"a":[1,2]}'], parse }, 1, 500);
  expect(finding?.what).toContain(what);
});
