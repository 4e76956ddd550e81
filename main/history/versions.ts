/**
 * The versions of one remote file, newest first: listRevision to its last page, then getRevision only for the entries
 * that lack something we show (open point 4 and section 9 of docs/koodrive-api.md: a list may leave fields out).
 */
import type { Version } from '../../shared/views.ts';
import type { KooDrive, ListedRevision } from '../koodrive/api.ts';
import { KooError } from '../model/errors.ts';

export type RevisionCalls = Pick<KooDrive, 'listRevisions' | 'getRevision'>;
export type RemoteFile = { readonly containerId: string; readonly fileId: string };

/** getRevision calls at the same time; a history of thousands must not starve the uploads of connections */
const detailCalls = 6;
/** the most that the server gives on one page (section 9) */
const pageSize = 100;
/** a server whose cursor never ends must not hold us for ever; 100 a page make a million versions */
const mostPages = 10_000;

/** Throws what the calls throw, BAD_ANSWER for a list that does not end. */
export const listVersions = async (
  koodrive: RevisionCalls,
  file: RemoteFile,
  signal?: AbortSignal,
): Promise<Version[]> => {
  const listed = await listAll(koodrive, file, signal);
  const versions = new Array<Version>(listed.length);
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);

  // each worker takes the next entry; with an iterator shared by all, none is taken twice
  const entries = listed.entries();
  const worker = async () => {
    for (const [i, entry] of entries) {
      versions[i] =
        complete(entry) ??
        viewOf(await koodrive.getRevision({ ...file, revisionId: entry.revisionId }, { signal: either }));
    }
  };
  try {
    await Promise.all(Array.from({ length: detailCalls }, worker));
  } catch (thrown) {
    stop.abort();
    throw thrown;
  }
  // the list is newest first by the document; the number decides where a server sees that otherwise
  return versions.sort((a, b) => b.revisionVersion - a.revisionVersion);
};

const listAll = async (
  koodrive: RevisionCalls,
  file: RemoteFile,
  signal: AbortSignal | undefined,
): Promise<ListedRevision[]> => {
  const found = new Map<string, ListedRevision>();
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await koodrive.listRevisions({ ...file, pageSize, cursor }, { signal });
    // a version made between two pages shifts the list by one: the same entry then comes twice
    for (const revision of answer.revisions)
      if (!found.has(revision.revisionId)) found.set(revision.revisionId, revision);
    if (answer.nextCursor === undefined || answer.nextCursor === cursor) return [...found.values()];
    cursor = answer.nextCursor;
  }
  throw new KooError('BAD_ANSWER', `listRevision did not end after ${mostPages} pages`);
};

/** The listed entry as it is shown, or undefined when it lacks something. Who made it is shown where it is known. */
const complete = (entry: ListedRevision): Version | undefined => {
  const { revisionVersion, createdAt, size, sha256, latest, keepForever } = entry;
  if (
    revisionVersion === undefined ||
    createdAt === undefined ||
    size === undefined ||
    sha256 === undefined ||
    latest === undefined ||
    keepForever === undefined
  )
    return undefined;
  return viewOf({
    revisionId: entry.revisionId,
    revisionVersion,
    createdAt,
    size,
    sha256,
    latest,
    keepForever,
    createdBy: entry.createdBy,
  });
};

const viewOf = (revision: Omit<Version, 'createdBy'> & { createdBy?: string | undefined }): Version => ({
  revisionId: revision.revisionId,
  revisionVersion: revision.revisionVersion,
  createdAt: revision.createdAt,
  size: revision.size,
  sha256: revision.sha256,
  latest: revision.latest,
  keepForever: revision.keepForever,
  ...(revision.createdBy === undefined ? {} : { createdBy: revision.createdBy }),
});
