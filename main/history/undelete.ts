/**
 * The way back of a deletion: what is gone from this disk comes back to it with its newest content, out of KooDrive's
 * recycle bin if it lies there already. What has come back by itself meanwhile is left as it is (invariant 5).
 */
import type { Engine } from '../engine-types.ts';
import type { RestoreDisk } from './disk.ts';
import type { History } from './history.ts';

export type UndeleteParts = {
  readonly engine: Pick<Engine, 'recallDeletion'>;
  readonly history: Pick<History, 'versions' | 'restore'>;
  readonly disk: Pick<RestoreDisk, 'lstat' | 'makeFolder'>;
};

/** Returns the absolute paths of the files that are back. Throws what restore throws; those before it are back then. */
export async function undelete(
  parts: UndeleteParts,
  deletionId: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const { folders, files } = await parts.engine.recallDeletion(deletionId);
  for (const folder of folders) await parts.disk.makeFolder(folder);
  const back: string[] = [];
  for (const file of files) {
    if (await parts.disk.lstat(file)) continue;
    const newest = (await parts.history.versions(file, signal))[0];
    if (!newest) continue;
    await parts.history.restore(file, newest.revisionId, { signal });
    back.push(file);
  }
  return back;
}
