/** files/download: links to current contents (API section 12). */
import { z } from 'zod';
import { container, containerOf, filled, read } from '../http/body.ts';
import type { Call, Route } from '../call.ts';
import { ApiFailure } from '../rules/failure.ts';
import type { SpaceRow } from '../store/rows.ts';
import { isRecycled, requireNode } from '../work/nodes.ts';
import { requireSpace } from '../work/spaces.ts';
import { latestVersion } from '../work/uploads.ts';
import type { World } from '../world.ts';

const body = z.object({ ...container, fileIds: z.array(filled).min(1).max(100) });

const linkFor = (world: World, space: SpaceRow, fileId: string): object => {
  const node = requireNode(world, space, fileId);
  if (node.isFolder === 1) throw new ApiFailure(13000406);
  if (isRecycled(world, node)) throw new ApiFailure(13000306);
  const current = world.db.get<{ versionId: string }>(
    'SELECT versionId FROM revisions WHERE fileId = ? AND version = ?',
    fileId,
    latestVersion(world, fileId),
  );
  if (!current) throw new ApiFailure(13000407);
  const url =
    world.storageUrl() + world.links.sign('GET', `/obs/files/${fileId}`, { versionId: current.versionId });
  return { fileId, fileName: node.name, url, code: '0', msg: 'Success.' };
};

const getLinks = (world: World, call: Call): object => {
  const { fileIds, ...rest } = read(body, call.body);
  const space = requireSpace(world, containerOf(rest), call.caller);
  let good = 0;
  const downloads = fileIds.map((fileId) => {
    try {
      const link = linkFor(world, space, fileId);
      good += 1;
      return link;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      return { fileId, fileName: '', url: '', code: String(error.code), msg: error.message };
    }
  });
  return { batchCode: good === fileIds.length ? 1 : good > 0 ? 0 : 2, downloads };
};

export const downloadRoutes = (world: World): Route[] => [
  {
    method: 'POST',
    path: '/v1/files/download',
    operation: 'getDownloadLinks',
    access: 'user',
    handle: (call) => getLinks(world, call),
  },
];
