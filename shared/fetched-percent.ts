/** How much of a version was fetched, in whole percent. Pure. */
import type { RestoreStage } from './views.ts';

export const fetchedPercent = ({
  bytes,
  size,
}: Extract<RestoreStage, { readonly kind: 'fetching' }>): number =>
  Math.floor((100 * bytes) / Math.max(size, 1));
