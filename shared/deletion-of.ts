/** By which deletion is this file gone: its own, or that of a folder above. Paths are absolute. Pure. */
import type { Deletion } from './views.ts';

export const deletionOf = <D extends Pick<Deletion, 'path'>>(
  deletions: readonly D[],
  path: string,
): D | undefined =>
  deletions.find((one) => one.path === path) ??
  deletions.find((one) => path.startsWith(`${one.path}/`) || path.startsWith(`${one.path}\\`));
