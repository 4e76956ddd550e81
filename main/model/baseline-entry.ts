/**
 * The last synced state of one path: what the disk held and what the server holds, as they were when both were last
 * brought together. The disk and the server are each compared with their own half.
 */

/** The state of the disk whose content is the remote half's. */
export type LocalState = {
  /** of the content (model/file-stat.ts), or NEEDS_REREAD, or NEEDS_RECHECK */
  readonly fingerprint: string;
  /** names the file itself across renames; undefined where the file system knows no birth time */
  readonly localId: string | undefined;
  /** bytes */
  readonly size: number;
  /** permission bits of a file, which it gets back when it is restored; undefined: not known, or there are none */
  readonly mode?: number | undefined;
};

export type RemoteState = {
  readonly fileId: string;
  /** undefined where the server did not tell it yet */
  readonly revisionId: string | undefined;
  /** hex; of the newest content that is known to be there */
  readonly sha256: string | undefined;
};

export type BaselineEntry = {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** undefined: the server holds it, this disk never did */
  readonly local: LocalState | undefined;
  readonly remote: RemoteState;
  /** epoch ms since when it is missing on the disk */
  readonly missingSince: number | undefined;
  /** when its content was last uploaded or seen to be there, epoch ms */
  readonly syncedAt: number | undefined;
  /** when a content of it went up from here last, epoch ms; undefined: what the server has was found there */
  readonly sentAt: number | undefined;
  /** revisions in a row that followed each other within the version interval */
  readonly streak: number;
  /** its content is a version of another file now, since a program saved through it */
  readonly superseded: boolean;
  /** of a folder that is remembered as it was on one drive: its fingerprint with another drive that was there since */
  readonly otherDrive: string | undefined;
};

/** What is written down of one path when disk and server agree. */
export type BaselineUpdate = Pick<BaselineEntry, 'kind' | 'local' | 'remote'>;

/** Fingerprint of a content after which more may have come unseen: the file is read and compared again. */
export const NEEDS_REREAD = 'unsure';

/** Fingerprint of what was missing and is said to be back: the server is asked for it, too. */
export const NEEDS_RECHECK = 'back';

/** Does this disk hold it, as far as is known? */
export const isPresent = <E extends Pick<BaselineEntry, 'local' | 'missingSince'>>(
  entry: E | undefined,
): entry is E & { readonly local: LocalState } =>
  entry !== undefined && entry.missingSince === undefined && entry.local !== undefined;
