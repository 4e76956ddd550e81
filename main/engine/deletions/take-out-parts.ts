/**
 * What a deleted folder held may lie in the bin by itself: it was to be deleted alone, its call was cut short, and then the
 * folder went. It comes back with the folder, else an undo would bring back less than the deletion took.
 */
import { isGoneRemotely, KooError } from '../../model/errors.ts';
import { parentOf } from '../../model/relative-path.ts';
import { takeOut } from '../apply/take-out.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import type { PairContext } from '../contexts.ts';
import type { Deletion, DeletionQueue } from './deletion-queue.ts';

export type PartsDeps = {
  readonly baseline: Pick<Baseline, 'missingBelow'>;
  readonly deletions: Pick<DeletionQueue, 'sentBelow'>;
};

/**
 * Takes out of the bin what the folder is known to have held and does not hold, unless somebody moved it. The folder itself
 * is out of the bin already; `inBin`: what is known of it says that it still lies there. What was deleted by itself, and is known to be, stays there: it has an undo of its own. Throws
 * NOT_FOUND where the folder is gone, network codes.
 */
export async function takeOutParts(
  { baseline, deletions }: PartsDeps,
  { account, pair }: PairContext,
  { path, kind, fileId }: Pick<Deletion, 'path' | 'kind' | 'fileId'>,
  { inBin }: { readonly inBin: boolean },
): Promise<void> {
  if (kind === 'file') return;
  const { koodrive } = account;
  const { containerId } = pair;
  // another item may have its path since
  const apart = new Set(deletions.sentBelow(pair.id, path).map((one) => one.fileId));
  const byFolder = new Map<string, BaselineEntry[]>();
  for (const part of baseline.missingBelow(pair.id, path, inBin)) {
    // what lies below it is not met either
    if (apart.has(part.remote.fileId)) continue;
    const folder = parentOf(part.path) ?? '';
    const beside = byFolder.get(folder);
    if (beside) beside.push(part);
    else byFolder.set(folder, [part]);
  }

  const isBackIn = async (folderId: string, { remote }: BaselineEntry): Promise<boolean> => {
    const isIn = (there: { readonly parentId?: string | undefined }) => there.parentId === folderId;
    try {
      const now = await takeOut(koodrive, { containerId, fileId: remote.fileId }, undefined, isIn);
      return !now.recycled && isIn(now);
    } catch (thrown) {
      // lost, or something else has its name: that is said when it is to be restored
      if (isGoneRemotely(thrown) || (thrown instanceof KooError && thrown.code === 'NAME_TAKEN'))
        return false;
      throw thrown;
    }
  };
  const folders = [{ path, fileId }];
  // grows while it is gone through
  for (const folder of folders) {
    const expected = byFolder.get(folder.path) ?? [];
    if (expected.length === 0) continue;
    const held = new Set<string>();
    for await (const entry of koodrive.listFolder(containerId, folder.fileId))
      if (!entry.recycled) held.add(entry.fileId);
    for (const part of expected)
      if ((held.has(part.remote.fileId) || (await isBackIn(folder.fileId, part))) && part.kind === 'folder')
        folders.push({ path: part.path, fileId: part.remote.fileId });
  }
}
