/** What an item that comes out of the recycle bin holds, as the server says: for one of which nothing is known here. */
import type { KooDrive } from '../../koodrive/api.ts';
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

/** The item itself first, folders before what lies in them. What was thrown away by itself is not among them. */
export async function itemsOf(
  koodrive: Pick<KooDrive, 'listFolder'>,
  containerId: string,
  { path, kind, fileId }: Pick<Deletion, 'path' | 'kind' | 'fileId'>,
): Promise<UndoneItem[]> {
  const items: UndoneItem[] = [{ path, kind, fileId, sha256: undefined, size: 0 }];
  // grows while it is gone through
  for (const folder of items) {
    if (folder.kind === 'file') continue;
    for await (const entry of koodrive.listFolder(containerId, folder.fileId)) {
      if (entry.recycled) continue;
      items.push({
        path: childOf(folder.path, entry.name),
        kind: entry.isFolder ? 'folder' : 'file',
        fileId: entry.fileId,
        sha256: entry.sha256,
        size: entry.size ?? 0,
      });
    }
  }
  return items;
}
