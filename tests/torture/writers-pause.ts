/** Lets all writers be halted between two of their deeds, so that book, disk and server can be compared in peace. */
export type Turns = {
  /** One deed of a writer; waits while they are halted. */
  deed<T>(work: () => Promise<T> | T): Promise<T>;
  /** Resolves when no deed is under way; none begins until the result is called. */
  halt(): Promise<() => void>;
};

export function createTurns(): Turns {
  let under = 0;
  let halted: Promise<void> | undefined;
  let idle: () => void = () => undefined;
  return {
    async deed(work) {
      while (halted) await halted;
      under++;
      try {
        return await work();
      } finally {
        if (--under === 0) idle();
      }
    },
    async halt() {
      let go: () => void = () => undefined;
      halted = new Promise((resolve) => (go = resolve));
      if (under > 0) await new Promise<void>((resolve) => (idle = resolve));
      return () => {
        halted = undefined;
        go();
      };
    },
  };
}
