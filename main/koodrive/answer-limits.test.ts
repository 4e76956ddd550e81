import { expect, it } from 'vitest';
import { hasMoreValuesThan, limitsOf } from './answer-limits.ts';

it.each([
  ['', 0],
  ['7', 0],
  ['{"a":1,"b":[2,3]}', 4],
  ['[[[[', 4],
  ['["a,b"]', 2],
])('%s has %i values at most', (text, values) => {
  expect(hasMoreValuesThan(text, values)).toBe(false);
  if (values > 0) expect(hasMoreValuesThan(text, values - 1)).toBe(true);
});

it('gives pages and links more than a single answer', () => {
  expect(limitsOf('listFolder').bytes).toBeGreaterThan(limitsOf('detail').bytes);
  expect(limitsOf('partLinks').values).toBeGreaterThanOrEqual(10_000 * 8);
  expect(limitsOf('constructor')).toEqual(limitsOf('detail'));
});
