/**
 * The folders in which something is known, as a tree: a folder that is renamed or moved is one row, whatever it holds. Owns the
 * table `dir`. What is known at a path (baseline.ts) is kept by the id of the folder that it lies in, and its name there.
 */
import { nameOf, parentOf } from '../../model/relative-path.ts';
import type { Database } from '../../storage/database.ts';

/** The pair's own folder: it has no row. */
const rootId = 0;
/** In place of a folder, for the pair's own folder, which lies in none that we know. */
const aboveRoot = -1;
/** Where nothing is known in a folder. */
const nowhere = -2;

/** Where something is kept. */
export type Place = { readonly folderId: number; readonly name: string };

/**
 * SQL: ids of the folder with this id and of those below it; of the pair ?1. CROSS JOIN keeps the order of the two: SQLite does not
 * know how many folders there are, and would read all of them for each that it found.
 */
export const foldersAt = (id: string): string =>
  `(WITH RECURSIVE below (id) AS (VALUES (${id}) UNION ALL
     SELECT dir.id FROM below CROSS JOIN dir ON dir.pair_id = ?1 AND dir.parent_id = below.id) SELECT id FROM below)`;

export class FolderTree {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Id of the folder at this path; where nothing is known in one there, an id that no folder has. */
  idOf(pairId: number, path: string): number {
    if (path === '') return rootId;
    let id = rootId;
    for (const name of path.split('/')) {
      const row = this.#db.get(
        'SELECT id FROM dir WHERE pair_id = ? AND parent_id = ? AND name = ?',
        pairId,
        id,
        name,
      );
      if (!row) return nowhere;
      id = Number(row['id']);
    }
    return id;
  }

  /** Where what is known at this path is kept. */
  placeOf(pairId: number, path: string): Place {
    if (path === '') return { folderId: aboveRoot, name: '' };
    return { folderId: this.idOf(pairId, parentOf(path) ?? ''), name: nameOf(path) };
  }

  /** The same, and the folders on the way are made where they are wanting. */
  makePlace(pairId: number, path: string): Place {
    if (path === '') return { folderId: aboveRoot, name: '' };
    return { folderId: this.#make(pairId, parentOf(path) ?? ''), name: nameOf(path) };
  }

  #make(pairId: number, path: string): number {
    if (path === '') return rootId;
    const known = this.idOf(pairId, path);
    if (known !== nowhere) return known;
    const parentId = this.#make(pairId, parentOf(path) ?? '');
    const sql = 'INSERT INTO dir (pair_id, parent_id, name) VALUES (?, ?, ?) RETURNING id';
    return Number(this.#db.get(sql, pairId, parentId, nameOf(path))?.['id']);
  }

  /** Names the places of many rows: what it was asked before it does not ask again. */
  namer(): (place: Place) => string {
    const known = new Map<number, string>([[rootId, '']]);
    const pathOf = (id: number): string => {
      const found = known.get(id);
      if (found !== undefined) return found;
      const row = this.#db.get('SELECT parent_id, name FROM dir WHERE id = ?', id);
      const above = row ? pathOf(Number(row['parent_id'])) : '';
      const path = `${above}${String(row?.['name'])}/`;
      known.set(id, path);
      return path;
    };
    return ({ folderId, name }) => (folderId === aboveRoot ? '' : pathOf(folderId) + name);
  }

  /** Folders right in this one, in the order of their names. */
  childrenOf(pairId: number, id: number): { readonly id: number; readonly name: string }[] {
    return this.#db
      .all('SELECT id, name FROM dir WHERE pair_id = ? AND parent_id = ? ORDER BY name', pairId, id)
      .map((row) => ({ id: Number(row['id']), name: String(row['name']) }));
  }

  /**
   * What is in the folder at `from` is in the one at `to` from here on, with all that lies below. Where there is one already, each
   * row of `from` goes into it by itself; `move` moves what is known right in a folder into another one.
   */
  move(pairId: number, from: string, to: string, move: (fromId: number, toId: number) => void): void {
    const id = this.idOf(pairId, from);
    if (id === nowhere || from === to) return;
    const { folderId, name } = this.makePlace(pairId, to);
    this.#put(pairId, id, folderId, name, move);
  }

  #put(
    pairId: number,
    id: number,
    parentId: number,
    name: string,
    move: (fromId: number, toId: number) => void,
  ): void {
    const there = this.#db.get(
      'SELECT id FROM dir WHERE pair_id = ? AND parent_id = ? AND name = ? AND id <> ?',
      pairId,
      parentId,
      name,
      id,
    );
    if (!there) {
      this.#db.run('UPDATE dir SET parent_id = ?, name = ? WHERE id = ?', parentId, name, id);
      return;
    }
    const thereId = Number(there['id']);
    move(id, thereId);
    for (const child of this.childrenOf(pairId, id)) this.#put(pairId, child.id, thereId, child.name, move);
    this.#db.run('DELETE FROM dir WHERE id = ?', id);
  }

  /** Nothing is known in the folder at this path, and in those below it. */
  forget(pairId: number, path: string): void {
    const id = this.idOf(pairId, path);
    // the ids of all are read before any of them goes
    this.#db.run(`DELETE FROM dir WHERE id IN ${foldersAt('?2')}`, pairId, id);
  }
}
