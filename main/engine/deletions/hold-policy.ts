/**
 * May what is missing on the disk be recycled on the server too? A user who deletes a few files means it; a drive that
 * is not mounted, a folder that was moved away or a script gone wrong does not (docs/decisions/ says which clients
 * deleted files so). Held deletions wait for the user's confirmation.
 */
import type { HoldReason } from '../../../shared/views.ts';

export type DeletionLimits = {
  /** more files than this at once are held */
  readonly holdCount: number;
  /** more than this share (0 to 1) of the pair's files is held, if it is more than a handful */
  readonly holdShare: number;
};

/** A share of a few files says nothing: whoever has three and deletes two means it. */
const handful = 20;

export type HoldPolicyInput = {
  /** files that would go with all that waits now */
  readonly files: number;
  /** files of the pair that the server holds for this disk, those included */
  readonly ofFiles: number;
  readonly root: 'there' | 'missing' | 'empty' | 'replaced';
  readonly limits: DeletionLimits;
};

/** Why these deletions are to wait for confirmation; undefined when they may go. */
export function holdReason({ files, ofFiles, root, limits }: HoldPolicyInput): HoldReason | undefined {
  if (root === 'missing') return 'root-missing';
  if (root === 'replaced') return 'root-replaced';
  if (root === 'empty' && files > 1) return 'root-empty';
  if (files > limits.holdCount) return 'too-many';
  if (files > handful && files > ofFiles * limits.holdShare) return 'too-many';
  return undefined;
}
