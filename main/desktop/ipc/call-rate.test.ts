import { expect, test } from 'vitest';
import { createCallRate } from './call-rate.ts';

test('many at once are answered, then a hundred in a second, and the first that is not is told apart', () => {
  let now = 5_000;
  const rate = createCallRate(() => now);
  const answered = (calls: number) =>
    Array.from({ length: calls }, () => rate.take()).filter(({ may }) => may).length;
  expect(answered(500)).toBe(500);
  expect([rate.take(), rate.take()]).toEqual([
    { may: false, isFirst: true },
    { may: false, isFirst: false },
  ]);
  now += 1000;
  expect(answered(1000)).toBe(100);
  now += 3_600_000;
  expect(answered(1000)).toBe(500);
  expect(rate.take()).toEqual({ may: false, isFirst: false });
});
