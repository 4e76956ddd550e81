/** One change from the queue: its path is synced, its progress shown, and what a user wants to know of it told. */
import { inFolder } from '../disk/in-folder.ts';
import type { Clock } from '../lib/clock.ts';
import { KooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import type { OutcomeOfRules, PathOutcome } from './apply/path-outcome.ts';
import type { SyncPath } from './apply/sync-path.ts';
import type { PairContext, PairContexts } from './contexts.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { PendingChange } from './pending/pending-change.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import { findRootAway, isRootAway } from './root-guard.ts';
import type { EngineSignals } from './signals.ts';
import type { Transfers } from './transfers.ts';
import type { FolderMonitors } from './watch/folder-monitors.ts';
import type { LeftOut } from './watch/signs.ts';

export type SyncChangeDeps = {
  readonly syncPath: SyncPath;
  readonly contexts: Pick<PairContexts, 'find'>;
  readonly pending: Pick<PendingChanges, 'find'>;
  readonly baseline: Pick<Baseline, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly transfers: Transfers;
  readonly signals: EngineSignals;
  readonly monitors: Pick<FolderMonitors, 'leftOut' | 'allSeenFrom' | 'isComparedLater'>;
};

/** Rejects with KooError. */
export async function syncChange(
  deps: SyncChangeDeps,
  change: PendingChange,
  signal: AbortSignal,
): Promise<PathOutcome> {
  const { pairId, path, noticedAt, observed, failure, attempts, priority } = change;
  const { transfers, signals } = deps;
  const context = deps.contexts.find(pairId);
  if (!context) return { kind: 'left-alone' };
  try {
    await requireRoot(deps, context, change, signal);
    const outcome = await deps.syncPath.sync({
      ...context,
      path,
      noticedAt,
      observed,
      leftOut: async (stat) => outcomeOf(await deps.monitors.leftOut(pairId, path, stat), path),
      isLeftOut: async (other, stat) => (await deps.monitors.leftOut(pairId, other, stat)) !== undefined,
      allSeenFrom: deps.monitors.allSeenFrom(pairId),
      isComparedLater: (folder) => deps.monitors.isComparedLater(pairId, folder),
      failed: failure && { code: failure.code, at: failure.at, attempts },
      priority,
      signal,
      progress: (sent, size) => {
        transfers.set(pairId, { path, size, sent }, deps.clock.now());
        signals.changed();
      },
    });
    tell(deps, context, path, outcome);
    return outcome;
  } catch (thrown) {
    // it stands with the pair's own folder, and is one problem
    if (path !== '' && thrown instanceof KooError && isRootAway(thrown.code)) throw waitsForRoot(thrown);
    throw thrown;
  } finally {
    transfers.end(pairId, path);
  }
}

/** While the pair's own folder is known to be away, it alone is asked about. */
async function requireRoot(
  { pending, baseline }: SyncChangeDeps,
  { account, pair }: PairContext,
  { path, failure }: PendingChange,
  signal: AbortSignal,
): Promise<void> {
  if (path !== '') {
    const { code } = pending.find(pair.id, '')?.failure ?? {};
    if (isRootAway(code)) throw waitsForRoot();
    return;
  }
  const fileId = baseline.find(pair.id, '')?.remote.fileId;
  if (!isRootAway(failure?.code) || fileId === undefined) return;
  const error = await findRootAway(account.koodrive, { containerId: pair.containerId, fileId }, signal);
  if (error) throw error;
}

const waitsForRoot = (cause?: KooError): KooError =>
  new KooError('ABOVE_FAILED', "the pair's own folder is away on the server", { cause });

const outcomeOf = (out: LeftOut | undefined, path: string): OutcomeOfRules | undefined => {
  if (!out) return undefined;
  // what lies in a folder that is left out is not told: the folder is
  if (!out.rule || out.top !== path) return { kind: 'left-alone' };
  return { kind: 'skipped', reason: 'litter', rule: out.rule.pattern };
};

function tell(deps: SyncChangeDeps, context: PairContext, path: string, outcome: PathOutcome): void {
  if (outcome.kind !== 'uploaded' || outcome.result.kind === 'unchanged') return;
  const { concurrentEdit } = outcome.result;
  const { pair } = context;
  deps.signals.revision(inFolder(pair.folder, path));
  if (concurrentEdit) tellConcurrentEdit(deps.signals, pair, path);
}

/** Somebody else's revision lies below ours: both are kept, which is written down, and the user is told once. */
export function tellConcurrentEdit(signals: Pick<EngineSignals, 'notice'>, pair: Pair, path: string): void {
  const detail = { path: inFolder(pair.folder, path) };
  signals.notice(new KooError('BOTH_KEPT', 'another revision was made meanwhile', { detail }));
}
