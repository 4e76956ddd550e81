/**
 * What KooDrive was found to hold otherwise than the baseline says, since somebody else was at work there. Owns the tables
 * `remote_difference`, and `comparison`: how far the comparison of each pair is. A row says something of the file that the
 * baseline knows by the same id, and nothing of any other that has its path since.
 */
import { textIn } from '../../storage/columns.ts';
import type { Database, Row } from '../../storage/database.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import type { RemoteDifference } from '../../model/remote-difference.ts';

export class RemoteDifferences {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Was that not known yet? */
  note(pairId: number, { path, fileId, kind, detail }: RemoteDifference): boolean {
    const known = this.#row(pairId, path);
    const isKnown =
      known?.fileId === fileId && known.kind === kind && (known.detail ?? '') === (detail ?? '');
    if (isKnown) return false;
    this.#db.run(
      'INSERT OR REPLACE INTO remote_difference (pair_id, path, file_id, kind, detail) VALUES (?, ?, ?, ?, ?)',
      pairId,
      path,
      fileId,
      kind,
      detail ?? null,
    );
    return true;
  }

  /** Of the file that the baseline knows for this path. */
  of(
    pairId: number,
    entry: Pick<BaselineEntry, 'path' | 'remote'> | undefined,
  ): RemoteDifference | undefined {
    const known = entry && this.#row(pairId, entry.path);
    return known?.fileId === entry?.remote.fileId ? known : undefined;
  }

  /** They agree again, or the path has another file there. */
  end(pairId: number, path: string): void {
    this.#db.run('DELETE FROM remote_difference WHERE pair_id = ? AND path = ?', pairId, path);
  }

  /** The folder that was compared last, and when (epoch ms); undefined: none yet. */
  lastCompared(pairId: number): { readonly folder: string; readonly at: number } | undefined {
    const row = this.#db.get('SELECT folder, at FROM comparison WHERE pair_id = ?', pairId);
    return row && { folder: String(row['folder']), at: Number(row['at']) };
  }

  compared(pairId: number, folder: string, at: number): void {
    this.#db.run(
      'INSERT OR REPLACE INTO comparison (pair_id, folder, at) VALUES (?, ?, ?)',
      pairId,
      folder,
      at,
    );
  }

  #row(pairId: number, path: string): RemoteDifference | undefined {
    const row = this.#db.get('SELECT * FROM remote_difference WHERE pair_id = ? AND path = ?', pairId, path);
    return row && differenceOf(row);
  }
}

const differenceOf = (row: Row): RemoteDifference => ({
  path: String(row['path']),
  fileId: String(row['file_id']),
  kind: row['kind'] as RemoteDifference['kind'],
  detail: textIn(row, 'detail'),
});
