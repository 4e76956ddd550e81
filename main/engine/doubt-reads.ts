/**
 * When the clock is set back, stamps of before come again: a file that was read while the clock was ahead looks as if it had
 * been left alone for long by then, and what is written to it now may have the very stamp that it had (where stamps are
 * coarse). So what was synced just before is read once more (prove-reads.ts).
 */
import type { Clock } from '../lib/clock.ts';
import type { Pairs } from '../storage/pairs.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { UnprovenReads } from './baseline/unproven-reads.ts';
import { writeBackMs } from './plan/write-back.ts';

export type DoubtReadsDeps = {
  readonly pairs: Pick<Pairs, 'all'>;
  readonly baseline: Pick<Baseline, 'syncedSince'>;
  readonly unproven: Pick<UnprovenReads, 'noteForGood'>;
  readonly clock: Pick<Clock, 'now'>;
};

/** So many files of a pair at most: after a first sync in that moment there may be any number. */
const mostFiles = 10_000;

/** `before`: what the clock showed (epoch ms) when it was set back. Throws what the database throws. */
export function doubtReads({ pairs, baseline, unproven, clock }: DoubtReadsDeps, before: number): void {
  const doubted = pairs.all().flatMap(({ id: pairId }) =>
    baseline
      .syncedSince(pairId, before - writeBackMs)
      .slice(0, mostFiles)
      .flatMap(({ path, local }) => (local ? [{ pairId, path, fingerprint: local.fingerprint }] : [])),
  );
  // after a power cut nothing else would tell that the clock was ahead
  unproven.noteForGood(doubted, clock.now() + writeBackMs);
}
