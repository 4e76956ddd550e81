/** Compares the disk, the contents that are known, and the server. Each finding is one sentence; none means that all is as it must be. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaults, type TrueFile } from '../../emulator/index.ts';
import { faultOfName } from '../../main/engine/plan/remote-names.ts';
import { openDatabase } from '../../main/storage/database.ts';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import { diskTree } from '../harness/disk-tree.ts';
import type { KnownContents } from './known-contents.ts';
import type { EmulatorProcess } from './emulator-process.ts';

const rules = createIgnoreRules('');

/** Is this path, or one above it, left out by rule or by a name that KooDrive cannot take? */
const leftOut = (path: string): boolean =>
  path
    .split('/')
    .some(
      (name, i, all) =>
        faultOfName(name) !== undefined || rules.ignores(all.slice(0, i + 1).join('/'), i + 1 < all.length),
    );

/** What has to make way for another kind of thing goes by such a name until its deletion is done (main/engine/apply/sync-path.ts). */
const movedAside = / \(replaced \d{4}-\d{2}-\d{2} \d{6} [\w-]+\)(?=\/|$)/g;

/** So does what is moved and renamed in one, between the two calls of it. At rest compareTrees refuses both. */
const onItsWay = / \(moving \w+\)(?=\/|$)/;

/** Every revision is a content the file really had, and none comes twice in a row. */
export async function compareHistories(
  emulator: Pick<EmulatorProcess, 'tree' | 'content'>,
  remote: string,
  known: KnownContents,
): Promise<{ readonly wrong: string[]; readonly tree: Map<string, TrueFile> }> {
  const tree = await emulator.tree(remote);
  const wrong: string[] = [];
  for (const [path, { revisions }] of tree) {
    // half of a move, which a kill may have cut: neither its old path nor its new one
    if (path.search(onItsWay) >= 0) continue;
    const here = path.replaceAll(movedAside, '');
    for (const [i, { sha256, size, version }] of revisions.entries()) {
      if (sha256 === revisions[i - 1]?.sha256)
        wrong.push(`${path}: version ${version} is the same content as the one before it (${sha256})`);
      if (!known.allows(here, sha256, () => emulator.content(sha256)))
        wrong.push(
          `${path}: version ${version} (${size} bytes, ${sha256}) is no content that the file ever had`,
        );
    }
  }
  return { wrong, tree };
}

/** At rest: the server holds just what the disk does. */
export async function compareTrees(
  emulator: EmulatorProcess,
  remote: string,
  root: string,
): Promise<{ readonly wrong: string[]; readonly files: number; readonly bytes: number }> {
  const wrong: string[] = [];
  const disk = diskTree(root);
  const server = await emulator.tree(remote);
  let bytes = 0;
  for (const [path, sha256] of disk) {
    if (leftOut(path)) continue;
    const there = server.get(path);
    bytes += there?.size ?? 0;
    if (!there) wrong.push(`${path}: on disk and not on the server`);
    else if (there.sha256 !== sha256) wrong.push(`${path}: the server's newest version is another content`);
  }
  for (const path of server.keys()) if (!disk.has(path)) wrong.push(`${path}: on the server and not on disk`);
  const folders = diskFolders(root);
  const remoteFolders = await emulator.folders(remote);
  for (const path of folders)
    if (!remoteFolders.has(path) && !leftOut(`${path}/x`))
      wrong.push(`${path}/: on disk and not on the server`);
  for (const path of remoteFolders)
    if (!folders.has(path)) wrong.push(`${path}/: on the server and not on disk`);
  return { wrong, files: disk.size, bytes };
}

function diskFolders(root: string): Set<string> {
  const found = new Set<string>();
  const visit = (path: string) => {
    for (const name of readdirSync(join(root, path))) {
      const child = path === '' ? name : `${path}/${name}`;
      if (!lstatSync(join(root, child)).isDirectory()) continue;
      found.add(child);
      visit(child);
    }
  };
  visit('');
  return found;
}

/** The client's own house: a sound database, and no secret outside of the keychain. */
export function checkState(state: string): string[] {
  const wrong: string[] = [];
  const db = openDatabase(state);
  try {
    const verdict = db.all('PRAGMA integrity_check').map((row) => String(row['integrity_check']));
    if (verdict.join() !== 'ok') wrong.push(`state.db: ${verdict.join('; ')}`);
    for (const row of db.all('PRAGMA foreign_key_check')) wrong.push(`state.db: ${JSON.stringify(row)}`);
    for (const table of ['pending', 'upload', 'upload_part'] as const)
      for (const row of db.all(`SELECT path FROM ${table} LIMIT 20`))
        wrong.push(`state.db: ${String(row['path'])} still stands in ${table}`);
  } finally {
    db.close();
  }
  for (const entry of readdirSync(state, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const secret of [defaults.token, 'X-Amz-Signature=', 'Bearer demo'])
      for (let at = bytes.indexOf(secret); at >= 0; at = bytes.indexOf(secret, at + 1)) {
        // the name of a signature may stand there, its value may not
        if (bytes.subarray(at + secret.length, at + secret.length + 10).toString() === '[redacted]') continue;
        wrong.push(`${entry.name}: holds a secret (${secret.slice(0, 8)}...)`);
        break;
      }
  }
  return wrong;
}
