import { expect, it } from 'vitest';
import { deletionsOf } from '../../dev/samples.ts';
import { inPortions, sortDeletions } from './sort-deletions.ts';

it('puts what needs a confirmation apart, newest first', () => {
  const now = Date.now();
  const { held, others } = sortDeletions(deletionsOf(now, 3).toReversed());
  expect(held.map((deletion) => deletion.id)).toEqual([100, 101, 102]);
  expect(others.map((deletion) => deletion.id)).toEqual([1, 2, 3, 4, 5]);
});

it('keeps to what one call may hold', () => {
  expect(inPortions([])).toEqual([]);
  expect(inPortions([1, 2, 3], 2)).toEqual([[1, 2], [3]]);
});
