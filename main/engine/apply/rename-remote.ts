/**
 * Renames and moves on the server, of a file or of a folder with all it holds: one call for a rename, one job for a
 * move, and the history goes along. Written down before the server is told (rename-intents.ts), and asked about when
 * the answer was lost.
 */
import type { RemoteEntry } from '../../koodrive/api.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { isGoneRemotely, isRefusal, KooError } from '../../model/errors.ts';
import { childOf, isAtOrBelow, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import type { PairContext } from '../contexts.ts';
import { asideName } from '../plan/remote-names.ts';
import {
  waitForOthers,
  whileArriving,
  whileRenaming,
  type ApplyContext,
  type ApplyDeps,
} from './apply-context.ts';
import { lackingBelow } from './observe.ts';
import { keyOf } from './path-locks.ts';
import { elsewhereError, isAtPlace, isIn, isNamedAs, isOfKind } from './remote-place.ts';
import type { PathOutcome, SyncPathRequest, SyncPathRun } from './path-outcome.ts';
import type { RenameIntent } from './rename-intents.ts';
import { below } from '../../model/local-path.ts';

/**
 * What is known at `from.path` is at the request's path from here on. Waits while something there is on its way.
 * `leftAt`: when the disk did the rename (epoch ms), of a file that stays in its folder.
 */
export async function renameRemote(
  context: ApplyContext,
  request: SyncPathRun,
  from: BaselineEntry,
  leftAt: number | undefined,
): Promise<PathOutcome> {
  const { kind, path: old } = from;
  const isReplaced = await standsInPlaceOf(context, request, from);
  const outcome = { kind: 'renamed', from: old, contentToo: kind === 'file', leftAt, isReplaced } as const;
  const ended = await renameTo(context, request, from, leftAt, outcome);
  if (ended.kind !== 'renamed' || kind === 'file') return ended;
  if (request.isComparedLater(request.path)) return ended;
  // what went from it before it was known here was not known here either
  return { ...ended, lacking: await lackingBelow(context, request.pair, old, request.path) };
}

/** Does something stand where this folder was known? What was known in the folder may stand in that. */
const standsInPlaceOf = async (
  { disk }: ApplyContext,
  { pair }: SyncPathRequest,
  { kind, path }: BaselineEntry,
): Promise<boolean> => kind === 'folder' && (await disk.stat(below(pair.folder, path))) !== undefined;

/** A program saved by renaming: the request's path gets back what is known at `from.path`. */
export async function takeBack(
  context: ApplyContext,
  request: SyncPathRun,
  from: BaselineEntry,
): Promise<PathOutcome> {
  return renameTo(context, request, from, undefined, { kind: 'taken-back', from: from.path });
}

async function renameTo(
  context: ApplyContext,
  request: SyncPathRun,
  from: BaselineEntry,
  leftAt: number | undefined,
  outcome: PathOutcome,
): Promise<PathOutcome> {
  const { pair, path, signal } = request;
  const toParentId = await context.remoteFolderId(request, parentOf(path) ?? '');
  const rename = async (): Promise<PathOutcome> => {
    // what is known of the old path may be wrong: it is itself a new path, of a rename that is not written down
    if (context.renames.touching(pair.id, from.path).length > 0) return waitForOthers(context, request);
    // what is on its way into the bin would go there under its new name
    if (context.locks.isRecycled(keyOf(pair.id, from.path))) return waitForOthers(context, request);
    const { fileId } = from.remote;
    // something else may be known there by now: the folder that took its place
    const known = context.baseline.find(pair.id, from.path);
    if (known?.remote.fileId !== fileId || known.local?.localId !== from.local?.localId)
      return waitForOthers(context, request);
    await context.renames.begin({ pairId: pair.id, from: from.path, to: path, fileId, leftAt });
    const wasTaken = request.failed?.code === 'NAME_TAKEN';
    await giveNameAndFolder(context, request, from, path, toParentId, signal, wasTaken);
    return outcome;
  };
  return whileRenaming(context, request, from.path, () =>
    // a name within itself is held already
    isAtOrBelow(path, from.path) ? rename() : whileArriving(context, request, toParentId, rename),
  );
}

/**
 * Frees the name of the request's path on the server for the other kind of thing. What held it is missing on the disk
 * under that name: it gets out of the way, stays known under the name it has there now, and goes the way of everything
 * that is missing, or comes back with its history when it turns out to have been renamed. The name is always the same for
 * the same item: a request of a life that ended may reach the server after our own.
 */
export async function moveAside(
  context: ApplyContext,
  request: SyncPathRun,
  base: BaselineEntry,
): Promise<PathOutcome> {
  const { account, pair, path, signal } = request;
  const { fileId } = base.remote;
  const name = asideName(remoteNameOf(path), fileId, base.syncedAt ?? 0);
  const to = childOf(parentOf(path) ?? '', name);
  const isReplaced = await standsInPlaceOf(context, request, base);
  return whileRenaming(context, request, path, async () => {
    // who stood here may have been renamed meanwhile, and makes way no more
    const known = context.baseline.find(pair.id, path)?.remote.fileId;
    if (known !== fileId || context.renames.touching(pair.id, path).length > 0)
      return waitForOthers(context, request);
    await context.renames.begin({ pairId: pair.id, from: path, to, fileId, leftAt: undefined });
    try {
      const parentId = context.baseline.parentIdOf(pair.id, path);
      const there = await account.koodrive.detail(pair.containerId, fileId, { signal });
      const isOurs = [path, to].some((at) => isAtPlace(there, { path: at, kind: base.kind, parentId }));
      if (!there.recycled && !isOurs) throw elsewhereError(path);
      await account.koodrive.rename({ containerId: pair.containerId, fileId, name }, { signal });
    } catch (thrown) {
      if (isRefusal(thrown)) context.renames.end(pair.id, path);
      if (!isGoneRemotely(thrown)) throw thrown;
      // it is out of the way already: thrown away or moved by somebody else
      context.baseline.forget(pair.id, path);
      return { kind: 'wait', dueAt: context.clock.now(), observed: request.observed };
    }
    return { kind: 'moved-aside', to, isReplaced };
  });
}

/**
 * Renames that touch this path and of which it is not known whether the server did them: asks, and writes it down. True
 * while one of them may still arrive there.
 */
export async function finishOpenRenames(
  context: ApplyContext,
  request: SyncPathRequest,
  path = request.path,
): Promise<boolean> {
  const { pair, signal } = request;
  let mayArrive = false;
  for (const one of context.renames.touching(pair.id, path)) {
    const key = keyOf(pair.id, one.from);
    await context.locks.once('rename-outcome', key, async () => {
      // one that is on its way now ends by itself: by who syncs its new path
      const release = context.locks.holdRenaming(key);
      if (!release) return;
      // nor is the folder that it goes to renamed meanwhile; a name within itself is held already
      const arrival = isAtOrBelow(one.to, one.from)
        ? () => undefined
        : context.locks.holdSending(keyOf(pair.id, one.to));
      const isOpen = () => context.renames.touching(pair.id, one.from).some((open) => open.to === one.to);
      try {
        if (isOpen() && (!arrival || (await finish(context, request, one, signal)) === 'may-arrive'))
          mayArrive = true;
      } finally {
        arrival?.();
        release();
      }
    });
  }
  return mayArrive;
}

async function finish(
  context: ApplyContext,
  of: PairContext,
  intent: RenameIntent,
  signal: AbortSignal,
): Promise<'ended' | 'may-arrive'> {
  const { baseline, renames, commit, clock } = context;
  const { account, pair } = of;
  const { from, to, fileId } = intent;
  const base = baseline.find(pair.id, from);
  const oldParent = baseline.find(pair.id, parentOf(from) ?? '');
  const newParent = baseline.find(pair.id, parentOf(to) ?? '');
  const forget = () => {
    renames.end(pair.id, from);
    return 'ended' as const;
  };
  if (base?.remote.fileId !== fileId) return forget();
  try {
    const now = await account.koodrive.detail(pair.containerId, fileId, { signal });
    const isAtOldPlace = now.name === remoteNameOf(from) && now.parentId === oldParent?.remote.fileId;
    // the request may still be on its way, sent by a process that is long dead
    if (isAtOldPlace && renames.mayArrive(intent, clock.elapsed())) return 'may-arrive';
    if (now.recycled || isAtOldPlace) return forget();
    if (!newParent || baseline.find(pair.id, to)) {
      // its new path is gone or taken: the server may have done half of it all the same
      await putBack(context, of, base, signal);
      return forget();
    }
    if (!(await isGiven(context, of, base, to, newParent.remote.fileId, signal))) return forget();
    commit.renameResolved(intent);
    return 'ended';
  } catch (thrown) {
    // who is not told where it is knows nothing of where it is
    if (!isGoneRemotely(thrown)) throw thrown;
    return forget();
  }
}

/** False: the server refuses, and has it at its old path. */
async function isGiven(
  context: ApplyDeps,
  of: PairContext,
  from: BaselineEntry,
  to: string,
  toParentId: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await giveNameAndFolder(context, of, from, to, toParentId, signal);
    return true;
  } catch (thrown) {
    if (!isRefusal(thrown) || isGoneRemotely(thrown)) throw thrown;
    await putBack(context, of, from, signal);
    return false;
  }
}

/**
 * One call for a rename, one job for a move, however much the folder holds. When the server refuses half of it all is put
 * back, for what is known of the old path must stay true. `wasTaken`: something else had the new name at the last try.
 */
async function giveNameAndFolder(
  context: ApplyDeps,
  of: PairContext,
  from: BaselineEntry,
  to: string,
  toParentId: string,
  signal: AbortSignal,
  wasTaken = false,
): Promise<void> {
  const { koodrive } = of.account;
  const { containerId } = of.pair;
  const { fileId } = from.remote;
  const name = remoteNameOf(to);
  const giveName = (given: string) => koodrive.rename({ containerId, fileId, name: given }, { signal });
  // an earlier attempt may have done all or half of it: what the server says counts
  const now = await koodrive.detail(containerId, fileId, { signal });
  if (now.recycled) throw new KooError('REMOTE_RECYCLED', 'the renamed file is in the recycle bin');
  const oldParentId = context.baseline.parentIdOf(of.pair.id, from.path);
  if (!isOnItsWay(now, from, to, [oldParentId, toParentId])) throw elsewhereError(from.path);

  if (parentOf(from.path) === parentOf(to)) {
    if (now.name !== name) await giveName(name);
    return;
  }
  const isNewName = now.name !== name || remoteNameOf(from.path) !== name;
  if (wasTaken && isNewName && now.parentId !== toParentId)
    await requireFreeName(of, { toParentId, to, fileId }, signal);
  try {
    if (now.parentId !== toParentId) {
      // under a name between, for neither the old nor the new one need be free, or stay so, in the other folder
      const between = nameBetween(name, fileId);
      // sent once more, it could arrive after all the rest, from a life that ended
      if (isNewName && now.name !== between) await giveName(between);
      await koodrive.move({ containerId, fileId, toParentId }, { signal });
    }
    if (isNewName) await giveName(name);
  } catch (thrown) {
    // refused for good: nobody would look for it under half of its new path
    if (isRefusal(thrown) && !isGoneRemotely(thrown))
      await putBack(context, of, from, signal).catch((second: unknown) => {
        // nor does it go back: it stays an open rename, and is asked about again
        throw new KooError('REMOTE_BUSY', 'a move is half done', { cause: second, detail: { path: to } });
      });
    throw thrown;
  }
}

/** A try that would fail again, as nothing gave way, moves nothing there and back. Throws NAME_TAKEN. */
async function requireFreeName(
  { account, pair }: PairContext,
  { toParentId, to, fileId }: { readonly toParentId: string; readonly to: string; readonly fileId: string },
  signal: AbortSignal,
): Promise<void> {
  for await (const entry of account.koodrive.listFolder(pair.containerId, toParentId, { signal }))
    if (!entry.recycled && entry.fileId !== fileId && isNamedAs(entry, to))
      throw new KooError('NAME_TAKEN', 'the name is still taken', { detail: { path: to } });
}

/** The name that a move between two folders gives for a moment. */
const nameBetween = (name: string, fileId: string): string =>
  `${name.slice(0, 200)} (moving ${fileId.slice(-12)})`;

/** Is it at the one place, at the other, or half way between? Else somebody else moved it, or it is another one. */
function isOnItsWay(
  now: RemoteEntry,
  { path, kind, remote }: BaselineEntry,
  to: string,
  folders: readonly (string | undefined)[],
): boolean {
  const isNamedSo =
    isNamedAs(now, path) || isNamedAs(now, to) || now.name === nameBetween(remoteNameOf(to), remote.fileId);
  return isNamedSo && isOfKind(now, kind) && isIn(now, folders);
}

/** The server has it at the path where it is known, whatever half of a rename it did. */
async function putBack(
  { baseline }: ApplyDeps,
  { account, pair }: PairContext,
  known: BaselineEntry,
  signal: AbortSignal,
): Promise<void> {
  const { koodrive } = account;
  const { containerId } = pair;
  const { fileId } = known.remote;
  const parentId = baseline.parentIdOf(pair.id, known.path);
  if (parentId === undefined) return;
  const now = await koodrive.detail(containerId, fileId, { signal });
  if (now.parentId !== parentId)
    await koodrive.move({ containerId, fileId, toParentId: parentId }, { signal });
  const name = remoteNameOf(known.path);
  if (now.name !== name) await koodrive.rename({ containerId, fileId, name }, { signal });
}
