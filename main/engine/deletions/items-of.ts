/** What an item that comes out of the recycle bin holds, as the server says: for one of which nothing is known here. */
import type { KooDrive } from '../../koodrive/api.ts';
import { KooError } from '../../model/errors.ts';
import { childOf } from '../../model/relative-path.ts';
import type { Deletion } from './deletion-queue.ts';

export type UndoneItem = {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly fileId: string;
  /** hex; undefined where the server does not tell it in a listing */
  readonly sha256: string | undefined;
  /** bytes */
  readonly size: number;
};

/**
 * The item itself first, folders before what lies in them. What was thrown away by itself is not among them, nor what no path
 * here may have. Throws BAD_ANSWER for a folder that holds itself.
 */
export async function itemsOf(
  koodrive: Pick<KooDrive, 'listFolder'>,
  containerId: string,
  { path, kind, fileId }: Pick<Deletion, 'path' | 'kind' | 'fileId'>,
): Promise<UndoneItem[]> {
  const items: UndoneItem[] = [{ path, kind, fileId, sha256: undefined, size: 0 }];
  const met = new Set([fileId]);
  // grows while it is gone through
  for (const folder of items) {
    if (folder.kind === 'file') continue;
    for await (const entry of koodrive.listFolder(containerId, folder.fileId)) {
      const { name } = entry;
      if (entry.recycled || name === undefined) continue;
      if (met.has(entry.fileId)) throw new KooError('BAD_ANSWER', 'one file is listed in two places');
      met.add(entry.fileId);
      items.push({
        path: childOf(folder.path, name),
        kind: entry.isFolder ? 'folder' : 'file',
        fileId: entry.fileId,
        sha256: entry.sha256,
        size: entry.size ?? 0,
      });
    }
  }
  return items;
}
