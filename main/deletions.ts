/**
 * What is gone here goes there too, after a grace time and unless something speaks against it; the person's word is
 * asked for then. Runs beside the pump: a deletion is never urgent, and never in the way of a saved file.
 */
import type { Deletion, Deletions } from './journal/deletions.ts';
import type { Clock } from './lib/clock.ts';
import type { Disk } from './lib/disk.ts';
import { toKooError, type KooError } from './lib/errors.ts';
import type { Log } from './lib/logger.ts';
import { holdReason, type DeletionLimits, type DeletionQuestion } from './plan/deletions.ts';
import { backOff } from './plan/timing.ts';
import type { Nodes } from './revisions/nodes.ts';
import type { CarryPair } from './upload/carry.ts';
import type { DeletionEnd } from './upload/carry-deletion.ts';

export type SweepParts = {
  readonly deletions: Deletions;
  readonly nodes: Nodes;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly limits: DeletionLimits;
  /** nothing of this pair is waiting to be looked at */
  readonly resting: boolean;
  transaction(work: () => void): void;
  carry(pair: CarryPair, deletion: Deletion, signal: AbortSignal): Promise<DeletionEnd>;
  /** deletions are held now that were not before, for this reason */
  held(pair: CarryPair, deletions: readonly Deletion[]): void;
};

/** Undo is offered for so long; KooDrive's own bin may keep it longer. */
const undoForMs = 30 * 86_400_000;

/** Sends what is due of one pair, or holds it. Stops at what concerns everything (no line, no sign-in): throws it. */
export async function sweepDeletions(parts: SweepParts, pair: CarryPair, signal: AbortSignal): Promise<void> {
  const { deletions, nodes, clock, disk } = parts;
  deletions.forgetSentBefore(clock.now() - undoForMs);
  dropMoot(parts, pair);
  const open = deletions.open(pair.id);
  const waiting = open.filter((one) => one.state === 'waiting');
  if (waiting.length > 0) {
    const { files, gone } = nodes.counts(pair.id);
    const reason = holdReason({
      files: open.filter((one) => one.state !== 'approved').reduce((sum, one) => sum + one.files, 0),
      ofFiles: files + gone,
      root: await rootOf(parts, pair),
      limits: parts.limits,
    });
    if (reason) {
      deletions.hold(
        waiting.map((one) => one.id),
        reason,
      );
      parts.held(pair, waiting);
      return;
    }
  } else if (open.length === 0 && parts.resting) {
    // nothing speaks against the folder that stands there now: it is the one we know from here on
    const facts = await disk.facts(pair.folder).catch(() => undefined);
    const known = nodes.find(pair.id, '');
    if (known && facts?.kind === 'folder' && facts.identity !== known.identity)
      nodes.refresh(pair.id, '', facts);
  }
  for (const one of open) {
    if (signal.aborted) return;
    if (one.state === 'held' || one.dueAt > clock.now()) continue;
    await sendOne(parts, pair, one, signal);
  }
}

/** What is back on disk, or was found under a new name, is not deleted; of a folder that came back the rest still is. */
function dropMoot({ deletions, nodes, transaction }: SweepParts, pair: CarryPair): void {
  for (const one of deletions.open(pair.id)) {
    const node = nodes.find(pair.id, one.path);
    if (node?.goneAt !== undefined && node.fileId === one.fileId) continue;
    transaction(() => {
      deletions.drop(one.id);
      if (node?.kind !== 'folder') return;
      for (const child of nodes.children(pair.id, one.path))
        if (child.goneAt !== undefined) {
          const files = nodes.goneFiles(pair.id, child.path).length;
          deletions.note({ ...child, pairId: pair.id, files }, one.noticedAt, one.dueAt);
        }
    });
  }
}

async function sendOne(
  parts: SweepParts,
  pair: CarryPair,
  one: Deletion,
  signal: AbortSignal,
): Promise<void> {
  const { deletions, nodes, clock, log } = parts;
  try {
    const { end, ...held } = await parts.carry(pair, one, signal);
    parts.transaction(() => {
      if (end === 'sent') {
        deletions.sent(one.id, clock.now());
        nodes.setRecycled(pair.id, one.path, true);
      } else if (end === 'moot') deletions.drop(one.id);
      else if ('reason' in held) deletions.hold([one.id], held.reason);
    });
    if (end === 'held') parts.held(pair, [one]);
  } catch (thrown) {
    const error: KooError = toKooError(thrown);
    deletions.again(one.id, clock.now() + backOff(one.attempts + 1, parts.random));
    log.warn(
      { tag: 'deletions', path: one.path, code: error.code, err: error },
      'not sent to the recycle bin',
    );
    if (['OFFLINE', 'SIGN_IN_NEEDED', 'THROTTLED'].includes(error.code)) throw error;
  }
}

async function rootOf({ disk, nodes }: SweepParts, pair: CarryPair): Promise<DeletionQuestion['root']> {
  const facts = await disk.facts(pair.folder).catch(() => undefined);
  if (facts?.kind !== 'folder') return 'missing';
  const known = nodes.find(pair.id, '');
  if (known?.identity !== undefined && facts.identity !== undefined && known.identity !== facts.identity)
    return 'replaced';
  const { names } = await disk.list(pair.folder).catch(() => ({ names: [] as readonly string[] }));
  return names.length === 0 ? 'empty' : 'there';
}
