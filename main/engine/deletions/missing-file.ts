import type { BaselineEntry } from '../../model/baseline-entry.ts';

/** A file that is not on this disk, as it was known when its undo began. */
export type MissingFile = {
  readonly fileId: string;
  /** hex */
  readonly sha256: string | undefined;
  /** epoch ms */
  readonly missingSince: number;
};

/** undefined: it is on this disk, or not known. */
export const missingFileOf = (known: BaselineEntry | undefined): MissingFile | undefined =>
  known?.missingSince === undefined
    ? undefined
    : { fileId: known.remote.fileId, sha256: known.remote.sha256, missingSince: known.missingSince };
