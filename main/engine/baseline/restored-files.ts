/**
 * Files that were given an earlier version on this disk, and are still to go up: what happened last says so then. Written
 * down, since who restores may be another process than the engine. Owns the table `restored`.
 */
import type { Database } from '../../storage/database.ts';

export class RestoredFiles {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The file at this path is about to hold this content (hex SHA-256). */
  note(pairId: number, path: string, sha256: string): void {
    this.#db.run(
      'INSERT OR REPLACE INTO restored (pair_id, path, sha256) VALUES (?, ?, ?)',
      pairId,
      path,
      sha256,
    );
  }

  /** It was looked at, and holds this content: was it restored? */
  take(pairId: number, path: string, sha256: string | undefined): boolean {
    const row = this.#db.get('SELECT sha256 FROM restored WHERE pair_id = ? AND path = ?', pairId, path);
    // what was kept before it was replaced comes first
    if (row === undefined || row['sha256'] !== sha256) return false;
    this.forget(pairId, path);
    return true;
  }

  /** It was not restored after all. */
  forget(pairId: number, path: string): void {
    this.#db.run('DELETE FROM restored WHERE pair_id = ? AND path = ?', pairId, path);
  }
}
