/**
 * Uploads that were begun and not yet seen to end. Written before the server is told anything, so that after a
 * kill -9 or a lost answer the next attempt first looks at what the server holds (invariant 3) and sends at most one
 * part again; what decides is flushed before the call that does it (invariant 4).
 * Attacked by: upload-file.test.ts, upload-parts.test.ts, tests/scenarios/killed.test.ts, by crashes just after any commit
 * and power cuts in tests/simulation/simulation.test.ts, and with the built CLI by tests/torture/torture.test.ts.
 */
import type { Database, Row } from '../../storage/database.ts';
import { openRenameIntents, type RenameIntents } from './rename-intents.ts';

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
  readonly size: number;
  /** undefined while the content is hashed as it is sent */
  readonly sha256: string | undefined;
  readonly partSize: number;
  /** the server was told something that may have made the revision: look before doing it again */
  readonly outcomeUnknown: boolean;
};

export type SentPart = { readonly number: number; readonly hasher: Uint8Array };

export type UploadIntents = {
  readonly renames: RenameIntents;
  find(pairId: number, path: string): UploadIntent | undefined;
  /** Of a folder on the disk when it returns: the one call that follows makes it. */
  begin(task: Omit<UploadIntent, 'outcomeUnknown'>, now: number): void;
  setFileId(pairId: number, path: string, fileId: string): void;
  partSent(pairId: number, path: string, part: SentPart): void;
  partsSent(pairId: number, path: string): SentPart[];
  /** On the disk when it returns: from here on the outcome may be unknown. */
  markOutcomeUnknown(pairId: number, path: string, sha256: string): void;
  /** The server does not have it: no outcome is looked for any more; parts that were sent may still serve. */
  reopen(pairId: number, path: string): void;
  end(pairId: number, path: string): void;
  /** Paths at and below this one from which something was begun. */
  below(pairId: number, path: string): string[];
  /** A file or folder has a new path: its uploads, and those below it, go along. */
  move(pairId: number, from: string, to: string): void;
};

export function openUploadIntents(state: Database): UploadIntents {
  const renames = openRenameIntents(state);
  return {
    renames,
    find(pairId, path) {
      const row = state.get('SELECT * FROM upload WHERE pair_id = ? AND path = ?', pairId, path);
      return row && uploadIntentOf(row);
    },
    begin(task, now) {
      const written = task.kind === 'folder' ? state.durably : state.transaction;
      written(() => {
        state.run('DELETE FROM upload WHERE pair_id = ? AND path = ?', task.pairId, task.path);
        state.run(
          `INSERT INTO upload (pair_id, path, kind, file_id, base_revision_id, fingerprint, size, sha256, part_size, begun_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          task.pairId,
          task.path,
          task.kind,
          task.fileId ?? null,
          task.baseRevisionId ?? null,
          task.fingerprint,
          task.size,
          task.sha256 ?? null,
          task.partSize,
          now,
        );
      });
    },
    setFileId(pairId, path, fileId) {
      state.run('UPDATE upload SET file_id = ?3 WHERE pair_id = ?1 AND path = ?2', pairId, path, fileId);
    },
    partSent(pairId, path, part) {
      state.run(
        'INSERT OR REPLACE INTO upload_part (pair_id, path, number, hasher) VALUES (?, ?, ?, ?)',
        pairId,
        path,
        part.number,
        part.hasher,
      );
    },
    partsSent: (pairId, path) =>
      state
        .all(
          'SELECT number, hasher FROM upload_part WHERE pair_id = ? AND path = ? ORDER BY number',
          pairId,
          path,
        )
        .map((row) => ({ number: Number(row['number']), hasher: row['hasher'] as Uint8Array })),
    markOutcomeUnknown(pairId, path, sha256) {
      state.durably(() =>
        state.run(
          'UPDATE upload SET decisive = 1, sha256 = ?3 WHERE pair_id = ?1 AND path = ?2',
          pairId,
          path,
          sha256,
        ),
      );
    },
    reopen(pairId, path) {
      state.run('UPDATE upload SET decisive = 0 WHERE pair_id = ? AND path = ?', pairId, path);
    },
    end(pairId, path) {
      state.run('DELETE FROM upload WHERE pair_id = ? AND path = ?', pairId, path);
    },
    below: (pairId, path) =>
      state
        .all(
          `SELECT path FROM upload WHERE pair_id = ?1 AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
          pairId,
          path,
        )
        .map((row) => String(row['path'])),
    move(pairId, from, to) {
      renames.end(pairId, from);
      const below = `pair_id = ?1 AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`;
      state.run(`DELETE FROM upload WHERE ${below}`, pairId, to);
      state.run('PRAGMA defer_foreign_keys = ON');
      for (const table of ['upload', 'upload_part'])
        state.run(
          `UPDATE ${table} SET path = ?3 || substr(path, length(?2) + 1) WHERE ${below}`,
          pairId,
          from,
          to,
        );
    },
  };
}

function uploadIntentOf(row: Row): UploadIntent {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    pairId: Number(row['pair_id']),
    path: String(row['path']),
    kind: row['kind'] as UploadIntent['kind'],
    fileId: text(row['file_id']),
    baseRevisionId: text(row['base_revision_id']),
    fingerprint: String(row['fingerprint']),
    size: Number(row['size']),
    sha256: text(row['sha256']),
    partSize: Number(row['part_size']),
    outcomeUnknown: Number(row['decisive']) === 1,
  };
}
