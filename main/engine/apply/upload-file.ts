/**
 * One file's content to the server: a new file, or a revision of a known one.
 *
 * Invariant 3 (no second revision of a content): what the server holds is looked at before a revision is made; an
 * upload whose outcome is not known is resolved before, in unknown-outcomes.ts. Invariant 4: the baseline is written
 * from the result, by engine/commit.ts, in one transaction with the queue.
 * Attacked by: upload-file.test.ts, tests/scenarios/killed.test.ts, and after every seed by check 3 of
 * tests/simulation/check.ts.
 */
import type { Digest, Whole } from '../../disk/read-content.ts';
import type { ListedRevision } from '../../koodrive/api.ts';
import { NEEDS_REREAD, type BaselineEntry, type LocalState } from '../../model/baseline-entry.ts';
import { isGoneRemotely, KooError, toKooError } from '../../model/errors.ts';
import { isOlderThanItself } from '../../model/file-stat.ts';
import { provenFrom } from '../plan/write-back.ts';
import type { UploadResult } from './path-outcome.ts';
import { elsewhereError, isAtPlace } from './remote-place.ts';
import { sendContent } from './send-content.ts';
import { findEntry, newestRevisions } from './unknown-outcomes.ts';
import type { UploadFileDeps, UploadFileRequest } from './upload-types.ts';

/** Throws KooError; FILE_CHANGED when the file did not hold still, then nothing was completed. */
export async function uploadFile(deps: UploadFileDeps, request: UploadFileRequest): Promise<UploadResult> {
  const { base } = request;
  try {
    return await uploadContent(deps, request, base);
  } catch (thrown) {
    const error = toKooError(thrown);
    if (error.code === 'NAME_TAKEN' && !base) {
      const found = await findByName(deps, request);
      if (found) return uploadContent(deps, request, found);
    }
    // the file is no longer where we knew it: it is a new file then, and its old history stays where it is
    if (base && isGoneRemotely(error)) {
      deps.remoteForgotten(request.pair.id, request.path);
      return uploadContent(deps, request, undefined);
    }
    throw error;
  }
}

/** A file of this name that the server holds and we did not know of. */
async function findByName(
  { koodrive, baseline, clock }: UploadFileDeps,
  request: UploadFileRequest,
): Promise<BaselineEntry | undefined> {
  const entry = await findEntry(koodrive, request, request.parentId);
  if (entry?.isFolder !== false) return undefined;
  const remote = { fileId: entry.fileId, sha256: entry.sha256, revisionId: undefined };
  const { pair, path } = request;
  // somebody else gave it this name: what is saved here is no version of that one
  if (baseline.isKnownElsewhere(pair.containerId, entry.fileId, pair.id, path)) return undefined;
  // written down at once: the next attempt goes on with what this one has sent
  baseline.put(pair.id, path, { kind: 'file', local: undefined, remote }, clock.now());
  return baseline.find(pair.id, path);
}

async function uploadContent(
  deps: UploadFileDeps,
  request: UploadFileRequest,
  base: BaselineEntry | undefined,
): Promise<UploadResult> {
  const read = await readAhead(deps, request, base);
  const { digest } = read;
  const local = localStateOf(request);
  if (base && digest && base.remote.sha256 === digest.sha256)
    return { kind: 'unchanged', local, remote: base.remote, concurrentEdit: false };

  const revisions = base ? await revisionsOfOurs(deps, request, base.remote) : [];
  const [newest] = revisions;
  if (base && newest && digest && newest.sha256 === digest.sha256) {
    const remote = { fileId: base.remote.fileId, sha256: digest.sha256, revisionId: newest.revisionId };
    return { kind: 'adopted', local, remote, concurrentEdit: false };
  }

  const earlier = base && digest && heldEarlier(deps, base, revisions, digest.sha256, request.stat);
  if (earlier) {
    const remote = { fileId: base.remote.fileId, sha256: digest.sha256, revisionId: earlier.revisionId };
    return { kind: 'adopted', local, remote, concurrentEdit: false };
  }

  const { at, stat } = request;
  const preHash = digest?.preHash ?? (await deps.content.head(at, stat.fingerprint));
  const { readFrom, ...remote } = await sendContent(deps, request, {
    base,
    baseRevisionId: newest?.revisionId,
    preHash,
    sha256: digest?.sha256,
    bytes: read.whole?.bytes,
  });
  return {
    kind: base ? 'revision' : 'new-file',
    local,
    remote,
    concurrentEdit: base !== undefined && isConcurrentEdit(base, newest),
    ...(base ? { made: { fileId: remote.fileId, sha256: remote.sha256, base: newest?.revisionId } } : {}),
    ...(readFrom === undefined ? {} : { readFrom }),
  };
}

/**
 * Of a file that is where it is known, or that holds what we sent last: that one was renamed or moved by somebody else, and goes on
 * with its history. Throws NOT_FOUND for any other: a version of it would be another file's.
 */
async function revisionsOfOurs(
  { koodrive }: UploadFileDeps,
  request: UploadFileRequest,
  { fileId, sha256 }: BaselineEntry['remote'],
): Promise<readonly ListedRevision[]> {
  const { pair, path, parentId, signal } = request;
  const [there, revisions] = await Promise.all([
    koodrive.detail(pair.containerId, fileId, { signal }),
    newestRevisions(koodrive, request, fileId),
  ]);
  const isHere = there.recycled || isAtPlace(there, { path, kind: 'file', parentId });
  const isOurs = isHere || (!there.isFolder && revisions.some((one) => one.sha256 === sha256));
  if (!isOurs) throw elsewhereError(path);
  return revisions;
}

type Read = {
  /** all of a small file */
  readonly whole: Whole | undefined;
  /** undefined: hashed while it is sent */
  readonly digest: Digest | undefined;
};

/** Reads what has to be known before the server is told anything. */
async function readAhead(
  deps: UploadFileDeps,
  request: UploadFileRequest,
  base: BaselineEntry | undefined,
): Promise<Read> {
  const { content, chunking } = deps;
  const { at, stat, neverQuiet, signal } = request;
  const { fingerprint, size } = stat;
  const isSmall = size <= chunking.singlePartUpTo;
  const whole = isSmall ? await content.whole(at, fingerprint) : undefined;
  // a mix of two states is not read twice
  if (neverQuiet && whole && (await content.whole(at, fingerprint)).sha256 !== whole.sha256)
    throw new KooError('FILE_CHANGED', 'the file was written while it was read');
  if (whole) return { whole, digest: whole };
  // of another size than the last version it is another content for certain, and may be hashed while it is sent
  const isKnown = base?.remote.sha256 !== undefined && base.local !== undefined;
  const maybeSame = base !== undefined && (!isKnown || base.local.size === size);
  const isRead = neverQuiet || maybeSame || mayBeMixed(deps, request);
  return {
    whole: undefined,
    digest: isRead ? await content.digest(at, fingerprint, signal) : undefined,
  };
}

/**
 * Are there parts of it that were read so soon after its last stamp that it may have been written since without another
 * one? Then the digest of what it is now says whether they still belong to it.
 */
function mayBeMixed({ uploads, clock }: UploadFileDeps, { pair, path, stat }: UploadFileRequest): boolean {
  const begun = uploads.find(pair.id, path);
  if (begun?.fingerprint !== stat.fingerprint) return false;
  // the clock was set back since: by what it showed then nothing is known of now
  if (begun.begunAt > clock.now()) return true;
  return provenFrom(stat.quietSince, begun.begunAt) !== undefined;
}

/** A server's clock and ours may be apart so much. */
const clocksApartMs = 15 * 60_000;

/**
 * Of a file that nothing is known of here (its database was lost, or the folder is new): the former version of which it
 * has the content, where it was last touched long before the newest one was made. That one is somebody else's then, and
 * this content is no change since. Who went back to an earlier content touched the file later; a stamp proves nothing where
 * the clock that made it may have been behind.
 */
function heldEarlier(
  { time }: Pick<UploadFileDeps, 'time'>,
  base: BaselineEntry,
  [newest, ...former]: readonly ListedRevision[],
  sha256: string,
  stat: UploadFileRequest['stat'],
): ListedRevision | undefined {
  const madeAt = newest?.createdAt;
  if (base.local !== undefined || madeAt === undefined || stat.quietSince + clocksApartMs >= madeAt)
    return undefined;
  if (time.mayBeLater(stat.quietSince) || isOlderThanItself(stat)) return undefined;
  return former.find((one) => one.sha256 === sha256);
}

function isConcurrentEdit({ remote }: BaselineEntry, newest: ListedRevision | undefined): boolean {
  if (!newest) return false;
  if (remote.revisionId !== undefined) return newest.revisionId !== remote.revisionId;
  return remote.sha256 !== undefined && newest.sha256 !== remote.sha256;
}

const localStateOf = ({ stat, neverQuiet }: UploadFileRequest): LocalState => ({
  fingerprint: neverQuiet ? NEEDS_REREAD : stat.fingerprint,
  localId: stat.localId,
  size: stat.size,
  mode: stat.mode,
});
