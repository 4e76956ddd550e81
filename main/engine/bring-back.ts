/** Takes out of KooDrive's recycle bin what somebody put there: on the web, or in another client. */
import { inFolder } from '../disk/in-folder.ts';
import { KooError } from '../model/errors.ts';
import type { Pairs } from '../storage/pairs.ts';
import type { BroughtBack } from './api.ts';
import { takeOut } from './apply/take-out.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { Commit } from './commit.ts';
import { findLost } from './compare-remote.ts';
import type { AccountContext, PairContexts } from './contexts.ts';
import type { PairOwners } from './pair-owners.ts';
import { findRootAway } from './root-guard.ts';

export type BringBackDeps = {
  readonly pairs: Pick<Pairs, 'find'>;
  readonly baseline: Pick<Baseline, 'find'>;
  readonly account: Pick<AccountContext, 'koodrive'>;
  readonly owners: Pick<PairOwners, 'requireOwn'>;
};

/** The pair's own folder. Throws PAIR_GONE where it is not in the bin either, and network codes. */
export async function bringBack(
  { pairs, baseline, account, owners }: BringBackDeps,
  pairId: number,
): Promise<BroughtBack> {
  const pair = pairs.find(pairId);
  const fileId = baseline.find(pairId, '')?.remote.fileId;
  // what was never synced cannot be away
  if (!pair || fileId === undefined) return 'there';
  owners.requireOwn(pair);
  const root = { containerId: pair.containerId, fileId };
  const away = await findRootAway(account.koodrive, root);
  if (!away) return 'there';
  if (away.code !== 'PAIR_RECYCLED')
    throw new KooError(away.code, away.message, { detail: { path: pair.folder } });
  await takeOut(account.koodrive, root);
  return 'out-of-bin';
}

export type BringBackPathDeps = {
  readonly contexts: Pick<PairContexts, 'find'>;
  readonly baseline: Pick<Baseline, 'find'>;
  readonly commit: Pick<Commit, 'remoteDiffers'>;
  /** has what stands at this absolute path synced, because a user asks for it */
  syncNow(path: string, signal: AbortSignal): Promise<void>;
};

/** What has this relative path, with the folder above it that is lost. Throws network codes, and what stands in the way. */
export async function bringBackPath(
  { contexts, baseline, commit, syncNow }: BringBackPathDeps,
  pairId: number,
  path: string,
  signal: AbortSignal,
): Promise<BroughtBack> {
  const context = contexts.find(pairId);
  const lost = context && (await findLost({ baseline }, context, path, signal));
  if (!lost) return 'there';
  commit.remoteDiffers(pairId, lost);
  await syncNow(inFolder(context.pair.folder, lost.path), signal);
  return lost.kind === 'in-bin' ? 'out-of-bin' : 'anew';
}
