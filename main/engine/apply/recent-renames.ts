/**
 * Renames of files within their folder that were done a short time ago. A program that saves by renaming fills the old
 * name again a moment later, and then the file on the server gets it back (plan/save-by-renaming.ts). Written down in
 * the transaction that records the rename, so that neither stop nor kill forgets it. Owns the table `recent_rename`.
 */
import type { Database, Row } from '../../storage/database.ts';
import { atOrBelow, below, renamed } from '../../storage/subtree.ts';

export type RecentRename = {
  readonly pairId: number;
  /** the name that the file had */
  readonly from: string;
  /** where the file is now */
  readonly to: string;
  readonly fileId: string;
  /** when the disk did the rename, epoch ms */
  readonly renamedAt: number;
};

/** Whoever was stopped for longer than this finds nothing to take back, ms. */
const keptMs = 30 * 86_400_000;

/** SQLite would read all of a pair: it does not know how much that is. */
const byTarget = 'INDEXED BY recent_rename_to';

export class RecentRenames {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  remember({ pairId, from, to, fileId, renamedAt }: RecentRename): void {
    this.#db.run('DELETE FROM recent_rename WHERE renamed_at < ?', renamedAt - keptMs);
    this.#db.run(
      'INSERT OR REPLACE INTO recent_rename (pair_id, from_path, to_path, file_id, renamed_at) VALUES (?, ?, ?, ?, ?)',
      pairId,
      from,
      to,
      fileId,
      renamedAt,
    );
  }

  /** What left this name and may come back to it. */
  leaving(pairId: number, from: string): RecentRename | undefined {
    const row = this.#db.get('SELECT * FROM recent_rename WHERE pair_id = ? AND from_path = ?', pairId, from);
    return row && recentRenameOf(row);
  }

  /** What left its name after the one time and not after the other, epoch ms. */
  leftBetween(after: number, until: number): RecentRename[] {
    return this.#db
      .all('SELECT * FROM recent_rename WHERE renamed_at > ? AND renamed_at <= ?', after, until)
      .map(recentRenameOf);
  }

  /** What came to this name, by one rename or several, and may go back. */
  arrived(pairId: number, to: string): RecentRename[] {
    return this.#db
      .all(
        `SELECT * FROM recent_rename ${byTarget} WHERE pair_id = ? AND to_path = ? ORDER BY renamed_at`,
        pairId,
        to,
      )
      .map(recentRenameOf);
  }

  /** A file or folder was renamed: what came to a name at or below `from` is at or below `to` now. */
  move(pairId: number, from: string, to: string): void {
    this.#db.run(
      `UPDATE recent_rename ${byTarget} SET to_path = ${renamed('to_path', '?2', '?3')}
         WHERE pair_id = ?1 AND ${atOrBelow('to_path', '?2')}`,
      pairId,
      from,
      to,
    );
    // the names in a renamed folder went along with it; the name of a renamed file did not
    this.#db.run(
      `UPDATE OR REPLACE recent_rename SET from_path = ${renamed('from_path', '?2', '?3')}
         WHERE pair_id = ?1 AND ${below('from_path', '?2')}`,
      pairId,
      from,
      to,
    );
    // and nothing else comes back to a name that has something of its own
    this.forgetName(pairId, to);
  }

  /** This name has something of its own again. */
  forgetName(pairId: number, from: string): void {
    this.#db.run('DELETE FROM recent_rename WHERE pair_id = ? AND from_path = ?', pairId, from);
  }

  /** What came to this name goes back to no other any more. */
  forgetArrived(pairId: number, to: string): void {
    this.#db.run(`DELETE FROM recent_rename ${byTarget} WHERE pair_id = ? AND to_path = ?`, pairId, to);
  }
}

const recentRenameOf = (row: Row): RecentRename => ({
  pairId: Number(row['pair_id']),
  from: String(row['from_path']),
  to: String(row['to_path']),
  fileId: String(row['file_id']),
  renamedAt: Number(row['renamed_at']),
});
