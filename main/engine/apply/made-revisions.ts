/**
 * Revisions that were made and of which the server has not been asked yet whether somebody else's came just before them
 * (confirm-revisions.ts). Written down with the outcome of their upload, so that a kill leaves nobody untold. One for each
 * path, the newest. Owns the table `made_revision`.
 */
import { textIn } from '../../storage/columns.ts';
import type { Database } from '../../storage/database.ts';
import type { MadeRevision } from './path-outcome.ts';

export type UnconfirmedRevision = MadeRevision & { readonly pairId: number; readonly path: string };

export class MadeRevisions {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(pairId: number, path: string, { fileId, sha256, base }: MadeRevision): void {
    this.#db.run(
      'INSERT OR REPLACE INTO made_revision (pair_id, path, file_id, sha256, base) VALUES (?, ?, ?, ?, ?)',
      pairId,
      path,
      fileId,
      sha256,
      base ?? null,
    );
  }

  /** As it was asked about; a newer one at the path stays. */
  end({ pairId, path, fileId, sha256 }: UnconfirmedRevision): void {
    this.#db.run(
      'DELETE FROM made_revision WHERE pair_id = ? AND path = ? AND file_id = ? AND sha256 = ?',
      pairId,
      path,
      fileId,
      sha256,
    );
  }

  /** Nothing is to be asked about. */
  isEmpty(): boolean {
    return this.#db.get('SELECT 1 FROM made_revision LIMIT 1') === undefined;
  }

  /** In the order in which they are asked about; no more than are asked about at a time. */
  all(): UnconfirmedRevision[] {
    return this.#db.all('SELECT * FROM made_revision ORDER BY pair_id, path LIMIT 500').map((row) => ({
      pairId: Number(row['pair_id']),
      path: String(row['path']),
      fileId: String(row['file_id']),
      sha256: String(row['sha256']),
      base: textIn(row, 'base'),
    }));
  }
}
