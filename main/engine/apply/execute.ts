/** Does what was decided about one path; the only place that knows which function does which action. */
import { mayBeOtherDrive } from '../../model/drive.ts';
import { signsOf, type FileStat } from '../../model/file-stat.ts';
import { isGoneRemotely, isRefusal, KooError } from '../../model/errors.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { nameOf, parentOf } from '../../model/relative-path.ts';
import type { Action, Decision, DecisionInput } from '../plan/decide.ts';
import {
  isFolderAbove,
  waitForOthers,
  whileArriving,
  whileSending,
  type ApplyContext,
} from './apply-context.ts';
import type { FolderCreator } from './create-folder.ts';
import type { RemoteEntry } from '../../koodrive/api.ts';
import { lacksKnown } from './observe.ts';
import { lookAgain, type Executed, type PathOutcome, type SyncPathRun } from './path-outcome.ts';
import { inExistingFolder } from './remote-folders.ts';
import { isNamedAs } from './remote-place.ts';
import { renamedAt } from '../plan/save-by-renaming.ts';
import { finishOpenRenames, moveAside, renameRemote, takeBack } from './rename-remote.ts';
import { takeOut } from './take-out.ts';
import { uploadChange } from './upload-change.ts';

export type ExecuteContext = ApplyContext & { readonly folders: FolderCreator };

/** Throws KooError. */
export async function execute(
  context: ExecuteContext,
  request: SyncPathRun,
  input: DecisionInput,
  decision: Decision,
): Promise<Executed> {
  switch (decision.do) {
    case 'nothing':
      return { kind: 'in-sync' };
    case 'wait':
      return { kind: 'wait', dueAt: decision.dueAt, observed: decision.observed };
    case 'skip':
      return { kind: 'skipped', reason: decision.reason };
    case 'problem': {
      const detail = { path: request.path, values: decision.values };
      return { kind: 'problem', error: new KooError(decision.code, 'plan', { detail }) };
    }
    case 'missing-again':
      return { kind: 'missing-again' };
    case 'mark-missing':
      return { kind: 'missing', superseded: decision.superseded };
    default:
      return act(context, request, required(input.stat), input, decision).catch(async (thrown: unknown) => {
        const isTaken = thrown instanceof KooError && thrown.code === 'NAME_TAKEN';
        const ended = isTaken && (await foundOutOfBin(context, request, input.inBin));
        if (ended) return ended;
        throw thrown;
      });
  }
}

/**
 * Has what was known of this path, and lies in the recycle bin as far as is known, the name on the server? Then it came out
 * of the bin: an undo of it lost its answer, or arrived after the life that sent it, or somebody undid it on KooDrive.
 */
async function foundOutOfBin(
  context: ExecuteContext,
  request: SyncPathRun,
  inBin: BaselineEntry | undefined,
): Promise<PathOutcome | undefined> {
  const { account, pair, path, signal } = request;
  const known = inBin && context.baseline.inBin(pair.id, path);
  if (known?.remote.fileId !== inBin?.remote.fileId || !known) return undefined;
  // an undo that is under way says by itself what it brought back
  if (context.locks.running('undo').size > 0) return waitForOthers(context, request);
  const parentId = await context.remoteFolderId(request, parentOf(path) ?? '');
  const there = await account.koodrive
    .detail(pair.containerId, known.remote.fileId, { signal })
    .catch((thrown: unknown) => {
      if (isGoneRemotely(thrown)) return undefined;
      throw thrown;
    });
  if (!there || there.recycled || !isPlaceOf(path, parentId)(there)) return undefined;
  return whileArriving(context, request, parentId, () => Promise.resolve({ kind: 'out-of-bin' }));
}

async function act(
  context: ExecuteContext,
  request: SyncPathRun,
  stat: FileStat,
  { base, supersedes }: DecisionInput,
  action: Action,
): Promise<Executed> {
  switch (action.do) {
    case 'rename':
      return renameOrUpload(context, request, stat, action.from, () =>
        renameRemote(context, request, action.from, leftAt(context, request, stat, action.from)),
      );
    case 'take-back':
      return takeBackOrUpload(context, request, stat, action.from);
    case 'take-out-of-bin':
      return takeOutOfBin(context, request, action.entry);
    case 'move-aside':
      return moveAside(context, request, action.base);
    case 'create-folder':
      return inExistingFolder(context, request, () => context.folders.create(request, stat));
    case 'accept-folder':
      return acceptFolder(context, request, stat, base);
    case 'upload':
      try {
        return await inExistingFolder(context, request, () =>
          uploadChange(context, request, stat, action.neverQuiet, supersedes),
        );
      } catch (thrown) {
        const isTaken = thrown instanceof KooError && thrown.code === 'NAME_TAKEN';
        if (isTaken && (await context.folders.takeUpLate(request))) return lookAgain;
        throw thrown;
      }
  }
}

/**
 * A known folder that stands on the disk. Of a drive that was there and is not, or is there over what was, the memory
 * stays as long as files of it are missing: their deletions are held by it (deletions/recycler.ts).
 */
async function acceptFolder(
  context: ExecuteContext,
  request: SyncPathRun,
  stat: FileStat,
  base: BaselineEntry | undefined,
): Promise<PathOutcome> {
  const { pair, path } = request;
  // what is known of the path may be on its way to another one: it is that one's memory then
  return whileSending(context, request, async () => {
    if (context.baseline.find(pair.id, path)?.remote.fileId !== base?.remote.fileId)
      return waitForOthers(context, request);
    // of a folder that was missing as a whole the rest is missing from here on, and is held by the same memory
    const isPart =
      base?.missingSince === undefined &&
      mayBeOtherDrive(base?.local?.fingerprint, stat.fingerprint) &&
      (await lacksKnown(context, pair, path));
    if (isPart) return { kind: 'other-drive', fingerprint: stat.fingerprint };
    return { kind: 'folder-back', local: stat, otherDrive: driveBefore(base, stat) };
  });
}

/**
 * The folder's fingerprint with the drive that was there before, or was there besides, and is not there now: of that one a
 * file may be on its way or missing, also where the folder beneath is another one by now.
 */
function driveBefore(base: BaselineEntry | undefined, { fingerprint }: FileStat): string | undefined {
  const before = base?.local?.fingerprint;
  if (signsOf(before)?.isMount && mayBeOtherDrive(before, fingerprint)) return before;
  return base?.otherDrive !== undefined && mayBeOtherDrive(base.otherDrive, fingerprint)
    ? base.otherDrive
    : undefined;
}

/** When the disk did this rename, of a file whose old name may be filled again. */
function leftAt(
  { clock }: ExecuteContext,
  { path }: SyncPathRun,
  stat: FileStat,
  from: BaselineEntry,
): number | undefined {
  const isInFolder = from.kind === 'file' && parentOf(from.path) === parentOf(path);
  return isInFolder ? renamedAt(stat, from, clock.now()) : undefined;
}

/** It has its name and its history again, unless it lies in a folder that is in the bin, or is there no more. */
export async function takeOutOfBin(
  context: ExecuteContext,
  request: SyncPathRun,
  { remote }: BaselineEntry,
): Promise<PathOutcome> {
  const { account, pair, path, signal } = request;
  const { koodrive } = account;
  const of = { containerId: pair.containerId, fileId: remote.fileId };
  const parentId = await context.remoteFolderId(request, parentOf(path) ?? '');
  const isItsPlace = isPlaceOf(path, parentId);
  return whileArriving(context, request, parentId, async () => {
    try {
      // out of it already: the answer of an earlier attempt was lost
      if (isItsPlace(await takeOut(koodrive, of, { signal }, isItsPlace))) return { kind: 'out-of-bin' };
    } catch (thrown) {
      if (!isGoneRemotely(thrown) && !(thrown instanceof KooError && thrown.code === 'NAME_TAKEN'))
        throw thrown;
    }
    return { kind: 'lost-remotely', top: path };
  });
}

const isPlaceOf = (path: string, parentId: string) => (there: RemoteEntry) =>
  there.parentId === parentId && isNamedAs(there, path);

/** Where somebody else has the old name on the server the history stays where it is, and the user is told. */
async function takeBackOrUpload(
  context: ExecuteContext,
  request: SyncPathRun,
  stat: FileStat,
  from: BaselineEntry,
): Promise<Executed> {
  const { pair, path } = request;
  const done = await renameOrUpload(context, request, stat, from, () => takeBack(context, request, from));
  // somebody else's file has the name, and what stands here goes up as its next version
  if (done.kind === 'look-again' && context.baseline.find(pair.id, path))
    context.commit.notTakenBack(pair.id, path);
  return done;
}

/**
 * Where the server cannot do the rename (its side is gone, or the new name is taken there) the content goes up as new.
 * A folder becomes the one that has its name there: what lies in it comes along file by file, each with its history.
 */
async function renameOrUpload(
  context: ExecuteContext,
  request: SyncPathRun,
  stat: FileStat,
  from: BaselineEntry,
  rename: () => Promise<PathOutcome>,
): Promise<Executed> {
  const { baseline, renames } = context;
  const { pair, path } = request;
  if (renames.touching(pair.id, from.path).length > 0) {
    // a rename to or from the old path was begun: where it ended decides what comes from where
    await finishOpenRenames(context, request, from.path);
    return renames.touching(pair.id, from.path).length > 0 ? waitForOthers(context, request) : lookAgain;
  }
  try {
    return await rename();
  } catch (thrown) {
    if (!(thrown instanceof KooError)) throw thrown;
    // the server refused: there is no outcome to look for
    if (isRefusal(thrown)) renames.end(pair.id, from.path);
    if (thrown.code === 'NOT_FOUND' || thrown.code === 'REMOTE_RECYCLED') baseline.forget(pair.id, from.path);
    else if (thrown.code !== 'NAME_TAKEN') throw thrown;
    else if (from.kind === 'folder')
      return inExistingFolder(context, request, () => context.folders.takeUp(request, stat));
    else {
      await adoptSameName(context, request);
      if (!baseline.find(pair.id, path)) throw thrown;
    }
    // now without the path it came from, or as a revision of what has its name
    return lookAgain;
  }
}

/** What has the name of this path on the server is known from here on. */
async function adoptSameName(context: ExecuteContext, request: SyncPathRun): Promise<void> {
  const { baseline, folders, clock } = context;
  const { account, pair, path, signal } = request;
  const above = parentOf(path) ?? '';
  const parentId = await context.remoteFolderId(request, above);
  for await (const entry of account.koodrive.listFolder(pair.containerId, parentId, { signal })) {
    if (!isNamedAs(entry, path)) continue;
    if (!isFolderAbove(context, request, parentId)) return;
    const file = folders.adopt(pair, above, entry, nameOf(path));
    if (file)
      baseline.put(pair.id, file.path, { kind: 'file', local: undefined, remote: file.remote }, clock.now());
  }
}

/** `decide` names an action only for a path that is on disk. */
function required(stat: FileStat | undefined): FileStat {
  if (!stat) throw new KooError('UNEXPECTED', 'decided about a path that is not on disk');
  return stat;
}
