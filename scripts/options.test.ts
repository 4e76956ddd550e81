import { afterEach, expect, it, vi } from 'vitest';
import { readOptions } from './options.ts';

const { argv } = process;
afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
});

const options = { only: { type: 'string' }, all: { type: 'boolean', default: false } } as const;
const typed = (...words: string[]) => {
  process.argv = ['node', 'command', ...words];
};

it('gives what was typed', () => {
  typed('--only', 'one', '--all');
  expect(readOptions({ options }).values).toEqual({ only: 'one', all: true });
});

it.each([
  [['--bogus'], "Unknown option '--bogus'"],
  [['--only'], "Option '--only <value>' argument missing"],
  [['word'], "Unexpected argument 'word'"],
])('%j ends it with 2, the reason and the options that there are', (words, reason) => {
  const said: unknown[] = [];
  vi.spyOn(console, 'error').mockImplementation((text) => void said.push(text));
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`ended with ${String(code)}`);
  });
  typed(...words);
  expect(() => readOptions({ options })).toThrow('ended with 2');
  expect(said).toEqual([reason, 'There are --only VALUE, --all.']);
});
