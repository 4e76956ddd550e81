/** The seven calls under /revision (API section 9). */
import { z } from 'zod';
import { container, containerOf, filled, flag, pageInfo, read, text, whole } from '../http/body.ts';
import type { Call, Route } from '../call.ts';
import { ApiFailure, badParameter } from '../rules/failure.ts';
import { parseCreatedTime } from '../rules/dates.ts';
import { splitName } from '../rules/names.ts';
import type { NodeRow, RevisionRow } from '../store/rows.ts';
import { recordChange } from '../work/changes.ts';
import { isRecycled, requireNode } from '../work/nodes.ts';
import { cut, readCursor } from '../work/paging.ts';
import { addUsed, requireRoom, requireSpace } from '../work/spaces.ts';
import {
  addRevision,
  beginUpload,
  completeUpload,
  flashContent,
  issueParts,
  knowsPreHash,
  latestVersion,
  settleUpload,
} from '../work/uploads.ts';
import type { World } from '../world.ts';
import { checkUpload, completeBody, uploadFields } from './uploads.ts';

/** A file that can have versions: 13000406 for a folder, 13000306 in the bin. */
const requireFile = (world: World, call: Call, containerId: string, fileId: string): NodeRow => {
  const node = requireNode(world, requireSpace(world, containerId, call.caller), fileId);
  if (node.isFolder === 1) throw new ApiFailure(13000406);
  return node;
};

const revisionIdOf = (node: NodeRow, revision: RevisionRow): string =>
  `${node.assetId}.${revision.versionId}`;

/** 13000309 for a version that the file does not have. */
const requireRevision = (world: World, node: NodeRow, revisionId: string): RevisionRow => {
  const versionId = revisionId.slice(revisionId.indexOf('.') + 1);
  const found = world.db.get<RevisionRow>(
    'SELECT * FROM revisions WHERE fileId = ? AND versionId = ?',
    node.fileId,
    versionId,
  );
  if (!found || revisionIdOf(node, found) !== revisionId) throw new ApiFailure(13000309, revisionId);
  return found;
};

const info = (node: NodeRow, revision: RevisionRow, latest: number): Record<string, unknown> => ({
  containerId: node.containerId,
  fileId: node.fileId,
  revisionId: revisionIdOf(node, revision),
  revisionVersion: revision.version,
  keepForever: revision.keepForever === 1,
  latestVersion: revision.version === latest,
  createReason: revision.createReason,
  createdAt: revision.createdAt,
  updatedAt: revision.updatedAt,
  createdBy: revision.createdBy,
  updatedBy: revision.createdBy,
  name: node.name,
  size: revision.size,
  extension: splitName(node.name).suffix,
  fileType: Number(node.fileType),
  description: node.description ?? '',
  sha256: revision.sha256,
  metadataAuditInfo: { auditLevel: 0, auditResult: 1, auditDetail: '{}' },
  contentAuditInfo: { auditLevel: 0, auditResult: 1, auditDetail: '{}' },
});

const createBody = z.object({
  ...container,
  ...uploadFields,
  fileId: filled,
  keepPolicy: whole.optional(),
});

const createRevision = (world: World, call: Call): object => {
  const body = read(createBody, call.body);
  checkUpload(world, body);
  if (body.createdTime !== undefined) parseCreatedTime(body.createdTime);
  const keep = body.keepPolicy ?? 0;
  if (keep !== 0 && keep !== 1) throw badParameter(`keepPolicy ${keep}`);
  if (body.sha256 !== undefined && body.proofCode === undefined && body.length > 0) {
    throw badParameter('proofCode is mandatory with sha256');
  }
  const node = requireFile(world, call, containerOf(body), body.fileId);
  if (isRecycled(world, node)) throw new ApiFailure(13000306);
  requireRoom(requireSpace(world, node.containerId, call.caller), body.length);
  const known = flashContent(world, call.caller, body);

  return world.db.transaction(() => {
    const upload = beginUpload(world, {
      fileId: node.fileId,
      kind: 'revision',
      length: body.length,
      sha256: body.sha256 ?? null,
      preHash: body.preHash ?? null,
      autoRename: 0,
      keepForever: keep,
      userId: call.caller.userId,
    });
    const { variant } = world.switches;
    const form =
      variant.revisionTicket === 'table'
        ? {
            id: node.assetId,
            versionId: upload.versionId,
            version: String(latestVersion(world, node.fileId) + 1),
            keepPolicy: String(keep),
          }
        : {
            fileId: variant.decoyFileId ? world.ids.file() : node.fileId,
            containerId: node.containerId,
            fileName: node.name,
            parentFolder: [node.parentId],
            exist: false,
          };
    const answer = {
      ...form,
      uploadId: upload.uploadId,
      ...(body.preHash === undefined ? {} : { matchedPreHash: knowsPreHash(world, body.preHash) }),
    };
    if (known) {
      settleUpload(world, upload, known);
      return { ...answer, rapidUpload: true };
    }
    return { ...answer, multiParts: issueParts(world, upload, body.multiParts ?? []) };
  });
};

/** Pending versions alone: a file that was only created has to be finished with files/complete. */
const completeRevision = async (world: World, call: Call): Promise<object> => {
  const body = read(completeBody, call.body);
  await completeUpload(world, body.fileId, body.sha256, ['revision']);
  return { code: 0, msg: 'success.' };
};

const oneBody = z.object({ ...container, fileId: filled, revisionId: filled });

const getRevision = (world: World, call: Call): object => {
  const body = read(oneBody.extend({ urlType: whole.optional(), fields: text.optional() }), call.body);
  const node = requireFile(world, call, containerOf(body), body.fileId);
  const revision = requireRevision(world, node, body.revisionId);
  return {
    ...info(node, revision, latestVersion(world, node.fileId)),
    downloadUrl:
      world.storageUrl() +
      world.links.sign('GET', `/obs/files/${node.fileId}`, { versionId: revision.versionId }),
  };
};

const listBody = z.object({ ...container, fileId: filled, pageInfo, fields: text.optional() });

const listRevisions = (world: World, call: Call): object => {
  const body = read(listBody, call.body);
  const node = requireFile(world, call, containerOf(body), body.fileId);
  const { variant } = world.switches;
  if (variant.noListInBin && isRecycled(world, node)) throw new ApiFailure(13000306);
  const cursor = readCursor(body.pageInfo.cursor);
  const size = Math.min(body.pageInfo.size, world.switches.paging.cap ?? 100);
  const below = cursor ? Number(cursor.key) : Number.MAX_SAFE_INTEGER;
  const rows =
    cursor && !cursor.shown && world.switches.paging.emptyPages
      ? undefined
      : world.db.all<RevisionRow>(
          'SELECT * FROM revisions WHERE fileId = ? AND version < ? ORDER BY version DESC LIMIT ?',
          node.fileId,
          below,
          size + 1,
        );
  const page = cut(rows, size, cursor, (row) => ({ key: row.version, id: row.versionId }));
  const latest = latestVersion(world, node.fileId);
  return {
    revisionList: page.rows.map((row) =>
      variant.numberedRevisionList
        ? { revisionId: revisionIdOf(node, row), revisionVersion: row.version }
        : variant.leanRevisionList
          ? { revisionId: revisionIdOf(node, row) }
          : info(node, row, latest),
    ),
    nextPageCursor: page.next,
  };
};

const updateRevision = (world: World, call: Call): object => {
  const body = read(oneBody.extend({ keepForever: flag }), call.body);
  const node = requireFile(world, call, containerOf(body), body.fileId);
  const revision = requireRevision(world, node, body.revisionId);
  world.db.run(
    'UPDATE revisions SET keepForever = ?, updatedAt = ? WHERE fileId = ? AND version = ?',
    body.keepForever ? 1 : 0,
    world.now(),
    node.fileId,
    revision.version,
  );
  return {};
};

/** The latest version: 13000403 (its code is not documented). */
const deleteRevision = (world: World, call: Call): object => {
  const body = read(oneBody, call.body);
  const node = requireFile(world, call, containerOf(body), body.fileId);
  const revision = requireRevision(world, node, body.revisionId);
  if (revision.version === latestVersion(world, node.fileId)) {
    throw new ApiFailure(13000403, 'the latest version cannot be deleted');
  }
  world.db.transaction(() => {
    world.db.run('DELETE FROM revisions WHERE fileId = ? AND version = ?', node.fileId, revision.version);
    addUsed(world, node.containerId, -revision.size);
  });
  return {};
};

/** Makes a new version with the old content, createReason 2. */
const restoreRevision = (world: World, call: Call): object => {
  const body = read(oneBody, call.body);
  const node = requireFile(world, call, containerOf(body), body.fileId);
  if (isRecycled(world, node)) throw new ApiFailure(13000306);
  const revision = requireRevision(world, node, body.revisionId);
  requireRoom(requireSpace(world, node.containerId, call.caller), revision.size);
  world.db.transaction(() => {
    addRevision(world, node, revision, {
      versionId: world.ids.number(),
      userId: call.caller.userId,
      createReason: 2,
      keepForever: 0,
    });
    recordChange(world, node.fileId, 'update');
  });
  return {};
};

export const revisionRoutes = (world: World): Route[] => {
  const route = (
    name: string,
    operation: Route['operation'],
    handle: (world: World, call: Call) => object | Promise<object>,
  ): Route => ({
    method: 'POST',
    path: `/v1/revision/${name}`,
    operation,
    access: 'user',
    handle: (call) => handle(world, call),
  });
  return [
    route('createRevision', 'createRevision', createRevision),
    route('completeRevision', 'completeRevision', completeRevision),
    route('getRevision', 'getRevision', getRevision),
    route('listRevision', 'listRevisions', listRevisions),
    route('updateRevision', 'updateRevision', updateRevision),
    route('deleteRevision', 'deleteRevision', deleteRevision),
    route('restoreRevision', 'restoreRevision', restoreRevision),
  ];
};
