/**
 * What the file system tells of one path.
 *
 * A *fingerprint* names one state of a file's content as far as the file system can tell: it changes with every
 * write, truncation or replacement. The change time is part of it, which no program can set back; the device number
 * is not, since it may change with a restart. A *local id* names the file itself across renames: inode and birth
 * time together, for an inode alone is given to the next file as soon as one is deleted (ext4). The fingerprint of a
 * folder tells in addition whether another drive begins there.
 */
export type FileStat = {
  readonly kind: 'file' | 'folder' | 'symlink' | 'other';
  /** bytes */
  readonly size: number;
  readonly fingerprint: string;
  /** undefined where the file system knows no birth time: then a rename is not recognised */
  readonly localId: string | undefined;
  /** epoch ms of the last write or change that the file system knows of */
  readonly quietSince: number;
  /**
   * Epoch ms at which it was made, if all that was done to it since was writing. Undefined where that is not known: a file
   * that was renamed may have been made long before it came to its path.
   */
  readonly madeAt?: number | undefined;
  /** time stamps of whole seconds: two states within one stamp cannot be told apart */
  readonly coarse: boolean;
  /** permission bits of a file; undefined where there are none */
  readonly mode?: number | undefined;
};

/**
 * Is the file that is there now the one with this fingerprint, but for its birth and change time? So it is where a drive
 * copied it up (model/drive.ts). Size, modification time and inode are another file's only by stamps of whole seconds.
 */
export function isCopiedUp(
  before: string | undefined,
  now: Pick<FileStat, 'fingerprint' | 'coarse'>,
): boolean {
  const known = fileFingerprint.exec(before ?? '');
  const found = fileFingerprint.exec(now.fingerprint);
  return known !== null && known[1] === found?.[1] && known[3] === found?.[3] && !now.coarse;
}

/**
 * Was it last written before its last change? So it is of a file that was renamed to where it stands, or whose mode or times
 * were set. Stamps of whole seconds do not tell.
 */
export function isStampedAfterWriting({
  fingerprint,
  coarse,
}: Pick<FileStat, 'fingerprint' | 'coarse'>): boolean {
  const [, sizeAndWritten = '', changed] = fileFingerprint.exec(fingerprint) ?? [];
  const written = sizeAndWritten.split(':')[1];
  return !coarse && written !== undefined && changed !== undefined && BigInt(written) < BigInt(changed);
}

/** size and modification time; change time; inode */
const fileFingerprint = /^(\d+:-?\d+):(-?\d+):(\d+)$/;

/**
 * Was it touched before it was made, by its stamps? Then the clock was set back after it was made. Stamps may be cut to two
 * seconds (FAT).
 */
export function isOlderThanItself({
  localId,
  quietSince,
}: Pick<FileStat, 'localId' | 'quietSince'>): boolean {
  const [, born] = localId?.split(':') ?? [];
  return born !== undefined && Number(born) / 1e6 > quietSince + 2000;
}

/** Of what cannot be looked up, such as a name that is no text: nothing is known of it but that it is there. */
export const notLookedUp: FileStat = {
  kind: 'other',
  size: 0,
  fingerprint: '',
  localId: undefined,
  quietSince: 0,
  coarse: false,
};

/** What tells a folder from others: by what is known of it now, or by its fingerprint, which is the same written down. */
export type FolderSigns = {
  readonly inode: string;
  /** birth time; undefined where the file system knows none */
  readonly born: string | undefined;
  /** id of the drive that it is on (model/drive.ts); undefined where that is not known */
  readonly drive: string | undefined;
};

/** Stands in the fingerprint of a folder at which another drive begins, before the id of that drive. */
const mountMark = 'mount';

/** `mount`: another drive begins there, with this id, or '' where it has none. */
export const fingerprintOfFolder = (
  { inode, born }: Pick<FolderSigns, 'inode' | 'born'>,
  mount: string | undefined,
): string =>
  [
    'folder',
    inode,
    ...(born === undefined ? [] : [born]),
    ...(mount === undefined ? [] : [mountMark]),
    ...(mount === undefined || mount === '' ? [] : [mount]),
  ].join(':');

const folderFingerprint = /^folder:(\d+)(?::(\d+))?(:mount(?::(.+))?)?$/s;

/** Of the fingerprint of a folder; undefined of any other. Its drive is told where one begins, and not below. */
export const signsOf = (
  fingerprint: string | undefined,
): (FolderSigns & { readonly isMount: boolean }) | undefined => {
  const [, inode, born, mount, drive] = folderFingerprint.exec(fingerprint ?? '') ?? [];
  return inode === undefined ? undefined : { inode, born, drive, isMount: mount !== undefined };
};

/** The inode in the fingerprint of a file or a folder; undefined of anything else. */
export const inodeIn = (fingerprint: string | undefined): string | undefined =>
  signsOf(fingerprint)?.inode ?? fileFingerprint.exec(fingerprint ?? '')?.[3];

export const isSameFolder = (one: FolderSigns | undefined, other: FolderSigns | undefined): boolean =>
  one?.inode === other?.inode && one?.born === other?.born && one?.drive === other?.drive;
