/** What jobs do to the drive, item by item; one item's failure leaves the others alone (taskResultCode 2). */
import { ApiFailure } from '../rules/failure.ts';
import type { JobRow, NodeRow, SpaceRow } from '../store/rows.ts';
import type { World } from '../world.ts';
import { recordChange } from './changes.ts';
import {
  childNamed,
  findNode,
  freeName,
  idPathOf,
  insertNode,
  isRecycled,
  lineOf,
  requireNode,
} from './nodes.ts';
import { addUsed, findSpace, requireRoom } from './spaces.ts';
import { addRevision, dropUpload, findUpload } from './uploads.ts';

export type JobItem = {
  fileId: string;
  filePath?: string | undefined;
  /** 0 not yet done, 1 succeeded, 2 failed */
  result: 0 | 1 | 2;
  /** KooDrive code of the failure, 0 else */
  code: number | string;
};

export type JobRequest = {
  srcContainerId: string;
  dstContainerId: string;
  newFilePath: string | undefined;
};

const spaceOf = (world: World, containerId: string): SpaceRow => {
  const space = findSpace(world, containerId);
  if (!space) throw new ApiFailure(13000301);
  return space;
};

/**
 * The folder that newFilePath names. Its form is unconfirmed: an id path whose last id is the target folder, a lone
 * folder id, `root`, or a path that ends in the moved item itself (then the id before it counts).
 */
const targetFolder = (world: World, space: SpaceRow, path: string | undefined, self: string): NodeRow => {
  const ids = (path ?? '').split('/').filter((id) => id !== '');
  if (ids.at(-1) === self) ids.pop();
  const last = ids.at(-1);
  if (last === undefined) throw new ApiFailure(13000304, 'newFilePath names no folder');
  const folder = findNode(world, last === 'root' ? space.rootId : last);
  if (folder?.isFolder !== 1 || folder.containerId !== space.containerId)
    throw new ApiFailure(13000304, last);
  if (isRecycled(world, folder)) throw new ApiFailure(13000305, last);
  return folder;
};

const notARoot = (node: NodeRow): string => {
  if (node.parentId === null) throw new ApiFailure(13000308, 'a root cannot be acted on');
  return node.parentId;
};

const childrenOf = (world: World, fileId: string): NodeRow[] =>
  world.db.all<NodeRow>('SELECT * FROM nodes WHERE parentId = ?', fileId);

/** filePath must be the item's full id path (files/path tells it); restoring depends on it. */
const recycle = (world: World, node: NodeRow, item: JobItem): void => {
  notARoot(node);
  if (isRecycled(world, node)) throw new ApiFailure(13000306);
  const path = idPathOf(world, node);
  if (item.filePath !== path) throw new ApiFailure(13000102, 'filePath is not the full id path');
  world.db.run(
    'UPDATE nodes SET recycled = 1, recycledAt = ?, recycledPath = ? WHERE fileId = ?',
    world.now(),
    path,
    node.fileId,
  );
  recordChange(world, node.fileId, 'recycle');
};

/** Removes an item with all below it and all versions; known contents stay known. */
const removeForGood = (world: World, node: NodeRow): void => {
  notARoot(node);
  recordChange(world, node.fileId, 'delete');
  const visit = (at: NodeRow): void => {
    for (const child of childrenOf(world, at.fileId)) visit(child);
    const held = world.db.get<{ bytes: number | null }>(
      'SELECT sum(size) AS bytes FROM revisions WHERE fileId = ?',
      at.fileId,
    );
    addUsed(world, at.containerId, -(held?.bytes ?? 0));
    const upload = findUpload(world, at.fileId);
    if (upload) dropUpload(world, upload);
    world.db.run('DELETE FROM revisions WHERE fileId = ?', at.fileId);
    world.db.run('DELETE FROM nodes WHERE fileId = ?', at.fileId);
  };
  visit(node);
};

const changeSpace = (world: World, node: NodeRow, containerId: string): void => {
  for (const child of childrenOf(world, node.fileId)) changeSpace(world, child, containerId);
  const held = world.db.get<{ bytes: number | null }>(
    'SELECT sum(size) AS bytes FROM revisions WHERE fileId = ?',
    node.fileId,
  );
  addUsed(world, node.containerId, -(held?.bytes ?? 0));
  addUsed(world, containerId, held?.bytes ?? 0);
  world.db.run('UPDATE nodes SET containerId = ? WHERE fileId = ?', containerId, node.fileId);
};

/** A name that is taken in the target: 13000405. */
const move = (world: World, node: NodeRow, request: JobRequest): void => {
  const parentId = notARoot(node);
  if (isRecycled(world, node)) throw new ApiFailure(13000306);
  const folder = targetFolder(
    world,
    spaceOf(world, request.dstContainerId),
    request.newFilePath,
    node.fileId,
  );
  if (folder.fileId === parentId) throw new ApiFailure(13000312);
  if (lineOf(world, folder).some((at) => at.fileId === node.fileId)) throw new ApiFailure(13000307);
  if (childNamed(world, folder.fileId, node.name)) throw new ApiFailure(13000405, node.name);
  recordChange(world, node.fileId, 'move');
  world.db.run(
    'UPDATE nodes SET parentId = ?, editedAt = ? WHERE fileId = ?',
    folder.fileId,
    world.now(),
    node.fileId,
  );
  if (folder.containerId !== node.containerId) changeSpace(world, node, folder.containerId);
  recordChange(world, node.fileId, 'move');
};

/** Copies the current version alone; a name that is taken gets a timestamp. */
const copy = (world: World, node: NodeRow, request: JobRequest, userId: string): void => {
  notARoot(node);
  if (isRecycled(world, node)) throw new ApiFailure(13000306);
  const folder = targetFolder(
    world,
    spaceOf(world, request.dstContainerId),
    request.newFilePath,
    node.fileId,
  );
  if (lineOf(world, folder).some((at) => at.fileId === node.fileId)) throw new ApiFailure(13000307);
  const place = (from: NodeRow, into: NodeRow): void => {
    const fileId = insertNode(world, {
      containerId: into.containerId,
      parentId: into.fileId,
      name: freeName(world, into.fileId, from.name),
      isFolder: from.isFolder,
      fileType: from.fileType,
      mimeType: from.mimeType ?? undefined,
      description: from.description ?? undefined,
      state: 1,
      createdAt: world.now(),
    });
    const made = findNode(world, fileId);
    if (!made) throw new ApiFailure(13000201);
    if (from.sha256 !== null) {
      requireRoom(spaceOf(world, into.containerId), from.size);
      const by = { versionId: world.ids.number(), userId, createReason: 1, keepForever: 0 } as const;
      addRevision(world, made, { sha256: from.sha256, size: from.size }, by);
    }
    recordChange(world, fileId, 'create');
    for (const child of childrenOf(world, from.fileId)) {
      if (child.state === 1 && child.recycled === 0) place(child, made);
    }
  };
  place(node, folder);
};

/** Back to the folder it lay in, or to newFilePath; a name that is taken meanwhile gets a timestamp. */
const restore = (world: World, node: NodeRow, request: JobRequest): void => {
  if (node.recycled !== 1) throw new ApiFailure(13000303);
  const space = spaceOf(world, request.dstContainerId);
  const path = request.newFilePath ?? node.recycledPath ?? undefined;
  const folder = targetFolder(world, space, path, node.fileId);
  world.db.run(
    'UPDATE nodes SET recycled = 0, recycledAt = NULL, recycledPath = NULL, parentId = ?, name = ? WHERE fileId = ?',
    folder.fileId,
    freeName(world, folder.fileId, node.name),
    node.fileId,
  );
  recordChange(world, node.fileId, 'restore');
};

const act = (world: World, job: JobRow, request: JobRequest, item: JobItem): void => {
  const node = requireNode(world, spaceOf(world, request.srcContainerId), item.fileId);
  switch (job.taskType) {
    case 1:
      copy(world, node, request, job.userId);
      return;
    case 2:
      if (job.actionType === 202) removeForGood(world, node);
      else recycle(world, node, item);
      return;
    case 3:
      move(world, node, request);
      return;
    case 4:
      restore(world, node, request);
      return;
    case 7:
      removeForGood(world, node);
      return;
    default:
      throw new ApiFailure(13000102, `taskType ${job.taskType}`);
  }
};

/** Does a running job's items and closes it: status 2 with its taskResultCode. */
export const runJob = (world: World, job: JobRow): void => {
  const request = JSON.parse(job.request) as JobRequest;
  let items = JSON.parse(job.items) as JobItem[];
  if (job.taskType === 7) {
    items = world.db
      .all<{ fileId: string }>(
        'SELECT fileId FROM nodes WHERE containerId = ? AND recycled = 1',
        request.srcContainerId,
      )
      .map(({ fileId }): JobItem => ({ fileId, result: 0, code: 0 }));
  }
  // All items and the end in one: a kill in the middle leaves the job at 1, and it is done again from the start.
  world.db.transaction(() => {
    for (const item of items) {
      world.db.run('SAVEPOINT item');
      try {
        act(world, job, request, item);
        item.result = 1;
      } catch (error) {
        world.db.run('ROLLBACK TO item');
        item.result = 2;
        item.code = error instanceof ApiFailure ? error.code : 13000201;
      }
      world.db.run('RELEASE item');
    }
    const failed = items.filter((item) => item.result === 2).length;
    const resultCode = failed === 0 ? 1 : failed < items.length ? 2 : 3;
    world.db.run(
      'UPDATE jobs SET status = 2, taskResultCode = ?, items = ?, endedAt = ? WHERE jobId = ?',
      resultCode,
      JSON.stringify(items),
      world.now(),
      job.jobId,
    );
  });
};
