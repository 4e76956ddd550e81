/** Is what stands at a pair's path the folder that was synced, on the drive that it was on? */
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { compareFolders } from '../../model/drive.ts';
import { signsOf, type FolderSigns } from '../../model/file-stat.ts';
import type { Pair } from '../../model/pair.ts';

/** `renumbers`: of the drive that is there now. */
export type RootFound = { readonly signs: FolderSigns; readonly renumbers: boolean };

/** `base`: what is known of the pair's own folder. */
export function compareRoot(
  { drive }: Pick<Pair, 'drive'>,
  base: BaselineEntry | undefined,
  { signs, renumbers }: RootFound,
): ReturnType<typeof compareFolders> {
  const known = signsOf(base?.local?.fingerprint);
  return compareFolders(known && { ...known, drive }, signs, renumbers);
}

/** Was it on a drive that is not there now, as far as can be told? `fingerprint`: of what stands there now. */
export function isDriveAway(
  pair: Pick<Pair, 'drive'>,
  base: BaselineEntry | undefined,
  found: RootFound & { readonly fingerprint: string },
): boolean {
  const verdict = compareRoot(pair, base, found);
  if (verdict === 'same' || verdict === 'other-drive') return verdict === 'other-drive';
  // nothing may tell two drives apart, and yet there is one or none
  const isMount = (fingerprint: string | undefined) => signsOf(fingerprint)?.isMount === true;
  return isMount(base?.local?.fingerprint) && !isMount(found.fingerprint);
}
