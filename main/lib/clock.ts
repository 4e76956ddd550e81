/** Time as an argument: the real clock here, a simulated one in tests. */
export type Clock = {
  /** Epoch ms. The system's clock may be set forward or back at any time. */
  now(): number;
  /** ms since a moment that stays the same: how long something took, whatever is done to the system's clock meanwhile */
  elapsed(): number;
  /** Resolves after `ms`, or at once (without a throw) when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export const realClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
};
