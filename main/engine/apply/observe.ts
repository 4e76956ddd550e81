/** Gathers what the decision about one path needs: the disk, and what was last synced. Decides nothing. */
import type { Disk } from '../../disk/disk.ts';
import { inFolder } from '../../disk/in-folder.ts';
import { allEnded } from '../../lib/all-ended.ts';
import { isPresent, type BaselineEntry } from '../../model/baseline-entry.ts';
import { KooError } from '../../model/errors.ts';
import { isCopiedUp, type FileStat } from '../../model/file-stat.ts';
import { absent } from '../../model/observation.ts';
import type { Pair } from '../../model/pair.ts';
import { childOf, isAtOrBelow, isSameName, nameOf, parentOf } from '../../model/relative-path.ts';
import { endOfWaits } from '../plan/backoff.ts';
import { isOtherFolder, type DecisionInput } from '../plan/decide.ts';
import { askForWriters, type Writers } from '../plan/settling.ts';
import { saveWindowMs } from '../plan/save-by-renaming.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { ApplyDeps } from './apply-context.ts';
import type { SyncPathRequest } from './path-outcome.ts';
import { begunBeside, statAsNamed } from './stat-as-named.ts';
import { below } from '../../model/local-path.ts';

/**
 * `looked`: what `statAsNamed` has just found there; undefined: nothing, or not just now. Throws FOLDER_MISSING while the pair's
 * own folder is not there, and what the disk throws.
 */
export async function observe(
  deps: ApplyDeps,
  request: SyncPathRequest,
  looked?: FileStat,
): Promise<DecisionInput> {
  const { disk, baseline, clock } = deps;
  const { pair, path } = request;
  const stat = looked ?? (await statAsNamed(deps, pair, path));
  const base = baseline.find(pair.id, path);
  // nothing is missing while the folder itself is: a drive that is not there, a folder that was moved away
  if (!stat && (await disk.stat(below(pair.folder, '')))?.kind !== 'folder')
    throw new KooError('FOLDER_MISSING', "the pair's folder is not there", {
      // the values stay with the path, and name the folder that is missing
      detail: { path: pair.folder, values: { folder: pair.folder } },
    });
  const found = {
    path,
    stat,
    base,
    movedFrom:
      stat && (!base || isOtherFolder(base, stat))
        ? ((await otherFormOf(deps, pair, path, stat)) ?? (await movedFrom(deps, request, stat)))
        : undefined,
    left: stat && !base ? leftFrom(deps, pair, path) : undefined,
    inBin: base ? undefined : deps.baseline.inBin(pair.id, path),
    supersedes: stat && base ? await supersededBy(deps, pair, path, stat, base) : [],
    leftOver: !stat && base !== undefined && (await isLeftOver(deps, request, base)),
    mayGoBack: !stat && base !== undefined && mayGoBack(deps, pair, base, clock.now()),
    clash: stat && !base && path !== '' ? await clashOf(deps, pair, path) : undefined,
    noticedAt: request.noticedAt,
    allSeenFrom: request.allSeenFrom,
    unquietFrom: unquietFrom(request.failed),
    urgent: request.priority === 'urgent',
    observed: request.observed,
    timing: deps.timing(),
  };
  const now = clock.now();
  return {
    ...found,
    now,
    writers: stat ? await writersOf(deps, pair, path, { ...found, stat, now }) : 'untold',
  };
}

/** What is known of who has it open for writing: it is asked where it matters, for it costs some ms. */
async function writersOf(
  { writers }: ApplyDeps,
  { folder }: Pair,
  path: string,
  { base, stat, now, timing }: Pick<DecisionInput, 'base' | 'now' | 'timing'> & { readonly stat: FileStat },
): Promise<Writers> {
  const asked = askForWriters(base, stat, now, timing);
  if (asked === 'no') return 'untold';
  if (!writers.areTold) return 'untold';
  // by then it is asked
  if (asked === 'soon') return writers.mayAsk() ? 'none' : 'maybe';
  return writers.of(below(folder, path), stat);
}

/** Reading a file that is written all the time costs much and comes to nothing: that waits longer and longer. */
const unquietFrom = (failed: SyncPathRequest['failed']): number =>
  failed?.code === 'FILE_CHANGED' ? endOfWaits(failed.at, failed.attempts) : 0;

/** The file that left this name a short time ago, where it is in the same folder and still what left. */
function leftFrom({ baseline, recentRenames }: ApplyDeps, pair: Pair, path: string): DecisionInput['left'] {
  const rename = recentRenames.leaving(pair.id, path);
  if (!rename || parentOf(rename.to) !== parentOf(path)) return undefined;
  const entry = baseline.find(pair.id, rename.to);
  return entry?.remote.fileId === rename.fileId ? { at: rename.renamedAt, entry } : undefined;
}

/** Is it gone, and was a document's former content, under the name by which a program exchanged it? */
async function isLeftOver(
  deps: ApplyDeps,
  { pair, observed, noticedAt }: SyncPathRequest,
  base: BaselineEntry,
): Promise<boolean> {
  const { superseded, baseline, clock, disk } = deps;
  const now = clock.now();
  // who was kept from looking goes by when something was noticed here, since it was sent
  const since = Math.max(noticedAt, base.sentAt ?? base.syncedAt ?? now);
  const goneAt = Math.min(since, observed?.fingerprint === absent ? observed.at : now);
  const became = superseded.becameDocument(pair.id, base, goneAt);
  const taken = became === undefined ? undefined : baseline.find(pair.id, became);
  if (isPresent(taken) && taken.local.localId === base.local?.localId) return true;
  const exchanged = superseded.exchangedWith(pair.id, base, goneAt, now);
  if (!exchanged) return false;
  // of two that were exchanged the first to go is what is left over, and the other one is the document
  const document = baseline.find(pair.id, exchanged.document);
  if (!isPresent(document) || document.kind !== 'file') return false;
  if (await wentBefore(deps, pair, document.path, since)) return false;
  if (exchanged.isSeen || document.local.localId === exchanged.by) return true;
  // its version may not have gone up yet
  return (await disk.stat(below(pair.folder, exchanged.document)))?.localId === exchanged.by;
}

/** Is this known path empty, and was that noticed before `at` (epoch ms), though nobody could look yet? */
async function wentBefore(
  { disk, pending }: ApplyDeps,
  pair: Pair,
  path: string,
  at: number,
): Promise<boolean> {
  const change = pending.find(pair.id, path);
  return change !== undefined && change.noticedAt < at && !(await disk.stat(below(pair.folder, path)));
}

/** May the name that this file came from be filled again? */
function mayGoBack(
  { recentRenames }: ApplyDeps,
  pair: Pair,
  { path, remote }: BaselineEntry,
  now: number,
): boolean {
  const renames = recentRenames.arrived(pair.id, path);
  return renames.some(({ fileId, renamedAt }) => fileId === remote.fileId && now < renamedAt + saveWindowMs);
}

/**
 * Paths of known files that a program saved this one through: they went up under names of their own, and are this file
 * now; or they were this file until the program exchanged the two.
 */
export async function supersededBy(
  deps: ApplyDeps,
  pair: Pair,
  path: string,
  { kind, localId }: Pick<FileStat, 'kind' | 'localId'>,
  base: BaselineEntry,
): Promise<readonly string[]> {
  const before = base.local?.localId;
  if (kind !== 'file' || localId === undefined || before === localId) return [];
  const { baseline } = deps;
  // what was there before this one had its last version is another name of the same file
  const exchanged = (before === undefined ? [] : baseline.withLocalId(pair.id, before)).filter(
    (other) => parentOf(other.path) === parentOf(path) && (other.syncedAt ?? 0) > (base.syncedAt ?? 0),
  );
  const superseded: string[] = [];
  for (const other of [...baseline.withLocalId(pair.id, localId), ...exchanged])
    if (other.path !== path && other.kind === 'file' && !(await isStillThere(deps, pair, other, path)))
      superseded.push(other.path);
  return superseded;
}

/** A known path of the same file id at which the disk holds this file no longer. A hard link is no rename. */
async function movedFrom(
  deps: ApplyDeps,
  request: SyncPathRequest,
  stat: FileStat,
): Promise<BaselineEntry | undefined> {
  const { pair, path } = request;
  if (stat.localId === undefined) return undefined;
  for (const candidate of deps.baseline.withLocalId(pair.id, stat.localId)) {
    // a file that was given the id of a folder that is gone, or the other way round
    if (candidate.kind !== stat.kind) continue;
    // it is that one; or another folder has its old path, and this one lies in that: the server moves none into itself
    if (isAtOrBelow(path, candidate.path)) continue;
    if (!(await isStillThere(deps, pair, candidate, path))) return candidate;
    if (await isOutOfSight(deps, request, candidate)) return candidate;
  }
  return copiedUpFrom(deps, pair, path, stat);
}

/** Does another file stand there that the rules leave out? Users see no history of that, and nothing tells when it goes. */
async function isOutOfSight(
  { disk }: ApplyDeps,
  { pair, isLeftOut }: SyncPathRequest,
  { path, kind, local }: BaselineEntry,
): Promise<boolean> {
  if (kind !== 'file') return false;
  const stat = await disk.stat(below(pair.folder, path));
  return stat !== undefined && stat.localId !== local?.localId && (await isLeftOut(path, stat));
}

/** The same where the drive copied the file when it was renamed, which gave it another birth time. */
async function copiedUpFrom(
  deps: ApplyDeps,
  pair: Pair,
  path: string,
  stat: FileStat,
): Promise<BaselineEntry | undefined> {
  if (stat.kind !== 'file' || stat.localId === undefined) return undefined;
  const candidates = deps.baseline
    .withInodeOf(pair.id, stat.localId)
    // those of the same birth time were looked at already: the drive is not asked about for a hard link
    .filter(({ path: other, local }) => other !== path && local?.localId !== stat.localId)
    .filter(({ local }) => isCopiedUp(local?.fingerprint, stat));
  if (candidates.length === 0) return undefined;
  if ((await deps.disk.drive(inFolder(pair.folder, path)))?.copiesUp !== true) return undefined;
  for (const candidate of candidates)
    if (!(await isStillThere(deps, pair, candidate, path))) return candidate;
  return undefined;
}

/**
 * A known path beside this one that the disk holds no longer, and that the server cannot tell from this one: they differ
 * in normal form alone. What the server has of it is this path's.
 */
async function otherFormOf(
  deps: ApplyDeps,
  pair: Pair,
  path: string,
  { kind }: FileStat,
): Promise<BaselineEntry | undefined> {
  if (path === '' || deps.baseline.find(pair.id, path)) return undefined;
  for (const other of deps.baseline.ofSameRemoteName(pair.id, path))
    if (other.kind === kind && !(await isStillThere(deps, pair, other, path))) return other;
  return undefined;
}

/** A path beside this one that cannot stand there with it; one that was there before and is there no more is none. */
async function clashOf(deps: ApplyDeps, pair: Pair, path: string): Promise<string | undefined> {
  for (const other of [...deps.baseline.clashing(pair.id, path), ...begunBeside(deps, pair, path)])
    if (await isStillThere(deps, pair, { path: other }, path)) return other;
  return undefined;
}

/**
 * Does the disk hold something at the old path that keeps it? For a file anything does: a history belongs to the path
 * that users see, unless they moved it. A folder takes its history along, so another folder in its place does not count.
 * Where names are kept without regard to case the old name still finds the file: only the listing tells.
 */
async function isStillThere(
  { disk }: ApplyDeps,
  pair: Pair,
  { path: old, kind, local }: Pick<BaselineEntry, 'path'> & Partial<BaselineEntry>,
  path: string,
): Promise<boolean> {
  const stat = await disk.stat(below(pair.folder, old));
  if (stat === undefined) return false;
  if (kind === 'folder' && stat.localId !== local?.localId) return false;
  if (!isSameName(old, path)) return true;
  return (await disk.list(below(pair.folder, parentOf(path) ?? ''))).names.includes(nameOf(old));
}

/** Is something known right below this folder that the disk does not show there? */
export async function lacksKnown(
  { disk, baseline }: { readonly disk: Pick<Disk, 'list'>; readonly baseline: Pick<Baseline, 'children'> },
  pair: Pair,
  path: string,
): Promise<boolean> {
  const { names } = await disk.list(below(pair.folder, path));
  const here = new Set(names);
  return baseline.children(pair.id, path).some((child) => !here.has(nameOf(child.path)));
}

/** Each waits for the disk. */
const listedAtOnce = 8;

/** Paths at and below `at` of what is known below `known` and the disk does not show there. */
export async function lackingBelow(
  { disk, baseline }: Pick<ApplyDeps, 'disk' | 'baseline'>,
  pair: Pair,
  known: string,
  at: string,
): Promise<string[]> {
  const lacking: string[] = [];
  const folders = [{ known, at }];
  const lookIn = async (folder: { readonly known: string; readonly at: string }): Promise<void> => {
    const children = baseline.presentChildren(pair.id, folder.known);
    if (children.length === 0) return;
    const listed = await disk.list(below(pair.folder, folder.at)).catch(() => undefined);
    // what cannot be listed is found by who scans it
    if (!listed) return;
    const names = new Set(listed.names);
    for (const { path, kind } of children) {
      const name = nameOf(path);
      if (!names.has(name)) lacking.push(childOf(folder.at, name));
      else if (kind === 'folder') folders.push({ known: path, at: childOf(folder.at, name) });
    }
  };
  while (folders.length > 0) await allEnded(folders.splice(-listedAtOnce).map(lookIn));
  return lacking;
}

/** Is this a name of bytes that are no text? Such a name cannot be looked up, only met in a listing. */
export async function isNotUtf8(deps: ApplyDeps, pair: Pair, path: string): Promise<boolean> {
  const above = parentOf(path);
  if (above === undefined || !path.includes('\uFFFD')) return false;
  const list = (folder: string) => deps.disk.list(below(pair.folder, folder)).catch(() => noNames);
  // in a folder that has another spelling by now it is met under that, and nothing of either need be known
  for (let at = above; at !== ''; at = parentOf(at) ?? '')
    if (!(await list(parentOf(at) ?? '')).names.includes(nameOf(at))) return false;
  return (await list(above)).notUtf8.includes(nameOf(path));
}

const noNames = { names: [] as readonly string[], notUtf8: [] as readonly string[] };
