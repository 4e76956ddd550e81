/** What was started, to be taken back in reverse order, each part even when another one does not want to go. */
export type Undo = {
  later(what: string, step: () => Promise<unknown> | unknown): void;
  /** Takes everything back; gives one sentence for each part that could not be. */
  all(): Promise<string[]>;
};

/** No part may hold up the end for longer. */
const patienceMs = 12_000;

export const createUndo = (): Undo => {
  const steps: { what: string; step: () => Promise<unknown> | unknown }[] = [];
  return {
    later: (what, step) => {
      steps.push({ what, step });
    },
    all: async () => {
      const failed: string[] = [];
      for (const { what, step } of steps.splice(0).reverse()) {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new Error('it took too long')), patienceMs);
        });
        try {
          await Promise.race([(async () => step())(), late]);
        } catch (error) {
          failed.push(
            `${what} could not be ended: ${error instanceof Error ? error.message : String(error)}`,
          );
        } finally {
          clearTimeout(timer);
        }
      }
      return failed;
    },
  };
};
