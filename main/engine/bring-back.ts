/** Takes a pair's own folder out of KooDrive's recycle bin, where somebody put it: on the web, or in another client. */
import { KooError } from '../model/errors.ts';
import type { Pairs } from '../storage/pairs.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { AccountContext } from './contexts.ts';
import { findRootAway } from './root-guard.ts';

export type BringBackDeps = {
  readonly pairs: Pick<Pairs, 'find'>;
  readonly baseline: Pick<Baseline, 'find'>;
  readonly account: Pick<AccountContext, 'koodrive'>;
};

/** Was it in the bin? Throws PAIR_GONE where it is not there either, and network codes. */
export async function bringBack(
  { pairs, baseline, account }: BringBackDeps,
  pairId: number,
): Promise<boolean> {
  const pair = pairs.find(pairId);
  const fileId = baseline.find(pairId, '')?.remote.fileId;
  // what was never synced cannot be away
  if (!pair || fileId === undefined) return false;
  const root = { containerId: pair.containerId, fileId };
  const away = await findRootAway(account.koodrive, root);
  if (!away) return false;
  if (away.code !== 'PAIR_RECYCLED')
    throw new KooError(away.code, away.message, { detail: { path: pair.folder } });
  await account.koodrive.undoRecycle(root);
  return true;
}
