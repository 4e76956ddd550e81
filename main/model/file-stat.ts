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
  /** time stamps of whole seconds: two states within one stamp cannot be told apart */
  readonly coarse: boolean;
};

/** Ends the fingerprint of a folder at which another drive begins. */
export const mountMark = ':mount';

/** Of the fingerprint of a folder: did another drive begin there? */
export const isMount = (fingerprint: string | undefined): boolean =>
  fingerprint?.endsWith(mountMark) ?? false;
