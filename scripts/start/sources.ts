/** Tells every source file that changes, by the very watcher that the product has. */
import path from 'node:path';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import type { Watch } from '../../main/engine/watch/watcher.ts';

export type Sources = {
  /** From here on each changed file is told, by its path from the root; those that changed since `watchSources` first. */
  tell(listener: (file: string) => void): void;
  close(): Promise<void>;
};

export type SourcesOptions = {
  /** a watch of a whole tree */
  readonly watch: Watch;
  /** absolute */
  readonly root: string;
  /** below the root */
  readonly folders: readonly string[];
  /** changes cannot be relied on to be told any more */
  readonly onLost: (error: Error) => void;
};

/** Resolves when no change can be missed any more. */
export const watchSources = async (options: SourcesOptions): Promise<Sources> => {
  const { watch, root, folders, onLost } = options;
  const rules = createIgnoreRules('');
  const early = new Set<string>();
  let listener = (file: string): void => {
    early.add(file);
  };
  const watchers = folders.map((folder) => {
    let ready: () => void = () => undefined;
    const isReady = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const watcher = watch(path.join(root, folder), () => rules, {
      ready: () => {
        ready();
      },
      changed: (name) => {
        listener(`${folder}/${name}`);
      },
      lost: onLost,
    });
    watcher.watch('');
    return { watcher, isReady };
  });
  await Promise.all(watchers.map(({ isReady }) => isReady));
  return {
    tell: (to) => {
      listener = to;
      for (const file of early) to(file);
      early.clear();
    },
    close: async () => {
      await Promise.all(watchers.map(({ watcher }) => watcher.close()));
    },
  };
};
