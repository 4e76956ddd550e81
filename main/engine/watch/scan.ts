/**
 * Compares a folder on disk with what is known of it and names every path that may differ. It decides nothing: each
 * path it names is looked at again before anything is done, so a scan can be old, cut short or run beside changes
 * without harm. Correctness never needs a watcher, only this.
 */
import type { Disk } from '../../disk/disk.ts';
import { allEnded } from '../../lib/all-ended.ts';
import { isPresent, type BaselineEntry } from '../../model/baseline-entry.ts';
import { toKooError, KooError } from '../../model/errors.ts';
import { notLookedUp, type FileStat } from '../../model/file-stat.ts';
import { childOf, nameOf } from '../../model/relative-path.ts';
import type { Skip } from '../../storage/notes.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import type { LeftOut } from './signs.ts';
import type { ToldFailures } from './told-failures.ts';
import { below } from '../../model/local-path.ts';

export type BaselineChild = Pick<BaselineEntry, 'path' | 'kind' | 'local' | 'missingSince'>;

export type ScanListener = {
  /** these paths may differ from what the server holds; something that is synced stands at those in `found` */
  mayDiffer(paths: readonly string[], found: ReadonlySet<string>): void;
  /** of what lies right in this folder these are left out on purpose, and nothing else is */
  skipped(folder: string, skips: readonly Skip[]): void;
  /** this cannot be read or named */
  fault(path: string, error: KooError): void;
  /** a failure is told of these that may hold no longer */
  outdated(paths: readonly string[]): void;
};

/** A folder as it was met: its path, and its file id, where the disk has one and somebody looked. */
export type MetFolder = { readonly path: string; readonly localId: string | undefined };

/** Who has the folders of a scan watched (watched-folders.ts). */
export type ScannedFolders = {
  /** it is about to be listed */
  enter(folder: MetFolder): void;
  /** what it holds could not be seen */
  notListed(folder: string): void;
  /** it is there no more */
  leave(folder: string): void;
  /** was this very folder entered at its path? */
  isEntered(folder: MetFolder): boolean;
};

export type ScanOptions = {
  readonly disk: Disk;
  /** absolute path of the pair's folder */
  readonly root: string;
  /** where to begin; the path '' is the pair's folder itself */
  readonly folder: MetFolder;
  /** descend into every folder, or only into those that are not known yet, or were not entered yet */
  readonly deep: boolean;
  readonly rules: IgnoreRules;
  /** what the rules and the disk say of a path that is there */
  readonly leftOut: (path: string, stat: FileStat) => Promise<LeftOut | undefined>;
  readonly known: (folder: string) => readonly BaselineChild[];
  readonly folders: ScannedFolders;
  /** of a folder of which nothing is known here: it was renamed to this path, and is compared when that is done */
  readonly arrives: (path: string, stat: FileStat) => boolean;
  /** at and below the folder */
  readonly told: ToldFailures;
  readonly signal?: AbortSignal | undefined;
};

const statsAtOnce = 64;
/** Each waits for the disk and for the thread that looks at its names. */
const foldersAtOnce = 4;
/** Fewer are looked at one by one: handing them over would cost more than it saves. */
const manyNames = 8;

/** Throws FOLDER_MISSING or FOLDER_UNREADABLE for the folder to begin with; those below are told as faults. */
export async function scanFolder(options: ScanOptions, listener: ScanListener): Promise<void> {
  const stack: MetFolder[] = [options.folder];
  const scanOne = async (folder: MetFolder): Promise<void> => {
    const { path } = folder;
    const listing = await listOrFault(options, folder, listener);
    if (!listing) return;
    await tellListed(options, path, listing, listener);
    const compared = await compare(options, path, listing.names, options.known(path), listener);
    listener.skipped(path, compared.skips);
    if (compared.mayDiffer.length > 0) listener.mayDiffer(compared.mayDiffer, compared.found);
    stack.push(...compared.folders);
  };
  while (stack.length > 0) {
    if (options.signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
    await allEnded(stack.splice(-foldersAtOnce).map(scanOne));
  }
}

export type Listing = Awaited<ReturnType<Disk['list']>>;

/** Throws FOLDER_MISSING or FOLDER_UNREADABLE. */
export async function listFolder(
  { disk, root, folders }: Pick<ScanOptions, 'disk' | 'root' | 'folders'>,
  folder: MetFolder,
): Promise<Listing> {
  folders.enter(folder);
  try {
    return await disk.list(below(root, folder.path));
  } catch (thrown) {
    const error = toKooError(thrown);
    if (error.code === 'FOLDER_MISSING') folders.leave(folder.path);
    else folders.notListed(folder.path);
    throw error;
  }
}

/** What the names of a folder alone say. */
export async function tellListed(
  { told, leftOut }: Pick<ScanOptions, 'told' | 'leftOut'>,
  folder: string,
  { names, notUtf8 }: Listing,
  listener: Pick<ScanListener, 'mayDiffer' | 'outdated'>,
): Promise<void> {
  const outdated = [...told.outdatedBy(folder, new Set([...names, ...notUtf8]))];
  const mayDiffer: string[] = [];
  for (const name of notUtf8) {
    const path = childOf(folder, name);
    // such a name cannot be looked up; syncing it finds that out, and says so
    if (await leftOut(path, notLookedUp)) outdated.push(...told.outdatedAt(path, notLookedUp, true));
    else mayDiffer.push(path);
  }
  if (mayDiffer.length > 0) listener.mayDiffer(mayDiffer, new Set());
  if (outdated.length > 0) listener.outdated(outdated);
}

/** Compares some of a folder's names; `known` is of these names alone. Gives the folders among them to be scanned next. */
export async function compareNames(
  options: Omit<ScanOptions, 'known'>,
  folder: string,
  names: readonly string[],
  known: readonly BaselineChild[],
  listener: ScanListener,
): Promise<readonly MetFolder[]> {
  const { mayDiffer, found, folders } = await compare(options, folder, names, known, listener);
  if (mayDiffer.length > 0) listener.mayDiffer(mayDiffer, found);
  return folders;
}

async function listOrFault(
  options: ScanOptions,
  folder: MetFolder,
  listener: ScanListener,
): Promise<Listing | undefined> {
  try {
    return await listFolder(options, folder);
  } catch (thrown) {
    const error = toKooError(thrown);
    if (folder === options.folder) throw error;
    // a folder that went away while its parent was scanned is found missing by its own entry
    if (error.code === 'FOLDER_MISSING') listener.mayDiffer([folder.path], new Set());
    else listener.fault(folder.path, error);
    return undefined;
  }
}

type Compared = {
  readonly mayDiffer: string[];
  /** those of them at which something that is synced stands */
  readonly found: Set<string>;
  readonly outdated: string[];
  /** to be scanned next */
  readonly folders: MetFolder[];
  readonly skips: Skip[];
};

async function compare(
  options: Omit<ScanOptions, 'known'>,
  folder: string,
  names: readonly string[],
  children: readonly BaselineChild[],
  listener: ScanListener,
): Promise<Compared> {
  const { rules, told } = options;
  const known = new Map(children.map((child) => [nameOf(child.path), child]));
  const compared: Compared = { mayDiffer: [], found: new Set(), outdated: [], folders: [], skips: [] };
  for (let at = 0; at < names.length; at += statsAtOnce) {
    const paths = names.slice(at, at + statsAtOnce).map((name) => childOf(folder, name));
    const stats = await statsOrFaults(options, folder, paths, listener);
    for (const [i, path] of paths.entries()) {
      const stat = stats[i];
      if (stat === undefined) continue;
      const child = known.get(nameOf(path));
      known.delete(nameOf(path));
      const out = await options.leftOut(path, stat);
      compared.outdated.push(...told.outdatedAt(path, stat, out !== undefined));
      if (!out) compareChild(options, path, stat, child, compared);
      else if (out.rule && out.top === path)
        compared.skips.push({ path, reason: 'litter', rule: out.rule.pattern });
    }
  }
  // known, not missing yet, and no longer listed
  for (const child of known.values())
    if (isPresent(child) && !rules.ignores(child.path, child.kind === 'folder'))
      compared.mayDiffer.push(child.path);
  if (compared.outdated.length > 0) listener.outdated(compared.outdated);
  return compared;
}

function compareChild(
  { deep, folders, arrives }: Pick<ScanOptions, 'deep' | 'folders' | 'arrives'>,
  path: string,
  stat: FileStat,
  child: BaselineChild | undefined,
  compared: Compared,
): void {
  if (stat.kind === 'symlink' || stat.kind === 'other') {
    compared.skips.push({ path, reason: stat.kind === 'symlink' ? 'symlink' : 'special' });
    if (child) compared.mayDiffer.push(path);
    return;
  }
  const isKnown = child !== undefined && child.missingSince === undefined;
  const isSame = isKnown && child.kind === stat.kind && child.local?.fingerprint === stat.fingerprint;
  if (!isSame) {
    compared.mayDiffer.push(path);
    compared.found.add(path);
  }
  if (stat.kind !== 'folder' || (!isKnown && arrives(path, stat))) return;
  const met = { path, localId: stat.localId };
  if (deep || !isKnown || !folders.isEntered(met)) compared.folders.push(met);
}

async function statsOrFaults(
  options: Pick<ScanOptions, 'disk' | 'root'>,
  folder: string,
  paths: readonly string[],
  listener: ScanListener,
): Promise<readonly (FileStat | undefined)[]> {
  const { disk, root } = options;
  const isMany = paths.length >= manyNames;
  const looks = isMany ? await disk.stats?.(below(root, folder), paths.map(nameOf)) : undefined;
  return Promise.all(
    paths.map((path, i) => {
      const look = looks ? looks[i] : 'ask';
      return look === 'ask' ? statOrFault(options, path, listener) : look;
    }),
  );
}

async function statOrFault(
  { disk, root }: Pick<ScanOptions, 'disk' | 'root'>,
  path: string,
  listener: ScanListener,
): Promise<FileStat | undefined> {
  try {
    return await disk.stat(below(root, path));
  } catch (thrown) {
    listener.fault(path, toKooError(thrown));
    return undefined;
  }
}
