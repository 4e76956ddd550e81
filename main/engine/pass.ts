/** What a single pass leaves behind of what it sent, and what it says of the rest. */
import type { EngineStatus } from '../../shared/views.ts';
import type { Disk } from '../disk/disk.ts';
import { inFolder } from '../disk/in-folder.ts';
import type { Clock } from '../lib/clock.ts';
import type { Pairs } from '../storage/pairs.ts';
import type { Pass } from './api.ts';
import { keyOf } from './apply/path-locks.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import { below } from '../model/local-path.ts';

export type SentInPassDeps = {
  readonly pairs: Pick<Pairs, 'all'>;
  readonly pending: Pick<PendingChanges, 'unsynced' | 'find' | 'ack'>;
  readonly baseline: Pick<Baseline, 'find'>;
  readonly disk: Pick<Disk, 'stat'>;
  readonly clock: Pick<Clock, 'now'>;
};

/**
 * What was sent, and was noticed once more by the scan beside it, is not sent again in this pass. Where it has not changed
 * since, nothing is pending there. `sent`: by `keyOf`.
 */
export async function settleSent(
  { pairs, pending, baseline, disk, clock }: SentInPassDeps,
  sent: ReadonlySet<string>,
): Promise<void> {
  for (const { id, folder } of pairs.all())
    for (const path of pending.unsynced(id)) {
      const change = pending.find(id, path);
      if (!sent.has(keyOf(id, path)) || !change || change.failure) continue;
      const stat = await disk.stat(below(folder, path)).catch(() => undefined);
      const known = baseline.find(id, path)?.local?.fingerprint;
      if (stat && stat.fingerprint === known) pending.ack(change, clock.now());
    }
}

/** The status after a pass: what was sent and has changed since is for the next one. */
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
