/**
 * Where what is undone goes when it cannot simply go back to where it was: written down before the server is told, so that
 * an undo that was cut short is gone on with, to the same names. Owns the table `undo_step`.
 */
import type { Database, Row } from '../../storage/database.ts';

export type UndoStep = {
  readonly deletionId: number;
  readonly fileId: string;
  /** shell: a folder that is empty when all else is done, and goes back into the bin */
  readonly kind: 'file' | 'folder' | 'shell';
  /** the folder on the server that it goes to */
  readonly toParentId: string;
  /** its path here, relative to the pair's folder, before names were found to be taken */
  readonly wanted: string;
  /** its path here */
  readonly path: string;
};

export class UndoSteps {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** On the disk when it returns. */
  begin(steps: readonly UndoStep[]): void {
    this.#db.durably(() => {
      for (const { deletionId, fileId, kind, toParentId, wanted, path } of steps)
        this.#db.run(
          `INSERT OR REPLACE INTO undo_step (deletion_id, file_id, kind, to_parent_id, wanted, path)
           VALUES (?, ?, ?, ?, ?, ?)`,
          deletionId,
          fileId,
          kind,
          toParentId,
          wanted,
          path,
        );
    });
  }

  /** In the order in which they are done: shells last, and the innermost of them first. */
  of(deletionId: number): UndoStep[] {
    return this.#db
      .all(
        `SELECT * FROM undo_step WHERE deletion_id = ?
           ORDER BY kind = 'shell', CASE kind WHEN 'shell' THEN -length(path) ELSE 0 END, path`,
        deletionId,
      )
      .map(stepOf);
  }

  /** Its name was taken meanwhile. */
  rename({ deletionId, fileId }: UndoStep, path: string): void {
    this.#db.durably(() =>
      this.#db.run(
        'UPDATE undo_step SET path = ?3 WHERE deletion_id = ?1 AND file_id = ?2',
        deletionId,
        fileId,
        path,
      ),
    );
  }

  end({ deletionId, fileId }: Pick<UndoStep, 'deletionId' | 'fileId'>): void {
    this.#db.run('DELETE FROM undo_step WHERE deletion_id = ? AND file_id = ?', deletionId, fileId);
  }
}

const stepOf = (row: Row): UndoStep => ({
  deletionId: Number(row['deletion_id']),
  fileId: String(row['file_id']),
  kind: row['kind'] as UndoStep['kind'],
  toParentId: String(row['to_parent_id']),
  wanted: String(row['wanted']),
  path: String(row['path']),
});
