/**
 * What file managers show on files, out of the engine's status: the paths that are on their way or have a problem, and
 * whether that is all of them. A file that is in no list counts as synced only then: nothing is said that is not known.
 */
import type { EngineStatus, PairStatus } from '../../shared/views.ts';

export type Marks = {
  readonly folders: readonly {
    /** absolute */
    readonly path: string;
    /** each path that is not synced is in one of the lists */
    readonly whole: boolean;
    /** relative to the folder, with `/` */
    readonly syncing: readonly string[];
    readonly problem: readonly string[];
    /** left out on purpose: neither synced nor a problem */
    readonly skipped: readonly string[];
  }[];
};

/** `hasRules`: rules of the user's own leave out files of this folder, and nobody lists those. */
export const marksOf = (
  { pairs }: Pick<EngineStatus, 'pairs'>,
  hasRules: (folder: string) => boolean,
): Marks => ({
  folders: pairs.map((pair) => ({
    path: pair.folder,
    whole: isWhole(pair) && !hasRules(pair.folder),
    syncing: pair.transfers.map(({ path }) => path),
    problem: pair.problems.map(({ path }) => path),
    skipped: pair.skipped.map(({ path }) => path),
  })),
});

/** Changes that wait are counted and not named: while there are more than go up, nobody knows which those are. */
const isWhole = (pair: PairStatus): boolean =>
  pair.scanned &&
  !pair.scanning &&
  pair.pending <= pair.transfers.length &&
  pair.problemCount <= pair.problems.length &&
  pair.skippedCount <= pair.skipped.length;
