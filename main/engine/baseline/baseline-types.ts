/** What carrying a change needs to know and to write down of what the server holds; engine/baseline/baseline.ts does it. */
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import type { FileStat } from '../../model/file-stat.ts';

/** Stands for the fingerprint of a content after which more may have come unseen: the file is read and compared again. */
export const NEEDS_REREAD = 'unsure';

/** Stands for the fingerprint of what was gone and is said to be back: on the server, too, it is looked at again. */
export const NEEDS_RECHECK = 'back';

export type BaselineUpdate = {
  readonly kind: 'file' | 'folder';
  readonly fileId: string;
  /** the disk state that was brought; undefined: the server has it, this disk never did */
  readonly stat: Pick<FileStat, 'fingerprint' | 'localId' | 'size'> | undefined;
  readonly sha256?: string | undefined;
  readonly revisionId?: string | undefined;
};

export type BaselineForApply = {
  find(pairId: number, path: string): BaselineEntry | undefined;
  /** Known paths of this identity, newest first. */
  withLocalId(pairId: number, localId: string): BaselineEntry[];
  /** What is known right below a folder and not in the bin, gone from disk or not. */
  children(pairId: number, folder: string): BaselineEntry[];
  /** Paths beside this one, on this disk as last seen, whose names have the same key (model/relative-path.ts). */
  clashing(pairId: number, path: string): string[];
  /** Has the server a file of this content, as far as we know? */
  holdsContent(sha256: string): boolean;
  put(pairId: number, path: string, held: BaselineUpdate, now: number): void;
  /** The disk state changed but not the content (touch, chmod, a folder that came back). */
  refresh(pairId: number, path: string, stat: BaselineUpdate['stat']): void;
  setRevision(pairId: number, path: string, revisionId: string): void;
  /** A file or folder has a new path, and with a folder all that it holds. */
  move(pairId: number, from: string, to: string): void;
  /** Nothing is known of this path and what lies below it any more. */
  forget(pairId: number, path: string): void;
};
