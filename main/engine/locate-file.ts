/** Which file of which pair a path is, and what of it went up last. */
import { resolve } from 'node:path';
import { pathInside } from '../disk/in-folder.ts';
import { KooError } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import { spelledPath } from './spelled-path.ts';
import type { Components } from './wiring.ts';

/**
 * `orInBin`: of a file that was deleted, too, what lies in the recycle bin. The path that it gives has the names as they
 * are, however they were written. Throws NOT_IN_A_PAIR.
 */
export async function locateFile(
  { pairs, baseline, unproven, disk }: Pick<Components, 'pairs' | 'baseline' | 'unproven' | 'disk'>,
  path: string,
  { orInBin }: { readonly orInBin: boolean },
): Promise<LocatedFile> {
  const absolute = resolve(path);
  for (const pair of pairs.all()) {
    const written = pathInside(pair.folder, absolute);
    if (!written) continue;
    const { platform } = process;
    const relativePath = await spelledPath({ baseline, disk, platform }, pair, written);
    const there = baseline.find(pair.id, relativePath);
    const base = there ?? (orInBin ? baseline.inBin(pair.id, relativePath) : undefined);
    const file = base?.kind === 'file' ? base : undefined;
    const { fileId, sha256 } = file?.remote ?? { fileId: undefined, sha256: undefined };
    const isProven = unproven.find(pair.id, relativePath) === undefined;
    const { size, mode } = file?.local ?? {};
    return { pair, relativePath, fileId, sha256, size, mode, isProven };
  }
  throw new KooError('NOT_IN_A_PAIR', 'the path is in no pair', { detail: { path: absolute } });
}
