import { expect, it } from 'vitest';
import { endedAfter, noEnds, restartDelay } from './restarts.ts';

it('waits a second, then twice as long each time, and never longer than a minute', () => {
  let ends = noEnds;
  const delays: number[] = [];
  for (let i = 0; i < 9; i++) {
    ends = endedAfter(ends, 500);
    delays.push(restartDelay(ends));
  }
  expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(restartDelay(5000)).toBe(60_000);
});

it('begins anew when it ran for a minute', () => {
  expect(restartDelay(endedAfter(7, 59_999))).toBe(60_000);
  expect(restartDelay(endedAfter(7, 60_000))).toBe(1000);
});
