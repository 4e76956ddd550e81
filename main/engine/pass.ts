/** What a single pass left: the status, without what was sent in the pass and has changed since. */
import type { EngineStatus } from '../../shared/views.ts';
import { inFolder } from '../disk/disk.ts';
import type { Pass } from './api.ts';
import { keyOf } from './apply/path-locks.ts';
import type { PendingChanges } from './pending/pending-changes.ts';

/** `sent`: by `keyOf`. */
export function passOf(
  status: EngineStatus,
  pending: Pick<PendingChanges, 'unsynced'>,
  sent: ReadonlySet<string>,
): Pass {
  const unsynced: string[] = [];
  const pairs = status.pairs.map((pair) => {
    const left = pending.unsynced(pair.id);
    const behind = left.filter((path) => !sent.has(keyOf(pair.id, path)));
    for (const path of behind) unsynced.push(inFolder(pair.folder, path));
    return { ...pair, pending: pair.pending - (left.length - behind.length) };
  });
  return { ...status, pairs, unsynced };
}
