/** The real time, which a test can move on: what waits for a minute of it then waits no longer. */
import type { Clock } from '../../main/lib/clock.ts';

export type MovableClock = Clock & {
  /** So much time goes by at once: what has fallen due by then goes on. */
  pass(ms: number): void;
};

export function createMovableClock(): MovableClock {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const waiting = new Map<() => void, number>();
  return {
    now,
    elapsed: () => performance.now() + ahead,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          waiting.delete(done);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.set(done, now() + ms);
        signal?.addEventListener('abort', done, { once: true });
      }),
    pass(ms) {
      ahead += ms;
      for (const [done, dueAt] of [...waiting].sort(([, a], [, b]) => a - b)) if (dueAt <= now()) done();
    },
  };
}
