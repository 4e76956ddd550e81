/**
 * Which drive holds a folder, told by what survives a restart: device numbers and device names do not, for they are given
 * in the order in which drives are found. A name that no other drive has (the UUID of a file system, the serial of a
 * volume, the address of a network share) is *sure*. Where there is none, signs must do (device, type and size), which
 * another drive may share: when they differ they say that it may be another one, and when they agree they say nothing.
 */
import { signsOf, type FolderSigns } from './file-stat.ts';

export type Drive = {
  /** the same after a restart, as far as `isSure` says */
  readonly id: string;
  /** it gives its files other inodes each time it is mounted */
  readonly renumbers: boolean;
  /** other machines write to it, and the system tells no event of that */
  readonly isShared: boolean;
  /** it copies a file of a lower layer at the first change, a rename among them: the copy has another birth time (overlay) */
  readonly copiesUp?: true;
};

/** Begins an id that is made of signs. */
export const signsMark = 'signs:';

/** Does this name belong to one drive alone? */
export const isSure = (id: string | undefined): id is string =>
  id !== undefined && id !== '' && !id.startsWith(signsMark);

/** Is what was known as `before` the drive that is known as `now`? `unknown` is not `same`. */
export function compareDrives(
  before: string | undefined,
  now: string | undefined,
): 'same' | 'other' | 'unknown' {
  // signs alone, and a name since: it may have had the name before
  if (!before || !now || (!isSure(before) && isSure(now))) return 'unknown';
  if (before !== now) return 'other';
  return isSure(before) ? 'same' : 'unknown';
}

/**
 * Is the folder that stands at a path now the one that was known there? An inode with its birth time says so across
 * mounts, and so does the sure name of the drive; everything else may say no, never yes. `renumbers`: of the drive that is
 * there now.
 */
export function compareFolders(
  before: FolderSigns | undefined,
  now: FolderSigns | undefined,
  renumbers: boolean,
): 'same' | 'replaced' | 'other-drive' | 'unknown' {
  if (!before || !now) return 'unknown';
  const drives = compareDrives(before.drive, now.drive);
  if (drives === 'other' && isSure(before.drive) && isSure(now.drive)) return 'other-drive';
  const isSameInode = before.inode === now.inode;
  const isBornSame = before.born === now.born;
  if (before.born !== undefined && now.born !== undefined) {
    if (isBornSame && isSameInode) return 'same';
    if (drives === 'other') return 'other-drive';
    if (isBornSame && renumbers) return drives;
    return 'replaced';
  }
  if (drives === 'other') return 'other-drive';
  if (drives === 'unknown') return 'unknown';
  // the drive is the very one, so its inodes are what they were
  return isSameInode || renumbers ? 'same' : 'replaced';
}

/** Of two fingerprints of one folder: was a drive unmounted there since, or may another one be mounted there? */
export function mayBeOtherDrive(before: string | undefined, now: string | undefined): boolean {
  const [one, other] = [signsOf(before), signsOf(now)];
  if ((one?.isMount ?? false) !== (other?.isMount ?? false)) return true;
  return (one?.isMount ?? false) && compareFolders(one, other, false) !== 'same';
}
