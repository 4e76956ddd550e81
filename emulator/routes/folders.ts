/** directory and files/rename (API section 10). */
import { z } from 'zod';
import { container, containerOf, read, text, whole } from '../http/body.ts';
import type { Call, Route } from '../call.ts';
import { ApiFailure, badParameter } from '../rules/failure.ts';
import { parseCreatedTime } from '../rules/dates.ts';
import { checkName } from '../rules/names.ts';
import { recordChange } from '../work/changes.ts';
import {
  childNamed,
  freeName,
  insertNode,
  isRecycled,
  metadata,
  requireDepth,
  requireNode,
  resolveFolder,
} from '../work/nodes.ts';
import { requireSpace } from '../work/spaces.ts';
import type { World } from '../world.ts';

/** renameMode 2 or 3; its default is not documented: 3, refuse, is the one that shows a careless client. */
const modeOf = (mode: number | undefined): 2 | 3 => {
  if (mode !== undefined && mode !== 2 && mode !== 3) throw badParameter(`renameMode ${mode}`);
  return mode ?? 3;
};

const createBody = z.object({
  ...container,
  fileName: text,
  fileType: text,
  parentFolder: z.array(text).optional(),
  renameMode: whole.optional(),
  createdTime: text.optional(),
  mimeType: text.optional(),
  description: z.string().max(512).optional(),
});

const createFolder = (world: World, call: Call): object => {
  const body = read(createBody, call.body);
  checkName(body.fileName);
  if (body.fileType !== '10') throw badParameter('fileType is not 10');
  const mode = modeOf(body.renameMode);
  const createdAt = body.createdTime === undefined ? world.now() : parseCreatedTime(body.createdTime);
  const space = requireSpace(world, containerOf(body), call.caller);
  const parent = resolveFolder(world, space, body.parentFolder?.[0]);
  if (isRecycled(world, parent)) throw new ApiFailure(13000305);
  requireDepth(world, parent);
  return world.db.transaction(() => {
    if (mode === 3 && childNamed(world, parent.fileId, body.fileName)) throw new ApiFailure(13000405);
    const fileId = insertNode(world, {
      containerId: space.containerId,
      parentId: parent.fileId,
      name: freeName(world, parent.fileId, body.fileName),
      isFolder: 1,
      fileType: '10',
      mimeType: body.mimeType,
      description: body.description,
      state: 1,
      createdAt,
    });
    recordChange(world, fileId, 'create');
    return metadata(world, requireNode(world, space, fileId), false);
  });
};

const renameBody = z.object({ ...container, name: text, renameMode: whole.optional() });

/** Answers code and msg alone: the final name of mode 2 must be read back. */
const rename = (world: World, call: Call): object => {
  const body = read(renameBody, call.body);
  checkName(body.name);
  const mode = modeOf(body.renameMode);
  const space = requireSpace(world, containerOf(body), call.caller);
  const node = requireNode(world, space, call.params['fileId'] ?? '');
  const { parentId } = node;
  if (parentId === null) throw new ApiFailure(13000308, 'a root has no other name');
  if (isRecycled(world, node)) throw new ApiFailure(13000306);
  if (body.name === node.name) return {};
  world.db.transaction(() => {
    const clash = childNamed(world, parentId, body.name);
    if (clash && mode === 3) throw new ApiFailure(13000405, body.name);
    const name = freeName(world, parentId, body.name, node.fileId);
    world.db.run('UPDATE nodes SET name = ?, editedAt = ? WHERE fileId = ?', name, world.now(), node.fileId);
    recordChange(world, node.fileId, 'rename');
  });
  return {};
};

export const folderRoutes = (world: World): Route[] => [
  {
    method: 'POST',
    path: '/v1/directory',
    operation: 'createFolder',
    access: 'user',
    handle: (call) => createFolder(world, call),
  },
  {
    method: 'POST',
    path: '/v1/files/rename/:fileId',
    operation: 'rename',
    access: 'user',
    handle: (call) => rename(world, call),
  },
];
