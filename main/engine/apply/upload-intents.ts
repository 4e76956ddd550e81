/**
 * Uploads that were begun and not yet seen to end. Written before the server is told anything, so that after a
 * kill -9 or a lost answer the next attempt first looks at what the server holds (invariant 3) and sends at most one
 * part again; what decides is flushed before the call that does it (invariant 4). Owns the tables `upload` and `upload_part`.
 * Attacked by: upload-file.test.ts, upload-parts.test.ts, tests/scenarios/killed.test.ts, by crashes just after any commit
 * and power cuts in tests/simulation/simulation.test.ts, and with the built CLI by tests/torture/torture.test.ts.
 */
import type { UploadMode } from '../plan/upload-mode.ts';
import { textIn } from '../../storage/columns.ts';
import type { Database, Row } from '../../storage/database.ts';
import { atOrBelow, renamed } from '../../storage/subtree.ts';

const subtree = `pair_id = ?1 AND ${atOrBelow('path', '?2')}`;

export type UploadIntent = {
  readonly pairId: number;
  readonly path: string;
  /** of a folder: the call that makes it */
  readonly kind: 'file' | 'revision' | 'folder';
  /** undefined until the server gave a new file its id */
  readonly fileId: string | undefined;
  /** newest revision on the server before this upload */
  readonly baseRevisionId: string | undefined;
  /** of the content on disk that is being sent */
  readonly fingerprint: string;
  /** file id of the disk; undefined: it has none, or an earlier version wrote this */
  readonly localId: string | undefined;
  readonly size: number;
  /** undefined while the content is hashed as it is sent */
  readonly sha256: string | undefined;
  readonly partSize: number;
  /** how its parts go up */
  readonly mode: UploadMode;
  /** the server was told something that may have made the revision: look before doing it again */
  readonly outcomeUnknown: boolean;
  /** epoch ms; every part was read after it */
  readonly begunAt: number;
};

/** What is known before the server is told anything. */
export type NewUploadIntent = Omit<UploadIntent, 'outcomeUnknown' | 'begunAt'>;

/** `hasher`: what stood for all up to this part (disk/read-content.ts) */
export type SentPart = { readonly number: number; readonly hasher: Uint8Array };

export class UploadIntents {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  find(pairId: number, path: string): UploadIntent | undefined {
    const row = this.#db.get('SELECT * FROM upload WHERE pair_id = ? AND path = ?', pairId, path);
    return row && uploadIntentOf(row);
  }

  /** Written down when it resolves, and of a folder on the disk as well: the one call that follows makes it. */
  async begin(intent: NewUploadIntent, now: number): Promise<void> {
    const write = () => {
      // what was begun there before goes, with its parts
      this.#db.run(
        `INSERT OR REPLACE INTO upload (pair_id, path, kind, file_id, base_revision_id, fingerprint, size, sha256, part_size, begun_at,
           sequential, identity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        intent.pairId,
        intent.path,
        intent.kind,
        intent.fileId ?? null,
        intent.baseRevisionId ?? null,
        intent.fingerprint,
        intent.size,
        intent.sha256 ?? null,
        intent.partSize,
        now,
        intent.mode === 'sequential' ? 1 : 0,
        intent.localId ?? null,
      );
    };
    await (intent.kind === 'folder' ? this.#db.durablyInGroup(write) : this.#db.inGroup(write));
  }

  /** The server gave the new file its id. */
  setFileId(pairId: number, path: string, fileId: string): void {
    this.#db.run('UPDATE upload SET file_id = ?3 WHERE pair_id = ?1 AND path = ?2', pairId, path, fileId);
  }

  partSent(pairId: number, path: string, part: SentPart): void {
    this.#db.run(
      'INSERT OR REPLACE INTO upload_part (pair_id, path, number, hasher) VALUES (?, ?, ?, ?)',
      pairId,
      path,
      part.number,
      part.hasher,
    );
  }

  partsSent(pairId: number, path: string): SentPart[] {
    return this.#db
      .all(
        'SELECT number, hasher FROM upload_part WHERE pair_id = ? AND path = ? ORDER BY number',
        pairId,
        path,
      )
      .map((row) => ({ number: Number(row['number']), hasher: row['hasher'] as Uint8Array }));
  }

  /**
   * On the disk when it resolves: from here on the outcome may be unknown. `fileId`: of the file that the server began, if
   * that is known.
   */
  async markOutcomeUnknown(
    pairId: number,
    path: string,
    sha256: string,
    fileId: string | undefined,
  ): Promise<void> {
    await this.#db.durablyInGroup(() =>
      this.#db.run(
        'UPDATE upload SET decisive = 1, sha256 = ?3, file_id = coalesce(?4, file_id) WHERE pair_id = ?1 AND path = ?2',
        pairId,
        path,
        sha256,
        fileId ?? null,
      ),
    );
  }

  /** The server does not have it: no outcome is looked for any more; parts that were sent may still serve. */
  reopen(pairId: number, path: string): void {
    this.#db.run('UPDATE upload SET decisive = 0 WHERE pair_id = ? AND path = ?', pairId, path);
  }

  end(pairId: number, path: string): void {
    this.#db.run('DELETE FROM upload WHERE pair_id = ? AND path = ?', pairId, path);
  }

  /** Paths at and below this one from which something was begun. */
  below(pairId: number, path: string): string[] {
    return this.#db
      .all(`SELECT path FROM upload WHERE ${subtree}`, pairId, path)
      .map((row) => String(row['path']));
  }

  /** The same of those alone that the server may have made by now: a folder, or what it was asked to complete. */
  mayBeMadeBelow(pairId: number, path: string): string[] {
    return this.#db
      .all(`SELECT path FROM upload WHERE ${subtree} AND (kind = 'folder' OR decisive = 1)`, pairId, path)
      .map((row) => String(row['path']));
  }

  /** Paths from which this file (localId) is on its way, or may have arrived. */
  withLocalId(pairId: number, localId: string): string[] {
    return this.#db
      .all("SELECT path FROM upload WHERE pair_id = ? AND identity = ? AND kind <> 'folder'", pairId, localId)
      .map((row) => String(row['path']));
  }

  /** Paths of which it is not known whether the server made what was begun there. */
  ofUnknownOutcome(pairId: number): string[] {
    return this.#db
      .all('SELECT path FROM upload WHERE pair_id = ? AND decisive = 1', pairId)
      .map((row) => String(row['path']));
  }

  /** A file or folder has a new path: its uploads, and those below it, go along. Inside of a transaction. */
  move(pairId: number, from: string, to: string): void {
    this.#db.run(`DELETE FROM upload WHERE ${subtree}`, pairId, to);
    this.#db.run('PRAGMA defer_foreign_keys = ON');
    for (const table of ['upload', 'upload_part'])
      this.#db.run(
        `UPDATE ${table} SET path = ${renamed('path', '?2', '?3')} WHERE ${subtree}`,
        pairId,
        from,
        to,
      );
  }
}

function uploadIntentOf(row: Row): UploadIntent {
  return {
    pairId: Number(row['pair_id']),
    path: String(row['path']),
    kind: row['kind'] as UploadIntent['kind'],
    fileId: textIn(row, 'file_id'),
    baseRevisionId: textIn(row, 'base_revision_id'),
    fingerprint: String(row['fingerprint']),
    localId: textIn(row, 'identity'),
    size: Number(row['size']),
    sha256: textIn(row, 'sha256'),
    partSize: Number(row['part_size']),
    mode: Number(row['sequential']) === 1 ? 'sequential' : 'concurrent',
    outcomeUnknown: Number(row['decisive']) === 1,
    begunAt: Number(row['begun_at']),
  };
}
