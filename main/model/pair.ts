/** A sign-in, by what stays the same when its secret changes. */
export type AccountKey = {
  /** base address */
  readonly server: string;
  readonly userId: string;
};

export const isSameAccount = (one: AccountKey | undefined, other: AccountKey | undefined): boolean =>
  one?.server === other?.server && one?.userId === other?.userId;

export type Pair = {
  readonly id: number;
  /** absolute path */
  readonly folder: string;
  readonly containerId: string;
  /** name of the folder under the space's root */
  readonly remote: string;
  /** id of the drive that holds the folder (model/drive.ts), as it was when they were paired; undefined: not known yet */
  readonly drive?: string | undefined;
  /** all of the folder was looked through, at least once */
  readonly isScanned?: boolean | undefined;
  /** nothing of it is synced by itself until a user resumes it */
  readonly isPaused?: boolean | undefined;
  /** whom it is synced with; undefined: not known yet */
  readonly account?: AccountKey | undefined;
};

export type PairInput = {
  /** absolute path of an existing folder */
  readonly folder: string;
  readonly containerId: string;
  /** default: the base name of `folder` */
  readonly remote?: string | undefined;
};
