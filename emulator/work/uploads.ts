/**
 * Uploads from their start to the finished file or version (API sections 6 to 9).
 *
 * The key of an upload is its fileId. A second createRevision on a file replaces its pending upload; a pending
 * upload holds no name and is in no list; names, quota and hashes are checked at the start and again at the end.
 */
import { hash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { Caller } from '../call.ts';
import { ApiFailure } from '../rules/failure.ts';
import type { PartAsked } from '../rules/parts.ts';
import { proofOf, proofRange } from '../rules/proof-code.ts';
import { initialWords } from '../rules/sha256-state.ts';
import type { ContentRow, NodeRow, PartRow, SpaceRow, UploadRow } from '../store/rows.ts';
import type { World } from '../world.ts';
import { recordChange } from './changes.ts';
import { childNamed, findNode, freeName, isRecycled } from './nodes.ts';
import { addUsed, findSpace, requireRoom } from './spaces.ts';

const findContent = (world: World, sha256: string): ContentRow | undefined =>
  world.db.get<ContentRow>('SELECT * FROM content WHERE sha256 = ?', sha256);

export const knowsPreHash = (world: World, preHash: string): boolean =>
  world.db.get('SELECT 1 FROM content WHERE preHash = ? LIMIT 1', preHash) !== undefined;

/**
 * The known content that a flash upload names and proves to have, or undefined: a miss. A wrong proofCode is a miss
 * (open point 6); no proof is asked for size 0 (section 14).
 */
export const flashContent = (
  world: World,
  caller: Caller,
  asked: { sha256?: string | undefined; proofCode?: string | undefined; length: number },
): ContentRow | undefined => {
  const { sha256, proofCode, length } = asked;
  const content = sha256 === undefined ? undefined : findContent(world, sha256);
  if (content?.size !== length) return undefined;
  if (length === 0) return content;
  const { start, end } = proofRange(caller.mode === 'app' ? caller.userId : caller.authorization, length);
  const slice = Buffer.alloc(end - start);
  const file = openSync(world.content.pathOf(content.sha256), 'r');
  try {
    readSync(file, slice, 0, slice.length, start);
  } finally {
    closeSync(file);
  }
  return proofCode?.toLowerCase() === proofOf(slice) ? content : undefined;
};

export const findUpload = (world: World, fileId: string): UploadRow | undefined =>
  world.db.get<UploadRow>('SELECT * FROM uploads WHERE fileId = ?', fileId);

const partsOf = (world: World, uploadId: string): PartRow[] =>
  world.db.all<PartRow>('SELECT * FROM parts WHERE uploadId = ? ORDER BY number', uploadId);

/** Removes a part file, not before the rows that name it are gone for good. */
const removePart = (world: World, stored: string): void => {
  world.db.afterCommit(() => {
    world.content.removePart(stored);
  });
};

/** Forgets an upload with its parts. */
export const dropUpload = (world: World, upload: UploadRow): void => {
  for (const { stored } of partsOf(world, upload.uploadId)) if (stored !== null) removePart(world, stored);
  world.db.run('DELETE FROM parts WHERE uploadId = ?', upload.uploadId);
  world.db.run('DELETE FROM uploads WHERE fileId = ?', upload.fileId);
};

/** Starts an upload, in place of one that may be pending for the same file. */
export const beginUpload = (world: World, upload: Omit<UploadRow, 'uploadId' | 'versionId'>): UploadRow => {
  const former = findUpload(world, upload.fileId);
  if (former) dropUpload(world, former);
  const row: UploadRow = { ...upload, uploadId: world.ids.number(), versionId: world.ids.number() };
  world.db.run(
    'INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    row.fileId,
    row.uploadId,
    row.kind,
    row.versionId,
    row.length,
    row.sha256,
    row.preHash,
    row.autoRename,
    row.keepForever,
    row.userId,
  );
  return row;
};

/** Where a PUT of a part goes; the path holds what the operation log needs to be read by a person. */
const partLink = (world: World, upload: UploadRow, part: PartAsked): string => {
  const query: Record<string, string> = { partNumber: String(part.partNumber), uploadId: upload.uploadId };
  if (part.hashCtx.length > 0) {
    const bits = BigInt(part.partOffset ?? 0) * 8n;
    const state = {
      md_len: 32,
      num: 0,
      h: part.hashCtx,
      nh: Number(bits >> 32n),
      nl: Number(bits & 0xffff_ffffn),
      hash_type: 'sha256',
    };
    query['X-Amz-Iteration-Hash-Ctx'] = Buffer.from(JSON.stringify(state)).toString('base64');
  }
  return world.storageUrl() + world.links.sign('PUT', `/obs/uploads/${upload.fileId}`, query, part.partSize);
};

/**
 * Writes down parts and gives them back with links. A part asked for again in the same form keeps bytes it already
 * has; in another form it starts anew.
 */
export const issueParts = (world: World, upload: UploadRow, parts: readonly PartAsked[]): object[] =>
  parts.map((part) => {
    const words = part.hashCtx.length > 0 ? JSON.stringify(part.hashCtx) : null;
    const former = world.db.get<PartRow>(
      'SELECT * FROM parts WHERE uploadId = ? AND number = ?',
      upload.uploadId,
      part.partNumber,
    );
    if (!former || former.size !== part.partSize || former.words !== words) {
      if (former?.stored) removePart(world, former.stored);
      world.db.run(
        'INSERT OR REPLACE INTO parts (uploadId, number, size, offset, words) VALUES (?, ?, ?, ?, ?)',
        upload.uploadId,
        part.partNumber,
        part.partSize,
        part.partOffset ?? null,
        words,
      );
    }
    return {
      partNumber: part.partNumber,
      partSize: part.partSize,
      ...(part.partOffset === undefined ? {} : { partOffset: part.partOffset }),
      hashCtx: part.hashCtx,
      uploadUrl: partLink(world, upload, part),
      partId: `${upload.uploadId}-${part.partNumber}`,
    };
  });

/** Makes a content known once its bytes are in their place. */
export const learnContent = (world: World, content: ContentRow): void => {
  world.db.run(
    'INSERT OR IGNORE INTO content VALUES (?, ?, ?)',
    content.sha256,
    content.size,
    content.preHash,
  );
};

export const latestVersion = (world: World, fileId: string): number =>
  world.db.get<{ version: number | null }>(
    'SELECT max(version) AS version FROM revisions WHERE fileId = ?',
    fileId,
  )?.version ?? 0;

/** Adds a version with a known content to a file and makes it the current one; counts it against the quota. */
export const addRevision = (
  world: World,
  node: NodeRow,
  content: Pick<ContentRow, 'sha256' | 'size'>,
  by: { versionId: string; userId: string; createReason: 1 | 2; keepForever: number },
): void => {
  const at = world.now();
  world.db.run(
    'INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    node.fileId,
    latestVersion(world, node.fileId) + 1,
    by.versionId,
    content.size,
    content.sha256,
    by.createReason,
    by.keepForever,
    by.userId,
    at,
    at,
  );
  world.db.run(
    'UPDATE nodes SET size = ?, sha256 = ?, editedAt = ? WHERE fileId = ?',
    content.size,
    content.sha256,
    at,
    node.fileId,
  );
  addUsed(world, node.containerId, content.size);
};

const spaceOf = (world: World, node: NodeRow): SpaceRow => {
  const space = findSpace(world, node.containerId);
  if (!space) throw new ApiFailure(13000301);
  return space;
};

/**
 * The end of an upload whose content is known: version made, a new file made visible. autoRename 3 and a name taken
 * meanwhile: 13000405, the upload stays; 2 and 4: renamed.
 */
export const settleUpload = (world: World, upload: UploadRow, content: ContentRow): void => {
  world.db.transaction(() => {
    const node = findNode(world, upload.fileId);
    if (!node) throw new ApiFailure(13000401);
    requireRoom(spaceOf(world, node), content.size);
    const created = upload.kind === 'file';
    if (created) {
      const parent = node.parentId === null ? undefined : findNode(world, node.parentId);
      if (!parent) throw new ApiFailure(13000304);
      if (isRecycled(world, parent)) throw new ApiFailure(13000404);
      const clash = childNamed(world, parent.fileId, node.name);
      if (clash && upload.autoRename === 3) throw new ApiFailure(13000405, node.name);
      const name = clash ? freeName(world, parent.fileId, node.name) : node.name;
      world.db.run('UPDATE nodes SET state = 1, name = ? WHERE fileId = ?', name, node.fileId);
    } else if (isRecycled(world, node)) throw new ApiFailure(13000306);
    learnContent(world, content);
    addRevision(world, node, content, {
      versionId: upload.versionId,
      userId: upload.userId,
      createReason: 1,
      keepForever: upload.keepForever,
    });
    dropUpload(world, upload);
    recordChange(world, node.fileId, created ? 'create' : 'update');
  });
};

const checkFailed = (detail: string): ApiFailure => new ApiFailure(13000402, detail);

/** Do the parts fill the file without gap, and does each declared state follow from the bytes before it? */
const checkWhole = (upload: UploadRow, parts: readonly PartRow[]): void => {
  let offset = 0;
  let before: PartRow | undefined;
  const concurrent = parts.some((part) => part.words !== null || part.offset !== null);
  for (const [index, part] of parts.entries()) {
    if (part.number !== index + 1) throw checkFailed(`part ${index + 1} missing`);
    if (!part.stored) throw checkFailed(`part ${part.number} has no bytes`);
    if (part.offset !== null && part.offset !== offset)
      throw checkFailed(`partOffset of part ${part.number}`);
    if (!before && part.words !== null && part.words !== JSON.stringify(initialWords)) {
      throw checkFailed('hashCtx of part 1');
    }
    if (before && concurrent && (part.words === null || part.words !== before.endWords)) {
      throw checkFailed(`hashCtx of part ${part.number} is not the state after part ${before.number}`);
    }
    offset += part.size;
    before = part;
  }
  if (offset !== upload.length) throw checkFailed(`parts hold ${offset} bytes, length is ${upload.length}`);
};

/** Completions that run, by fileId: a second one waits for the first, then finds no task. */
const running = new WeakMap<World, Map<string, Promise<void>>>();

const complete = async (world: World, upload: UploadRow, sha256: string | undefined): Promise<void> => {
  const parts = partsOf(world, upload.uploadId);
  checkWhole(upload, parts);
  const first = parts[0];
  // An empty file may come as one part of 0 bytes or as none (open point 18).
  const empty = hash('sha256', '', 'hex');
  let found: { stored: string | undefined; sha256: string; head: string };
  if (!first?.stored || !first.sha256 || !first.head) {
    found = { stored: undefined, sha256: empty, head: empty };
  } else if (parts.length === 1) {
    found = { stored: first.stored, sha256: first.sha256, head: first.head };
  } else {
    let joined: Awaited<ReturnType<typeof world.content.join>>;
    try {
      joined = await world.content.join(
        upload.uploadId,
        parts.flatMap((part) => part.stored ?? []),
      );
    } catch (error) {
      // Replaced or dropped meanwhile, its parts with it.
      if (findUpload(world, upload.fileId)?.uploadId !== upload.uploadId) throw new ApiFailure(13000401);
      throw error;
    }
    found = { stored: joined.name, sha256: joined.sha256, head: joined.head };
  }
  const { stored, head } = found;
  const discard = (): void => {
    if (stored !== undefined && parts.length > 1) world.content.removePart(stored);
  };
  try {
    if (sha256 !== undefined && sha256 !== found.sha256) throw checkFailed('sha256 of the completion');
    if (upload.sha256 !== null && upload.sha256 !== found.sha256) throw checkFailed('sha256 of the creation');
    if (world.strict && upload.preHash !== null && upload.preHash !== head) throw checkFailed('preHash');
    if (findUpload(world, upload.fileId)?.uploadId !== upload.uploadId) throw new ApiFailure(13000401);
  } catch (error) {
    discard();
    throw error;
  }
  // The bytes go to their place before the row that names them: a kill between leaves a spare content, no hole.
  if (stored === undefined) world.content.put(new Uint8Array(), empty);
  else if (existsSync(world.content.pathOf(found.sha256))) discard();
  else if (parts.length === 1) world.content.copy(stored, found.sha256);
  else world.content.adopt(stored, found.sha256);
  settleUpload(world, upload, { sha256: found.sha256, size: upload.length, preHash: head });
};

/**
 * Checks and finishes the pending upload of `fileId`; `sha256` is the completion's own, if sent. 13000401 without a
 * task, 13000402 when parts, sizes, states or hashes do not agree: the task then stays, parts can be sent again.
 * Gives back which kind was finished.
 */
export const completeUpload = async (
  world: World,
  fileId: string,
  sha256: string | undefined,
  kinds: readonly UploadRow['kind'][],
): Promise<UploadRow['kind']> => {
  let mine = running.get(world);
  if (!mine) running.set(world, (mine = new Map()));
  for (let other = mine.get(fileId); other; other = mine.get(fileId)) await other.catch(() => undefined);
  const upload = findUpload(world, fileId);
  if (!upload || !kinds.includes(upload.kind)) throw new ApiFailure(13000401, fileId);
  const work = complete(world, upload, sha256);
  mine.set(fileId, work);
  try {
    await work;
  } finally {
    mine.delete(fileId);
  }
  return upload.kind;
};
