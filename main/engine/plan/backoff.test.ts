import { describe, expect, it } from 'vitest';
import { backoff, endOfWaits, longestBackoffMs, retryDelay } from './backoff.ts';

const middle = () => 0.5;

describe('backoff', () => {
  it('doubles from a second to ten minutes', () => {
    expect([1, 2, 3, 4, 10, 11, 12, 1000].map((attempts) => backoff(attempts, middle))).toEqual([
      1000, 2000, 4000, 8000, 512_000, 600_000, 600_000, 600_000,
    ]);
  });

  it('varies by a quarter either way', () => {
    expect(backoff(3, () => 0)).toBe(3000);
    expect(backoff(3, () => 1)).toBe(5000);
    expect(backoff(1000, () => 1)).toBe(longestBackoffMs);
  });
});

describe('endOfWaits', () => {
  it.each([
    [0, 5000],
    [1, 6000],
    [3, 12_000],
    [11, 5000 + 1_023_000 + 600_000],
  ])('after %i failures, the first at 5 s', (attempts, ms) => {
    expect(endOfWaits(5000, attempts)).toBe(ms);
  });
});

describe('retryDelay', () => {
  it.each([
    ['backoff', 1, 1000],
    ['backoff', 4, 8000],
    ['minute', 1, 60_000],
    ['minute', 30, 600_000],
    ['day', 1, 86_400_000],
  ] as const)('%s, attempt %i: %i ms', (retry, attempts, ms) => {
    expect(retryDelay(retry, attempts, middle)).toBe(ms);
  });
});
