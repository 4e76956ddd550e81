import { describe, expect, it } from 'vitest';
import { firstLookMs, nextLookMs, provenFrom, writeBackMs } from './write-back.ts';

describe('what a reading proves', () => {
  const now = 1_000_000;

  it.each([
    ['read at once after the stamp: proven when all is written back', now, now + writeBackMs],
    ['read a while after it', now - 5000, now - 5000 + writeBackMs],
    ['read just before all is written back', now - writeBackMs + 1, now + 1],
    ['read when all is written back', now - writeBackMs, undefined],
    ['an old file', now - 86_400_000, undefined],
    ['a stamp ahead of the clock', now + 3_600_000, now + writeBackMs],
  ])('%s', (_, quietSince, proven) => {
    expect(provenFrom(quietSince, now)).toBe(proven);
  });
});

describe('looks at what is written and not told', () => {
  it('come less and less often, and end when the hourly scan is often enough', () => {
    const pauses: number[] = [];
    for (let pause: number | undefined = firstLookMs; pause !== undefined; pause = nextLookMs(pause))
      pauses.push(pause / 60_000);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32]);
  });
});
