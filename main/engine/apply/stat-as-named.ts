/**
 * What the disk holds at a path under its very name. Windows and macOS keep names without regard to case: what is called
 * otherwise by now answers to its old name as well, and only the listing of its folder tells.
 */
import type { Disk } from '../../disk/disk.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { below } from '../../model/local-path.ts';
import type { Pair } from '../../model/pair.ts';
import { isSameName, nameOf, parentOf } from '../../model/relative-path.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { UploadIntents } from './upload-intents.ts';

export type AsNamedDeps = {
  readonly disk: Pick<Disk, 'stat' | 'list'>;
  readonly baseline: Pick<Baseline, 'likeNamed' | 'isHeld' | 'find' | 'withLocalId'>;
  readonly uploads: Pick<UploadIntents, 'ofUnknownOutcome'>;
};

/**
 * undefined: nothing, or something under another spelling. The folder is listed only for a name beside a known one, for a
 * known folder in another place, and for each folder above that is not known to stand there. Throws what the disk throws.
 */
export async function statAsNamed(
  deps: AsNamedDeps,
  pair: Pair,
  path: string,
): Promise<FileStat | undefined> {
  const { disk, baseline } = deps;
  const stat = await disk.stat(below(pair.folder, path));
  if (!stat) return undefined;
  for (let at = path, isHeld = false; at !== '' && !isHeld; at = parentOf(at) ?? '') {
    // a file may have been written down after its folder was found to be missing
    isHeld = at !== path && baseline.isHeld(pair.id, at);
    // what is missing, or in the bin, may be what is there under the other spelling again
    const isBeside = baseline.likeNamed(pair.id, at).length > 0 || begunBeside(deps, pair, at).length > 0;
    if (!isBeside && !(at === path && isMovedFolder(baseline, pair, path, stat))) continue;
    const { names } = await disk.list(below(pair.folder, parentOf(at) ?? ''));
    if (!names.includes(nameOf(at))) return undefined;
  }
  return stat;
}

/**
 * Is a known folder here that was elsewhere, or is missing there? It may be here under another spelling. A file is not
 * asked about: each save would cost the listing of its folder.
 */
function isMovedFolder(
  baseline: AsNamedDeps['baseline'],
  { id }: Pair,
  path: string,
  { kind, localId }: FileStat,
): boolean {
  if (kind !== 'folder' || localId === undefined) return false;
  const known = baseline.find(id, path);
  const isSame = known?.kind === 'folder' && known.local?.localId === localId;
  return !isSame && baseline.withLocalId(id, localId).some((entry) => entry.kind === 'folder');
}

/** Paths beside this one, of names that the server cannot tell from it, that it may have and that are not known yet. */
export function begunBeside({ uploads }: Pick<AsNamedDeps, 'uploads'>, pair: Pair, path: string): string[] {
  const isBeside = (other: string) => other !== path && isSameName(other, path);
  return uploads.ofUnknownOutcome(pair.id).filter(isBeside);
}
