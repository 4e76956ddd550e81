/** Versions of a file (API section 9). Their upload is uploads.ts. */
import type { KooDrive } from './api.ts';
import type { Caller } from './request.ts';
import { nothing, oneRevision, revisionPage } from './schemas.ts';

export type RevisionCalls = Pick<
  KooDrive,
  'listRevisions' | 'getRevision' | 'updateRevision' | 'deleteRevision'
>;

const PAGE_SIZE = 100;

export const createRevisions = (caller: Caller): RevisionCalls => ({
  listRevisions: ({ containerId, fileId, pageSize, cursor }, options) =>
    caller.call(
      {
        call: 'listRevision',
        path: ['v1', 'revision', 'listRevision'],
        body: {
          containerId,
          fileId,
          pageInfo: {
            pageSize: pageSize ?? PAGE_SIZE,
            ...(cursor === undefined ? {} : { pageCursor: cursor }),
          },
        },
        schema: revisionPage,
      },
      options,
    ),

  // urlType is left out: 1, an address reachable from outside, is the default
  getRevision: ({ containerId, fileId, revisionId }, options) =>
    caller.call(
      {
        call: 'getRevision',
        path: ['v1', 'revision', 'getRevision'],
        body: { containerId, fileId, revisionId },
        schema: oneRevision,
      },
      options,
    ),

  updateRevision: ({ containerId, fileId, revisionId, keepForever }, options) =>
    caller.call(
      {
        call: 'updateRevision',
        path: ['v1', 'revision', 'updateRevision'],
        body: { containerId, fileId, revisionId, keepForever },
        schema: nothing,
      },
      options,
    ),

  deleteRevision: ({ containerId, fileId, revisionId }, options) =>
    caller.call(
      {
        call: 'deleteRevision',
        path: ['v1', 'revision', 'deleteRevision'],
        body: { containerId, fileId, revisionId },
        schema: nothing,
      },
      options,
    ),
});
