/**
 * Renames that the server was asked for and that are not written down yet. Flushed before the server is told, so that
 * after a kill or a power cut nothing new at the old path is taken for what was renamed away from it (invariants 2, 4).
 */
import type { Database } from '../../storage/database.ts';

export type RenameIntent = {
  readonly pairId: number;
  readonly from: string;
  readonly to: string;
  readonly fileId: string;
};

export type RenameIntents = {
  /** On the disk when it returns. */
  begin(rename: RenameIntent): void;
  end(pairId: number, from: string): void;
  /** Those whose old or new path is this path or lies above it. */
  touching(pairId: number, path: string): RenameIntent[];
  /** Is something at, above or below this path being renamed away, as far as is known? */
  leaving(pairId: number, path: string): boolean;
};

export function openRenameIntents(state: Database): RenameIntents {
  return {
    begin({ pairId, from, to, fileId }) {
      state.durably(() =>
        state.run(
          'INSERT OR REPLACE INTO renaming (pair_id, from_path, to_path, file_id) VALUES (?, ?, ?, ?)',
          pairId,
          from,
          to,
          fileId,
        ),
      );
    },
    end(pairId, from) {
      state.run('DELETE FROM renaming WHERE pair_id = ? AND from_path = ?', pairId, from);
    },
    leaving: (pairId, path) =>
      state.get(
        `SELECT 1 FROM renaming WHERE pair_id = ?1 AND (?2 = from_path OR
           substr(?2, 1, length(from_path) + 1) = from_path || '/' OR substr(from_path, 1, length(?2) + 1) = ?2 || '/')
           LIMIT 1`,
        pairId,
        path,
      ) !== undefined,
    touching: (pairId, path) =>
      state
        .all(
          `SELECT * FROM renaming WHERE pair_id = ?1 AND (
             ?2 = from_path OR substr(?2, 1, length(from_path) + 1) = from_path || '/' OR
             ?2 = to_path OR substr(?2, 1, length(to_path) + 1) = to_path || '/')`,
          pairId,
          path,
        )
        .map((row) => ({
          pairId,
          from: String(row['from_path']),
          to: String(row['to_path']),
          fileId: String(row['file_id']),
        })),
  };
}
