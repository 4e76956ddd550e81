/** Where a file lives: which pair, and where in it. Pure. */
import type { PairStatus } from '../../../shared/views.ts';
import { baseName, isInside, parentOf, relativeTo } from './path.ts';

export type Place = { readonly pair: PairStatus; readonly crumbs: readonly string[] };

/** undefined when no pair holds the file. Pairs do not nest, so one at most does. */
export function placeOf(pairs: readonly PairStatus[], path: string): Place | undefined {
  const pair = pairs.find((each) => isInside(each.folder, path));
  if (pair === undefined) return undefined;
  const inner = parentOf(relativeTo(pair.folder, path));
  return { pair, crumbs: [baseName(pair.folder), ...inner.split('/').filter((part) => part !== '')] };
}
