/**
 * Compares a folder on disk with what is known of it and names every path that may differ. It decides nothing: each
 * path it names is looked at again before anything is done, so a scan can be old, cut short or run beside changes
 * without harm. Correctness never needs a watcher, only this.
 */
import { inFolder, type Disk } from '../../disk/disk.ts';
import { toKooError, KooError } from '../../model/errors.ts';
import { childOf, nameOf } from '../../model/relative-path.ts';
import type { FileStat } from '../../model/file-stat.ts';
import type { IgnoreRules } from './ignore-rules.ts';

export type BaselineChild = {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly fingerprint: string | undefined;
  readonly missingSince: number | undefined;
};

export type ScanListener = {
  /** these paths may differ from what the server holds */
  mayDiffer(paths: readonly string[]): void;
  /** these are left out on purpose */
  skipped(path: string, reason: 'symlink' | 'special'): void;
  /** this cannot be read or named */
  fault(path: string, error: KooError): void;
  /** one more folder was looked at; `files` is the number of files in it */
  looked(files: number): void;
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
  readonly known: (folder: string) => readonly BaselineChild[];
  readonly signal?: AbortSignal | undefined;
};

const statsAtOnce = 64;

/** Throws FOLDER_MISSING or FOLDER_UNREADABLE for the folder to begin with; those below are told as faults. */
export async function scanFolder(options: ScanOptions, listener: ScanListener): Promise<void> {
  const { disk, root, rules, signal } = options;
  const stack: string[] = [options.folder];
  for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
    if (signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
    const known = new Map(options.known(folder).map((child) => [nameOf(child.path), child]));
    let listing;
    try {
      listing = await disk.list(inFolder(root, folder));
    } catch (thrown) {
      const error = toKooError(thrown);
      if (folder === options.folder) throw error;
      // a folder that went away while its parent was scanned is found missing by its own entry
      if (error.code === 'FOLDER_MISSING') listener.mayDiffer([folder]);
      else listener.fault(folder, error);
      continue;
    }
    // such a name cannot be looked up; carrying it finds that out, and says so
    if (listing.notUtf8.length > 0) listener.mayDiffer(listing.notUtf8.map((name) => childOf(folder, name)));

    const owed: string[] = [];
    let files = 0;
    for (let at = 0; at < listing.names.length; at += statsAtOnce) {
      const paths = listing.names.slice(at, at + statsAtOnce).map((name) => childOf(folder, name));
      const found = await Promise.all(paths.map((path) => factsOrFault(disk, root, path, listener)));
      for (const [i, path] of paths.entries()) {
        const stat = found[i];
        if (stat === undefined) continue;
        if (rules.ignores(path, stat.kind === 'folder')) {
          known.delete(nameOf(path));
          continue;
        }
        const child = known.get(nameOf(path));
        known.delete(nameOf(path));
        if (stat.kind === 'symlink' || stat.kind === 'other') {
          listener.skipped(path, stat.kind === 'symlink' ? 'symlink' : 'special');
          if (child) owed.push(path);
          continue;
        }
        if (stat.kind === 'file') files++;
        if (differs(child, stat)) owed.push(path);
        if (
          stat.kind === 'folder' &&
          (options.deep || child === undefined || child.missingSince !== undefined)
        )
          stack.push(path);
      }
    }
    // known, not gone yet, and no longer listed
    for (const child of known.values())
      if (
        child.missingSince === undefined &&
        child.fingerprint !== undefined &&
        !rules.ignores(child.path, child.kind === 'folder')
      )
        owed.push(child.path);
    if (owed.length > 0) listener.mayDiffer(owed);
    listener.looked(files);
  }
}

const differs = (child: BaselineChild | undefined, stat: FileStat): boolean =>
  child === undefined ||
  child.missingSince !== undefined ||
  child.kind !== stat.kind ||
  child.fingerprint !== stat.fingerprint;

async function factsOrFault(
  disk: Disk,
  root: string,
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
