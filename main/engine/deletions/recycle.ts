/**
 * Puts what is missing on the disk into KooDrive's recycle bin, from which it can be had back, after a last look at both
 * sides: it must still be missing here, and there it must hold nothing that this disk never held.
 */
import type { HoldReason } from '../../../shared/views.ts';
import type { Disk } from '../../disk/disk.ts';
import type { KooDrive } from '../../koodrive/api.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { isGoneRemotely, KooError } from '../../model/errors.ts';
import type { Pair } from '../../model/pair.ts';
import { isAtPlace } from '../apply/remote-place.ts';
import { standsRefusedAt } from '../apply/refused-renames.ts';
import { statAsNamed, type AsNamedDeps } from '../apply/stat-as-named.ts';
import type { UploadIntents } from '../apply/upload-intents.ts';
import type { RenameIntents } from '../apply/rename-intents.ts';
import type { PairContext } from '../contexts.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { PendingChanges } from '../pending/pending-changes.ts';
import type { GraceTime, Waiting } from './grace-time.ts';

export type MissingItem = Waiting & {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly fileId: string;
  readonly superseded: boolean;
};

export type RecycleOutcome =
  | { readonly kind: 'recycled' }
  /** it is back on disk, was renamed, or is known under another id: there is nothing to delete any more */
  | { readonly kind: 'obsolete' }
  | { readonly kind: 'held'; readonly reason: HoldReason }
  /** it was to go because it lives on in another file, and has versions that do not, earlier ones or somebody else's */
  | { readonly kind: 'has-more' }
  /** its time has not come: the clock said so, and the server's date does not */
  | { readonly kind: 'not-yet' };

export type RecycleDeps = {
  readonly disk: Pick<Disk, 'stat' | 'list'>;
  readonly pending: Pick<PendingChanges, 'find' | 'refused' | 'hasRefused'>;
  readonly uploads: Pick<UploadIntents, 'ofUnknownOutcome'>;
  readonly baseline: Pick<Baseline, 'find' | 'parentIdOf' | 'missingFileIds'> & AsNamedDeps['baseline'];
  readonly renames: Pick<RenameIntents, 'leaving'>;
  readonly grace: Pick<GraceTime, 'hasCome'>;
};

/**
 * `confirmed`: the user confirmed the deletion, with this reason against it before their eyes; of another they know
 * nothing. Throws KooError.
 */
export async function recycle(
  deps: RecycleDeps,
  context: PairContext,
  item: MissingItem,
  confirmed: HoldReason | undefined,
  signal: AbortSignal,
): Promise<RecycleOutcome> {
  const { account, pair } = context;
  const entry = missingEntry(deps, pair, item);
  if (!entry || (await isBack(deps, pair, item))) return { kind: 'obsolete' };
  try {
    if (item.superseded && (await hasHistory(context, item, signal))) return { kind: 'has-more' };
    const reason = await whyNot(deps, context, item, entry, confirmed, signal);
    // nobody is asked about what lives on: it is missing like everything else from here on, and judged as such
    if (reason !== undefined) return item.superseded ? { kind: 'has-more' } : { kind: 'held', reason };
    // looking took its time
    if ((await isBack(deps, pair, item)) || !missingEntry(deps, pair, item)) return { kind: 'obsolete' };
    // the answers to our looks brought the server's date: a clock that was set forward ends no grace time
    if (!deps.grace.hasCome(item)) return { kind: 'not-yet' };
    await account.koodrive.recycle({ containerId: pair.containerId, fileId: item.fileId }, { signal });
    return { kind: 'recycled' };
  } catch (thrown) {
    // somebody else was faster, or our own earlier attempt was
    if (isGoneRemotely(thrown)) return { kind: 'recycled' };
    throw thrown;
  }
}

/** What speaks against it on the server, and was not confirmed. Throws KooError: NOT_FOUND where it is gone already. */
async function whyNot(
  deps: RecycleDeps,
  context: PairContext,
  item: MissingItem,
  entry: BaselineEntry,
  confirmed: HoldReason | undefined,
  signal: AbortSignal,
): Promise<HoldReason | undefined> {
  const { account, pair } = context;
  const { path, kind, fileId } = item;
  const there = await account.koodrive.detail(pair.containerId, fileId, { signal });
  if (there.recycled) throw new KooError('REMOTE_RECYCLED', 'it is in the bin already');
  const parentId = deps.baseline.parentIdOf(pair.id, path);
  if (confirmed !== 'moved-remotely' && !isAtPlace(there, { path, kind, parentId })) return 'moved-remotely';
  const reason = kind === 'folder' ? 'holds-others' : 'changed-remotely';
  return reason !== confirmed && (await wouldTakeOthers(deps, context, item, entry, signal))
    ? reason
    : undefined;
}

/** What is known of the item, if it is still missing and still the same. */
function missingEntry(
  { baseline, renames }: RecycleDeps,
  pair: Pair,
  { path, fileId }: MissingItem,
): BaselineEntry | undefined {
  // a rename that the server may have done already takes the file out of reach of a deletion of its old path
  if (renames.leaving(pair.id, path).length > 0) throw new KooError('FILE_BUSY', 'it is being renamed');
  const entry = baseline.find(pair.id, path);
  return entry?.missingSince !== undefined && entry.remote.fileId === fileId ? entry : undefined;
}

/** More than the one version that lives on in another file? */
async function hasHistory(
  { account, pair }: PairContext,
  { fileId }: MissingItem,
  signal: AbortSignal,
): Promise<boolean> {
  const { containerId } = pair;
  const page = await account.koodrive.listRevisions({ containerId, fileId, pageSize: 2 }, { signal });
  return page.revisions.length > 1;
}

/** Does the server hold something that this disk never held, and that the deletion would take along? */
async function wouldTakeOthers(
  { baseline }: RecycleDeps,
  { account, pair }: PairContext,
  { path, kind, fileId }: MissingItem,
  { remote }: BaselineEntry,
  signal: AbortSignal,
): Promise<boolean> {
  const { koodrive } = account;
  const { containerId } = pair;
  if (kind === 'folder') {
    const ours = baseline.missingFileIds(pair.id, path);
    return !(await holdsOnly(koodrive, containerId, fileId, ours, signal));
  }
  const { revisions } = await koodrive.listRevisions({ containerId, fileId, pageSize: 1 }, { signal });
  const newest = revisions[0];
  const ours = remote.revisionId ?? newest?.revisionId;
  return newest?.sha256 === undefined ? newest?.revisionId !== ours : newest.sha256 !== remote.sha256;
}

/** A folder goes as one, so everything in it must be what this disk held and holds no more. */
async function holdsOnly(
  koodrive: KooDrive,
  containerId: string,
  folderId: string,
  ours: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<boolean> {
  const folders = [folderId];
  const met = new Set(folders);
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of koodrive.listFolder(containerId, folder, { signal })) {
      if (entry.recycled) continue;
      // what is listed twice is not what it is said to be
      if (!ours.has(entry.fileId) || met.has(entry.fileId)) return false;
      met.add(entry.fileId);
      if (entry.isFolder) folders.push(entry.fileId);
    }
  }
  return true;
}

/**
 * Something that is synced stands there again under this very name, or it stands under a name that KooDrive does not take; a
 * link or a device in its place does not bring it back. Or something was noticed there, and nobody has looked at it yet: it
 * may have been back, and then its absence begins anew.
 */
async function isBack(deps: RecycleDeps, pair: Pair, item: MissingItem): Promise<boolean> {
  const change = deps.pending.find(pair.id, item.path);
  if (change && !change.failure) return true;
  const kind = (await statAsNamed(deps, pair, item.path))?.kind;
  if (kind === 'file' || kind === 'folder') return true;
  return (await standsRefusedAt(deps, pair, item.path)) !== undefined;
}
