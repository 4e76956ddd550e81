/** One suite for the real clock and the clocks of tests: what everybody who waits relies on. */
import { describe, expect, it } from 'vitest';
import { realClock, type Clock } from '../../main/lib/clock.ts';
import { createMovableClock } from '../harness/movable-clock.ts';
import { createFakeClock } from '../harness/simulated/clock.ts';

type Side = { readonly clock: Clock; through<T>(promise: Promise<T>): Promise<T> };
const itself = <T>(promise: Promise<T>) => promise;

describe.each<[string, () => Side]>([
  ['the real clock', () => ({ clock: realClock, through: itself })],
  ['the real clock that can be moved on', () => ({ clock: createMovableClock(), through: itself })],
  [
    'the fake clock',
    () => {
      const clock = createFakeClock();
      return { clock, through: clock.through };
    },
  ],
])('%s', (_name, open) => {
  it('says whole milliseconds since 1970', () => {
    const now = open().clock.now();
    expect(Number.isInteger(now)).toBe(true);
    expect(now).toBeGreaterThan(Date.parse('2020-01-01'));
  });

  it('tells how long something took', async () => {
    const { clock, through } = open();
    const begun = clock.elapsed();
    await through(clock.sleep(20));
    // a timer may fire within the millisecond before
    expect(clock.elapsed() - begun).toBeGreaterThanOrEqual(19);
  });

  it('wakes no sooner than was asked for, in the order of the times', async () => {
    const { clock, through } = open();
    const begun = clock.now();
    const woken: string[] = [];
    const sleep = async (ms: number) => {
      await clock.sleep(ms);
      // timers count from when they were set, the time of day has its own milliseconds
      woken.push(clock.now() - begun >= ms - 1 ? `${ms}` : `${ms} too soon`);
    };
    await through(Promise.all([sleep(60), sleep(20), sleep(40)]));
    expect(woken).toEqual(['20', '40', '60']);
  });

  it('sleeps for no time at all, and others go on meanwhile', async () => {
    const { clock, through } = open();
    let others = false;
    void Promise.resolve().then(() => (others = true));
    await through(clock.sleep(0));
    expect(others).toBe(true);
  });

  it('wakes at once and without an error when it is told to, or was told before', async () => {
    const { clock, through } = open();
    const stop = new AbortController();
    const begun = clock.now();
    const sleeping = clock.sleep(3_600_000, stop.signal);
    stop.abort();
    await through(sleeping);
    await through(clock.sleep(3_600_000, stop.signal));
    expect(clock.now() - begun).toBeLessThan(3_600_000);
  });

  it('leaves nothing behind at the signal of many sleeps', async () => {
    const { clock, through } = open();
    const stop = new AbortController();
    let listeners = 0;
    const { signal } = stop;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners += 1;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...given);
    };
    for (let n = 0; n < 3; n += 1) await through(clock.sleep(1, signal));
    expect(listeners).toBe(0);
  });
});

describe('a clock that is moved on', () => {
  it('wakes who is due by then, and lets the others sleep', async () => {
    const clock = createMovableClock();
    const begun = clock.now();
    const woken: number[] = [];
    const stop = new AbortController();
    for (const minutes of [1, 2, 60])
      void clock.sleep(minutes * 60_000, stop.signal).then(() => woken.push(minutes));
    clock.pass(120_000);
    await clock.sleep(0);
    expect(woken).toEqual([1, 2]);
    expect(clock.now() - begun).toBeGreaterThanOrEqual(120_000);
    stop.abort();
  });
});

it('what took so long took no longer when the clock was set forward meanwhile', () => {
  const clock = createFakeClock();
  const [begun, at] = [clock.elapsed(), clock.now()];
  clock.jump(7_200_000);
  expect(clock.elapsed() - begun).toBe(0);
  expect(clock.now() - at).toBe(7_200_000);
});
