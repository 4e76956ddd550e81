/** Deletions as a user reads them: what needs a confirmation first, then the newest. Pure. */
import type { Deletion } from '../../../shared/views.ts';

export function sortDeletions(deletions: readonly Deletion[]): {
  readonly held: readonly Deletion[];
  readonly others: readonly Deletion[];
} {
  const newestFirst = deletions.toSorted((a, b) => b.noticedAt - a.noticedAt || a.id - b.id);
  return {
    held: newestFirst.filter((deletion) => deletion.state === 'held'),
    others: newestFirst.filter((deletion) => deletion.state !== 'held'),
  };
}

/** The contract takes so many ids in one call. */
const atOnce = 1000;

export function inPortions(ids: readonly number[], size = atOnce): number[][] {
  const portions: number[][] = [];
  for (let at = 0; at < ids.length; at += size) portions.push(ids.slice(at, at + size));
  return portions;
}
