/** files/create, files/multipart/uploadUrl, files/complete (API sections 6 to 8). */
import { z } from 'zod';
import { container, containerOf, digest, filled, read, text, whole } from '../http/body.ts';
import type { Call, Route } from '../call.ts';
import { ApiFailure, badParameter } from '../rules/failure.ts';
import { parseCreatedTime } from '../rules/dates.ts';
import { checkName } from '../rules/names.ts';
import { checkParts, largestFile } from '../rules/parts.ts';
import type { PartAsked } from '../rules/parts.ts';
import { childNamed, freeName, insertNode, isRecycled, requireDepth, resolveFolder } from '../work/nodes.ts';
import { requireRoom, requireSpace } from '../work/spaces.ts';
import {
  beginUpload,
  completeUpload,
  findUpload,
  flashContent,
  issueParts,
  knowsPreHash,
  settleUpload,
} from '../work/uploads.ts';
import type { World } from '../world.ts';

const part = z
  .object({
    partNumber: whole,
    partSize: whole,
    partOffset: whole.optional(),
    hashCtx: z.array(whole).optional(),
  })
  .transform((asked): PartAsked => ({
    partNumber: asked.partNumber,
    partSize: asked.partSize,
    partOffset: asked.partOffset,
    hashCtx: asked.hashCtx ?? [],
  }));

/** What create and createRevision have in common. */
export const uploadFields = {
  length: whole,
  uploadMode: text,
  uploadType: whole,
  multiParts: z.array(part).optional(),
  sha256: digest.optional(),
  preHash: digest.optional(),
  proofCode: text.optional(),
  mimeType: text.optional(),
  createdTime: text.optional(),
};

const checkPartsOf = ({ switches }: World, parts: readonly PartAsked[], length: number): void => {
  checkParts(parts, length, switches.minimumPart, switches.variant.sequence === 'taken');
};

/** Refuses with 13000102 what both creations refuse. */
export const checkUpload = (
  world: World,
  body: { length: number; uploadMode: string; uploadType: number; multiParts?: PartAsked[] | undefined },
): void => {
  if (body.uploadMode !== 'multipart') throw badParameter('uploadMode is not multipart');
  if (body.uploadType !== 1) throw badParameter('uploadType is not 1');
  if (body.length < 0 || body.length > largestFile) throw badParameter(`length ${body.length}`);
  if (body.multiParts?.length) checkPartsOf(world, body.multiParts, body.length);
};

const fileTypes = ['15', '20', '26', '27', '28', '30', '35', '40', '45'];

const createBody = z.object({
  ...container,
  ...uploadFields,
  fileName: text,
  fileType: text,
  parentFolder: z.array(text).min(1),
  autoRename: whole,
  description: z.string().max(512).optional(),
});

const createFile = (world: World, call: Call): object => {
  const body = read(createBody, call.body);
  checkName(body.fileName);
  checkUpload(world, body);
  if (!fileTypes.includes(body.fileType)) throw badParameter(`fileType ${body.fileType}`);
  if (![2, 3, 4].includes(body.autoRename)) throw badParameter(`autoRename ${body.autoRename}`);
  const createdAt = body.createdTime === undefined ? world.now() : parseCreatedTime(body.createdTime);
  const space = requireSpace(world, containerOf(body), call.caller);
  const parent = resolveFolder(world, space, body.parentFolder[0]);
  if (isRecycled(world, parent)) throw new ApiFailure(13000404);
  requireDepth(world, parent);

  const clash = childNamed(world, parent.fileId, body.fileName);
  if (clash && body.autoRename === 3) throw new ApiFailure(13000405, body.fileName);
  if (clash?.isFolder === 0 && body.autoRename === 4 && clash.sha256 === body.sha256) {
    return {
      fileId: clash.fileId,
      containerId: space.containerId,
      fileName: clash.name,
      parentFolder: [parent.fileId],
      exist: true,
    };
  }
  requireRoom(space, body.length);
  const known = flashContent(world, call.caller, body);

  return world.db.transaction(() => {
    const fileName = clash ? freeName(world, parent.fileId, body.fileName) : body.fileName;
    const fileId = insertNode(world, {
      containerId: space.containerId,
      parentId: parent.fileId,
      name: fileName,
      isFolder: 0,
      fileType: body.fileType,
      mimeType: body.mimeType,
      description: body.description,
      state: 0,
      createdAt,
    });
    const upload = beginUpload(world, {
      fileId,
      kind: 'file',
      length: body.length,
      sha256: body.sha256 ?? null,
      preHash: body.preHash ?? null,
      autoRename: body.autoRename,
      keepForever: 0,
      userId: call.caller.userId,
    });
    const answer = {
      fileId,
      containerId: space.containerId,
      fileName,
      uploadId: upload.uploadId,
      parentFolder: [parent.fileId],
      exist: false,
      ...(body.preHash === undefined ? {} : { matchedPreHash: knowsPreHash(world, body.preHash) }),
    };
    if (known) {
      settleUpload(world, upload, known);
      return { ...answer, rapidUpload: true };
    }
    return { ...answer, multiParts: issueParts(world, upload, body.multiParts ?? []) };
  });
};

const linksBody = z.object({ fileId: filled, multiParts: z.array(part).min(1) });

const getPartLinks = (world: World, call: Call): object => {
  const body = read(linksBody, call.body);
  const upload = findUpload(world, body.fileId);
  if (!upload) throw new ApiFailure(13000401, body.fileId);
  if (upload.userId !== call.caller.userId) throw new ApiFailure(13000410);
  checkPartsOf(world, body.multiParts, upload.length);
  return world.db.transaction(() => ({ multiParts: issueParts(world, upload, body.multiParts) }));
};

export const completeBody = z.object({ fileId: filled, sha256: digest.optional() });

/** Both kinds: a pending version may be finished here too (section 18); the request log tells who did. */
const completeFile = async (world: World, call: Call): Promise<object> => {
  const body = read(completeBody, call.body);
  await completeUpload(world, body.fileId, body.sha256, ['file', 'revision']);
  return { code: 0, msg: 'success.' };
};

export const uploadRoutes = (world: World): Route[] => [
  {
    method: 'POST',
    path: '/v1/files/create',
    operation: 'createFile',
    access: 'user',
    handle: (call) => createFile(world, call),
  },
  {
    method: 'POST',
    path: '/v1/files/multipart/uploadUrl',
    operation: 'getPartLinks',
    access: 'user',
    handle: (call) => getPartLinks(world, call),
  },
  {
    method: 'POST',
    path: '/v1/files/complete',
    operation: 'completeFile',
    access: 'user',
    handle: (call) => completeFile(world, call),
  },
];
