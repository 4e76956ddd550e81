import { expect, test } from 'vitest';
import { medianOf, percentileOf, slopeOf } from './measurement.ts';
import { rows } from './rows/index.ts';
import { full, quick } from './sizes.ts';

test('the middle one, and shares of all', () => {
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(medianOf([4, 1, 2, 3])).toBe(2);
  expect(percentileOf([5, 1, 4, 2, 3], 0.99)).toBe(5);
  expect(percentileOf([5, 1, 4, 2, 3], 0.5)).toBe(3);
});

test('the slope of a line with noise, and of one point', () => {
  expect(slopeOf([0, 1, 2, 3].map((x) => ({ x, y: 2 * x + 5 })))).toBeCloseTo(2);
  expect(
    slopeOf([
      { x: 0, y: 1 },
      { x: 1, y: 3 },
      { x: 2, y: 2 },
      { x: 3, y: 4 },
    ]),
  ).toBeCloseTo(0.8);
  expect(slopeOf([{ x: 7, y: 9 }])).toBe(0);
  expect(slopeOf([])).toBe(0);
});

test('the trees of a million and of a tenth of it are points of the curve, so that they are measured once', () => {
  for (const { curve, million } of [full, quick]) {
    expect(curve).toContain(million);
    expect(curve).toContain(million / 10);
  }
});

test('what takes very long is measured when it is named', () => {
  const named = Object.keys(rows).filter((name) => rows[name]?.named === true);
  expect(named).toEqual(['million', 'curve']);
});
