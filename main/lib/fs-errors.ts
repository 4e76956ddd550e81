/** What node says when a disk refuses something, sorted by what can be done about it: one table for all rooms. */
import type { ErrorCode } from '../../shared/error-codes.ts';
import { KooError } from '../model/errors.ts';

export type FsFailure =
  /** nothing is at the path, or a file stands where a folder above it should be */
  | 'absent'
  /** something is at the path already */
  | 'exists'
  /** the disk or the quota is full */
  | 'full'
  /** the system does not allow it: permissions, a disk that is read-only */
  | 'denied'
  /** another program holds it, or held it for a moment */
  | 'busy'
  /** a name, or the whole path, is longer than the system takes */
  | 'name-too-long'
  /** a symbolic link stands there and none is followed, or links on the way lead in a circle */
  | 'link'
  /** a folder stands where a file was */
  | 'folder'
  /** larger than this file system can hold */
  | 'too-large'
  /** the medium cannot be read or written: a broken disk, a damaged file system */
  | 'faulty'
  /** the drive was unplugged, or its network share does not answer */
  | 'unreachable'
  /** too many open files, in this process or on the machine */
  | 'limit'
  | 'memory'
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
  EAGAIN: 'busy',
  EDEADLK: 'busy',
  EINTR: 'busy',
  ECANCELED: 'busy',
  ENAMETOOLONG: 'name-too-long',
  ELOOP: 'link',
  EISDIR: 'folder',
  EFBIG: 'too-large',
  EOVERFLOW: 'too-large',
  EIO: 'faulty',
  EBADMSG: 'faulty',
  EUCLEAN: 'faulty',
  EREMOTEIO: 'faulty',
  ENODEV: 'unreachable',
  ENXIO: 'unreachable',
  ENOMEDIUM: 'unreachable',
  ESTALE: 'unreachable',
  ENOTCONN: 'unreachable',
  ENOLINK: 'unreachable',
  ESHUTDOWN: 'unreachable',
  EPIPE: 'unreachable',
  ECONNABORTED: 'unreachable',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EMFILE: 'limit',
  ENFILE: 'limit',
  ENOMEM: 'memory',
  ENOBUFS: 'memory',
};

/** The code of a failure, where it is the same whatever was being done. Permissions are one thing at a file and another at a folder. */
const codes: Readonly<Record<Exclude<FsFailure, 'absent' | 'exists' | 'denied'>, ErrorCode>> = {
  full: 'DISK_FULL',
  busy: 'FILE_BUSY',
  'name-too-long': 'PATH_TOO_LONG',
  link: 'LINK_LOOP',
  folder: 'FILE_CHANGED',
  'too-large': 'SYSTEM_REFUSED',
  faulty: 'DISK_FAULTY',
  unreachable: 'DRIVE_UNREACHABLE',
  limit: 'OPEN_FILES_LIMIT',
  memory: 'MEMORY_SHORT',
  other: 'SYSTEM_REFUSED',
};

/** What the caller says where only it knows what the failure means. */
export type OwnCodes = Readonly<Partial<Record<FsFailure, ErrorCode>>> & { readonly denied: ErrorCode };

/** What node threw in `call` at `path`, as an error that a user can do something about. */
export function diskError(thrown: unknown, call: string, path: string, own: OwnCodes): KooError {
  // libuv has no name for what Windows says of a server that does not answer
  const isShareAway = fsCodeOf(thrown) === 'UNKNOWN' && isOnShare(path);
  const failure = isShareAway ? 'unreachable' : fsFailureOf(thrown);
  const common =
    failure === 'absent' || failure === 'exists' || failure === 'denied' ? undefined : codes[failure];
  const code = own[failure] ?? common ?? 'SYSTEM_REFUSED';
  const system = fsCodeOf(thrown);
  return new KooError(code, `${call}: ${system}`, {
    cause: thrown,
    detail: { path, ...(code === 'SYSTEM_REFUSED' && system !== '' ? { values: { system } } : {}) },
  });
}

/** Is this a path of Windows on a share of the network: `\\server\share`, or the same in its long form? */
const isOnShare = (path: string): boolean => /^[\\/]{2}(?:[?.][\\/]UNC[\\/])?[^\\/?.]/iu.test(path);

/** node's own code (`ENOENT`), for the log and for the few who need to know more; '' where there is none. */
export const fsCodeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

export const fsFailureOf = (thrown: unknown): FsFailure => failures[fsCodeOf(thrown)] ?? 'other';

/** File systems without hard links (FAT, some network drives) say one of these to `link`. */
const noHardLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'UNKNOWN']);

/** Of what `link` threw: must the file be put there by other means? */
export const isWithoutHardLinks = (thrown: unknown): boolean => noHardLinks.has(fsCodeOf(thrown));
