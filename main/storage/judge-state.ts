/** Is a database that was opened the one that was used here last? Pure. */
import type { Mended, Origin } from './notes.ts';
import type { PairsCopy } from './pairs-backup.ts';
import type { Here } from './state-origin.ts';

export type StateFacts = {
  /** no pair was ever written into it */
  readonly isFresh: boolean;
  readonly origin: Origin | undefined;
  readonly copy: PairsCopy;
  readonly here: Here;
};

/**
 * - `own`: it is
 * - `lost`: it is an empty one in the place of one that is lost, and the copy knows the pairs
 * - `list-lost`: likewise, and the copy cannot be understood
 * - `foreign`: it is one of somebody or somewhere else, and the copy is of the one before
 * - `older`: an older state of it was put back
 * - `copied`: it is a copy of it, perhaps an older one
 * - `other-machine`: it is the same file, seen from a machine that it was never used on
 */
export type Verdict = 'own' | Mended['why'];

export function judgeState({ isFresh, origin, copy, here }: StateFacts): Verdict {
  if (isFresh) return copy.damaged ? 'list-lost' : copy.pairs.length > 0 ? 'lost' : 'own';
  // databases had no origin once; where the copy has one, this is of that time
  if (!origin) return copy.origin ? 'older' : 'own';
  const isOtherFile = here.file !== undefined && origin.file !== undefined && here.file !== origin.file;
  const isOfCopy = copy.origin === undefined || copy.origin.id === origin.id;
  if (!isOfCopy && isOtherFile && copy.pairs.length > 0) return 'foreign';
  if (isOfCopy && origin.turn < (copy.origin?.turn ?? 0)) return 'older';
  if (isOtherFile) return 'copied';
  const { machine } = here;
  const isKnown = machine === undefined || origin.machines.length === 0 || origin.machines.includes(machine);
  return isKnown ? 'own' : 'other-machine';
}
