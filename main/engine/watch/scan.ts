/**
 * Compares a folder on disk with what is known of it and names every path that may differ. It decides nothing: each
 * path it names is looked at again before anything is done, so a scan can be old, cut short or run beside changes
 * without harm. Correctness never needs a watcher, only this.
 */
import { inFolder, type Disk } from '../../disk/disk.ts';
import { isPresent, type BaselineEntry } from '../../model/baseline-entry.ts';
import { toKooError, KooError } from '../../model/errors.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { childOf, nameOf } from '../../model/relative-path.ts';
import type { Skip } from '../../storage/notes.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import type { LeftOut } from './signs.ts';

export type BaselineChild = Pick<BaselineEntry, 'path' | 'kind' | 'local' | 'missingSince'>;

export type ScanListener = {
  /** these paths may differ from what the server holds */
  mayDiffer(paths: readonly string[]): void;
  /** of what lies right in this folder these are left out on purpose, and nothing else is */
  skipped(folder: string, skips: readonly Skip[]): void;
  /** this cannot be read or named */
  fault(path: string, error: KooError): void;
};

export type ScanOptions = {
  readonly disk: Disk;
  /** absolute path of the pair's folder */
  readonly root: string;
  /** where to begin, relative; '' is the pair's folder itself */
  readonly folder: string;
  /** descend into every folder, or only into those not known yet */
  readonly deep: boolean;
  readonly rules: IgnoreRules;
  /** what the rules and the disk say of a path that is there */
  readonly leftOut: (path: string, stat: FileStat) => Promise<LeftOut | undefined>;
  readonly known: (folder: string) => readonly BaselineChild[];
  readonly signal?: AbortSignal | undefined;
};

const statsAtOnce = 64;

/** Throws FOLDER_MISSING or FOLDER_UNREADABLE for the folder to begin with; those below are told as faults. */
export async function scanFolder(options: ScanOptions, listener: ScanListener): Promise<void> {
  const stack: string[] = [options.folder];
  for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
    if (options.signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
    const listing = await listOrFault(options, folder, listener);
    if (!listing) continue;
    // such a name cannot be looked up; syncing it finds that out, and says so
    if (listing.notUtf8.length > 0) listener.mayDiffer(listing.notUtf8.map((name) => childOf(folder, name)));
    const { mayDiffer, folders } = await compareFolder(options, folder, listing.names, listener);
    if (mayDiffer.length > 0) listener.mayDiffer(mayDiffer);
    stack.push(...folders);
  }
}

async function listOrFault(
  { disk, root, folder: first }: ScanOptions,
  folder: string,
  listener: ScanListener,
) {
  try {
    return await disk.list(inFolder(root, folder));
  } catch (thrown) {
    const error = toKooError(thrown);
    if (folder === first) throw error;
    // a folder that went away while its parent was scanned is found missing by its own entry
    if (error.code === 'FOLDER_MISSING') listener.mayDiffer([folder]);
    else listener.fault(folder, error);
    return undefined;
  }
}

type Compared = {
  readonly mayDiffer: string[];
  /** to be scanned next */
  readonly folders: string[];
  readonly skips: Skip[];
};

async function compareFolder(
  options: ScanOptions,
  folder: string,
  names: readonly string[],
  listener: ScanListener,
): Promise<Compared> {
  const { rules } = options;
  const known = new Map(options.known(folder).map((child) => [nameOf(child.path), child]));
  const compared: Compared = { mayDiffer: [], folders: [], skips: [] };
  for (let at = 0; at < names.length; at += statsAtOnce) {
    const paths = names.slice(at, at + statsAtOnce).map((name) => childOf(folder, name));
    const stats = await Promise.all(paths.map((path) => statOrFault(options, path, listener)));
    for (const [i, path] of paths.entries()) {
      const stat = stats[i];
      if (stat === undefined) continue;
      const child = known.get(nameOf(path));
      known.delete(nameOf(path));
      const out = await options.leftOut(path, stat);
      if (!out) compareChild(options, path, stat, child, compared);
      else if (out.rule && out.top === path)
        compared.skips.push({ path, reason: 'litter', rule: out.rule.pattern });
    }
  }
  listener.skipped(folder, compared.skips);
  // known, not missing yet, and no longer listed
  for (const child of known.values())
    if (isPresent(child) && !rules.ignores(child.path, child.kind === 'folder'))
      compared.mayDiffer.push(child.path);
  return compared;
}

function compareChild(
  { deep }: ScanOptions,
  path: string,
  stat: FileStat,
  child: BaselineChild | undefined,
  { mayDiffer, folders, skips }: Compared,
): void {
  if (stat.kind === 'symlink' || stat.kind === 'other') {
    skips.push({ path, reason: stat.kind === 'symlink' ? 'symlink' : 'special' });
    if (child) mayDiffer.push(path);
    return;
  }
  const isKnown = child !== undefined && child.missingSince === undefined;
  const isSame = isKnown && child.kind === stat.kind && child.local?.fingerprint === stat.fingerprint;
  if (!isSame) mayDiffer.push(path);
  if (stat.kind === 'folder' && (deep || !isKnown)) folders.push(path);
}

async function statOrFault(
  { disk, root }: ScanOptions,
  path: string,
  listener: ScanListener,
): Promise<FileStat | undefined> {
  try {
    return await disk.stat(inFolder(root, path));
  } catch (thrown) {
    listener.fault(path, toKooError(thrown));
    return undefined;
  }
}
