/**
 * What a watcher is. It is a hint, never the truth: the kernel's queue overflows in silence, so a folder is compared again
 * after its last event, and after a burst or an error the whole pair is scanned (scan.ts). Linux has a watch for each
 * folder (folder-watches.ts); macOS and Windows have one for a whole tree (tree-watcher.ts).
 */
import { fsCodeOf } from '../../lib/fs-errors.ts';
import type { KooError } from '../../model/errors.ts';
import type { IgnoreRules } from './ignore-rules.ts';

export type Watcher = {
  /**
   * Watches this folder, relative to the pair's, from here on; asked for just before it is listed, so that nothing falls
   * between. Gives the watch that it has already where that is still good.
   */
  watch(folder: string): FolderWatch | NotWatched;
  close(): Promise<void>;
};

export type FolderWatch = { close(): void };

/** `limit`: the system gives no more watches; `refused`: it gives none for this folder. */
export type NotWatched = 'limit' | 'refused';

/** What may have happened to a path: to what it holds, or to the name itself, which came, went or has another meaning. */
export type ChangeOf = 'content' | 'name';

export type WatcherListener = {
  /** from here on changes are told; what changed before, while it was getting ready, was not */
  ready(): void;
  /** something happened to this path, relative to the folder */
  changed(path: string, what: ChangeOf): void;
  /** events may have been lost */
  lost(error: KooError): void;
};

export type Watch = (folder: string, rules: () => IgnoreRules, listener: WatcherListener) => Watcher;

/** No watches are left (ENOSPC), or no more programs may have some (EMFILE). */
export const isLimit = (thrown: unknown): boolean => ['ENOSPC', 'EMFILE'].includes(fsCodeOf(thrown));
