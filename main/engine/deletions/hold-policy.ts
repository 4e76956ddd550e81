/**
 * May what is missing on the disk be recycled on the server too? A user who deletes a few files means it; a drive that
 * is not mounted, a folder that was moved away or a script gone wrong does not (docs/decisions/ says which clients
 * deleted files so). Held deletions wait for the user's confirmation.
 */
import type { HoldReason } from '../../../shared/views.ts';
import type { Deletion } from './deletion-queue.ts';

export type DeletionLimits = {
  /** more files than this at once are held */
  readonly holdCount: number;
  /** more than this share (0 to 1) of the pair's files is held, if it is more than a handful */
  readonly holdShare: number;
};

/** A share of a few files says nothing: whoever has three and deletes two means it. */
const handful = 20;

export type HoldPolicyInput = {
  /** files that would go at once, as `filesAtOnce` counts them */
  readonly files: number;
  /** files of the pair that the server holds for this disk, those included */
  readonly ofFiles: number;
  readonly root: 'there' | 'missing' | 'empty' | 'replaced' | 'other-drive' | 'unknown';
  readonly limits: DeletionLimits;
};

/** Why these deletions are to wait for confirmation; undefined when they may go. */
export function holdReason({ files, ofFiles, root, limits }: HoldPolicyInput): HoldReason | undefined {
  if (root === 'missing') return 'root-missing';
  if (root === 'replaced') return 'root-replaced';
  if (root === 'other-drive') return 'other-drive';
  if (root === 'unknown') return 'root-unknown';
  if (root === 'empty' && files > 1) return 'root-empty';
  if (files > limits.holdCount) return 'too-many';
  if (files > handful && files > ofFiles * limits.holdShare) return 'too-many';
  return undefined;
}

/** What is deleted in one go is noticed with gaps no longer than this. */
const goGapMs = 5000;

/**
 * Files of all that waits, and of what is held as too many and was noticed in one go with it: a folder that is being
 * deleted is noticed bit by bit. What was held before has been asked about, and says nothing of what comes later.
 */
export function filesAtOnce(
  open: readonly Pick<Deletion, 'files' | 'noticedAt' | 'state' | 'reason'>[],
): number {
  const counted = open
    .filter(({ state, reason }) => state === 'waiting' || (state === 'held' && reason === 'too-many'))
    .toSorted((a, b) => a.noticedAt - b.noticedAt);
  let sum = 0;
  let go: typeof counted = [];
  for (const [i, one] of counted.entries()) {
    go.push(one);
    const next = counted[i + 1];
    if (next && next.noticedAt - one.noticedAt <= goGapMs) continue;
    if (go.some(({ state }) => state === 'waiting')) sum += go.reduce((files, each) => files + each.files, 0);
    go = [];
  }
  return sum;
}
