/** Listings, detail, path, search (API sections 5 and 10). */
import { z } from 'zod';
import { container, containerOf, filled, pageInfo, read, text, whole } from '../http/body.ts';
import type { Call, Route } from '../call.ts';
import { ApiFailure, badParameter } from '../rules/failure.ts';
import { formatTime } from '../rules/dates.ts';
import { splitName } from '../rules/names.ts';
import type { NodeRow, SpaceRow } from '../store/rows.ts';
import { findNode, idPathOf, isRecycled, metadata, namePathOf, requireNode } from '../work/nodes.ts';
import { cut, readCursor } from '../work/paging.ts';
import { requireSpace } from '../work/spaces.ts';
import type { World } from '../world.ts';

/** sortType to the expression that is sorted by, never null. */
const sortKeys: Record<number, string> = {
  1: 'name',
  2: 'size',
  3: 'createdAt',
  4: 'editedAt',
  5: 'coalesce(recycledAt, 0)',
  6: 'fileType',
};

const listBody = z.object({
  ...container,
  parentFileId: filled,
  pageInfo,
  sortInfo: z.object({ sortType: whole.optional(), sortDirection: whole.optional() }).optional(),
  fileType: text.optional(),
});

/** One page of a folder (type 0) or of what lies in the bin itself (type 1). Sorted by name if nothing is said. */
const list = (world: World, call: Call, check: (space: SpaceRow) => void): object => {
  const type = call.params['type'];
  if (type !== '0' && type !== '1') throw badParameter(`type ${type ?? ''}`);
  const body = read(listBody, call.body);
  const space = requireSpace(world, containerOf(body), call.caller);
  check(space);
  const key = sortKeys[body.sortInfo?.sortType ?? 1];
  const direction = body.sortInfo?.sortDirection ?? 1;
  if (key === undefined || (direction !== 1 && direction !== 2)) throw badParameter('sortInfo');
  const cursor = readCursor(body.pageInfo.cursor);
  const { cap, emptyPages } = world.switches.paging;
  const size = Math.min(body.pageInfo.size, cap ?? 100);

  let inBin = type === '1';
  let where: string;
  let of: string;
  if (type === '1') {
    where = 'containerId = ? AND recycled = 1';
    of = space.containerId;
  } else {
    const alias = body.parentFileId;
    of = alias === 'root' ? space.rootId : alias === 'sbox' ? space.sboxId : alias;
    const folder = findNode(world, of);
    if (!folder) throw new ApiFailure(13000309, of);
    if (folder.containerId !== space.containerId) throw new ApiFailure(13000302, of);
    inBin = isRecycled(world, folder);
    where = 'parentId = ? AND state = 1 AND recycled = 0';
  }
  const values: (string | number)[] = [of];
  if (body.fileType !== undefined) {
    where += ' AND fileType = ?';
    values.push(body.fileType);
  }
  if (cursor) {
    where += ` AND (${key}, fileId) ${direction === 1 ? '>' : '<'} (?, ?)`;
    values.push(cursor.key, cursor.id);
  }
  const order = direction === 1 ? 'ASC' : 'DESC';
  const rows =
    cursor && !cursor.shown && emptyPages
      ? undefined
      : world.db.all<NodeRow & { sortKey: string | number }>(
          `SELECT *, ${key} AS sortKey FROM nodes WHERE ${where} ORDER BY ${key} ${order}, fileId ${order} LIMIT ?`,
          ...values,
          size + 1,
        );
  const page = cut(rows, size, cursor, (row) => ({ key: row.sortKey, id: row.fileId }));
  return {
    category: 'drive#fileList',
    files: page.rows.map((row) => metadata(world, row, inBin)),
    nextCursor: page.next,
  };
};

const detail = (world: World, call: Call): object => {
  const body = read(z.object(container), call.body);
  const space = requireSpace(world, containerOf(body), call.caller);
  const node = requireNode(world, space, call.params['fileId'] ?? '');
  return metadata(world, node, isRecycled(world, node));
};

const path = (world: World, call: Call): object => {
  const query = read(z.object({ ...container, fileId: filled }), call.query);
  const node = requireNode(world, requireSpace(world, containerOf(query), call.caller), query.fileId);
  return { fileIdPath: idPathOf(world, node), namePath: namePathOf(world, node) };
};

const searchBody = z.object({
  ...container,
  keyWord: text.optional(),
  fileName: text.optional(),
  pageInfo,
});

/** Names that hold the word, in the whole space; the request's form is not documented. */
const search = (world: World, call: Call): object => {
  const body = read(searchBody, call.body);
  const space = requireSpace(world, containerOf(body), call.caller);
  const word = body.keyWord ?? body.fileName ?? '';
  if (word === '') throw badParameter('keyWord missing');
  const cursor = readCursor(body.pageInfo.cursor);
  const found = world.db
    .all<NodeRow>(
      'SELECT * FROM nodes WHERE containerId = ? AND state = 1 AND parentId IS NOT NULL AND instr(name, ?) > 0 ORDER BY fileId',
      space.containerId,
      word,
    )
    .filter((node) => !isRecycled(world, node));
  const rest = found.filter((node) => cursor === undefined || node.fileId > cursor.id);
  const page = cut(rest, body.pageInfo.size, cursor, (row) => ({ key: row.fileId, id: row.fileId }));
  return {
    files: page.rows.map((node) => ({
      id: node.fileId,
      fileSuffix: splitName(node.name).suffix,
      fileName: node.name,
      fileType: node.fileType,
      size: String(node.size),
      updateTime: formatTime(node.editedAt),
      namePath: namePathOf(world, node),
      idPath: idPathOf(world, node),
      containerId: node.containerId,
      containerType: space.type,
    })),
    total: found.length,
    nextPageCursor: page.next,
  };
};

export const listingRoutes = (world: World): Route[] => [
  {
    method: 'POST',
    path: '/v1/files/:type',
    operation: 'listFolder',
    access: 'user',
    handle: (call) => list(world, call, () => undefined),
  },
  {
    method: 'POST',
    path: '/v1/files/:groupId/:type',
    operation: 'listTeamFolder',
    access: 'user',
    handle: (call) =>
      list(world, call, (space) => {
        if (space.type === '1' || space.ownerId !== call.params['groupId']) throw new ApiFailure(13000410);
      }),
  },
  {
    method: 'POST',
    path: '/v1/files/:fileId/detail',
    operation: 'getDetail',
    access: 'user',
    handle: (call) => detail(world, call),
  },
  {
    method: 'GET',
    path: '/v1/files/path',
    operation: 'getPath',
    access: 'user',
    handle: (call) => path(world, call),
  },
  {
    method: 'POST',
    path: '/v1/files/search',
    operation: 'searchFiles',
    access: 'user',
    handle: (call) => search(world, call),
  },
];
