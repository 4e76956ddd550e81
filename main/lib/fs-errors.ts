/** What node says when a disk refuses something, sorted by what can be done about it: one table for all rooms. */

export type FsFailure =
  /** nothing is at the path, or a file stands where a folder above it should be */
  | 'absent'
  /** something is at the path already */
  | 'exists'
  /** the disk or the quota is full */
  | 'full'
  /** the system does not allow it: permissions, a disk that is read-only */
  | 'denied'
  /** another program holds it */
  | 'busy'
  | 'name-too-long'
  /** a symbolic link stands there, and none is followed */
  | 'link'
  | 'other';

const failures: Readonly<Record<string, FsFailure>> = {
  ENOENT: 'absent',
  ENOTDIR: 'absent',
  EEXIST: 'exists',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  EBUSY: 'busy',
  ETXTBSY: 'busy',
  ENAMETOOLONG: 'name-too-long',
  ELOOP: 'link',
};

/** node's own code (`ENOENT`), for the log and for the few who need to know more; '' where there is none. */
export const fsCodeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

export const fsFailureOf = (thrown: unknown): FsFailure => failures[fsCodeOf(thrown)] ?? 'other';

/** File systems without hard links (FAT, some network drives) say one of these to `link`. */
const noHardLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'UNKNOWN']);

/** Of what `link` threw: must the file be put there by other means? */
export const isWithoutHardLinks = (thrown: unknown): boolean => noHardLinks.has(fsCodeOf(thrown));
