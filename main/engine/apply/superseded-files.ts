/**
 * Files that a program saves through: they were synced under names of their own, and stand in the place of a document
 * now. They are not missing, as long as the document is still to be synced. A memory only: looking at the document
 * once more tells it again.
 */
import { keyOf } from './path-locks.ts';

export class SupersededFiles {
  readonly #documents = new Map<string, string>();

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
}
