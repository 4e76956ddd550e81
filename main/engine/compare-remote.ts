/**
 * Compares what was synced with what KooDrive holds, one folder after the other: somebody may have thrown something away
 * there, renamed it, or made a version upon ours, and nobody tells us. A client that has nothing else to do looks at a
 * folder now and then, by its list (plan/compare-folder.ts says how often); a user may ask for all of it at once. What
 * other calls learn of a single file comes here, too.
 */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { isPresent, type BaselineEntry } from '../model/baseline-entry.ts';
import { isGoneRemotely, toKooError, type KooError } from '../model/errors.ts';
import { isAtOrBelow, parentOf } from '../model/relative-path.ts';
import { isLost, type RemoteDifference } from '../model/remote-difference.ts';
import type { RenameIntents } from './apply/rename-intents.ts';
import { isNamedAs } from './apply/remote-place.ts';
import { remoteStateOf } from './apply/remote-state.ts';
import type { UploadIntents } from './apply/upload-intents.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { RemoteDifferences } from './baseline/remote-differences.ts';
import type { Commit } from './commit.ts';
import type { PairContext, PairContexts } from './contexts.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import { compareEveryMs, compareFolder, isOther, type Listed } from './plan/compare-folder.ts';

export type CompareRemoteDeps = {
  readonly contexts: Pick<PairContexts, 'all'>;
  readonly baseline: Pick<Baseline, 'find' | 'parentIdOf' | 'children' | 'folderAfter' | 'folderCount'>;
  readonly differences: Pick<RemoteDifferences, 'of' | 'end' | 'lastCompared' | 'compared'>;
  readonly pending: Pick<PendingChanges, 'find'>;
  readonly uploads: Pick<UploadIntents, 'find'>;
  readonly renames: Pick<RenameIntents, 'touching'>;
  readonly commit: Pick<Commit, 'remoteDiffers'>;
  readonly clock: Clock;
  readonly log: Log;
  /** a problem may have come, or the list of what happened last has grown */
  changed(): void;
};

/** The differences of one folder (relative path, '' for the pair's own). Throws network codes, PAIR_RECYCLED, PAIR_GONE. */
async function compareOneFolder(
  deps: CompareRemoteDeps,
  context: PairContext,
  folder: string,
  signal: AbortSignal,
): Promise<readonly RemoteDifference[]> {
  const { account, pair } = context;
  const entry = deps.baseline.find(pair.id, folder);
  if (!isPresent(entry) || !isAtRest(deps, context, entry)) return [];
  const known = deps.baseline
    .children(pair.id, folder)
    .filter((one) => isPresent(one) && isAtRest(deps, context, one));
  const listed = new Map<string, Listed>();
  try {
    for await (const { fileId, name, sha256 } of account.koodrive.listFolder(
      pair.containerId,
      entry.remote.fileId,
      { signal },
    ))
      listed.set(fileId, { name, sha256 });
  } catch (thrown) {
    if (!isGoneRemotely(thrown)) throw thrown;
    const lost = await findLost(deps, context, folder, signal);
    return lost ? told(deps, context, [lost]) : [];
  }
  const { agreeing, renamed, changed, absent } = compareFolder(known, listed);
  for (const one of agreeing) if (deps.differences.of(pair.id, one)) deps.differences.end(pair.id, one.path);
  const found = [...renamed];
  for (const one of changed) found.push(...(await askNewest(context, one, signal)));
  for (const one of absent) found.push(...(await askWhere(deps, context, one, signal)));
  return told(deps, context, found);
}

/** All folders at and below this one. What was found before it fails is written down. */
export async function compareBelow(
  deps: CompareRemoteDeps,
  context: PairContext,
  top: string,
  signal: AbortSignal,
): Promise<readonly RemoteDifference[]> {
  const found: RemoteDifference[] = [];
  const next = (after: string) => deps.baseline.folderAfter(context.pair.id, after, top);
  for (let folder: string | undefined = top; folder !== undefined; folder = next(folder)) {
    signal.throwIfAborted();
    // what lies in a folder that is lost is lost with it
    const at = folder;
    if (!found.some((one) => isLost(one) && isAtOrBelow(at, one.path)))
      found.push(...(await compareOneFolder(deps, context, at, signal)));
  }
  return found;
}

/**
 * Somebody looks at this path on the server. `newest`: they met this content (SHA-256, hex) as the newest; undefined: the
 * server is asked whether the file is in its place.
 */
export async function learnRemote(
  deps: CompareRemoteDeps,
  context: PairContext,
  path: string,
  newest: string | undefined,
  signal: AbortSignal,
): Promise<RemoteDifference | undefined> {
  const entry = deps.baseline.find(context.pair.id, path);
  if (!isPresent(entry)) return undefined;
  let found: RemoteDifference | undefined;
  if (newest === undefined) found = await askIfInPlace(deps, context, entry, signal);
  else if (isOther(entry.remote.sha256, newest)) found = newerThan(entry, newest);
  if (found) told(deps, context, [found]);
  return found;
}

/** One call where it is in its place. */
async function askIfInPlace(
  deps: CompareRemoteDeps,
  context: PairContext,
  entry: BaselineEntry,
  signal: AbortSignal,
): Promise<RemoteDifference | undefined> {
  const [found] = await askWhere(deps, context, entry, signal);
  if (found && isLost(found)) return (await findLost(deps, context, entry.path, signal)) ?? found;
  return found;
}

/** The topmost of this path and the folders above it that is not there. */
export async function findLost(
  { baseline }: { readonly baseline: Pick<Baseline, 'find'> },
  { account, pair }: PairContext,
  path: string,
  signal: AbortSignal,
): Promise<RemoteDifference | undefined> {
  let top: RemoteDifference | undefined;
  for (let at: string | undefined = path; at; at = parentOf(at)) {
    const fileId = baseline.find(pair.id, at)?.remote.fileId;
    if (fileId === undefined) continue;
    const state = await remoteStateOf(account.koodrive, { containerId: pair.containerId, fileId }, signal);
    if (state === 'in-bin' || state === 'gone') top = { path: at, fileId, kind: state, detail: undefined };
  }
  return top;
}

const newerThan = ({ path, remote }: BaselineEntry, sha256: string): RemoteDifference => ({
  path,
  fileId: remote.fileId,
  kind: 'newer',
  detail: sha256.toLowerCase(),
});

/** A list that is behind says what was there before: the versions are asked. */
async function askNewest(
  { account, pair }: PairContext,
  entry: BaselineEntry,
  signal: AbortSignal,
): Promise<readonly RemoteDifference[]> {
  const { containerId } = pair;
  const { fileId, sha256 } = entry.remote;
  const request = { containerId, fileId, pageSize: 1 };
  const [newest] = (await account.koodrive.listRevisions(request, { signal })).revisions;
  if (newest?.sha256 === undefined || !isOther(sha256, newest.sha256)) return [];
  return [newerThan(entry, newest.sha256)];
}

async function askWhere(
  { baseline }: Pick<CompareRemoteDeps, 'baseline'>,
  { account, pair }: PairContext,
  { path, remote: { fileId } }: BaselineEntry,
  signal: AbortSignal,
): Promise<readonly RemoteDifference[]> {
  const there = await remoteStateOf(account.koodrive, { containerId: pair.containerId, fileId }, signal);
  if (there === 'in-bin' || there === 'gone') return [{ path, fileId, kind: there, detail: undefined }];
  const isNamedSo = isNamedAs(there, path);
  const parentId = baseline.parentIdOf(pair.id, path);
  // a list may be behind
  if (isNamedSo && (there.parentId === undefined || there.parentId === parentId)) return [];
  return [{ path, fileId, kind: 'renamed', detail: isNamedSo ? undefined : there.name }];
}

/** Writes down what still holds: what was synced meanwhile, or is about to be, is the newer word. */
function told(
  deps: CompareRemoteDeps,
  context: PairContext,
  found: readonly RemoteDifference[],
): readonly RemoteDifference[] {
  const { baseline, commit, changed } = deps;
  const holds = found.filter(({ path, fileId, kind, detail }) => {
    const entry = baseline.find(context.pair.id, path);
    if (!isPresent(entry) || entry.remote.fileId !== fileId) return false;
    if (kind === 'newer' && !isOther(entry.remote.sha256, detail)) return false;
    return isAtRest(deps, context, entry);
  });
  for (const difference of holds) commit.remoteDiffers(context.pair.id, difference);
  if (holds.length > 0) changed();
  return holds;
}

/** Nothing of it is on its way; a problem is none. */
function isAtRest(
  { pending, uploads, renames }: CompareRemoteDeps,
  { pair }: PairContext,
  { path }: BaselineEntry,
): boolean {
  const change = pending.find(pair.id, path);
  if (change && !change.failure) return false;
  return uploads.find(pair.id, path) === undefined && renames.touching(pair.id, path).length === 0;
}

export type KeepComparingDeps = CompareRemoteDeps & {
  /** nothing is synced, nothing stands in the way, and it is wanted */
  idle(pairId: number): boolean;
  /** tells a problem that concerns more than one file */
  judge(error: KooError, pairId: number, signal: AbortSignal): Promise<unknown>;
};

const lookEveryMs = 10_000;

/** Works until the signal fires. */
export async function keepComparing(deps: KeepComparingDeps, signal: AbortSignal): Promise<void> {
  const counts = new Map<number, number>();
  while (!signal.aborted) {
    await deps.clock.sleep(lookEveryMs, signal);
    await compareNow(deps, signal, counts);
  }
}

/** Compares the next folder of each pair of which one is due. `counts`: folders of the pairs, where they are known. */
export async function compareNow(
  deps: KeepComparingDeps,
  signal: AbortSignal,
  counts = new Map<number, number>(),
): Promise<void> {
  for (const context of deps.contexts.all()) {
    if (signal.aborted) return;
    if (deps.idle(context.pair.id)) await compareNext(deps, context, counts, signal);
  }
}

async function compareNext(
  deps: KeepComparingDeps,
  context: PairContext,
  counts: Map<number, number>,
  signal: AbortSignal,
): Promise<void> {
  const { baseline, differences, clock, log, judge } = deps;
  const { id } = context.pair;
  try {
    const now = clock.now();
    const last = differences.lastCompared(id);
    // a pair that is new was just looked at
    if (!last) return differences.compared(id, '', now);
    const folders = counts.get(id) ?? baseline.folderCount(id);
    counts.set(id, folders);
    // a clock that was set back
    if (last.at > now) differences.compared(id, last.folder, now);
    if (now - last.at < compareEveryMs(folders)) return;
    const next = baseline.folderAfter(id, last.folder);
    // from the top again
    if (next === undefined) counts.delete(id);
    differences.compared(id, next ?? '', now);
    const found = await compareOneFolder(deps, context, next ?? '', signal);
    if (found.length > 0) log.info({ tag: 'compare', found: found.length }, 'KooDrive holds something else');
  } catch (thrown) {
    const error = toKooError(thrown);
    if (error.code === 'CANCELLED') return;
    log.debug({ tag: 'compare', code: error.code }, 'not compared');
    await judge(error, id, signal);
  }
}
