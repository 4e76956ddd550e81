/** Files and versions on their way up: create, part links, complete (API sections 6 to 9). The PUT is put-part.ts. */
import { KooError } from '../model/errors.ts';
import type { CallOptions, KooDrive, PartRequest, UploadRequest } from './api.ts';
import { fileTypeOf } from './file-type.ts';
import { assertName } from './names.ts';
import { proofCode } from './proof-code.ts';
import type { Call, Caller } from './request.ts';
import { nothing, partLinks, ticket, type TicketAnswer } from './schemas.ts';
import { fileTime } from './times.ts';

/** autoRename 3: a clash of names is refused, never a silently renamed file */
const REFUSE = 3;
/** uploadType 1: the only one supported */
const MULTIPART = 1;

export type UploadCalls = Pick<
  KooDrive,
  'createFile' | 'createRevision' | 'partLinks' | 'completeFile' | 'completeRevision'
>;

const wireParts = (parts: readonly PartRequest[]) =>
  parts.map((part) => ({
    partNumber: part.number,
    partSize: part.size,
    partOffset: part.offset,
    hashCtx: part.hashState,
  }));

/** What createFile and createRevision have in common; `origin` is what the proof starts from (section 14). */
async function wireUpload(request: UploadRequest, origin: string, withProof: boolean): Promise<object> {
  const { flash } = request;
  const proof =
    withProof && flash !== undefined
      ? await proofCode(origin, request.size, (start, end) => flash.slice(start, end))
      : undefined;
  return {
    containerId: request.containerId,
    length: request.size,
    uploadMode: 'multipart',
    uploadType: MULTIPART,
    preHash: request.preHash,
    multiParts: wireParts(request.parts),
    ...(withProof && flash !== undefined ? { sha256: flash.sha256 } : {}),
    ...(proof === undefined ? {} : { proofCode: proof }),
    // JSON leaves undefined out
    createdTime: request.createdAt === undefined ? undefined : fileTime(request.createdAt),
  };
}

/**
 * Starts an upload. A wrong or unwanted proof may be a parameter error instead of a miss (section 14, last line): then
 * the same is asked once without it. The refused call had no effect.
 */
async function startUpload(
  caller: Caller,
  request: UploadRequest,
  call: Omit<Call<TicketAnswer>, 'body' | 'schema'>,
  own: object,
  options: CallOptions | undefined,
): Promise<TicketAnswer> {
  const ask = async (withProof: boolean) => {
    const answer = await caller.call(
      {
        ...call,
        schema: ticket,
        body: async (origin: string) => ({ ...own, ...(await wireUpload(request, origin, withProof)) }),
      },
      options,
    );
    // who was not shown that one has the content cannot know it
    if (answer.rapid && !(withProof && request.flash !== undefined))
      throw new KooError('BAD_ANSWER', `${call.call}: a flash upload that nobody asked for`);
    return answer;
  };
  try {
    return await ask(true);
  } catch (error) {
    const aboutProof =
      request.flash !== undefined && error instanceof KooError && error.detail.serverCode === '13000102';
    if (!aboutProof) throw error;
    return ask(false);
  }
}

export function createUploads(caller: Caller): UploadCalls {
  const complete =
    (call: string, path: readonly string[]) =>
    async (fileId: string, sha256: string, options?: CallOptions) =>
      caller.call({ call, path, body: { fileId, sha256 }, schema: nothing, slow: true }, options);

  return {
    async createFile(request, options) {
      assertName(request.name);
      const answer = await startUpload(
        caller,
        request,
        { call: 'createFile', path: ['v1', 'files', 'create'], named: true },
        {
          fileName: request.name,
          fileType: fileTypeOf(request.name),
          parentFolder: [request.parentId],
          autoRename: REFUSE,
        },
        options,
      );
      if (answer.fileId === undefined) throw new KooError('BAD_ANSWER', 'createFile: no fileId');
      // the asset ids of a new file are no promise of its revision id; listRevisions tells it
      return { ...answer, fileId: answer.fileId };
    },

    async createRevision(request, options) {
      const answer = await startUpload(
        caller,
        request,
        { call: 'createRevision', path: ['v1', 'revision', 'createRevision'] },
        { fileId: request.fileId },
        options,
      );
      // open point 4: the example's fileId is another file's
      return { ...answer, fileId: request.fileId };
    },

    async partLinks(fileId, parts, options) {
      if (parts.length === 0) return [];
      const links = await caller.call(
        {
          call: 'partLinks',
          path: ['v1', 'files', 'multipart', 'uploadUrl'],
          body: { fileId, multiParts: wireParts(parts) },
          schema: partLinks,
        },
        options,
      );
      return parts.map((part) => {
        const link = links.find(({ number }) => number === part.number);
        if (link === undefined)
          throw new KooError('BAD_ANSWER', `partLinks: no link for part ${String(part.number)}`);
        return link;
      });
    },

    completeFile: complete('completeFile', ['v1', 'files', 'complete']),
    // open point 7: the example shows files/complete, the URI section this
    completeRevision: complete('completeRevision', ['v1', 'revision', 'completeRevision']),
  };
}
