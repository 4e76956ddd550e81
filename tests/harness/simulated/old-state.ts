/** A state of the version before what is known became a tree of folders: each row held its whole path. */
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../main/storage/migrations.ts';

/** The step that made the tree: those before it are of the old version. */
export const treeStep = migrations.findIndex((step) => step.includes('CREATE TABLE dir'));

/** Writes `state.db` into the folder `home`; these paths, folders and files, are known of two pairs there. */
export function writeOldState(home: string, paths: readonly string[]): void {
  const db = new DatabaseSync(`${home}/state.db`);
  for (const step of migrations.slice(0, treeStep)) db.exec(step);
  db.exec(`PRAGMA user_version = ${treeStep}; PRAGMA journal_mode = WAL; BEGIN`);
  const pair = db.prepare(
    "INSERT INTO pair (folder, container_id, remote, added_at) VALUES (?, 'c', 'r', 1) RETURNING id",
  );
  const add = db.prepare(
    `INSERT INTO node (pair_id, path, parent, name_key, kind, file_id, fingerprint, identity, size, sha256, gone_at, recycled)
       VALUES (?, ?, ?, ?, ?, ?, 'f', ?, 7, 's', ?, ?)`,
  );
  const above = (path: string) => (path === '' ? null : path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  const folders = new Set(paths.map(above));
  for (const folder of ['/a', '/b']) {
    const id = Number((pair.get(folder) as { id: number }).id);
    for (const [n, path] of paths.entries()) {
      const isGone = n % 5 === 4;
      add.run(
        id,
        path,
        above(path),
        path.slice(path.lastIndexOf('/') + 1),
        folders.has(path) ? 'folder' : 'file',
        `${id}-${n}`,
        `i${n}`,
        isGone ? 3 : null,
        n % 10 === 9 ? 1 : 0,
      );
    }
  }
  db.exec('COMMIT');
  db.close();
}
