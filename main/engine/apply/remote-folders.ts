/** Folders on the server on the way to a path: their ids, and what is done when one of them is there no more. */
import { errorCodes, type ErrorCode } from '../../../shared/error-codes.ts';
import { isGoneRemotely, KooError } from '../../model/errors.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { parentOf } from '../../model/relative-path.ts';
import type { PendingChange } from '../pending/pending-change.ts';
import { requestFor, type ApplyDeps } from './apply-context.ts';
import type { PathOutcome, SyncPathRequest } from './path-outcome.ts';
import { isNamedAs } from './remote-place.ts';
import { remoteStateOf } from './remote-state.ts';

/** Id of the remote folder for `path`, which is a folder; undefined: it is to be synced itself first. */
export function knownFolderId(
  { baseline, pending }: Pick<ApplyDeps, 'baseline' | 'pending'>,
  pairId: number,
  path: string,
): string | undefined {
  const change = pending.find(pairId, path);
  // one that is pending itself may be another folder now, and the known one may have another name
  const isSure = !change || change.failure !== undefined;
  return isSure ? baseline.heldFolderId(pairId, path) : undefined;
}

/** Id of the remote folder for `path`, which is a folder; `syncFolder` syncs it, and those above it, if need be. */
export async function remoteFolderId(
  { baseline, pending, clock }: ApplyDeps,
  request: SyncPathRequest,
  path: string,
  syncFolder: (request: SyncPathRequest) => Promise<PathOutcome>,
): Promise<string> {
  const pairId = request.pair.id;
  const known = knownFolderId({ baseline, pending }, pairId, path);
  if (known !== undefined) return known;
  const change = pending.find(pairId, path);
  requireNoProblem(change, path, clock.now());
  // its problem is to stand in the queue, where what lies in it does not say it
  const told = (thrown: unknown): unknown => {
    const error = ofFolder(thrown, path);
    if (error !== thrown && !change) pending.enqueue(pairId, path, 'noticed', clock.now());
    return error;
  };
  const outcome = await syncFolder(requestFor(request, path, { clock })).catch((thrown: unknown) => {
    throw told(thrown);
  });
  if (outcome.kind === 'wait')
    throw new KooError('FILE_GONE', 'the folder above waits', { detail: { path } });
  const now = baseline.find(pairId, path);
  if (now?.kind === 'folder') return now.remote.fileId;
  if (outcome.kind === 'problem') throw told(outcome.error);
  throw new KooError('FILE_GONE', 'the folder above is not there', { detail: { path } });
}

/**
 * A problem that ends at a folder is told of the folder, and is one: whatever lies in it waits for that. What passes by
 * itself, and what concerns more than this folder, is told as it is.
 */
function requireNoProblem(change: PendingChange | undefined, path: string, now: number): void {
  if (!change?.failure || change.dueAt <= now) return;
  const { code } = change.failure;
  if (isOfFolder(code)) throw new KooError('ABOVE_FAILED', `the folder above: ${code}`, { detail: { path } });
}

const isOfFolder = (code: ErrorCode): boolean => {
  const { response, scope } = errorCodes[code];
  return response === 'user' && scope === 'item' && code !== 'NOT_FOUND' && code !== 'REMOTE_RECYCLED';
};

const ofFolder = (thrown: unknown, path: string): unknown =>
  thrown instanceof KooError && isOfFolder(thrown.code)
    ? new KooError('ABOVE_FAILED', `the folder above: ${thrown.code}`, { cause: thrown, detail: { path } })
    : thrown;

/**
 * Does `work`, which puts something into the folder above. When that folder is gone on the server (somebody threw it
 * away, or we did and a power cut took the memory of it) it is made anew with all it holds here; the pair's own folder
 * is left to the user.
 */
export async function inExistingFolder<T>(
  deps: ApplyDeps,
  request: SyncPathRequest,
  work: () => Promise<T>,
): Promise<T | PathOutcome> {
  try {
    return await work();
  } catch (thrown) {
    if (!isGoneRemotely(thrown)) throw thrown;
    let top: string | undefined;
    for (let above = parentOf(request.path); above; above = parentOf(above))
      if (await isFolderGone(deps, request, above)) top = above;
    if (top === undefined) throw thrown;
    return { kind: 'lost-remotely', top };
  }
}

async function isFolderGone(
  { baseline }: ApplyDeps,
  { account, pair, signal }: SyncPathRequest,
  path: string,
): Promise<boolean> {
  const base = baseline.find(pair.id, path);
  if (!base) return false;
  const { fileId } = base.remote;
  const state = await remoteStateOf(account.koodrive, { containerId: pair.containerId, fileId }, signal);
  return state === 'in-bin' || state === 'gone';
}

/** Has this file or folder still the request's path on the server, outside of the recycle bin? */
export async function isInPlace(
  { baseline }: ApplyDeps,
  { account, pair, path, signal }: SyncPathRequest,
  { remote }: BaselineEntry,
): Promise<boolean> {
  try {
    const there = await account.koodrive.detail(pair.containerId, remote.fileId, { signal });
    const parent = baseline.find(pair.id, parentOf(path) ?? '');
    return (
      !there.recycled && there.parentId === parent?.remote.fileId && (path === '' || isNamedAs(there, path))
    );
  } catch (thrown) {
    if (isGoneRemotely(thrown)) return false;
    throw thrown;
  }
}
