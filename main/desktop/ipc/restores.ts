/** Restores that were asked for in the window: how far each is, and how it is ended before its end. */
import { fetchedPercent } from '../../../shared/fetched-percent.ts';
import type { RestoreStage } from '../../../shared/views.ts';
import type { RestoreOptions } from '../../history/restore.ts';

export type Restores = {
  /** Resolves or rejects as `work` does; one that is stopped rejects with CANCELLED. */
  run<T>(path: string, work: (options: RestoreOptions) => Promise<T>): Promise<T>;
  /** Ends what is under way for this path; the file is as it was then. */
  stop(path: string): void;
  /** how many are under way */
  running(): number;
};

/** `tell` hears of every stage, and of every hundredth of the fetching. */
export function createRestores(tell: (path: string, stage: RestoreStage) => void): Restores {
  const running = new Map<string, Set<AbortController>>();
  return {
    async run(path, work) {
      const abort = new AbortController();
      const ofPath = running.get(path) ?? new Set();
      running.set(path, ofPath.add(abort));
      let told = '';
      const onStage = (stage: RestoreStage) => {
        const now =
          stage.kind === 'keeping'
            ? JSON.stringify(stage)
            : `fetching ${String(fetchedPercent(stage))} ${String(stage.waits ?? false)}`;
        if (told === now) return;
        told = now;
        tell(path, stage);
      };
      try {
        return await work({ signal: abort.signal, onStage });
      } finally {
        ofPath.delete(abort);
        if (ofPath.size === 0) running.delete(path);
      }
    },
    running: () => [...running.values()].reduce((sum, { size }) => sum + size, 0),
    stop(path) {
      for (const abort of running.get(path) ?? []) abort.abort();
    },
  };
}
