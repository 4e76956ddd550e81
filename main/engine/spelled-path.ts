/**
 * A path as its names really are. Windows and macOS take capitals for small letters, so users and programs write names as
 * they like, and an entry of the database is found by its very name alone.
 */
import type { Disk } from '../disk/disk.ts';
import { childOf, nameKey, nameOf, parentOf, type RelativePath } from '../model/relative-path.ts';
import type { Baseline } from './baseline/baseline.ts';
import { below } from '../model/local-path.ts';

export type SpelledDeps = {
  readonly baseline: Pick<Baseline, 'find' | 'inBin' | 'likeNamed'>;
  readonly disk: Pick<Disk, 'stat' | 'list'>;
  readonly platform: NodeJS.Platform;
};

/** Drives of Linux that fold case are rare, and there a user sees names as they are. */
const foldsCase = (platform: NodeJS.Platform): boolean => platform === 'win32' || platform === 'darwin';

/**
 * `written` with each name as the disk lists it; what is not on the disk, as it is known. `folder`: of the pair, absolute.
 * Names that nobody knows stay as they were written. Throws nothing: what cannot be looked at stays, too.
 */
export async function spelledPath(
  deps: SpelledDeps,
  { id, folder }: { readonly id: number; readonly folder: string },
  written: RelativePath,
): Promise<RelativePath> {
  const { baseline, platform } = deps;
  if (!foldsCase(platform) || baseline.find(id, written) !== undefined) return written;
  let path: RelativePath = '';
  for (const name of written.split('/')) path = await spelledName(deps, id, folder, childOf(path, name));
  return path;
}

/** The last name alone: those above are right. */
async function spelledName(
  { baseline, disk }: SpelledDeps,
  pairId: number,
  folder: string,
  path: RelativePath,
): Promise<RelativePath> {
  const above = parentOf(path) ?? '';
  const isThere = (await disk.stat(below(folder, path)).catch(() => undefined)) !== undefined;
  if (isThere) {
    const { names } = await disk.list(below(folder, above)).catch(() => ({ names: [nameOf(path)] }));
    if (names.includes(nameOf(path))) return path;
    // the folder takes the name for another one: of two that are alike it would take the very one
    const like = names.filter((name) => nameKey(name) === nameKey(nameOf(path)));
    return like.length === 1 && like[0] !== undefined ? childOf(above, like[0]) : path;
  }
  if (baseline.find(pairId, path) ?? baseline.inBin(pairId, path)) return path;
  const known = baseline.likeNamed(pairId, path);
  return known.length === 1 && known[0] !== undefined ? known[0] : path;
}
