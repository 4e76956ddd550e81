/** A KooDrive of one folder for unit tests of this room: it keeps files and revisions, counts calls, and fails on demand. */
import type { KooDrive, ListedRevision, NewFileRequest, NewRevisionRequest } from '../../koodrive/api.ts';
import { KooError } from '../../model/errors.ts';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { sha256Of } from '../../disk/read-content.ts';

type File = {
  name: string;
  there: boolean;
  recycled: boolean;
  revisions: { id: string; bytes: Uint8Array }[];
};
type Upload = { size: number; parts: Map<number, Uint8Array>; kind: 'file' | 'revision' };

export type TestKooDrive = {
  readonly koodrive: KooDrive;
  readonly calls: string[];
  readonly files: Map<string, File>;
  readonly uploads: Map<string, Upload>;
  /** The next call of this operation fails: before it did anything, or after it did everything. */
  failNext(operation: string, code: ErrorCode, when?: 'before' | 'after'): void;
  /** Somebody else's file or revision. */
  concurrentEdit(fileId: string, name: string, bytes: Uint8Array): void;
  /** sums of the file's revisions, oldest first */
  history(fileId: string): string[];
};

export function createTestKooDrive(): TestKooDrive {
  const files = new Map<string, File>();
  const uploads = new Map<string, Upload>();
  const calls: string[] = [];
  const failures: { operation: string; code: ErrorCode; when: 'before' | 'after' }[] = [];
  let ids = 0;

  const call = async <T>(operation: string, work: () => T): Promise<T> => {
    await Promise.resolve();
    calls.push(operation);
    const at = failures.findIndex((one) => one.operation === operation);
    const failure = at < 0 ? undefined : failures.splice(at, 1)[0];
    if (failure?.when === 'before') throw new KooError(failure.code, 'on demand');
    const value = work();
    if (failure) throw new KooError(failure.code, 'on demand, after the deed');
    return value;
  };
  const file = (fileId: string): File => {
    const found = files.get(fileId);
    if (!found?.there) throw new KooError('NOT_FOUND', fileId);
    return found;
  };
  const known = (sha256: string | undefined) =>
    [...files.values()].flatMap((one) => one.revisions).find((one) => sha256Of(one.bytes) === sha256)?.bytes;
  const begin = (fileId: string, kind: Upload['kind'], request: NewFileRequest | NewRevisionRequest) => {
    const target = files.get(fileId);
    const content = known(request.flash?.sha256);
    const base = { fileId, matchedPreHash: false, revisionId: undefined, name: target?.name };
    if (target && content) {
      target.there = true;
      target.revisions.push({ id: `r${++ids}`, bytes: content });
      return { ...base, rapid: true, links: [] };
    }
    uploads.set(fileId, { size: request.size, parts: new Map(), kind });
    const links = request.parts.map(({ number }) => ({ number, url: `${fileId}/${number}/${++ids}` }));
    return { ...base, rapid: false, links };
  };
  const complete = (fileId: string, sha256: string) => {
    const upload = uploads.get(fileId);
    const target = files.get(fileId);
    if (!upload || !target) throw new KooError('UPLOAD_TASK_GONE', fileId);
    const bytes = Buffer.concat([...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part));
    if (bytes.length !== upload.size || sha256Of(bytes) !== sha256)
      throw new KooError('CHECK_FAILED', fileId);
    target.there = true;
    target.revisions.push({ id: `r${++ids}`, bytes });
    uploads.delete(fileId);
  };
  const listed = (one: File, index: number): ListedRevision => ({
    revisionId: one.revisions[index]?.id ?? '',
    revisionVersion: index + 1,
    createdAt: index,
    size: one.revisions[index]?.bytes.length,
    sha256: sha256Of(one.revisions[index]?.bytes ?? new Uint8Array()),
    latest: index === one.revisions.length - 1,
    keepForever: false,
    createdBy: undefined,
  });

  const implemented: Partial<KooDrive> = {
    createFile: (request) =>
      call('createFile', () => {
        for (const one of files.values())
          if (one.there && !one.recycled && one.name === request.name)
            throw new KooError('NAME_TAKEN', request.name);
        const fileId = `f${++ids}`;
        files.set(fileId, { name: request.name, there: false, recycled: false, revisions: [] });
        return begin(fileId, 'file', request);
      }),
    createRevision: (request) =>
      call('createRevision', () => {
        if (file(request.fileId).recycled) throw new KooError('REMOTE_RECYCLED', request.fileId);
        return begin(request.fileId, 'revision', request);
      }),
    partLinks: (fileId, parts) =>
      call('partLinks', () => {
        if (!uploads.has(fileId)) throw new KooError('UPLOAD_TASK_GONE', fileId);
        return parts.map(({ number }) => ({ number, url: `${fileId}/${number}/${++ids}` }));
      }),
    putPart: (link, body, options) =>
      call(`putPart ${link.number}`, () => {
        if (options?.signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
        const upload = uploads.get(link.url.split('/')[0] ?? '');
        if (!upload) throw new KooError('UPLOAD_TASK_GONE', link.url);
        upload.parts.set(link.number, Uint8Array.from(body));
        options?.progress?.(body.length);
      }),
    completeFile: (fileId, sha256) => call('completeFile', () => complete(fileId, sha256)),
    completeRevision: (fileId, sha256) => call('completeRevision', () => complete(fileId, sha256)),
    listRevisions: ({ fileId, pageSize = 100 }) =>
      call('listRevisions', () => {
        const one = file(fileId);
        const all = one.revisions.map((_, index) => listed(one, index)).reverse();
        return { revisions: all.slice(0, pageSize), nextCursor: undefined };
      }),
    async *listFolder() {
      const all = await call('listFolder', () => [...files]);
      for (const [fileId, one] of all)
        if (one.there)
          yield {
            fileId,
            name: one.name,
            isFolder: false,
            recycled: one.recycled,
            parentId: 'parent',
            size: one.revisions.at(-1)?.bytes.length,
            sha256: sha256Of(one.revisions.at(-1)?.bytes ?? new Uint8Array()),
            editedAt: undefined,
          };
    },
  };
  return {
    koodrive: new Proxy(implemented as KooDrive, {
      get: (target, name) =>
        Reflect.get(target, name) ??
        (() => {
          throw new Error(`not to be called here: ${String(name)}`);
        }),
    }),
    calls,
    files,
    uploads,
    failNext: (operation, code, when = 'before') => failures.push({ operation, code, when }),
    concurrentEdit(fileId, name, bytes) {
      const one = files.get(fileId) ?? { name, there: true, recycled: false, revisions: [] };
      files.set(fileId, one);
      one.revisions.push({ id: `r${++ids}`, bytes });
    },
    history: (fileId) => files.get(fileId)?.revisions.map(({ bytes }) => sha256Of(bytes)) ?? [],
  };
}
