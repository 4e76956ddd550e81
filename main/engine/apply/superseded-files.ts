/**
 * Files that a program saves through: they were synced under names of their own, and stand in the place of a document
 * now. They are not missing, as long as the document is still to be synced. A memory only: looking at the document
 * once more tells it again.
 */
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { parentOf } from '../../model/relative-path.ts';
import { saveWindowMs } from '../plan/save-by-renaming.ts';
import { keyOf } from './path-locks.ts';

export class SupersededFiles {
  readonly #documents = new Map<string, string>();
  /** by folder and file id: which document it was, and when it was seen that another file is that now; oldest first */
  readonly #replaced = new Map<string, { readonly document: string; readonly at: number }>();

  /** What was known at `paths` stands at `document` now. */
  note(pairId: number, document: string, paths: readonly string[]): void {
    for (const path of paths) this.#documents.set(keyOf(pairId, path), document);
  }

  /** The document through which this path's file lives on. */
  documentOf(pairId: number, path: string): string | undefined {
    return this.#documents.get(keyOf(pairId, path));
  }

  forget(pairId: number, path: string): void {
    this.#documents.delete(keyOf(pairId, path));
  }

  /** At `now` (epoch ms) another file stands at the document's path than the one of this file id. */
  replaced(pairId: number, document: string, localId: string, now: number): void {
    for (const [key, { at }] of this.#replaced) {
      if (now - at < saveWindowMs) break;
      this.#replaced.delete(key);
    }
    const key = this.#fileKey(pairId, document, localId);
    if (!this.#replaced.has(key)) this.#replaced.set(key, { document, at: now });
  }

  /** What was here is gone: it is the document of no file that was exchanged with it, should it come back. */
  gone(pairId: number, path: string): void {
    const folder = this.#fileKey(pairId, path, '');
    for (const [key, { document }] of this.#replaced)
      if (document === path && key.startsWith(folder)) this.#replaced.delete(key);
  }

  /**
   * The document beside this file that was this file until a program exchanged the two; undefined: none was. It went up
   * after that was seen, under the name that the program used, and was gone soon after: at `goneAt` (epoch ms, as is `now`).
   * What went up before may be another name of the document (a hard link), or a backup that is to stay.
   */
  exchangedWith(
    pairId: number,
    { path, local, syncedAt }: BaselineEntry,
    goneAt: number,
    now: number,
  ): string | undefined {
    if (local?.localId === undefined || syncedAt === undefined) return undefined;
    const replaced = this.#replaced.get(this.#fileKey(pairId, path, local.localId));
    // the document itself is nobody's left over, though its version may have gone up at the very moment
    if (replaced === undefined || replaced.document === path) return undefined;
    // a time ahead of the clock was written down before that was set back
    const isAfter = syncedAt >= replaced.at && syncedAt <= now;
    const isSoon = isAfter && goneAt - replaced.at < saveWindowMs;
    return isSoon ? replaced.document : undefined;
  }

  #fileKey(pairId: number, path: string, localId: string): string {
    return `${keyOf(pairId, parentOf(path) ?? '')}\0${localId}`;
  }
}
