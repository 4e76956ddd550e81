/** Sync directories and their change feed (API section 13). */
import { z } from 'zod';
import { container, containerOf, filled, flag, read, text, whole } from '../http/body.ts';
import { bare } from '../call.ts';
import type { Call, Route } from '../call.ts';
import { ApiFailure, badParameter } from '../rules/failure.ts';
import { checkName } from '../rules/names.ts';
import type { NodeRow } from '../store/rows.ts';
import { freeName, insertNode, isRecycled, requireNode, resolveFolder } from '../work/nodes.ts';
import { requireSpace } from '../work/spaces.ts';
import type { World } from '../world.ts';

const createBody = z.object({
  ...container,
  fileName: text.optional(),
  parentFolder: text.optional(),
  hidden: flag.optional(),
  fileId: text.optional(),
});

const isOpen = (world: World, fileId: string): boolean =>
  world.db.get('SELECT 1 FROM syncDirs WHERE syncDirId = ? AND open = 1', fileId) !== undefined;

/** By name: a taken name gets a timestamp (the newer text, open point 19). The answer has no code (point 1). */
const create = (world: World, call: Call): object => {
  const body = read(createBody, call.body);
  const space = requireSpace(world, containerOf(body), call.caller);
  return world.db.transaction(() => {
    let folder: NodeRow;
    let exist = false;
    if (body.fileId !== undefined && body.fileId !== '') {
      if (body.fileName !== undefined || body.parentFolder !== undefined || body.hidden !== undefined) {
        throw badParameter('fileId excludes fileName, parentFolder and hidden');
      }
      folder = requireNode(world, space, body.fileId);
      if (folder.isFolder !== 1 || folder.parentId === null) throw new ApiFailure(13000304);
      if (isRecycled(world, folder)) throw new ApiFailure(13000305);
      exist = isOpen(world, folder.fileId);
    } else {
      if (body.fileName === undefined) throw badParameter('fileName or fileId is needed');
      checkName(body.fileName);
      if (body.parentFolder === 'root' || body.parentFolder === 'sbox') throw badParameter('parentFolder');
      const parent = resolveFolder(world, space, body.parentFolder);
      const fileId = insertNode(world, {
        containerId: space.containerId,
        parentId: parent.fileId,
        name: freeName(world, parent.fileId, body.fileName),
        isFolder: 1,
        fileType: '10',
        state: 1,
        createdAt: world.now(),
      });
      folder = requireNode(world, space, fileId);
    }
    world.db.run('INSERT OR REPLACE INTO syncDirs VALUES (?, ?, 1)', folder.fileId, space.containerId);
    return {
      container: space.containerId,
      fileId: folder.fileId,
      fileName: folder.name,
      ...(exist ? { exist: true } : {}),
      [bare]: true,
    };
  });
};

const requireDir = (world: World, containerId: string, syncDirId: string): void => {
  const found = world.db.get<{ containerId: string }>(
    'SELECT containerId FROM syncDirs WHERE syncDirId = ? AND open = 1',
    syncDirId,
  );
  if (!found) throw new ApiFailure(13000309, syncDirId);
  if (found.containerId !== containerId) throw new ApiFailure(13000302, syncDirId);
};

const close = (world: World, call: Call): object => {
  const body = read(z.object({ ...container, syncDirId: filled }), call.body);
  const space = requireSpace(world, containerOf(body), call.caller);
  requireDir(world, space.containerId, body.syncDirId);
  world.db.run('UPDATE syncDirs SET open = 0 WHERE syncDirId = ?', body.syncDirId);
  return { syncDirId: body.syncDirId, code: '0', msg: 'Success.' };
};

const writeCursor = (seq: number): string => Buffer.from(`seq:${seq}`).toString('base64url');

/** The sequence number in a cursor: 13000102 when it is none of ours or has gone stale (the code is not documented). */
const readCursor = (world: World, cursor: string): number => {
  const match = /^seq:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const seq = match ? Number(match[1]) : Number.NaN;
  if (Number.isNaN(seq)) throw badParameter('cursor');
  if (seq < world.switches.staleBefore) throw badParameter('cursor has expired');
  return seq;
};

const latest = (world: World): number =>
  world.db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM changes')?.seq ?? 0;

const startCursor = (world: World, call: Call): object => {
  const body = read(z.object({ ...container, fileId: filled }), call.body);
  const space = requireSpace(world, containerOf(body), call.caller);
  requireDir(world, space.containerId, body.fileId);
  return { startCursor: writeCursor(latest(world)), [bare]: true };
};

const changesBody = z.object({
  ...container,
  syncDirId: filled,
  deviceId: filled,
  cursor: filled,
  pageSize: whole,
});

type ChangeRow = { seq: number; changeType: string; snapshot: string };

/** Policy `aggregate`: of the changes of one kind to one file the last alone is told. */
const listChanges = (world: World, call: Call): object => {
  const body = read(changesBody, call.body);
  const space = requireSpace(world, containerOf(body), call.caller);
  if (body.pageSize < 1 || body.pageSize > 100) throw badParameter(`pageSize ${body.pageSize}`);
  requireDir(world, space.containerId, body.syncDirId);
  const from = readCursor(world, body.cursor);
  const size = Math.min(body.pageSize, world.switches.paging.cap ?? 100);
  const rows = world.db.all<ChangeRow>(
    `SELECT seq, changeType, snapshot FROM changes AS this WHERE syncDirId = ? AND seq > ? AND NOT EXISTS (
       SELECT 1 FROM changes AS later WHERE later.syncDirId = this.syncDirId AND later.fileId = this.fileId
         AND later.changeType = this.changeType AND later.seq > this.seq)
     ORDER BY seq LIMIT ?`,
    body.syncDirId,
    from,
    size + 1,
  );
  const shown = rows.slice(0, size);
  return {
    fileChangeList: shown.map((row) => ({
      policy: 'aggregate',
      changeType: row.changeType,
      fileInfo: JSON.parse(row.snapshot) as object,
      deviceId: '',
      extInfo: {},
    })),
    nextCursor: writeCursor(rows.length > size ? (shown.at(-1)?.seq ?? from) : Math.max(from, latest(world))),
    hasMore: rows.length > size,
  };
};

export const syncDirRoutes = (world: World): Route[] => {
  const route = (
    name: string,
    operation: Route['operation'],
    handle: (world: World, call: Call) => object,
  ): Route => ({
    method: 'POST',
    path: `/v1/syncDir/${name}`,
    operation,
    access: 'user',
    handle: (call) => handle(world, call),
  });
  return [
    route('create', 'createSyncDir', create),
    route('close', 'closeSyncDir', close),
    route('getStartCursor', 'getStartCursor', startCursor),
    route('listChange', 'listChanges', listChanges),
  ];
};
