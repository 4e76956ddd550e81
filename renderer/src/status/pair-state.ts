/** How one folder stands, in a few words. Pure. */
import type { EngineState, PairStatus } from '../../../shared/views.ts';
import type { Tone } from './headline.ts';

type PairStateKey = 'pair.paused' | 'pair.scanning' | 'pair.waiting' | 'pair.syncing' | 'pair.upToDate';

export type PairState = { readonly key: PairStateKey; readonly count: number; readonly tone: Tone };

export function pairStateOf(
  pair: Pick<PairStatus, 'pending' | 'scanning' | 'scanned' | 'paused' | 'problems' | 'heldDeletions'>,
  engine: EngineState['kind'],
): PairState | undefined {
  if (pair.paused) return { key: 'pair.paused', count: pair.pending, tone: 'quiet' };
  const stands =
    engine === 'restarting' || engine === 'paused' || engine === 'offline' || engine === 'sign-in';
  if ((pair.scanning || !pair.scanned) && !stands) return { key: 'pair.scanning', count: 0, tone: 'busy' };
  if (pair.pending > 0) {
    return stands
      ? { key: 'pair.waiting', count: pair.pending, tone: 'quiet' }
      : { key: 'pair.syncing', count: pair.pending, tone: 'busy' };
  }
  // nobody knows yet
  if (!pair.scanned) return undefined;
  // what needs the user stands right below and says it itself; "up to date" above it would be a lie
  if (pair.problems.length > 0 || pair.heldDeletions > 0) return undefined;
  return { key: 'pair.upToDate', count: 0, tone: 'good' };
}
