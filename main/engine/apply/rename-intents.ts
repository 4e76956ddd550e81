/**
 * Renames that the server was asked for and that are not written down yet. Flushed before the server is told, so that
 * after a kill or a power cut nothing new at the old path is taken for what was renamed away from it (invariants 2, 4).
 * Owns the table `renaming`.
 */
import { isAtOrBelow } from '../../model/relative-path.ts';
import { numberIn } from '../../storage/columns.ts';
import type { Database } from '../../storage/database.ts';
import { atOrAbove, atOrBelow, renamed, upwards } from '../../storage/subtree.ts';
import { keyOf } from './path-locks.ts';
import { lateMs } from './unknown-outcomes.ts';

export type RenameIntent = {
  readonly pairId: number;
  readonly from: string;
  readonly to: string;
  readonly fileId: string;
  /** when the disk did the rename, epoch ms; undefined where nobody will ask */
  readonly leftAt: number | undefined;
};

export class RenameIntents {
  readonly #db: Database;
  /** what the server was asked about and had not done: until when it may still arrive there, by a clock that nobody sets, ms */
  readonly #arriving = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Known at once, and on the disk when it resolves. */
  async begin({ pairId, from, to, fileId, leftAt }: RenameIntent): Promise<void> {
    this.#arriving.delete(keyOf(pairId, from));
    await this.#db.durablyInGroup(() =>
      this.#db.run(
        'INSERT OR REPLACE INTO renaming (pair_id, from_path, to_path, file_id, renamed_at) VALUES (?, ?, ?, ?, ?)',
        pairId,
        from,
        to,
        fileId,
        leftAt ?? null,
      ),
    );
  }

  /** The server had not done it when it was asked, at `elapsed` (lib/clock.ts): may the request still arrive there? */
  mayArrive({ pairId, from }: RenameIntent, elapsed: number): boolean {
    const key = keyOf(pairId, from);
    const until = this.#arriving.get(key) ?? elapsed + lateMs;
    this.#arriving.set(key, until);
    return elapsed < until;
  }

  end(pairId: number, from: string): void {
    this.#arriving.delete(keyOf(pairId, from));
    this.#db.run('DELETE FROM renaming WHERE pair_id = ? AND from_path = ?', pairId, from);
  }

  /** A path, with all below it, is known as another from here on: so are the old and the new paths of open renames. */
  move(pairId: number, from: string, to: string): void {
    // asked about anew, as of a request that was sent just now
    const moved = keyOf(pairId, from);
    for (const key of this.#arriving.keys()) if (isAtOrBelow(key, moved)) this.#arriving.delete(key);
    for (const column of ['from_path', 'to_path'])
      this.#db.run(
        `UPDATE OR REPLACE renaming SET ${column} = ${renamed(column, '?2', '?3')}
           WHERE pair_id = ?1 AND ${atOrBelow(column, '?2')}`,
        pairId,
        from,
        to,
      );
  }

  /** Those whose old or new path is this path or lies above it. */
  touching(pairId: number, path: string): RenameIntent[] {
    return this.#db
      .all(
        `SELECT * FROM renaming WHERE pair_id = ?1 AND (${atOrAbove('from_path', '?2')} OR ${atOrAbove('to_path', '?2')})`,
        pairId,
        upwards(path),
      )
      .map((row) => ({
        pairId,
        from: String(row['from_path']),
        to: String(row['to_path']),
        fileId: String(row['file_id']),
        leftAt: numberIn(row, 'renamed_at'),
      }));
  }

  /** Those of a file that left its name after the one time and not after the other, epoch ms. */
  leftBetween(
    after: number,
    until: number,
  ): { readonly pairId: number; readonly from: string; readonly leftAt: number }[] {
    return this.#db
      .all('SELECT * FROM renaming WHERE renamed_at > ? AND renamed_at <= ?', after, until)
      .map((row) => ({
        pairId: Number(row['pair_id']),
        from: String(row['from_path']),
        leftAt: Number(row['renamed_at']),
      }));
  }

  /** Where what is at, above or below this path is being renamed to, as far as is known. */
  leaving(pairId: number, path: string): string[] {
    return this.#db
      .all(
        `SELECT to_path FROM renaming WHERE pair_id = ?1
           AND (${atOrAbove('from_path', '?3')} OR ${atOrBelow('from_path', '?2')})`,
        pairId,
        path,
        upwards(path),
      )
      .map((row) => String(row['to_path']));
  }
}
