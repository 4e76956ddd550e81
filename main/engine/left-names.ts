/**
 * Names that were left by a rename, looked at once more when they may no longer be filled in time: a program may have
 * filled one, and the watcher did not tell (plan/save-by-renaming.ts).
 */
import type { Disk } from '../disk/disk.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { toKooError } from '../model/errors.ts';
import type { Pairs } from '../storage/pairs.ts';
import type { RecentRenames } from './apply/recent-renames.ts';
import type { RenameIntents } from './apply/rename-intents.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import { filledAt, saveWindowMs } from './plan/save-by-renaming.ts';
import type { Stirring } from '../lib/stirring.ts';
import { below } from '../model/local-path.ts';

export type LeftNamesDeps = {
  readonly recentRenames: Pick<RecentRenames, 'leftBetween'>;
  readonly renames: Pick<RenameIntents, 'leftBetween'>;
  readonly pairs: Pick<Pairs, 'find'>;
  readonly pending: Pick<PendingChanges, 'enqueueCome'>;
  readonly disk: Pick<Disk, 'stat'>;
  readonly clock: Clock;
  readonly stirring: Pick<Stirring, 'sleep'>;
  readonly log: Log;
  wake(): void;
};

const sweepEveryMs = 2000;

/** Works until the signal fires. */
export async function lookAtLeftNames(deps: LeftNamesDeps, signal: AbortSignal): Promise<void> {
  const { clock, log, stirring } = deps;
  let lookedAt = clock.now();
  const untilDue = () => {
    const [first] = leftBetween(deps, lookedAt - saveWindowMs, Number.MAX_SAFE_INTEGER);
    return first && sweepEveryMs;
  };
  while (!signal.aborted) {
    await stirring.sleep(sweepEveryMs, untilDue, signal);
    const now = clock.now();
    try {
      await sweep(deps, lookedAt - saveWindowMs, now - saveWindowMs);
    } catch (thrown) {
      log.warn({ tag: 'renames', err: toKooError(thrown) }, 'a name that was left is not looked at');
    }
    lookedAt = now;
  }
}

type LeftName = { readonly pairId: number; readonly from: string; readonly leftAt: number };

/** By renames that are written down, and by those whose outcome is not known. */
const leftBetween = (
  { recentRenames, renames }: Pick<LeftNamesDeps, 'recentRenames' | 'renames'>,
  after: number,
  until: number,
): LeftName[] => [
  ...recentRenames
    .leftBetween(after, until)
    .map(({ renamedAt, ...name }) => ({ ...name, leftAt: renamedAt })),
  ...renames.leftBetween(after, until),
];

async function sweep(deps: LeftNamesDeps, after: number, until: number): Promise<void> {
  const { pairs, pending, disk, clock, wake } = deps;
  for (const { pairId, from, leftAt } of leftBetween(deps, after, until)) {
    const pair = pairs.find(pairId);
    const stat = pair && (await disk.stat(below(pair.folder, from)));
    if (stat?.kind !== 'file') continue;
    // this look is too late to say that it came in time, and before there is a line another file may stand there
    const now = clock.now();
    pending.enqueueCome(pairId, from, { after: leftAt, at: filledAt(leftAt, stat, now, now) }, now);
    wake();
  }
}
