import { expect, it } from 'vitest';
import { tinyAtOnce } from './uploads-at-once.ts';

it.each([
  [6, undefined, 6],
  [6, 1, 12],
  [6, 20, 24],
  [6, 80, 48],
  [6, 2000, 48],
  [1, undefined, 1],
  [1, 200, 8],
])('of %i at once, at a round trip of %s ms, %i tiny ones', (concurrency, roundTripMs, expected) => {
  expect(tinyAtOnce(concurrency, roundTripMs)).toBe(expected);
});
