/** Which file of which pair a path is, and what of it went up last. */
import { resolve } from 'node:path';
import { pathInside } from '../disk/disk.ts';
import { KooError } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { Components } from './wiring.ts';

/** `orInBin`: of a file that was deleted, too, what lies in the recycle bin. Throws NOT_IN_A_PAIR. */
export function locateFile(
  { pairs, baseline, unproven }: Pick<Components, 'pairs' | 'baseline' | 'unproven'>,
  path: string,
  { orInBin }: { readonly orInBin: boolean },
): LocatedFile {
  const absolute = resolve(path);
  for (const pair of pairs.all()) {
    const relativePath = pathInside(pair.folder, absolute);
    if (!relativePath) continue;
    const there = baseline.find(pair.id, relativePath);
    const base = there ?? (orInBin ? baseline.inBin(pair.id, relativePath) : undefined);
    const file = base?.kind === 'file' ? base : undefined;
    const { fileId, sha256 } = file?.remote ?? { fileId: undefined, sha256: undefined };
    const isProven = unproven.find(pair.id, relativePath) === undefined;
    return { pair, relativePath, fileId, sha256, size: file?.local?.size, isProven };
  }
  throw new KooError('NOT_IN_A_PAIR', 'the path is in no pair', { detail: { path: absolute } });
}
