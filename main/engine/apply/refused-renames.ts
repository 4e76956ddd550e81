/**
 * Files and folders that were renamed to what KooDrive, or its rules, does not take (a forbidden name, a name that is taken).
 * They stand on this disk, so their old places are not missing: the server keeps them there until the rename can be done, or
 * they are really gone.
 */
import type { Disk } from '../../disk/disk.ts';
import type { Pair } from '../../model/pair.ts';
import { parentOf } from '../../model/relative-path.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { PendingChanges } from '../pending/pending-changes.ts';
import { below } from '../../model/local-path.ts';

export type RefusedRenamesDeps = {
  readonly disk: Pick<Disk, 'stat'>;
  readonly baseline: Pick<Baseline, 'find'>;
  readonly pending: Pick<PendingChanges, 'refused' | 'hasRefused'>;
};

/**
 * The path at which what is known at `path`, and is not on the disk there, stands by now: it was renamed to that, or a folder
 * above it was, and the rename is refused. undefined: there is none. Throws what the disk throws.
 */
export async function standsRefusedAt(
  { disk, baseline, pending }: RefusedRenamesDeps,
  pair: Pair,
  path: string,
): Promise<string | undefined> {
  // asked of everything that is missing, and mostly there is none
  if (!pending.hasRefused(pair.id)) return undefined;
  for (let at = path; at !== ''; at = parentOf(at) ?? '') {
    // what is missing in a folder that stands is missing
    if (at !== path && (await disk.stat(below(pair.folder, at)))) return undefined;
    const known = baseline.find(pair.id, at);
    const localId = known?.local?.localId;
    if (localId === undefined) continue;
    for (const other of pending.refused(pair.id, inodeOf(localId))) {
      const stat = await disk.stat(below(pair.folder, other));
      if (other === at || stat?.kind !== known?.kind || stat?.localId !== localId) continue;
      const now = `${other}${path.slice(at.length)}`;
      return (await disk.stat(below(pair.folder, now))) ? now : undefined;
    }
  }
  return undefined;
}

const inodeOf = (localId: string): string => localId.split(':', 1)[0] ?? '';
