/**
 * The last synced state of every path: what the disk and the server are each compared with. Owns the tables `node` and
 * `file_count`, in which triggers count along. What is known is kept by its folder and name (folder-tree.ts), and asked for by its path.
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
import { childOf, isAtOrBelow, nameKey, nameOf, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import { numberIn, textIn } from '../../storage/columns.ts';
import type { Database, Row } from '../../storage/database.ts';
import { FolderTree, foldersAt, type Place } from './folder-tree.ts';

/** SQL: what is known at one path. */
const here = 'pair_id = ?1 AND dir_id = ?2 AND name = ?3';

/** SQL: ids of what is known in a folder and in those below it. */
const inFolders = `SELECT inside.id FROM ${foldersAt('?4')} AS folder
  CROSS JOIN node AS inside ON inside.pair_id = ?1 AND inside.dir_id = folder.id`;
/**
 * SQL, of the pair ?1: what is known at a path and below it, and below it alone; the values are those of `#under`. By ids, each found
 * by an index: of two conditions of which one is enough SQLite would read all that is known of the pair.
 */
const subtree = `id IN (SELECT id FROM node WHERE ${here} UNION ALL ${inFolders})`;
const belowIt = `id IN (${inFolders}) AND (dir_id <> ?2 OR name <> ?3)`;

/** SQL: this disk holds it, as far as is known (`isPresent`). */
const onDisk = 'gone_at IS NULL AND fingerprint IS NOT NULL';

export class Baseline {
  readonly #db: Database;
  readonly #folders: FolderTree;
  readonly #versionIntervalMs: () => number;

  /** `versionIntervalMs`: revisions closer than that count as a streak (engine/plan/settling.ts). */
  constructor(db: Database, versionIntervalMs: () => number) {
    this.#db = db;
    this.#folders = new FolderTree(db);
    this.#versionIntervalMs = versionIntervalMs;
  }

  /** What is known of this path; undefined also for what lies in the recycle bin. */
  find(pairId: number, path: string): BaselineEntry | undefined {
    const row = this.#db.get(`SELECT * FROM node WHERE ${here} AND recycled = 0`, ...this.#at(pairId, path));
    return row && entryOf(row, path);
  }

  /** Is something known here that the disk holds, as far as is known? For who does not look at what it is. */
  isHeld(pairId: number, path: string): boolean {
    const sql = `SELECT 1 FROM node WHERE ${here} AND recycled = 0 AND ${onDisk}`;
    return this.#db.get(sql, ...this.#at(pairId, path)) !== undefined;
  }

  /** Id on the server of what is known of this path, outside of the recycle bin. */
  fileIdAt(pairId: number, path: string): string | undefined {
    const row = this.#db.get(
      `SELECT file_id FROM node WHERE ${here} AND recycled = 0`,
      ...this.#at(pairId, path),
    );
    return row && textIn(row, 'file_id');
  }

  /** The same of a folder that this disk holds, as far as is known. */
  heldFolderId(pairId: number, path: string): string | undefined {
    const row = this.#db.get(
      `SELECT file_id FROM node WHERE ${here} AND recycled = 0 AND kind = 'folder' AND ${onDisk}`,
      ...this.#at(pairId, path),
    );
    return row && textIn(row, 'file_id');
  }

  /** Id of the remote folder that this path lies in, as far as is known; undefined too where a file has that name now. */
  parentIdOf(pairId: number, path: string): string | undefined {
    const row = this.#db.get(
      `SELECT file_id FROM node WHERE ${here} AND recycled = 0 AND kind = 'folder'`,
      ...this.#at(pairId, parentOf(path) ?? ''),
    );
    return row && textIn(row, 'file_id');
  }

  /** What was known of this path and lies in the recycle bin. */
  inBin(pairId: number, path: string): BaselineEntry | undefined {
    const row = this.#db.get(`SELECT * FROM node WHERE ${here} AND recycled = 1`, ...this.#at(pairId, path));
    return row && entryOf(row, path);
  }

  /** Known paths of this file id of the disk, newest first. */
  withLocalId(pairId: number, localId: string): BaselineEntry[] {
    return this.#entries(
      'SELECT * FROM node WHERE pair_id = ? AND identity = ? AND recycled = 0 ORDER BY synced_at DESC',
      pairId,
      localId,
    );
  }

  /** Other paths of this file id of the disk than this one that are not missing: names of the same file (hard links). */
  presentBeside(pairId: number, path: string, localId: string): string[] {
    return this.#paths(
      `SELECT dir_id, name FROM node WHERE pair_id = ? AND identity = ? AND recycled = 0 AND gone_at IS NULL
         ORDER BY synced_at DESC`,
      pairId,
      localId,
    ).filter((other) => other !== path);
  }

  /** Folders of this file id of the disk that it holds, as far as is known. */
  presentFolders(pairId: number, localId: string): string[] {
    return this.#paths(
      `SELECT dir_id, name FROM node WHERE pair_id = ? AND identity = ? AND recycled = 0 AND gone_at IS NULL AND kind = 'folder'`,
      pairId,
      localId,
    );
  }

  /** Known paths whose file id of the disk begins with this inode, newest first: its birth time may be another. */
  withInodeOf(pairId: number, localId: string): BaselineEntry[] {
    const [inode = ''] = localId.split(':');
    return this.#entries(
      `SELECT * FROM node WHERE pair_id = ? AND identity > ? AND identity < ? AND recycled = 0
         ORDER BY synced_at DESC`,
      pairId,
      `${inode}:`,
      // the character after the colon
      `${inode};`,
    );
  }

  /** Present paths elsewhere of the files that are known at and below this path: their other names (hard links). */
  otherNames(pairId: number, path: string): string[] {
    return this.#paths(
      `SELECT DISTINCT other.dir_id, other.name FROM node AS other
         WHERE other.pair_id = ?1 AND other.kind = 'file' AND other.gone_at IS NULL
           AND other.identity IN (SELECT identity FROM node WHERE ${subtree})
           AND other.id NOT IN (SELECT id FROM node WHERE ${subtree})`,
      ...this.#under(pairId, path),
    );
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
    const rows = this.#placesOf(containerId, fileId).filter((row) => row['recycled'] === 0);
    if (rows.length === 0) return rows;
    const { folderId, name } = this.#folders.placeOf(pairId, path);
    return rows.filter(
      (row) => !(row['pair_id'] === pairId && row['dir_id'] === folderId && row['name'] === name),
    );
  }

  #placesOf(containerId: string, fileId: string): Row[] {
    return this.#db.all(
      `SELECT pair_id, dir_id, name, recycled, (${onDisk}) AS held FROM node JOIN pair ON pair.id = pair_id
         WHERE file_id = ? AND container_id = ?`,
      fileId,
      containerId,
    );
  }

  /** What is known right below a folder and not in the bin, missing on the disk or not. */
  children(pairId: number, folder: string): BaselineEntry[] {
    return this.#db
      .all(
        'SELECT * FROM node WHERE pair_id = ? AND dir_id = ? AND recycled = 0',
        pairId,
        this.#folders.idOf(pairId, folder),
      )
      .map((row) => entryOf(row, childOf(folder, String(row['name']))));
  }

  /** The same, as a scan needs it: a row of few columns is read in half of the time. */
  localChildren(
    pairId: number,
    folder: string,
  ): Pick<BaselineEntry, 'path' | 'kind' | 'local' | 'missingSince'>[] {
    return this.#db
      .all(
        'SELECT name, kind, fingerprint, identity, size, mode, gone_at FROM node WHERE pair_id = ? AND dir_id = ? AND recycled = 0',
        pairId,
        this.#folders.idOf(pairId, folder),
      )
      .map((row) => ({
        path: childOf(folder, String(row['name'])),
        kind: kindOf(row),
        local: localOf(row),
        missingSince: numberIn(row, 'gone_at'),
      }));
  }

  /** What this disk holds right below a folder, as far as is known. */
  presentChildren(pairId: number, folder: string): Pick<BaselineEntry, 'path' | 'kind'>[] {
    return this.#db
      .all(
        `SELECT name, kind FROM node WHERE pair_id = ? AND dir_id = ? AND recycled = 0 AND ${onDisk}`,
        pairId,
        this.#folders.idOf(pairId, folder),
      )
      .map((row) => ({ path: childOf(folder, String(row['name'])), kind: kindOf(row) }));
  }

  /** Names right below a folder that this disk holds, as far as is known. */
  presentNames(pairId: number, folder: string): string[] {
    return this.#db
      .all(
        `SELECT name FROM node WHERE pair_id = ? AND dir_id = ? AND recycled = 0 AND ${onDisk}`,
        pairId,
        this.#folders.idOf(pairId, folder),
      )
      .map(({ name }) => String(name));
  }

  /**
   * Paths beside this one whose names have the same key (model/relative-path.ts): on this disk as last seen, or on the server
   * alone as far as is known.
   */
  clashing(pairId: number, path: string): string[] {
    return this.#beside(pairId, path, 'recycled = 0 AND gone_at IS NULL').map((entry) => entry.path);
  }

  /** Known paths beside this one whose names have the same key: present, missing, and in the recycle bin. */
  likeNamed(pairId: number, path: string): string[] {
    return this.#beside(pairId, path, '1').map((entry) => entry.path);
  }

  /** Known beside this path, on this disk or missing from it, with the very name that this path has on the server. */
  ofSameRemoteName(pairId: number, path: string): BaselineEntry[] {
    return this.#beside(pairId, path, 'recycled = 0').filter(
      (entry) => remoteNameOf(entry.path) === remoteNameOf(path),
    );
  }

  /** What is known beside this path, and whose name has the same key. */
  #beside(pairId: number, path: string, condition: string): BaselineEntry[] {
    const { folderId, name } = this.#folders.placeOf(pairId, path);
    return this.#db
      .all(
        `SELECT * FROM node WHERE pair_id = ? AND dir_id = ? AND name_key = ? AND name <> ? AND ${condition}`,
        pairId,
        folderId,
        nameKey(name),
        name,
      )
      .map((row) => entryOf(row, childOf(parentOf(path) ?? '', String(row['name']))));
  }

  /** Does the server hold a file of this content (hex SHA-256), as far as we know? */
  holdsContent(sha256: string): boolean {
    return this.#db.get('SELECT 1 FROM node WHERE sha256 = ? LIMIT 1', sha256) !== undefined;
  }

  /** A file on this disk that holds this content (hex SHA-256), of whatever pair, as far as is known. */
  withContent(sha256: string | undefined): { readonly pairId: number; readonly path: string } | undefined {
    if (sha256 === undefined) return undefined;
    const row = this.#db.get(
      `SELECT pair_id, dir_id, name FROM node WHERE sha256 = ? AND kind = 'file' AND recycled = 0 AND ${onDisk}
         ORDER BY pair_id, dir_id, name LIMIT 1`,
      sha256,
    );
    return row && { pairId: Number(row['pair_id']), path: this.#folders.namer()(placeIn(row)) };
  }

  /** This path and all below it that this disk holds, as far as is known. */
  presentBelow(pairId: number, path: string): string[] {
    return this.#paths(
      `SELECT dir_id, name FROM node WHERE ${onDisk} AND ${subtree}`,
      ...this.#under(pairId, path),
    );
  }

  /**
   * The next folder below `top` ('') that this disk holds, each with what it holds before those beside it; undefined: that was
   * the last one.
   */
  folderAfter(pairId: number, after: string, top = ''): string | undefined {
    const [first] = this.#foldersIn(pairId, after, undefined);
    if (first !== undefined && (top === '' || isAtOrBelow(first, top))) return first;
    for (let at = after; at !== top && isAtOrBelow(at, top); at = parentOf(at) ?? '') {
      const [next] = this.#foldersIn(pairId, parentOf(at) ?? '', nameOf(at));
      if (next !== undefined) return next;
    }
    return undefined;
  }

  /** The first folder right in this one whose name comes after this one. */
  #foldersIn(pairId: number, folder: string, after: string | undefined): string[] {
    return this.#db
      .all(
        `SELECT name FROM node WHERE pair_id = ?1 AND dir_id = ?2 AND (?3 IS NULL OR name > ?3)
           AND kind = 'folder' AND recycled = 0 AND ${onDisk} ORDER BY name LIMIT 1`,
        pairId,
        this.#folders.idOf(pairId, folder),
        after ?? null,
      )
      .map((row) => childOf(folder, String(row['name'])));
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
    const place = this.#folders.makePlace(pairId, path);
    this.#db.run(
      `INSERT INTO node (pair_id, dir_id, name, name_key, kind, file_id, fingerprint, identity, size, sha256, revision_id, synced_at, sent_at, mode)
       VALUES (?1, ?2, ?3, ?12, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?14, ?15)
       ON CONFLICT (pair_id, dir_id, name) DO UPDATE SET kind = ?4, file_id = ?5, fingerprint = ?6, identity = ?7, size = ?8,
         sha256 = ?9, revision_id = ?10, gone_at = NULL, recycled = 0, superseded = 0, other_drive = NULL,
         streak = CASE WHEN synced_at IS NOT NULL AND ?11 - synced_at < ?13 THEN streak + 1 ELSE 0 END, synced_at = ?11, sent_at = ?14, mode = coalesce(?15, mode)`,
      pairId,
      place.folderId,
      place.name,
      kind,
      remote.fileId,
      local?.fingerprint ?? null,
      local?.localId ?? null,
      local?.size ?? null,
      remote.sha256 ?? null,
      remote.revisionId ?? null,
      now,
      nameKey(place.name),
      this.#versionIntervalMs(),
      local === undefined || local.fingerprint === NEEDS_RECHECK ? null : sentAt,
      local?.mode ?? null,
    );
  }

  /** The state of the disk changed but not the content (touch, chmod, a folder that came back). */
  setLocal(pairId: number, path: string, local: LocalState): void {
    this.#db.run(
      `UPDATE node SET fingerprint = ?4, identity = ?5, size = ?6, mode = coalesce(?7, mode), gone_at = NULL, superseded = 0,
         other_drive = NULL WHERE ${here}`,
      ...this.#at(pairId, path),
      local.fingerprint,
      local.localId ?? null,
      local.size,
      local.mode ?? null,
    );
  }

  /** By its stamps the file is nothing that is known: whoever looks at it next reads it. Unless it was synced since, or is missing. */
  forgetStamps(pairId: number, path: string, fingerprint: string): void {
    this.#db.run(
      `UPDATE node SET fingerprint = '${NEEDS_REREAD}' WHERE ${here} AND fingerprint = ?4 AND gone_at IS NULL`,
      ...this.#at(pairId, path),
      fingerprint,
    );
  }

  /** Another drive than the one that it is remembered with is at this folder: its fingerprint with that one. */
  setOtherDrive(pairId: number, path: string, fingerprint: string): void {
    this.#db.run(
      `UPDATE node SET other_drive = ?4 WHERE ${here} AND other_drive IS NOT ?4`,
      ...this.#at(pairId, path),
      fingerprint,
    );
  }

  /** Folders at which another drive than the remembered one was. */
  withOtherDrive(pairId: number): BaselineEntry[] {
    return this.#entries('SELECT * FROM node WHERE pair_id = ? AND other_drive IS NOT NULL', pairId);
  }

  /** Nothing is missing in it that another drive held. */
  forgetOtherDrive(pairId: number, path: string): void {
    this.#db.run(`UPDATE node SET other_drive = NULL WHERE ${here}`, ...this.#at(pairId, path));
  }

  /** The file that was here is a version of another one now, since a program saved through it. */
  setSuperseded(pairId: number, path: string): void {
    this.#db.run(`UPDATE node SET superseded = 1 WHERE ${here} AND kind = 'file'`, ...this.#at(pairId, path));
  }

  setRevision(pairId: number, path: string, revisionId: string): void {
    this.#db.run(`UPDATE node SET revision_id = ?4 WHERE ${here}`, ...this.#at(pairId, path), revisionId);
  }

  /** The path and all below it are missing on the disk; returns how many files that are. The server keeps them. */
  markMissing(pairId: number, path: string, now: number): number {
    const present = `${onDisk} AND ${subtree}`;
    return this.#db.transaction(() => {
      const under = this.#under(pairId, path);
      const row = this.#db.get(`SELECT count(*) AS n FROM node WHERE kind = 'file' AND ${present}`, ...under);
      this.#db.run(`UPDATE node SET gone_at = ?5 WHERE ${present}`, ...under, now);
      return Number(row?.['n'] ?? 0);
    });
  }

  /** It was missing, in the bin or not, and is again: from now on. */
  missingAgain(pairId: number, path: string, now: number): void {
    this.#db.run(
      `UPDATE node SET gone_at = ?4 WHERE ${here} AND gone_at IS NOT NULL`,
      ...this.#at(pairId, path),
      now,
    );
  }

  /** What is known below a path and not in the bin is missing no more, as far as anybody knows. */
  presentBelowAgain(pairId: number, path: string): void {
    this.#db.run(
      `UPDATE node SET gone_at = NULL WHERE recycled = 0 AND ${belowIt}`,
      ...this.#under(pairId, path),
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
      this.forgetInBin(pairId, to);
      const place = this.#folders.makePlace(pairId, to);
      this.#db.run(
        `UPDATE node SET dir_id = ?4, name = ?5, name_key = ?6, gone_at = NULL WHERE ${here} AND recycled = 0`,
        ...this.#at(pairId, from),
        place.folderId,
        place.name,
        nameKey(place.name),
      );
      if (isFolder)
        this.#folders.move(pairId, from, to, (fromId, toId) => {
          this.#db.run('UPDATE node SET dir_id = ? WHERE pair_id = ? AND dir_id = ?', toId, pairId, fromId);
        });
    });
  }

  /** Nothing is known of this path and what lies below it any more. */
  forget(pairId: number, path: string): void {
    this.#db.transaction(() => {
      this.#db.run(`DELETE FROM node WHERE ${subtree}`, ...this.#under(pairId, path));
      this.#folders.forget(pairId, path);
    });
  }

  /** What lay in the bin and was of this path, or below it, is known elsewhere from here on, or nowhere. */
  forgetInBin(pairId: number, path: string): void {
    this.#db.transaction(() => {
      const under = this.#under(pairId, path);
      this.#db.run(`DELETE FROM node WHERE recycled = 1 AND ${subtree}`, ...under);
      const isLeft = this.#db.get(`SELECT 1 FROM node WHERE ${subtree} LIMIT 1`, ...under) !== undefined;
      if (!isLeft) this.#folders.forget(pairId, path);
    });
  }

  /** The missing path and all below it went into the recycle bin, or came back out of it. */
  setRecycled(pairId: number, path: string, recycled: boolean): void {
    this.#db.run(
      `UPDATE node SET recycled = ?5 WHERE gone_at IS NOT NULL AND ${subtree}`,
      ...this.#under(pairId, path),
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
    return this.#entries(
      `SELECT * FROM node WHERE gone_at IS NOT NULL AND recycled = ?5 AND ${belowIt}`,
      ...this.#under(pairId, path),
      inBin ? 1 : 0,
    );
  }

  /** Every remote id that this disk held at or below a path and that is missing on it, in the bin or not. */
  missingFileIds(pairId: number, path: string): Set<string> {
    const rows = this.#db.all(
      `SELECT file_id FROM node WHERE gone_at IS NOT NULL AND ${subtree}`,
      ...this.#under(pairId, path),
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
         WHERE gone_at IS NOT NULL AND recycled = 0 AND ${subtree}`,
      ...this.#under(pairId, path),
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
        `SELECT * FROM node_path WHERE pair_id = ?1 AND kind = 'file' AND instr(lower(path), lower(?2)) > 0
           ORDER BY synced_at DESC, path LIMIT ?3`,
        pairId,
        query,
        limit,
      )
      .map((row) => entryOf(row, String(row['path'])));
  }

  /** Files below a folder by their last change before this time (epoch ms), which is their sync or that they are missing; the last first. */
  lastChanged(pairId: number, folder: string, before: number, limit: number): BaselineEntry[] {
    // of all folders there is no list to be made
    const inside = folder === '' ? 'pair_id = ?1 AND dir_id <> ?2' : belowIt;
    return this.#entries(
      `SELECT * FROM node WHERE ${inside} AND kind = 'file' AND superseded = 0
         AND coalesce(gone_at, synced_at) < ?5 ORDER BY coalesce(gone_at, synced_at) DESC LIMIT ?6`,
      ...this.#under(pairId, folder),
      before,
      limit,
    );
  }

  #missing(pairId: number, path: string, kind: BaselineEntry['kind']): string[] {
    return this.#paths(
      `SELECT dir_id, name FROM node WHERE kind = ?5 AND gone_at IS NOT NULL AND recycled = 0 AND ${subtree}`,
      ...this.#under(pairId, path),
      kind,
    ).toSorted();
  }

  /** Files that this disk holds, and that were synced since this time (epoch ms). Reads all that is known of the pair. */
  syncedSince(pairId: number, time: number): BaselineEntry[] {
    return this.#entries(
      `SELECT * FROM node WHERE pair_id = ? AND kind = 'file' AND recycled = 0 AND ${onDisk} AND synced_at >= ?`,
      pairId,
      time,
    );
  }

  #paths(sql: string, ...values: (string | number)[]): string[] {
    const name = this.#folders.namer();
    return this.#db.all(sql, ...values).map((row) => name(placeIn(row)));
  }

  #entries(sql: string, ...values: (string | number)[]): BaselineEntry[] {
    const name = this.#folders.namer();
    return this.#db.all(sql, ...values).map((row) => entryOf(row, name(placeIn(row))));
  }

  /** Values for `here`. */
  #at(pairId: number, path: string): [number, number, string] {
    const { folderId, name } = this.#folders.placeOf(pairId, path);
    return [pairId, folderId, name];
  }

  /** Values for `subtree` and `belowIt`. */
  #under(pairId: number, path: string): [number, number, string, number] {
    return [...this.#at(pairId, path), this.#folders.idOf(pairId, path)];
  }
}

const placeIn = (row: Row): Place => ({ folderId: Number(row['dir_id']), name: String(row['name']) });

const kindOf = (row: Row): BaselineEntry['kind'] => (row['kind'] === 'folder' ? 'folder' : 'file');

function localOf(row: Row): LocalState | undefined {
  const fingerprint = textIn(row, 'fingerprint');
  if (fingerprint === undefined) return undefined;
  const [size, mode] = [numberIn(row, 'size') ?? 0, numberIn(row, 'mode')];
  return { fingerprint, localId: textIn(row, 'identity'), size, mode };
}

function entryOf(row: Row, path: string): BaselineEntry {
  return {
    path,
    kind: kindOf(row),
    local: localOf(row),
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
