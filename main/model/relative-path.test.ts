import { expect, it } from 'vitest';
import { isAtOrBelow, isSameName } from './relative-path.ts';

it.each<[path: string, top: string, boolean]>([
  ['d', 'd', true],
  ['d/e/a.txt', 'd', true],
  ['d/e/a.txt', 'd/e', true],
  ['d', 'd/e', false],
  ['d.txt', 'd', false],
  ['e/d', 'd', false],
  ['d', '', true],
  ['', '', true],
  ['', 'd', false],
  // keys of paths, and absolute ones
  ['1:d/a', '1:d', true],
  ['2:d/a', '1:d', false],
  ['/mnt/d', '/mnt', true],
])('is %j at or below %j: %s', (path, top, expected) => {
  expect(isAtOrBelow(path, top)).toBe(expected);
});

it.each<[path: string, other: string, boolean]>([
  ['d/a.txt', 'd/A.TXT', true],
  ['d/a.txt', 'd/a.txt', true],
  ['caf\u00e9', 'cafe\u0301', true],
  ['d/a.txt', 'D/a.txt', false],
  ['a.txt', 'd/a.txt', false],
  ['d/a.txt', 'd/b.txt', false],
  ['a', '', false],
])('have %j and %j one name where case and normal form do not count: %s', (path, other, expected) => {
  expect(isSameName(path, other)).toBe(expected);
});
