/**
 * Do two paths lead to one folder, or to one within the other? Names do not tell where a folder is mounted at a second place.
 * What does: device, inode and birth time of the folders and of those above them. Above a folder that is mounted by itself
 * stands what it was mounted into, so its place on its drive is asked for as well (Linux).
 */
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { placeOnDrive } from './drive.ts';

export type FolderReads = {
  /** A text that no other folder has; undefined: nothing can be looked at there. */
  identity(path: string): Promise<string | undefined>;
  placeOnDrive: typeof placeOnDrive;
};

const systemReads: FolderReads = {
  async identity(path) {
    try {
      const { dev, ino, birthtimeNs } = await lstat(path, { bigint: true });
      // some network drives number nothing
      return ino === 0n ? undefined : `${dev} ${ino} ${birthtimeNs}`;
    } catch {
      return undefined;
    }
  },
  placeOnDrive: (path) => placeOnDrive(path),
};

/** Both are absolute, and real. A folder that is not there is no other. */
export async function overlapOf(
  one: string,
  other: string,
  reads: FolderReads = systemReads,
): Promise<'same' | 'nested' | undefined> {
  const [first, second] = [await reads.identity(one), await reads.identity(other)];
  if (first === undefined || second === undefined) return undefined;
  if (first === second) return 'same';
  const isNested =
    (await isAbove(one, second, reads)) ||
    (await isAbove(other, first, reads)) ||
    (await holds(one, other, second, reads)) ||
    (await holds(other, one, first, reads));
  return isNested ? 'nested' : undefined;
}

/** Is a folder on the way to `path` the one with this identity? */
async function isAbove(path: string, identity: string, reads: FolderReads): Promise<boolean> {
  const above = dirname(path);
  if (above === path) return false;
  return (await reads.identity(above)) === identity || isAbove(above, identity, reads);
}

/** Is `inner`, by its place on the drive, a folder below `outer`? The folder that should then be there is looked at. */
async function holds(outer: string, inner: string, identity: string, reads: FolderReads): Promise<boolean> {
  const [out, within] = [await reads.placeOnDrive(outer), await reads.placeOnDrive(inner)];
  if (!out || out.device !== within?.device) return false;
  const above = out.path === '/' ? '/' : `${out.path}/`;
  if (!within.path.startsWith(above)) return false;
  return (await reads.identity(join(outer, within.path.slice(above.length)))) === identity;
}
