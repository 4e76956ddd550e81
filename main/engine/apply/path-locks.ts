/**
 * What is on its way to the server, by path. A rename takes all that lies below it along, so nothing may be sent from
 * at or below a path while it is being renamed, and no rename begins while something there is being sent: else the new
 * content of one file would go into another one's history (invariant 2).
 * Attacked by: path-locks.test.ts, tests/simulation/regressions.json, after every seed by check 9 of
 * tests/simulation/check.ts.
 */
export type PathLocks = {
  /** Runs `work`, which sends something from this path, and returns its promise; undefined while it is being renamed. */
  sending<T>(path: string, work: () => Promise<T>): Promise<T> | undefined;
  /** Runs `work`, which renames this path, and returns its promise; undefined when something is on its way there. */
  renaming<T>(path: string, work: () => Promise<T>): Promise<T> | undefined;
  /** Is this path, or a folder above it, being renamed now? */
  isRenamed(path: string): boolean;
  /** Is a rename of this very path under way? */
  isLeaving(path: string): boolean;
};

/** Paths are opaque here but for their slashes; put the pair in front. */
export function createPathLocks(): PathLocks {
  // a folder may be asked about and made at once
  const sent = new Map<string, number>();
  const renamed = new Set<string>();
  const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
  const add = (path: string, by: number) => {
    const count = (sent.get(path) ?? 0) + by;
    if (count > 0) sent.set(path, count);
    else sent.delete(path);
  };
  const isRenamed = (path: string) => {
    for (const one of renamed) if (isWithin(path, one)) return true;
    return false;
  };
  return {
    sending(path, work) {
      if (isRenamed(path)) return undefined;
      add(path, 1);
      return work().finally(() => {
        add(path, -1);
      });
    },
    renaming(path, work) {
      for (const busy of [...sent.keys(), ...renamed]) if (isWithin(busy, path)) return undefined;
      renamed.add(path);
      return work().finally(() => renamed.delete(path));
    },
    isRenamed,
    isLeaving: (path) => renamed.has(path),
  };
}
