/** What the emulator really holds, for tests: the tree with all versions, and a check of the store itself. */
import { createHash, hash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import type { ContentRow, NodeRow, RevisionRow, SpaceRow } from '../store/rows.ts';
import type { World } from '../world.ts';

export type TrueRevision = {
  revisionId: string;
  version: number;
  sha256: string;
  size: number;
  createReason: number;
  keepForever: boolean;
  createdAt: number;
};

export type TrueFile = {
  /** below the folder asked for, with `/` between names and none in front */
  path: string;
  fileId: string;
  size: number;
  /** of the current version */
  sha256: string;
  /** oldest first */
  revisions: TrueRevision[];
};

const nodesBelow = (
  world: World,
  containerId: string,
  folderId: string | undefined,
): { path: string; node: NodeRow }[] => {
  const children = new Map<string, NodeRow[]>();
  const rows = world.db.all<NodeRow>(
    'SELECT * FROM nodes WHERE containerId = ? AND state = 1 AND recycled = 0 AND parentId IS NOT NULL ORDER BY name',
    containerId,
  );
  for (const row of rows) {
    const parent = row.parentId ?? '';
    const list = children.get(parent);
    if (list) list.push(row);
    else children.set(parent, [row]);
  }
  const space = world.db.get<SpaceRow>('SELECT * FROM spaces WHERE containerId = ?', containerId);
  const found: { path: string; node: NodeRow }[] = [];
  const visit = (id: string, prefix: string): void => {
    for (const node of children.get(id) ?? []) {
      const path = prefix + node.name;
      found.push({ path, node });
      if (node.isFolder === 1) visit(node.fileId, `${path}/`);
    }
  };
  visit(folderId ?? space?.rootId ?? '', '');
  return found;
};

/** Every finished file outside the bin below a folder (the space's root if none is named), sorted by path. */
export const tree = (world: World, containerId: string, folderId?: string): TrueFile[] => {
  const revisions = new Map<string, RevisionRow[]>();
  for (const row of world.db.all<RevisionRow>(
    'SELECT revisions.* FROM revisions JOIN nodes USING (fileId) WHERE containerId = ? ORDER BY fileId, version',
    containerId,
  )) {
    const list = revisions.get(row.fileId);
    if (list) list.push(row);
    else revisions.set(row.fileId, [row]);
  }
  return nodesBelow(world, containerId, folderId)
    .filter(({ node }) => node.isFolder === 0)
    .map(({ path, node }) => ({
      path,
      fileId: node.fileId,
      size: node.size,
      sha256: node.sha256 ?? '',
      revisions: (revisions.get(node.fileId) ?? []).map((row) => ({
        revisionId: `${node.assetId}.${row.versionId}`,
        version: row.version,
        sha256: row.sha256,
        size: row.size,
        createReason: row.createReason,
        keepForever: row.keepForever === 1,
        createdAt: row.createdAt,
      })),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
};

/** Every folder outside the bin, the root left out. */
export const folders = (
  world: World,
  containerId: string,
  folderId?: string,
): { path: string; fileId: string }[] =>
  nodesBelow(world, containerId, folderId)
    .filter(({ node }) => node.isFolder === 1)
    .map(({ path, node }) => ({ path, fileId: node.fileId }));

/** Up to here a content is read in one go: a stream per small file made checking twenty times slower. */
const readAtOnce = 1 << 20;

const sha256Of = async (path: string, expected: number): Promise<{ sha256: string; size: number }> => {
  if (expected <= readAtOnce) {
    const whole = readFileSync(path);
    return { sha256: hash('sha256', whole, 'hex'), size: whole.length };
  }
  const digest = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    digest.update(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return { sha256: digest.digest('hex'), size };
};

/** Re-hashes every content and compares all tables with each other. One sentence per fault; empty when sound. */
export const fsck = async (world: World): Promise<string[]> => {
  const faults: string[] = [];
  let checked = 0;
  const contents = world.db.all<ContentRow>('SELECT * FROM content');
  for (const content of contents) {
    const path = world.content.pathOf(content.sha256);
    if (!existsSync(path)) {
      faults.push(`content ${content.sha256} is missing`);
      continue;
    }
    const found = await sha256Of(path, content.size);
    // Other requests get their turn now and then.
    checked += 1;
    if (checked % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    if (found.sha256 !== content.sha256) faults.push(`content ${content.sha256} hashes to ${found.sha256}`);
    if (found.size !== content.size) faults.push(`content ${content.sha256} has ${found.size} bytes`);
  }
  const ask = (sentence: string, sql: string): void => {
    for (const row of world.db.all<{ what: string }>(sql)) faults.push(`${row.what}: ${sentence}`);
  };
  ask(
    'version without its content',
    `SELECT fileId || ' version ' || version AS what FROM revisions LEFT JOIN content USING (sha256)
     WHERE content.sha256 IS NULL OR content.size <> revisions.size`,
  );
  ask(
    'version of no file',
    `SELECT fileId || ' version ' || version AS what FROM revisions LEFT JOIN nodes USING (fileId)
     WHERE nodes.fileId IS NULL OR nodes.isFolder = 1 OR nodes.state <> 1`,
  );
  ask(
    'finished file that is not its latest version',
    `SELECT nodes.fileId AS what FROM nodes LEFT JOIN revisions ON revisions.fileId = nodes.fileId AND version =
       (SELECT max(version) FROM revisions AS all_of WHERE all_of.fileId = nodes.fileId)
     WHERE isFolder = 0 AND state = 1 AND (revisions.sha256 IS NULL OR revisions.sha256 <> nodes.sha256
       OR revisions.size <> nodes.size)`,
  );
  ask(
    'two items of one name in a folder',
    `SELECT parentId || '/' || name AS what FROM nodes WHERE state = 1 AND recycled = 0 AND parentId IS NOT NULL
     GROUP BY parentId, name HAVING count(*) > 1`,
  );
  ask(
    'no such parent folder in its space',
    `SELECT child.fileId AS what FROM nodes AS child LEFT JOIN nodes AS parent ON parent.fileId = child.parentId
     WHERE child.parentId IS NOT NULL AND (parent.fileId IS NULL OR parent.isFolder <> 1
       OR parent.containerId <> child.containerId)`,
  );
  ask(
    'upload of no file',
    'SELECT uploadId AS what FROM uploads LEFT JOIN nodes USING (fileId) WHERE nodes.fileId IS NULL',
  );
  ask(
    'part of no upload',
    `SELECT uploadId || '.' || number AS what FROM parts LEFT JOIN uploads USING (uploadId)
     WHERE uploads.uploadId IS NULL`,
  );
  ask(
    'used bytes are not the sum of versions',
    `SELECT containerId AS what FROM spaces WHERE used <> (
       SELECT coalesce(sum(revisions.size), 0) FROM revisions JOIN nodes USING (fileId)
       WHERE nodes.containerId = spaces.containerId)`,
  );
  return faults;
};
