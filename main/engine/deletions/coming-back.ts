import { isAtOrBelow } from '../../model/relative-path.ts';
import type { PathLocks } from '../apply/path-locks.ts';
import type { Deletion, DeletionQueue } from './deletion-queue.ts';

export type ComingBackDeps = {
  readonly deletions: Pick<DeletionQueue, 'find' | 'isComingBack'>;
  readonly locks: Pick<PathLocks, 'running'>;
};

/** Is it, or something in it, being undone? That would go into the bin with it. */
export function isComingBack(
  { deletions, locks }: ComingBackDeps,
  { pairId, path }: Pick<Deletion, 'pairId' | 'path'>,
): boolean {
  // an undo that has just begun has written nothing down yet
  for (const id of locks.running('undo').keys()) {
    const undone = deletions.find(Number(id));
    if (undone?.pairId === pairId && isAtOrBelow(undone.path, path)) return true;
  }
  return deletions.isComingBack(pairId, path);
}
