/**
 * The last synced state of every path: what the disk and the server are each compared with. Owns the tables `node` and
 * `file_count`, in which triggers count along.
 *
 * Invariant 4: an entry advances only after the server has the whole of what it says (engine/commit.ts writes it from an
 * outcome alone). Invariant 3 leans on it: `remote.sha256` is of the newest content we know to be there.
 * Attacked by: baseline.test.ts, and after every seed by check 1 of tests/simulation/check.ts.
 */
import {
  NEEDS_RECHECK,
  NEEDS_REREAD,
  type BaselineEntry,
  type BaselineUpdate,
  type LocalState,
} from '../../model/baseline-entry.ts';
import { nameKey, nameOf, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import { numberIn, textIn } from '../../storage/columns.ts';
import type { Database, Row } from '../../storage/database.ts';
import { atOrBelow, below, renamed } from '../../storage/subtree.ts';

const subtree = atOrBelow('path', '?2');

/** SQL: this disk holds it, as far as is known (`isPresent`). */
const onDisk = 'gone_at IS NULL AND fingerprint IS NOT NULL';

export class Baseline {
  readonly #db: Database;
  readonly #versionIntervalMs: () => number;

  /** `versionIntervalMs`: revisions closer than that count as a streak (engine/plan/settling.ts). */
  constructor(db: Database, versionIntervalMs: () => number) {
    this.#db = db;
    this.#versionIntervalMs = versionIntervalMs;
  }

  /** What is known of this path; undefined also for what lies in the recycle bin. */
  find(pairId: number, path: string): BaselineEntry | undefined {
    const row = this.#db.get(
      'SELECT * FROM node WHERE pair_id = ? AND path = ? AND recycled = 0',
      pairId,
      path,
    );
    return row && entryOf(row);
  }

  /** Is something known here that the disk holds, as far as is known? For who does not look at what it is. */
  isHeld(pairId: number, path: string): boolean {
    const sql = `SELECT 1 FROM node WHERE pair_id = ? AND path = ? AND recycled = 0 AND ${onDisk}`;
    return this.#db.get(sql, pairId, path) !== undefined;
  }

  /** Id on the server of what is known of this path, outside of the recycle bin. */
  fileIdAt(pairId: number, path: string): string | undefined {
    const row = this.#db.get(
      'SELECT file_id FROM node WHERE pair_id = ? AND path = ? AND recycled = 0',
      pairId,
      path,
    );
    return row && textIn(row, 'file_id');
  }

  /** The same of a folder that this disk holds, as far as is known. */
  heldFolderId(pairId: number, path: string): string | undefined {
    const row = this.#db.get(
      `SELECT file_id FROM node WHERE pair_id = ? AND path = ? AND recycled = 0 AND kind = 'folder'
         AND ${onDisk}`,
      pairId,
      path,
    );
    return row && textIn(row, 'file_id');
  }

  /** Id of the remote folder that this path lies in, as far as is known; undefined too where a file has that name now. */
  parentIdOf(pairId: number, path: string): string | undefined {
    const row = this.#db.get(
      "SELECT file_id FROM node WHERE pair_id = ? AND path = ? AND recycled = 0 AND kind = 'folder'",
      pairId,
      parentOf(path) ?? '',
    );
    return row && textIn(row, 'file_id');
  }

  /** What was known of this path and lies in the recycle bin. */
  inBin(pairId: number, path: string): BaselineEntry | undefined {
    const row = this.#db.get(
      'SELECT * FROM node WHERE pair_id = ? AND path = ? AND recycled = 1',
      pairId,
      path,
    );
    return row && entryOf(row);
  }

  /** Known paths of this file id of the disk, newest first. */
  withLocalId(pairId: number, localId: string): BaselineEntry[] {
    return this.#db
      .all(
        'SELECT * FROM node WHERE pair_id = ? AND identity = ? AND recycled = 0 ORDER BY synced_at DESC',
        pairId,
        localId,
      )
      .map(entryOf);
  }

  /** Other paths of this file id of the disk than this one that are not missing: names of the same file (hard links). */
  presentBeside(pairId: number, path: string, localId: string): string[] {
    return this.#paths(
      `SELECT path FROM node WHERE pair_id = ? AND identity = ? AND path <> ? AND recycled = 0 AND gone_at IS NULL
         ORDER BY synced_at DESC`,
      pairId,
      localId,
      path,
    );
  }

  /** Folders of this file id of the disk that it holds, as far as is known. */
  presentFolders(pairId: number, localId: string): string[] {
    return this.#paths(
      `SELECT path FROM node WHERE pair_id = ? AND identity = ? AND recycled = 0 AND gone_at IS NULL AND kind = 'folder'`,
      pairId,
      localId,
    );
  }

  /** Known paths whose file id of the disk begins with this inode, newest first: its birth time may be another. */
  withInodeOf(pairId: number, localId: string): BaselineEntry[] {
    const [inode = ''] = localId.split(':');
    return this.#db
      .all(
        `SELECT * FROM node WHERE pair_id = ? AND identity > ? AND identity < ? AND recycled = 0
           ORDER BY synced_at DESC`,
        pairId,
        `${inode}:`,
        // the character after the colon
        `${inode};`,
      )
      .map(entryOf);
  }

  /** Present paths elsewhere of the files that are known at and below this path: their other names (hard links). */
  otherNames(pairId: number, path: string): string[] {
    return this.#db
      .all(
        `SELECT DISTINCT other.path FROM node AS one
           JOIN node AS other ON other.pair_id = one.pair_id AND other.identity = one.identity
           WHERE one.pair_id = ?1 AND ${atOrBelow('one.path', '?2')} AND NOT ${atOrBelow('other.path', '?2')}
             AND other.kind = 'file' AND other.gone_at IS NULL`,
        pairId,
        path,
      )
      .map((row) => String(row['path']));
  }

  /** Is a file or folder of this id known in the space, of whatever pair, missing or in the bin included? */
  isKnownId(containerId: string, fileId: string): boolean {
    return this.#placesOf(containerId, fileId).length > 0;
  }

  /** Is it known at another path than this one, missing or not? What is known to be in the bin may come out of it anywhere. */
  isKnownElsewhere(containerId: string, fileId: string, pairId: number, path: string): boolean {
    return this.#placesElsewhere(containerId, fileId, pairId, path).length > 0;
  }

  /** The same, of what the disk holds there, as far as is known. */
  isHeldElsewhere(containerId: string, fileId: string, pairId: number, path: string): boolean {
    return this.#placesElsewhere(containerId, fileId, pairId, path).some((row) => row['held'] === 1);
  }

  #placesElsewhere(containerId: string, fileId: string, pairId: number, path: string): Row[] {
    return this.#placesOf(containerId, fileId).filter(
      (row) => row['recycled'] === 0 && !(row['pair_id'] === pairId && row['path'] === path),
    );
  }

  #placesOf(containerId: string, fileId: string): Row[] {
    return this.#db.all(
      `SELECT pair_id, path, recycled, (${onDisk}) AS held FROM node JOIN pair ON pair.id = pair_id
         WHERE file_id = ? AND container_id = ?`,
      fileId,
      containerId,
    );
  }

  /** What is known right below a folder and not in the bin, missing on the disk or not. */
  children(pairId: number, folder: string): BaselineEntry[] {
    return this.#db
      .all('SELECT * FROM node WHERE pair_id = ? AND parent = ? AND recycled = 0', pairId, folder)
      .map(entryOf);
  }

  /** What this disk holds right below a folder, as far as is known. */
  presentChildren(pairId: number, folder: string): Pick<BaselineEntry, 'path' | 'kind'>[] {
    return this.#db
      .all(
        `SELECT path, kind FROM node WHERE pair_id = ? AND parent = ? AND recycled = 0 AND ${onDisk}`,
        pairId,
        folder,
      )
      .map(({ path, kind }) => ({ path: String(path), kind: kind === 'folder' ? 'folder' : 'file' }));
  }

  /** Names right below a folder that this disk holds, as far as is known. */
  presentNames(pairId: number, folder: string): string[] {
    return this.#paths(
      `SELECT path FROM node WHERE pair_id = ? AND parent = ? AND recycled = 0 AND ${onDisk}`,
      pairId,
      folder,
    ).map((path) => nameOf(path));
  }

  /**
   * Paths beside this one whose names have the same key (model/relative-path.ts): on this disk as last seen, or on the server
   * alone as far as is known.
   */
  clashing(pairId: number, path: string): string[] {
    return this.#paths(
      `SELECT path FROM node WHERE pair_id = ? AND parent = ? AND name_key = ? AND path <> ?
         AND recycled = 0 AND gone_at IS NULL`,
      pairId,
      parentOf(path) ?? '',
      nameKey(nameOf(path)),
      path,
    );
  }

  /** Known paths beside this one whose names have the same key: present, missing, and in the recycle bin. */
  likeNamed(pairId: number, path: string): string[] {
    return this.#paths(
      'SELECT path FROM node WHERE pair_id = ? AND parent = ? AND name_key = ? AND path <> ?',
      pairId,
      parentOf(path) ?? '',
      nameKey(nameOf(path)),
      path,
    );
  }

  /** Known beside this path, on this disk or missing from it, with the very name that this path has on the server. */
  ofSameRemoteName(pairId: number, path: string): BaselineEntry[] {
    return this.#db
      .all(
        'SELECT * FROM node WHERE pair_id = ? AND parent = ? AND name_key = ? AND path <> ? AND recycled = 0',
        pairId,
        parentOf(path) ?? '',
        nameKey(nameOf(path)),
        path,
      )
      .map(entryOf)
      .filter((entry) => remoteNameOf(entry.path) === remoteNameOf(path));
  }

  /** Does the server hold a file of this content (hex SHA-256), as far as we know? */
  holdsContent(sha256: string): boolean {
    return this.#db.get('SELECT 1 FROM node WHERE sha256 = ? LIMIT 1', sha256) !== undefined;
  }

  /** A file on this disk that holds this content (hex SHA-256), of whatever pair, as far as is known. */
  withContent(sha256: string | undefined): { readonly pairId: number; readonly path: string } | undefined {
    if (sha256 === undefined) return undefined;
    const row = this.#db.get(
      `SELECT pair_id, path FROM node WHERE sha256 = ? AND kind = 'file' AND recycled = 0 AND ${onDisk} ORDER BY pair_id, path LIMIT 1`,
      sha256,
    );
    return row && { pairId: Number(row['pair_id']), path: String(row['path']) };
  }

  /** This path and all below it that this disk holds, as far as is known. */
  presentBelow(pairId: number, path: string): string[] {
    return this.#paths(`SELECT path FROM node WHERE pair_id = ?1 AND ${onDisk} AND ${subtree}`, pairId, path);
  }

  /** The next folder below `top` (''), in the order of paths, that this disk holds; undefined: that was the last one. */
  folderAfter(pairId: number, after: string, top = ''): string | undefined {
    const [next] = this.#paths(
      `SELECT path FROM node WHERE pair_id = ?1 AND path > ?2 AND (?3 = '' OR ${below('path', '?3')})
         AND kind = 'folder' AND recycled = 0 AND ${onDisk} ORDER BY path LIMIT 1`,
      pairId,
      after,
      top,
    );
    return next;
  }

  folderCount(pairId: number): number {
    const row = this.#db.get("SELECT count(*) AS n FROM node WHERE pair_id = ? AND kind = 'folder'", pairId);
    return Number(row?.['n']);
  }

  /**
   * Disk and server agree on this path. What this disk is not known to have held was found on the server; the rest went up
   * at `sentAt` (epoch ms, as is `now`).
   */
  put(
    pairId: number,
    path: string,
    { kind, local, remote }: BaselineUpdate,
    now: number,
    sentAt: number = now,
  ): void {
    this.#db.run(
      `INSERT INTO node (pair_id, path, parent, name_key, kind, file_id, fingerprint, identity, size, sha256, revision_id, synced_at, sent_at, mode)
       VALUES (?1, ?2, ?3, ?12, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?14, ?15)
       ON CONFLICT (pair_id, path) DO UPDATE SET kind = ?4, file_id = ?5, fingerprint = ?6, identity = ?7, size = ?8,
         sha256 = ?9, revision_id = ?10, gone_at = NULL, recycled = 0, superseded = 0, other_drive = NULL,
         streak = CASE WHEN synced_at IS NOT NULL AND ?11 - synced_at < ?13 THEN streak + 1 ELSE 0 END, synced_at = ?11, sent_at = ?14, mode = coalesce(?15, mode)`,
      pairId,
      path,
      parentOf(path) ?? null,
      kind,
      remote.fileId,
      local?.fingerprint ?? null,
      local?.localId ?? null,
      local?.size ?? null,
      remote.sha256 ?? null,
      remote.revisionId ?? null,
      now,
      nameKey(nameOf(path)),
      this.#versionIntervalMs(),
      local === undefined || local.fingerprint === NEEDS_RECHECK ? null : sentAt,
      local?.mode ?? null,
    );
  }

  /** The state of the disk changed but not the content (touch, chmod, a folder that came back). */
  setLocal(pairId: number, path: string, local: LocalState): void {
    this.#db.run(
      `UPDATE node SET fingerprint = ?3, identity = ?4, size = ?5, mode = coalesce(?6, mode), gone_at = NULL, superseded = 0,
         other_drive = NULL WHERE pair_id = ?1 AND path = ?2`,
      pairId,
      path,
      local.fingerprint,
      local.localId ?? null,
      local.size,
      local.mode ?? null,
    );
  }

  /** By its stamps the file is nothing that is known: whoever looks at it next reads it. Unless it was synced since, or is missing. */
  forgetStamps(pairId: number, path: string, fingerprint: string): void {
    this.#db.run(
      `UPDATE node SET fingerprint = '${NEEDS_REREAD}'
         WHERE pair_id = ? AND path = ? AND fingerprint = ? AND gone_at IS NULL`,
      pairId,
      path,
      fingerprint,
    );
  }

  /** Another drive than the one that it is remembered with is at this folder: its fingerprint with that one. */
  setOtherDrive(pairId: number, path: string, fingerprint: string): void {
    this.#db.run(
      'UPDATE node SET other_drive = ?3 WHERE pair_id = ?1 AND path = ?2 AND other_drive IS NOT ?3',
      pairId,
      path,
      fingerprint,
    );
  }

  /** Folders at which another drive than the remembered one was. */
  withOtherDrive(pairId: number): BaselineEntry[] {
    return this.#db
      .all('SELECT * FROM node WHERE pair_id = ? AND other_drive IS NOT NULL', pairId)
      .map(entryOf);
  }

  /** Nothing is missing in it that another drive held. */
  forgetOtherDrive(pairId: number, path: string): void {
    this.#db.run('UPDATE node SET other_drive = NULL WHERE pair_id = ? AND path = ?', pairId, path);
  }

  /** The file that was here is a version of another one now, since a program saved through it. */
  setSuperseded(pairId: number, path: string): void {
    this.#db.run(
      "UPDATE node SET superseded = 1 WHERE pair_id = ? AND path = ? AND kind = 'file'",
      pairId,
      path,
    );
  }

  setRevision(pairId: number, path: string, revisionId: string): void {
    this.#db.run(
      'UPDATE node SET revision_id = ?3 WHERE pair_id = ?1 AND path = ?2',
      pairId,
      path,
      revisionId,
    );
  }

  /** The path and all below it are missing on the disk; returns how many files that are. The server keeps them. */
  markMissing(pairId: number, path: string, now: number): number {
    const present = `pair_id = ?1 AND ${onDisk} AND ${subtree}`;
    return this.#db.transaction(() => {
      const row = this.#db.get(
        `SELECT count(*) AS n FROM node WHERE kind = 'file' AND ${present}`,
        pairId,
        path,
      );
      this.#db.run(`UPDATE node SET gone_at = ?3 WHERE ${present}`, pairId, path, now);
      return Number(row?.['n'] ?? 0);
    });
  }

  /** It was missing, in the bin or not, and is again: from now on. */
  missingAgain(pairId: number, path: string, now: number): void {
    this.#db.run(
      'UPDATE node SET gone_at = ?3 WHERE pair_id = ?1 AND path = ?2 AND gone_at IS NOT NULL',
      pairId,
      path,
      now,
    );
  }

  /** What is known below a path and not in the bin is missing no more, as far as anybody knows. */
  presentBelowAgain(pairId: number, path: string): void {
    this.#db.run(
      `UPDATE node SET gone_at = NULL WHERE pair_id = ?1 AND recycled = 0 AND ${below('path', '?2')}`,
      pairId,
      path,
    );
  }

  /**
   * A file or folder has a new path, and with a folder all that it holds, also what was thrown away out of it. What is known
   * to lie below a file is of a folder that had the name before.
   */
  move(pairId: number, from: string, to: string): void {
    const isFolder = this.find(pairId, from)?.kind !== 'file';
    this.#db.transaction(() => {
      // what lies in the bin and was of the new path gives it up; only what is really there has one
      this.#db.run(`DELETE FROM node WHERE pair_id = ?1 AND recycled = 1 AND ${subtree}`, pairId, to);
      this.#db.run(
        'UPDATE node SET path = ?3, parent = ?4, name_key = ?5, gone_at = NULL WHERE pair_id = ?1 AND path = ?2 AND recycled = 0',
        pairId,
        from,
        to,
        parentOf(to) ?? null,
        nameKey(nameOf(to)),
      );
      if (!isFolder) return;
      this.#db.run(
        `UPDATE node SET path = ${renamed('path', '?2', '?3')}, parent = ${renamed('parent', '?2', '?3')}
           WHERE pair_id = ?1 AND ${below('path', '?2')}`,
        pairId,
        from,
        to,
      );
    });
  }

  /** Nothing is known of this path and what lies below it any more. */
  forget(pairId: number, path: string): void {
    this.#db.run(`DELETE FROM node WHERE pair_id = ?1 AND ${subtree}`, pairId, path);
  }

  /** What lay in the bin and was of this path, or below it, is known elsewhere from here on, or nowhere. */
  forgetInBin(pairId: number, path: string): void {
    this.#db.run(`DELETE FROM node WHERE pair_id = ?1 AND recycled = 1 AND ${subtree}`, pairId, path);
  }

  /** The missing path and all below it went into the recycle bin, or came back out of it. */
  setRecycled(pairId: number, path: string, recycled: boolean): void {
    this.#db.run(
      `UPDATE node SET recycled = ?3 WHERE pair_id = ?1 AND gone_at IS NOT NULL AND ${subtree}`,
      pairId,
      path,
      recycled ? 1 : 0,
    );
  }

  /** Files at this path and below it that are missing on the disk and not in the bin. */
  missingFiles(pairId: number, path: string): string[] {
    return this.#missing(pairId, path, 'file');
  }

  /** Folders likewise, those above first. */
  missingFolders(pairId: number, path: string): string[] {
    return this.#missing(pairId, path, 'folder');
  }

  /** What is missing below a path: in the bin, as far as is known, or not. */
  missingBelow(pairId: number, path: string, inBin: boolean): BaselineEntry[] {
    return this.#db
      .all(
        `SELECT * FROM node WHERE pair_id = ?1 AND gone_at IS NOT NULL AND recycled = ?3 AND ${below('path', '?2')}`,
        pairId,
        path,
        inBin ? 1 : 0,
      )
      .map(entryOf);
  }

  /** Every remote id that this disk held at or below a path and that is missing on it, in the bin or not. */
  missingFileIds(pairId: number, path: string): Set<string> {
    const rows = this.#db.all(
      `SELECT file_id FROM node WHERE pair_id = ?1 AND gone_at IS NOT NULL AND ${subtree}`,
      pairId,
      path,
    );
    return new Set(rows.map((row) => String(row['file_id'])));
  }

  /**
   * What is missing at and below this path, and not in the bin, is taken to be back on disk until somebody looks,
   * here and on the server; returns the paths, those above first.
   */
  markForRecheck(pairId: number, path: string): string[] {
    const paths = [...this.missingFolders(pairId, path), ...this.missingFiles(pairId, path)];
    this.#db.run(
      `UPDATE node SET gone_at = NULL, fingerprint = '${NEEDS_RECHECK}'
         WHERE pair_id = ?1 AND gone_at IS NOT NULL AND recycled = 0 AND ${subtree}`,
      pairId,
      path,
    );
    return paths;
  }

  /** Files of the pair that this disk held: how many it holds, and how many are missing and not in the bin. */
  counts(pairId: number): { readonly files: number; readonly missing: number } {
    const row = this.#db.get('SELECT files, missing FROM file_count WHERE pair_id = ?', pairId);
    return { files: Number(row?.['files'] ?? 0), missing: Number(row?.['missing'] ?? 0) };
  }

  /** Files whose path holds `query`, whatever the case of its ASCII letters; the last synced first. */
  search(pairId: number, query: string, limit: number): BaselineEntry[] {
    return this.#db
      .all(
        `SELECT * FROM node WHERE pair_id = ?1 AND kind = 'file' AND instr(lower(path), lower(?2)) > 0
           ORDER BY synced_at DESC, path LIMIT ?3`,
        pairId,
        query,
        limit,
      )
      .map(entryOf);
  }

  #missing(pairId: number, path: string, kind: BaselineEntry['kind']): string[] {
    return this.#paths(
      `SELECT path FROM node WHERE pair_id = ?1 AND kind = ?3 AND gone_at IS NOT NULL AND recycled = 0
         AND ${subtree} ORDER BY path`,
      pairId,
      path,
      kind,
    );
  }

  #paths(sql: string, ...values: (string | number)[]): string[] {
    return this.#db.all(sql, ...values).map((row) => String(row['path']));
  }
}

function entryOf(row: Row): BaselineEntry {
  const fingerprint = textIn(row, 'fingerprint');
  return {
    path: String(row['path']),
    kind: row['kind'] === 'folder' ? 'folder' : 'file',
    local:
      fingerprint === undefined
        ? undefined
        : {
            fingerprint,
            localId: textIn(row, 'identity'),
            size: numberIn(row, 'size') ?? 0,
            mode: numberIn(row, 'mode'),
          },
    remote: {
      fileId: String(row['file_id']),
      revisionId: textIn(row, 'revision_id'),
      sha256: textIn(row, 'sha256'),
    },
    missingSince: numberIn(row, 'gone_at'),
    syncedAt: numberIn(row, 'synced_at'),
    sentAt: numberIn(row, 'sent_at'),
    streak: Number(row['streak']),
    superseded: row['superseded'] === 1,
    otherDrive: textIn(row, 'other_drive'),
  };
}
