/** What was found wrong with the database when it was opened, for whoever is told of it: at once, and in the status. */
import type { SentenceWith } from '../../shared/strings/index.ts';
import { blockerOf, type Blocker } from '../model/blocker.ts';
import { KooError } from '../model/errors.ts';
import type { Pair } from '../model/pair.ts';
import type { Mended, Notes } from '../storage/notes.ts';

const says = {
  lost: 'sentence.stateLost',
  'list-lost': 'sentence.stateListLost',
  foreign: 'sentence.stateForeign',
  older: 'sentence.statePutBack',
  copied: 'sentence.statePutBack',
  'other-machine': 'sentence.statePutBack',
} as const satisfies Record<Mended['why'], SentenceWith<'home' | 'kept'>>;

export const mendedError = (home: string, { why, kept = '' }: Mended): KooError =>
  new KooError('STATE_REBUILT', `the database was ${why}`, {
    detail: { path: home, values: { say: says[why], home, kept } },
  });

/** Stands with each pair that was not looked through since. */
export function mendedBlockers(
  home: string,
  notes: Pick<Notes, 'mended'>,
  pairs: readonly Pair[],
): Blocker[] {
  const mended = notes.mended();
  if (!mended) return [];
  return pairs
    .filter(({ id, isScanned }) => isScanned !== true && mended.pairIds.includes(id))
    .map(({ id }) => ({ ...blockerOf(mendedError(home, mended), mended.at, id), cause: 'mended' }));
}
