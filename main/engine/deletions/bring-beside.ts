/**
 * Brings something out of KooDrive's recycle bin whose own name has something new: a file comes back beside it under
 * another name; what a folder holds goes into the folder that is there. Each keeps its file id, and so its history. What
 * goes where is written down before the server is told, and each step finds out by itself whether it was done: an undo that
 * was cut short, or lost an answer, is gone on with.
 */
import type { Disk } from '../../disk/disk.ts';
import { inFolder } from '../../disk/in-folder.ts';
import type { KooDrive, RemoteEntry } from '../../koodrive/api.ts';
import { isGoneRemotely, KooError } from '../../model/errors.ts';
import type { Pair } from '../../model/pair.ts';
import { childOf, nameKey, nameOf, parentOf, remoteNameOf } from '../../model/relative-path.ts';
import { takeOut } from '../apply/take-out.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { PairContext } from '../contexts.ts';
import { recoveredName } from '../plan/remote-names.ts';
import type { Deletion } from './deletion-queue.ts';
import { itemsOf, type UndoneItem } from './items-of.ts';
import { takeOutParts, type PartsDeps } from './take-out-parts.ts';
import type { UndoStep, UndoSteps } from './undo-steps.ts';
import { below } from '../../model/local-path.ts';

export type BesideDeps = PartsDeps & {
  readonly disk: Pick<Disk, 'stat'>;
  readonly baseline: Pick<Baseline, 'find' | 'inBin' | 'parentIdOf'>;
  readonly steps: UndoSteps;
  readonly commit: BesideCommit;
};

/** What is written down by engine/commit-deletions.ts. */
export type BesideCommit = {
  /** gives the deletion that stands for it until it is on the disk, too */
  undoArrived(deletion: Deletion, step: UndoStep, items: readonly UndoneItem[]): number;
  undoStepEnded(deletion: Deletion, step: UndoStep): void;
};

/** Where something came back that was to come back at `wanted`; both relative to the pair's folder. */
export type Arrival = { readonly id: number; readonly wanted: string; readonly path: string };

/** Others may take a name while we look for a free one. */
const namesTried = 20;

/** Throws NOT_FOUND where the server has it no more, REMOTE_RECYCLED where the folder above is in the bin, network codes. */
export async function bringBeside(
  deps: BesideDeps,
  context: PairContext,
  deletion: Deletion,
): Promise<readonly Arrival[]> {
  if (deps.steps.of(deletion.id).length === 0) {
    const item = await takeOutSomewhere(deps, context, deletion);
    await takeOutParts(deps, context, deletion, { inBin: deletion.state === 'sent' });
    deps.steps.begin(await planOf(deps, context, deletion, item));
  }
  const arrivals: Arrival[] = [];
  for (const step of deps.steps.of(deletion.id)) {
    if (step.kind === 'shell') await clearShell(deps, context, deletion, step);
    else arrivals.push(...(await take(deps, context, deletion, step)));
  }
  return arrivals;
}

/** The remote folder that the item's path lies in. */
function parentIdOf({ baseline }: Pick<BesideDeps, 'baseline'>, pair: Pair, path: string): string {
  const parentId = baseline.parentIdOf(pair.id, path);
  if (parentId !== undefined) return parentId;
  const folder = inFolder(pair.folder, parentOf(path) ?? '');
  throw new KooError('REMOTE_RECYCLED', 'the folder above is not there', {
    detail: { path: folder, values: { say: 'sentence.undoAboveFirst', folder } },
  });
}

const holdingName = (path: string, fileId: string): string =>
  `${nameOf(path).normalize('NFC').slice(0, 200)} (recovering ${fileId.slice(-6)})`;

/** Out of the bin: at its own place, or where that is taken and the server refuses, in a folder made for it. */
async function takeOutSomewhere(
  deps: BesideDeps,
  { account, pair }: PairContext,
  { path, fileId }: Deletion,
): Promise<RemoteEntry> {
  const { koodrive } = account;
  const { containerId } = pair;
  const parentId = parentIdOf(deps, pair, path);
  const there = await koodrive.detail(containerId, fileId);
  if (!there.recycled) return there;
  try {
    // where the folder that it lay in is not the one that is there now, it goes to that
    const toParentId = there.parentId === parentId ? undefined : parentId;
    return await takeOut(koodrive, { containerId, fileId, toParentId });
  } catch (thrown) {
    if (!(thrown instanceof KooError) || thrown.code !== 'NAME_TAKEN') throw thrown;
  }
  const name = holdingName(path, fileId);
  const toParentId = await folderNamed(koodrive, containerId, parentId, name);
  return takeOut(koodrive, { containerId, fileId, toParentId });
}

/** The folder of that name, which an earlier attempt may have made. */
async function folderNamed(
  koodrive: KooDrive,
  containerId: string,
  parentId: string,
  name: string,
): Promise<string> {
  try {
    return (await koodrive.createFolder({ containerId, parentId, name })).fileId;
  } catch (thrown) {
    if (!(thrown instanceof KooError) || thrown.code !== 'NAME_TAKEN') throw thrown;
    for await (const entry of koodrive.listFolder(containerId, parentId))
      if (entry.isFolder && !entry.recycled && entry.name === name) return entry.fileId;
    throw thrown;
  }
}

/** What is to be at one place of the server, and what is there. */
type Spot = {
  readonly entry: RemoteEntry;
  readonly wanted: string;
  readonly toParentId: string;
  /** what lies in that folder already */
  readonly siblings: readonly RemoteEntry[];
  /** keys of names that nothing else may get there, or on its way there */
  readonly taken: Set<string>;
};

async function planOf(
  deps: BesideDeps,
  { account, pair }: PairContext,
  { id: deletionId, path, fileId }: Deletion,
  item: RemoteEntry,
): Promise<readonly UndoStep[]> {
  const { koodrive } = account;
  const list = (folderId: string) => listed(koodrive, pair.containerId, folderId);
  const steps: UndoStep[] = [];
  const add = (kind: UndoStep['kind'], of: string, toParentId: string, wanted: string, to: string) =>
    steps.push({ deletionId, fileId: of, kind, toParentId, wanted, path: to });

  const visit = async ({ entry, wanted, toParentId, siblings, taken }: Spot): Promise<void> => {
    const into = await folderToJoin(deps, pair, entry, wanted, siblings);
    if (into === undefined) {
      const kind = entry.isFolder ? 'folder' : 'file';
      const to = await freePath(deps, pair, { kind, wanted, taken, fileId: entry.fileId });
      taken.add(nameKey(nameOf(to)));
      add(kind, entry.fileId, toParentId, wanted, to);
      return;
    }
    add('shell', entry.fileId, '', wanted, wanted);
    const [theirs, ours] = [await list(into), await list(entry.fileId)];
    for (const child of ours) {
      // it stays in the folder that it lies in, which stays for it
      if (child.name === undefined) continue;
      // it is given its new name where it lies now: none of its own fellows may have that
      const others = [...theirs, ...ours.filter((other) => other !== child)];
      await visit({
        entry: child,
        wanted: childOf(wanted, child.name),
        toParentId: into,
        siblings: theirs,
        taken: new Set([...keysOf(others), ...chosenIn(steps, wanted)]),
      });
    }
  };

  const toParentId = parentIdOf(deps, pair, path);
  const siblings = (await list(toParentId)).filter((one) => one.fileId !== fileId);
  const taken = new Set(keysOf(siblings));
  await visit({ entry: item, wanted: path, toParentId, siblings, taken });
  const holding = siblings.find(({ name }) => name === holdingName(path, fileId));
  if (holding?.isFolder === true) add('shell', holding.fileId, '', path, '');
  return steps;
}

const keysOf = (entries: readonly RemoteEntry[]): string[] =>
  entries.flatMap(({ name }) => (name === undefined ? [] : [nameKey(name)]));

/** Keys of the names that were chosen right below this folder. */
const chosenIn = (steps: readonly UndoStep[], folder: string): string[] =>
  steps.filter(({ path }) => parentOf(path) === folder).map(({ path }) => nameKey(nameOf(path)));

async function listed(koodrive: KooDrive, containerId: string, folderId: string): Promise<RemoteEntry[]> {
  const entries: RemoteEntry[] = [];
  for await (const entry of koodrive.listFolder(containerId, folderId))
    if (!entry.recycled) entries.push(entry);
  return entries;
}

/** The id of the folder that stands at this path on both sides, which what this one holds goes into. */
async function folderToJoin(
  { disk, baseline }: BesideDeps,
  pair: Pair,
  entry: RemoteEntry,
  path: string,
  siblings: readonly RemoteEntry[],
): Promise<string | undefined> {
  const known = baseline.find(pair.id, path);
  if (!entry.isFolder || known?.kind !== 'folder' || known.remote.fileId === entry.fileId) return undefined;
  if (!siblings.some(({ fileId }) => fileId === known.remote.fileId)) return undefined;
  const stat = await disk.stat(below(pair.folder, path));
  return stat?.kind === 'folder' ? known.remote.fileId : undefined;
}

/** The path itself, or one beside it, that is free on the disk, on the server and in what is known. */
async function freePath(
  { disk, baseline }: Pick<BesideDeps, 'disk' | 'baseline'>,
  pair: Pair,
  of: {
    readonly kind: 'file' | 'folder';
    readonly wanted: string;
    readonly taken: ReadonlySet<string>;
    readonly fileId: string;
  },
): Promise<string> {
  const { kind, wanted, taken, fileId } = of;
  const above = parentOf(wanted) ?? '';
  for (let nth = 0; ; nth += 1) {
    const path = nth === 0 ? wanted : childOf(above, recoveredName(nameOf(wanted), kind, nth));
    if (taken.has(nameKey(nameOf(path)))) continue;
    const known = baseline.find(pair.id, path) ?? (nth > 0 ? baseline.inBin(pair.id, path) : undefined);
    if (known && known.remote.fileId !== fileId) continue;
    if (!(await disk.stat(below(pair.folder, path)))) return path;
  }
}

/** Gives it its folder and its name, whatever was done of that before, and writes it down. Nothing: the server has it no more. */
async function take(
  deps: BesideDeps,
  context: PairContext,
  deletion: Deletion,
  step: UndoStep,
): Promise<readonly Arrival[]> {
  const { pair } = context;
  const { koodrive } = context.account;
  const { containerId } = pair;
  try {
    const { path, entry } = await placed(deps, context, step);
    const kind = entry.isFolder ? 'folder' : 'file';
    const [top, ...below] = await itemsOf(koodrive, containerId, { path, kind, fileId: step.fileId });
    const items = top ? [{ ...top, sha256: entry.sha256, size: entry.size ?? 0 }, ...below] : below;
    const id = deps.commit.undoArrived(deletion, { ...step, path }, items);
    return [{ id, wanted: step.wanted, path }];
  } catch (thrown) {
    if (!isGoneRemotely(thrown) || step.fileId === deletion.fileId) throw thrown;
    // others threw it away since the plan was made
    deps.commit.undoStepEnded(deletion, step);
    return [];
  }
}

async function placed(
  deps: BesideDeps,
  { account, pair }: PairContext,
  step: UndoStep,
): Promise<{ readonly path: string; readonly entry: RemoteEntry }> {
  const { koodrive } = account;
  const { containerId } = pair;
  const { fileId, toParentId } = step;
  const taken = new Set<string>();
  for (let path = step.path; ;) {
    const entry = await takeOut(koodrive, { containerId, fileId, toParentId });
    try {
      const name = remoteNameOf(path);
      if (entry.name !== name) await koodrive.rename({ containerId, fileId, name });
      if (entry.parentId !== toParentId) await koodrive.move({ containerId, fileId, toParentId });
      return { path, entry };
    } catch (thrown) {
      if (!(thrown instanceof KooError) || thrown.code !== 'NAME_TAKEN') throw thrown;
      taken.add(nameKey(nameOf(path)));
      if (taken.size >= namesTried) throw thrown;
      const kind = entry.isFolder ? 'folder' : 'file';
      path = await freePath(deps, pair, { kind, wanted: step.wanted, taken, fileId });
      deps.steps.rename(step, path);
    }
  }
}

/** Nothing is left in it: back into the bin. What others put into it meanwhile stays, and so does the folder. */
async function clearShell(
  deps: BesideDeps,
  { account, pair }: PairContext,
  deletion: Deletion,
  step: UndoStep,
): Promise<void> {
  const { koodrive } = account;
  const of = { containerId: pair.containerId, fileId: step.fileId };
  try {
    const { recycled } = await koodrive.detail(of.containerId, of.fileId);
    if (!recycled && (await listed(koodrive, of.containerId, of.fileId)).length === 0)
      await koodrive.recycle(of);
  } catch (thrown) {
    if (!isGoneRemotely(thrown)) throw thrown;
  }
  deps.commit.undoStepEnded(deletion, step);
}
