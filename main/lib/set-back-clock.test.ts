import { describe, expect, it } from 'vitest';
import { noticingSetBacks } from './set-back-clock.ts';

const start = () => {
  const at = { now: 1_700_000_000_000, elapsed: 5000 };
  const clock = noticingSetBacks({
    now: () => at.now,
    elapsed: () => at.elapsed,
    sleep: () => Promise.resolve(),
  });
  const pass = (ms: number) => {
    at.now += ms;
    at.elapsed += ms;
  };
  return { at, clock, pass };
};

describe('a clock', () => {
  it('was set back since a moment, as the looks at it tell', () => {
    const { at, clock, pass } = start();
    clock.now();
    const before = clock.elapsed();
    pass(100);
    expect(clock.setBackSince(before)).toBeUndefined();
    at.now -= 60_000;
    pass(100);
    expect(clock.setBackSince(before)).toBe(at.now);
    pass(100);
    expect(clock.setBackSince(clock.elapsed())).toBeUndefined();
  });

  it('was set back though it was set forward again, where anybody looked between (crossing 1321516)', () => {
    const { at, clock, pass } = start();
    clock.now();
    const before = clock.elapsed();
    at.now -= 60_000;
    pass(100);
    clock.now();
    at.now += 60_000;
    pass(100);
    expect(clock.setBackSince(before)).toBe(at.now - 60_000);
  });

  it('was not set back where it was set forward, corrected a little, or ran slow for long', () => {
    const { at, clock, pass } = start();
    clock.now();
    const before = clock.elapsed();
    at.now += 3_600_000;
    clock.now();
    at.now -= 900;
    for (let minute = 0; minute < 100; minute++) {
      pass(60_000);
      at.now -= 50;
      clock.now();
    }
    expect(clock.setBackSince(before)).toBeUndefined();
  });
});
