/** Pauses all writers between two of their actions, so that what is known, the disk and the server can be compared. */
export type WritersPause = {
  /** One action of a writer; it waits while they are paused. */
  during<T>(work: () => Promise<T> | T): Promise<T>;
  /** Resolves when no action is under way; none begins until the result is called. */
  begin(): Promise<() => void>;
};

export function createWritersPause(): WritersPause {
  let under = 0;
  let paused: Promise<void> | undefined;
  let idle: () => void = () => undefined;
  return {
    async during(work) {
      while (paused) await paused;
      under++;
      try {
        return await work();
      } finally {
        if (--under === 0) idle();
      }
    },
    async begin() {
      let go: () => void = () => undefined;
      paused = new Promise((resolve) => (go = resolve));
      if (under > 0) await new Promise<void>((resolve) => (idle = resolve));
      return () => {
        paused = undefined;
        go();
      };
    },
  };
}
