/**
 * Puts what is gone from disk into KooDrive's recycle bin, from which it can be had back, after a last look at both
 * sides: it must still be gone here, and there it must hold nothing that this disk never held.
 */
import type { KooDrive } from '../../koodrive/api.ts';
import { inFolder, type Disk } from '../../disk/disk.ts';
import { KooError } from '../../model/errors.ts';
import type { Pair } from '../../model/pair.ts';
import type { HoldReason } from '../../../shared/views.ts';
import type { BaselineForApply } from '../baseline/baseline-types.ts';

export type MissingItem = {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly fileId: string;
};

export type RecycleOutcome =
  | { readonly end: 'sent' }
  /** it is back on disk, was renamed, or is known under another id: there is nothing to delete any more */
  | { readonly end: 'moot' }
  | { readonly end: 'held'; readonly reason: HoldReason };

export type RecycleDeps = {
  readonly koodrive: KooDrive;
  readonly disk: Disk;
  readonly baseline: BaselineForApply;
  /** remote ids that this disk held at or below the path and that are gone from it */
  goneIds(pairId: number, path: string): ReadonlySet<string>;
  /** is what was there on its way to another path? */
  leaving(pairId: number, path: string): boolean;
};

/** `asked`: a person has said so, with this reason against it before their eyes; of another they know nothing. Throws KooError. */
export async function recycle(
  parts: RecycleDeps,
  pair: Pair,
  item: MissingItem,
  asked: HoldReason | undefined,
  signal: AbortSignal,
): Promise<RecycleOutcome> {
  const { koodrive, disk, baseline } = parts;
  const { containerId } = pair;
  const knownNow = () => {
    // a rename that the server may have done already takes the file out of reach of a deletion of its old path
    if (parts.leaving(pair.id, item.path)) throw new KooError('FILE_BUSY', 'it is being renamed');
    const known = baseline.find(pair.id, item.path);
    return known?.missingSince !== undefined && known.fileId === item.fileId ? known : undefined;
  };
  const known = knownNow();
  if (!known || (await isBack(disk, pair, item))) return { end: 'moot' };

  try {
    if (item.kind === 'folder') {
      const ours = parts.goneIds(pair.id, item.path);
      if (asked !== 'holds-others' && !(await holdsOnly(koodrive, containerId, item.fileId, ours, signal)))
        return { end: 'held', reason: 'holds-others' };
    } else if (asked !== 'changed-remotely') {
      const { revisions } = await koodrive.listRevisions(
        { containerId, fileId: item.fileId, pageSize: 1 },
        { signal },
      );
      const newest = revisions[0];
      const ours = known.revisionId ?? newest?.revisionId;
      const changed =
        newest?.sha256 === undefined ? newest?.revisionId !== ours : newest.sha256 !== known.sha256;
      if (changed) return { end: 'held', reason: 'changed-remotely' };
    }
    // looking took its time
    if ((await isBack(disk, pair, item)) || !knownNow()) return { end: 'moot' };
    await koodrive.recycle({ containerId, fileId: item.fileId }, { signal });
    return { end: 'sent' };
  } catch (thrown) {
    // somebody else was faster, or our own earlier attempt was
    if (thrown instanceof KooError && (thrown.code === 'NOT_FOUND' || thrown.code === 'REMOTE_RECYCLED'))
      return { end: 'sent' };
    throw thrown;
  }
}

/** A folder goes as one, so everything in it must be what this disk held and holds no more. */
async function holdsOnly(
  koodrive: KooDrive,
  containerId: string,
  folderId: string,
  ours: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<boolean> {
  const folders = [folderId];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of koodrive.listFolder(containerId, folder, { signal })) {
      if (entry.recycled) continue;
      if (!ours.has(entry.fileId)) return false;
      if (entry.isFolder) folders.push(entry.fileId);
    }
  }
  return true;
}

/** Something that is carried stands there again; a link or a device in its place does not bring it back. */
async function isBack(disk: Disk, pair: Pair, item: MissingItem): Promise<boolean> {
  const kind = (await disk.stat(inFolder(pair.folder, item.path)))?.kind;
  return kind === 'file' || kind === 'folder';
}
