/**
 * Clocks on virtual time: the simulator's, and one for unit tests. Held to the real clock by
 * tests/conformance/clock.test.ts.
 */
import type { Clock } from '../../../main/lib/clock.ts';
import type { CrashSwitch } from './crash-switch.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

/** The clock of one life of the engine, shifted by `skewMs`, which may change while it runs. */
export function createSimClock(
  time: VirtualTime,
  crashSwitch: Pick<CrashSwitch, 'alive'>,
  skewMs: () => number,
): Clock {
  return {
    now: () => Math.floor(time.now() / 1000) + skewMs(),
    elapsed: () => Math.floor(time.now() / 1000),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          takeBack();
          signal?.removeEventListener('abort', done);
          if (crashSwitch.alive) resolve();
        };
        // a timer may fire a little late, never early
        const takeBack = time.after(ms * 1000, done);
        signal?.addEventListener('abort', done, { once: true });
      }),
  };
}

export type FakeClock = Clock & {
  /** what it runs on, for other simulated parts beside it */
  readonly time: VirtualTime;
  /** So much time goes by: who sleeps wakes when its time has come, and what follows from it is done then. */
  pass(ms: number): Promise<void>;
  /** Time goes on, from one sleeper to the next, until the promise has settled; then gives what it gives. */
  through<T>(promise: Promise<T>): Promise<T>;
  /** Time goes on, from one sleeper to the next, until this holds. */
  until(holds: () => boolean): Promise<void>;
  /** The system's clock is set forward or back. Nobody wakes for it. */
  jump(ms: number): void;
  /** how many sleep */
  sleeping(): number;
};

/** Stands still unless a test lets time go on. */
export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  const time = createVirtualTime(startMs * 1000, false);
  let jumped = 0;
  let sleeping = 0;
  const clock = createSimClock(time, { alive: true }, () => jumped);
  return {
    time,
    now: clock.now,
    elapsed: clock.elapsed,
    async sleep(ms, signal) {
      sleeping += 1;
      await clock.sleep(ms, signal);
      sleeping -= 1;
    },
    pass: (ms) => time.runUntil(time.now() + ms * 1000),
    through: (promise) => throughTime(time, promise),
    async until(holds) {
      while (!holds()) await time.fireNext();
    },
    jump: (ms) => {
      jumped += ms;
    },
    sleeping: () => sleeping,
  };
}

/** Lets virtual time go on until the promise has settled. */
export async function throughTime<T>(time: VirtualTime, promise: Promise<T>): Promise<T> {
  let settled = false;
  const mark = () => (settled = true);
  promise.then(mark, mark);
  // with nothing to fire it waits for something real: no time goes by meanwhile
  while (!settled) await time.fireNext();
  return promise;
}
