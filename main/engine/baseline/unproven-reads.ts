/**
 * Contents that were read so soon after the file's last stamp that it may have been written since without another one
 * (plan/write-back.ts): each is read once more (prove-reads.ts). Written down with the outcome of the upload, so that
 * neither stop nor kill forgets it. Owns the table `unproven_read`.
 */
import { numberIn } from '../../storage/columns.ts';
import type { Database } from '../../storage/database.ts';
import { atOrBelow, renamed } from '../../storage/subtree.ts';

export type UnprovenRead = {
  readonly pairId: number;
  readonly path: string;
  /** of the file as it was read */
  readonly fingerprint: string;
  /** when it is looked at, epoch ms */
  readonly dueAt: number;
  /** of a file that is written and no event tells: the pause before this look, ms */
  readonly pauseMs: number | undefined;
  /** the stamps alone are of interest */
  readonly isProven: boolean;
};

export class UnprovenReads {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * It was read at this path, and is proven if it is read once more at `dueAt` (epoch ms); undefined: it is proven. What is
   * known of events that were not told stays.
   */
  note(pairId: number, path: string, fingerprint: string, dueAt: number | undefined): void {
    if (dueAt === undefined)
      this.#db.run(
        'UPDATE unproven_read SET fingerprint = ?3, proven = 1 WHERE pair_id = ?1 AND path = ?2',
        pairId,
        path,
        fingerprint,
      );
    else
      this.#db.run(
        `INSERT INTO unproven_read (pair_id, path, fingerprint, due_at) VALUES (?1, ?2, ?3, ?4)
           ON CONFLICT (pair_id, path) DO UPDATE SET fingerprint = ?3, due_at = ?4, proven = 0`,
        pairId,
        path,
        fingerprint,
        dueAt,
      );
  }

  /** The same of many; it is on the disk when this returns. */
  noteForGood(reads: readonly Pick<UnprovenRead, 'pairId' | 'path' | 'fingerprint'>[], dueAt: number): void {
    if (reads.length === 0) return;
    this.#db.durably(() => {
      for (const { pairId, path, fingerprint } of reads) this.note(pairId, path, fingerprint, dueAt);
    });
  }

  find(pairId: number, path: string): UnprovenRead | undefined {
    const row = this.#db.get('SELECT * FROM unproven_read WHERE pair_id = ? AND path = ?', pairId, path);
    return row && readOf(row);
  }

  /** The first `limit` of those that are due. */
  due(now: number, limit: number): UnprovenRead[] {
    return this.#db
      .all('SELECT * FROM unproven_read WHERE due_at <= ? ORDER BY due_at, pair_id, path LIMIT ?', now, limit)
      .map(readOf);
  }

  /** When the first of all is due, epoch ms. */
  nextDue(): number | undefined {
    return numberIn(this.#db.get('SELECT min(due_at) AS due_at FROM unproven_read') ?? {}, 'due_at');
  }

  /** It is looked at again at `dueAt`. */
  again(
    { pairId, path }: UnprovenRead,
    dueAt: number,
    { pauseMs, isProven }: Pick<UnprovenRead, 'pauseMs' | 'isProven'>,
  ): void {
    this.#db.run(
      'UPDATE unproven_read SET due_at = ?3, pause_ms = ?4, proven = ?5 WHERE pair_id = ?1 AND path = ?2',
      pairId,
      path,
      dueAt,
      pauseMs ?? null,
      isProven ? 1 : 0,
    );
  }

  /** Nothing at or below this folder is looked at before `until` (epoch ms). */
  putOffBelow(pairId: number, folder: string, until: number): void {
    this.#db.run(
      `UPDATE unproven_read SET due_at = ?3 WHERE pair_id = ?1 AND ${atOrBelow('path', '?2')} AND due_at < ?3`,
      pairId,
      folder,
      until,
    );
  }

  /** Its content is proven, or of no interest any more. */
  end({ pairId, path }: Pick<UnprovenRead, 'pairId' | 'path'>): void {
    this.#db.run('DELETE FROM unproven_read WHERE pair_id = ? AND path = ?', pairId, path);
  }

  /** The same, for many at once. */
  ended(read: Pick<UnprovenRead, 'pairId' | 'path'>): Promise<void> {
    return this.#db.inGroup(() => this.end(read));
  }

  /** A file or folder was renamed. */
  move(pairId: number, from: string, to: string): void {
    this.#db.run(
      `UPDATE OR REPLACE unproven_read SET path = ${renamed('path', '?2', '?3')}
         WHERE pair_id = ?1 AND ${atOrBelow('path', '?2')}`,
      pairId,
      from,
      to,
    );
  }

  /** The clock was set back, perhaps: nothing is due later than it can be (epoch ms); `latestSilent`: of what has a pause. */
  clockSetBack(latest: number, latestSilent: number): void {
    // asked every few seconds, and mostly nothing is written for it
    if (!this.#db.get('SELECT 1 FROM unproven_read WHERE due_at > ? LIMIT 1', latest)) return;
    this.#db.run('UPDATE unproven_read SET due_at = ?1 WHERE due_at > ?1 AND pause_ms IS NULL', latest);
    this.#db.run('UPDATE unproven_read SET due_at = ?1 WHERE due_at > ?1', latestSilent);
  }
}

const readOf = (row: Record<string, unknown>): UnprovenRead => ({
  pairId: Number(row['pair_id']),
  path: String(row['path']),
  fingerprint: String(row['fingerprint']),
  dueAt: Number(row['due_at']),
  pauseMs: numberIn(row, 'pause_ms'),
  isProven: row['proven'] === 1,
});
