/** One change from the queue: its path is synced, its progress shown, and what a user wants to know of it told. */
import { inFolder } from '../disk/disk.ts';
import type { Clock } from '../lib/clock.ts';
import { KooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import type { Notes } from '../storage/notes.ts';
import type { PathOutcome } from './apply/path-outcome.ts';
import type { SyncPath } from './apply/sync-path.ts';
import type { RevisionConfirmer } from './confirm-revisions.ts';
import type { PairContext, PairContexts } from './contexts.ts';
import type { PendingChange } from './pending/pending-change.ts';
import type { EngineSignals } from './signals.ts';
import type { Transfers } from './transfers.ts';

export type SyncChangeDeps = {
  readonly syncPath: SyncPath;
  readonly contexts: Pick<PairContexts, 'find'>;
  readonly notes: Pick<Notes, 'happened'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly transfers: Transfers;
  readonly confirmer: Pick<RevisionConfirmer, 'add'>;
  readonly signals: EngineSignals;
  /** is this left out by the pair's rules? */
  ignores(pairId: number, path: string, isFolder: boolean): boolean;
};

/** Rejects with KooError. */
export async function syncChange(
  deps: SyncChangeDeps,
  change: PendingChange,
  signal: AbortSignal,
): Promise<PathOutcome> {
  const { pairId, path, noticedAt, observed, failure, priority } = change;
  const { transfers, signals } = deps;
  const context = deps.contexts.find(pairId);
  if (!context) return { kind: 'left-alone' };
  try {
    const outcome = await deps.syncPath.sync({
      ...context,
      path,
      noticedAt,
      observed,
      ignores: (isFolder) => deps.ignores(pairId, path, isFolder),
      failed: failure?.code,
      urgent: priority === 'urgent',
      signal,
      progress: (sent, size) => {
        transfers.set(pairId, { path, size, sent });
        signals.changed();
      },
    });
    tell(deps, context, path, outcome);
    return outcome;
  } finally {
    transfers.end(pairId, path);
  }
}

function tell(deps: SyncChangeDeps, context: PairContext, path: string, outcome: PathOutcome): void {
  if (outcome.kind !== 'uploaded' || outcome.result.kind === 'unchanged') return;
  const { concurrentEdit, made } = outcome.result;
  const { pair } = context;
  deps.signals.revision(inFolder(pair.folder, path));
  if (concurrentEdit) tellConcurrentEdit(deps, pair, path);
  // what was made upon somebody else's is told already
  else if (made) deps.confirmer.add(context, path, made);
}

/** Somebody else's revision lies below ours: both are kept, and the user is told once. */
export function tellConcurrentEdit(
  { notes, clock, signals }: Pick<SyncChangeDeps, 'notes' | 'clock' | 'signals'>,
  pair: Pair,
  path: string,
): void {
  notes.happened(pair.id, { path, kind: 'both-kept', at: clock.now() });
  const detail = { path: inFolder(pair.folder, path) };
  signals.notice(new KooError('BOTH_KEPT', 'another revision was made meanwhile', { detail }));
}
