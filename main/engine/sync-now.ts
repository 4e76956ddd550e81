/** Syncs one path now, for somebody who waits for it: a restore that must not lose the present content. */
import type { Transfer, WaitsFor } from '../../shared/views.ts';
import type { Disk } from '../disk/disk.ts';
import type { Clock } from '../lib/clock.ts';
import { KooError } from '../model/errors.ts';
import type { FileStat } from '../model/file-stat.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { UnprovenReads } from './baseline/unproven-reads.ts';
import type { AccountContext } from './contexts.ts';
import type { PendingChange } from './pending/pending-change.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import type { Scheduler } from './scheduler.ts';
import type { FolderMonitors } from './watch/folder-monitors.ts';
import { below } from '../model/local-path.ts';

export type SyncNowDeps = {
  readonly disk: Pick<Disk, 'stat'>;
  readonly monitors: Pick<FolderMonitors, 'leftOut'>;
  readonly baseline: Pick<Baseline, 'find' | 'forgetStamps'>;
  readonly unproven: Pick<UnprovenReads, 'find'>;
  readonly clock: Clock;
  readonly pending: Pick<PendingChanges, 'enqueue' | 'find'>;
  readonly scheduler: Pick<Scheduler, 'wake' | 'syncOne' | 'waitsFor'>;
  readonly account: Pick<AccountContext, 'breakers' | 'settings'>;
  paused(): boolean;
  /** is this process the one that works on the state folder? */
  working(): boolean;
  /** undefined: another process works on the state folder */
  takeLock(): (() => void) | undefined;
};

/** What was written once more after each of so many turns in the queue is never quiet. */
const turnsTaken = 3;
/** Waited for beyond the longest wait of a file that is never quiet. */
const atMostMs = 120_000;
const lookEveryMs = 50;

/**
 * Resolves when what is on disk at `path` (absolute) is a revision, or when no file is there. Throws what stands in the
 * way; FILE_IGNORED when a rule leaves it out, FILE_CHANGED when it is never quiet, TIMED_OUT when the process that works on
 * the state folder does not get to it.
 */
export async function syncNow(
  deps: SyncNowDeps,
  path: string,
  located: LocatedFile,
  signal: AbortSignal,
): Promise<void> {
  const { pair, relativePath } = located;
  const { pending, baseline, unproven, clock, scheduler, account } = deps;
  const { breakers, settings } = account;
  const at = below(pair.folder, relativePath);
  if (!(await deps.disk.stat(at))) return;
  const known = baseline.find(pair.id, relativePath);
  // it may have been written since without a stamp (plan/write-back.ts): it is read
  if (known?.local && unproven.find(pair.id, relativePath))
    baseline.forgetStamps(pair.id, relativePath, known.local.fingerprint);
  pending.enqueue(pair.id, relativePath, 'urgent', clock.now());
  scheduler.wake();
  // without the lock another process is at work, and finds the change in the queue
  const release = deps.working() ? undefined : deps.takeLock();
  let turns = 0;
  try {
    for (let waited = 0; ; waited += lookEveryMs) {
      const change = pending.find(pair.id, relativePath);
      if (!change) {
        const stat = await deps.disk.stat(at);
        if (stat?.kind !== 'file' || isKnown(deps, located, stat)) return;
        if (await deps.monitors.leftOut(pair.id, relativePath, stat))
          throw new KooError('FILE_IGNORED', 'what is there is no version', { detail: { path } });
        // it was written once more meanwhile
        if (++turns >= turnsTaken)
          throw new KooError('FILE_CHANGED', 'it is never quiet', { detail: { path } });
        pending.enqueue(pair.id, relativePath, 'urgent', clock.now());
        continue;
      }
      const { failure, attempts, dueAt } = change;
      if (failure && attempts > 0)
        throw new KooError(failure.code, 'the present content could not be uploaded', {
          detail: { path, values: failure.values },
        });
      const trip = breakers.blocking() ?? scheduler.waitsFor(pair.id, relativePath);
      if (trip) throw trip.error;
      if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
      if (waited > atMostMs + settings().maxWaitMs)
        throw new KooError('TIMED_OUT', 'the content was not uploaded in time', { detail: { path } });
      // a scheduler that is paused starts nothing, but a user who restores means this one file
      const isOurs = release !== undefined || (deps.working() && deps.paused());
      if (isOurs && dueAt <= clock.now()) await scheduler.syncOne(change, signal);
      else await clock.sleep(lookEveryMs, signal);
    }
  } finally {
    release?.();
  }
}

/** Is what stands there the very content that went up last? */
const isKnown = (
  { baseline }: Pick<SyncNowDeps, 'baseline'>,
  { pair, relativePath }: LocatedFile,
  { fingerprint }: FileStat,
): boolean => baseline.find(pair.id, relativePath)?.local?.fingerprint === fingerprint;

/** What keeps this change from being done. `sending`: its bytes, as far as they are known to be on their way. */
export function waitsFor(
  { observed, dueAt }: Pick<PendingChange, 'observed' | 'dueAt'>,
  sending: Transfer | undefined,
  now: number,
): WaitsFor {
  if (sending) return { kind: 'upload', sent: sending.sent, size: sending.size };
  // it was looked at, and is looked at again when it may be quiet
  return observed !== undefined && dueAt > now ? { kind: 'writing' } : { kind: 'turn' };
}
