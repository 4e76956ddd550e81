/**
 * What the server holds for every path, as far as this client brought or saw it: the base that the disk is compared
 * with.
 *
 * Invariant 4: a node advances only after the server has the whole of what it says (engine/apply/upload-file.ts calls
 * `hold` after completion alone). Invariant 3 leans on it: `sha256` is of the newest content we know to be there.
 * Attacked by: baseline.test.ts, and after every seed by check 1 of tests/simulation/check.ts.
 */
import type { Database, Row } from '../../storage/database.ts';
import { nameKey, nameOf, parentOf } from '../../model/relative-path.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { NEEDS_RECHECK, type BaselineForApply } from './baseline-types.ts';

export type Baseline = BaselineForApply & {
  /** This path and all below it that this disk holds, as far as is known. */
  presentBelow(pairId: number, path: string): string[];
  /** The path and all below it went into the recycle bin, or came back out of it. */
  setRecycled(pairId: number, path: string, recycled: boolean): void;
  /** Files at this path and below it that are gone from disk and not in the bin. */
  missingFiles(pairId: number, path: string): string[];
  /** Folders likewise, those above first. */
  missingFolders(pairId: number, path: string): string[];
  /** Every remote id that this disk held at or below a path and that is gone from it. */
  missingFileIds(pairId: number, path: string): Set<string>;
  /** The path and all below it are gone from disk; returns how many files that are. The server keeps them. */
  markMissing(pairId: number, path: string, now: number): number;
  /**
   * What is gone at and below this path, and not in the bin, is taken to be back on disk until somebody looks,
   * here and on the server; returns the paths, those above first.
   */
  markForRecheck(pairId: number, path: string): string[];
  counts(pairId: number): { files: number; gone: number };
  search(pairId: number, query: string, limit: number): BaselineEntry[];
};

/** `versionIntervalMs`: revisions closer than that count as a streak (engine/plan/settling.ts). */
export function openBaseline(state: Database, versionIntervalMs: number): Baseline {
  const gone = (pairId: number, path: string, kind: 'file' | 'folder', binToo = false) =>
    state.all(
      `SELECT path, file_id FROM node WHERE pair_id = ?1 AND kind = ?3 AND gone_at IS NOT NULL AND recycled <= ?4
         AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/') ORDER BY path`,
      pairId,
      path,
      kind,
      binToo ? 1 : 0,
    );
  return {
    find(pairId, path) {
      const row = state.get(
        'SELECT * FROM node WHERE pair_id = ? AND path = ? AND recycled = 0',
        pairId,
        path,
      );
      return row && baselineEntryOf(row);
    },
    withLocalId: (pairId, localId) =>
      state
        .all(
          'SELECT * FROM node WHERE pair_id = ? AND identity = ? AND recycled = 0 ORDER BY synced_at DESC',
          pairId,
          localId,
        )
        .map(baselineEntryOf),
    children: (pairId, folder) =>
      state
        .all('SELECT * FROM node WHERE pair_id = ? AND parent = ? AND recycled = 0', pairId, folder)
        .map(baselineEntryOf),
    holdsContent: (sha256) => state.get('SELECT 1 FROM node WHERE sha256 = ? LIMIT 1', sha256) !== undefined,
    clashing: (pairId, path) =>
      state
        .all(
          `SELECT path FROM node WHERE pair_id = ? AND parent = ? AND name_key = ? AND path <> ?
             AND gone_at IS NULL AND fingerprint IS NOT NULL`,
          pairId,
          parentOf(path) ?? '',
          nameKey(nameOf(path)),
          path,
        )
        .map((row) => String(row['path'])),
    put(pairId, path, held, now) {
      state.run(
        `INSERT INTO node (pair_id, path, parent, name_key, kind, file_id, fingerprint, identity, size, sha256, revision_id, synced_at)
         VALUES (?1, ?2, ?3, ?12, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (pair_id, path) DO UPDATE SET kind = ?4, file_id = ?5, fingerprint = ?6, identity = ?7, size = ?8,
           sha256 = ?9, revision_id = ?10, gone_at = NULL, recycled = 0,
           streak = CASE WHEN synced_at IS NOT NULL AND ?11 - synced_at < ?13 THEN streak + 1 ELSE 0 END, synced_at = ?11`,
        pairId,
        path,
        parentOf(path) ?? null,
        held.kind,
        held.fileId,
        held.stat?.fingerprint ?? null,
        held.stat?.localId ?? null,
        held.stat?.size ?? null,
        held.sha256 ?? null,
        held.revisionId ?? null,
        now,
        nameKey(nameOf(path)),
        versionIntervalMs,
      );
    },
    refresh(pairId, path, stat) {
      state.run(
        'UPDATE node SET fingerprint = ?3, identity = ?4, size = ?5, gone_at = NULL WHERE pair_id = ?1 AND path = ?2',
        pairId,
        path,
        stat?.fingerprint ?? null,
        stat?.localId ?? null,
        stat?.size ?? null,
      );
    },
    setRevision(pairId, path, revisionId) {
      state.run(
        'UPDATE node SET revision_id = ?3 WHERE pair_id = ?1 AND path = ?2',
        pairId,
        path,
        revisionId,
      );
    },
    markMissing(pairId, path, now) {
      return state.transaction(() => {
        const files = state.get(
          `SELECT count(*) AS n FROM node WHERE pair_id = ?1 AND kind = 'file' AND gone_at IS NULL
             AND fingerprint IS NOT NULL AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
          pairId,
          path,
        );
        state.run(
          `UPDATE node SET gone_at = ?3 WHERE pair_id = ?1 AND gone_at IS NULL AND fingerprint IS NOT NULL
             AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
          pairId,
          path,
          now,
        );
        return Number(files?.['n'] ?? 0);
      });
    },
    move(pairId, from, to) {
      state.transaction(() => {
        // what lies in the bin and was of the new path gives it up; only what is really there has one
        state.run(
          `DELETE FROM node WHERE pair_id = ?1 AND recycled = 1
             AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
          pairId,
          to,
        );
        state.run(
          'UPDATE node SET path = ?3, parent = ?4, name_key = ?5, gone_at = NULL WHERE pair_id = ?1 AND path = ?2',
          pairId,
          from,
          to,
          parentOf(to) ?? null,
          nameKey(nameOf(to)),
        );
        state.run(
          `UPDATE node SET path = ?3 || substr(path, length(?2) + 1), parent = ?3 || substr(parent, length(?2) + 1)
             WHERE pair_id = ?1 AND substr(path, 1, length(?2) + 1) = ?2 || '/'`,
          pairId,
          from,
          to,
        );
      });
    },
    forget(pairId, path) {
      state.run(
        `DELETE FROM node WHERE pair_id = ?1 AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
        pairId,
        path,
      );
    },
    presentBelow: (pairId, path) =>
      state
        .all(
          `SELECT path FROM node WHERE pair_id = ?1 AND gone_at IS NULL AND fingerprint IS NOT NULL
             AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
          pairId,
          path,
        )
        .map((row) => String(row['path'])),
    setRecycled(pairId, path, recycled) {
      state.run(
        `UPDATE node SET recycled = ?3 WHERE pair_id = ?1 AND gone_at IS NOT NULL
           AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
        pairId,
        path,
        recycled ? 1 : 0,
      );
    },
    missingFiles: (pairId, path) => gone(pairId, path, 'file').map((row) => String(row['path'])),
    missingFolders: (pairId, path) => gone(pairId, path, 'folder').map((row) => String(row['path'])),
    missingFileIds: (pairId, path) =>
      new Set(
        (['file', 'folder'] as const).flatMap((kind) =>
          gone(pairId, path, kind, true).map((row) => String(row['file_id'])),
        ),
      ),
    markForRecheck(pairId, path) {
      const paths = (['folder', 'file'] as const)
        .flatMap((kind) => gone(pairId, path, kind))
        .map((row) => String(row['path']));
      state.run(
        `UPDATE node SET gone_at = NULL, fingerprint = '${NEEDS_RECHECK}'
           WHERE pair_id = ?1 AND gone_at IS NOT NULL AND recycled = 0 AND (path = ?2 OR substr(path, 1, length(?2) + 1) = ?2 || '/')`,
        pairId,
        path,
      );
      return paths;
    },
    counts(pairId) {
      const row = state.get(
        `SELECT count(*) FILTER (WHERE gone_at IS NULL) AS files, count(gone_at) AS gone FROM node
           WHERE pair_id = ? AND kind = 'file' AND fingerprint IS NOT NULL AND recycled = 0`,
        pairId,
      );
      return { files: Number(row?.['files'] ?? 0), gone: Number(row?.['gone'] ?? 0) };
    },
    search: (pairId, query, limit) =>
      state
        .all(
          `SELECT * FROM node WHERE pair_id = ?1 AND kind = 'file' AND instr(lower(path), lower(?2)) > 0
             ORDER BY synced_at DESC, path LIMIT ?3`,
          pairId,
          query,
          limit,
        )
        .map(baselineEntryOf),
  };
}

const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const numberOr = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function baselineEntryOf(row: Row): BaselineEntry {
  return {
    path: String(row['path']),
    kind: row['kind'] === 'folder' ? 'folder' : 'file',
    fileId: String(row['file_id']),
    fingerprint: textOr(row['fingerprint']),
    localId: textOr(row['identity']),
    size: numberOr(row['size']),
    sha256: textOr(row['sha256']),
    revisionId: textOr(row['revision_id']),
    missingSince: numberOr(row['gone_at']),
    syncedAt: numberOr(row['synced_at']),
    streak: Number(row['streak']),
  };
}
