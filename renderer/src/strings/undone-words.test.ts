import { expect, it } from 'vitest';
import { createTranslator } from '../../../shared/strings/index.ts';
import { undoneWords } from './undone-words.ts';

const said = (beside: number, lost: number): string =>
  undoneWords(
    createTranslator('en'),
    {
      beside: Array.from({ length: beside }, () => ({ wanted: '/d/a.txt', path: '/d/a (recovered).txt' })),
      lost: Array.from({ length: lost }, () => '/d/b.txt'),
    },
    'usual',
  );

it('says where things are, and what is lost', () => {
  expect(said(0, 0)).toBe('usual');
  expect(said(1, 0)).toBe('"a.txt" is here as "a (recovered).txt", because something new has its name.');
  expect(said(2, 0)).toBe('2 items are here under other names, because something new has their own.');
  expect(said(0, 1)).toBe('1 file is lost: the recycle bin of KooDrive no longer has it.');
  expect(said(1, 2)).toBe(
    '"a.txt" is here as "a (recovered).txt", because something new has its name. 2 files are lost: the recycle bin of KooDrive no longer has them.',
  );
});
