/**
 * A pair goes to another account. Nothing that is known of it holds there: neither file ids nor versions, nor what is up to
 * date. So it begins anew, as a folder that was just added; what the other account's KooDrive holds already, by name and
 * content, is not sent again. What was before stays with the account of before.
 */
import type { Clock } from '../lib/clock.ts';
import type { Pairs } from '../storage/pairs.ts';
import { checkPair } from './check-pair.ts';
import type { AccountContext } from './contexts.ts';
import type { EngineSignals } from './signals.ts';
import type { PairOwners } from './pair-owners.ts';
import type { Scheduler } from './scheduler.ts';
import type { FolderMonitors } from './watch/folder-monitors.ts';

export type TakeOverDeps = {
  readonly pairs: Pick<Pairs, 'all' | 'find' | 'beginAnew'>;
  readonly owners: Pick<PairOwners, 'accountNow' | 'adopt'>;
  readonly koodrive: Pick<AccountContext['koodrive'], 'space' | 'spaces'>;
  readonly monitors: Pick<FolderMonitors, 'leave' | 'follow'>;
  readonly scheduler: Pick<Scheduler, 'follow' | 'wake'>;
  readonly signals: Pick<EngineSignals, 'changed'>;
  readonly clock: Pick<Clock, 'now'>;
  /** folders are watched by this process */
  readonly isStarted: boolean;
};

type Space = Awaited<ReturnType<AccountContext['koodrive']['spaces']>>[number];

/** The space type of KooDrive for what is one person's own. */
const personal = '1';

/**
 * The space that the pair goes to: its own one where the account has it, else the account's personal one. Throws what
 * KooDrive says of a space that is not there.
 */
async function spaceThere(
  koodrive: TakeOverDeps['koodrive'],
  spaces: readonly Space[],
  containerId: string,
): Promise<string> {
  if (spaces.some((space) => space.containerId === containerId)) return containerId;
  const [own, ...others] = spaces.filter(({ type }) => type === personal);
  if (own !== undefined && others.length === 0) return own.containerId;
  return (await koodrive.space(containerId)).containerId;
}

/**
 * Throws SIGN_IN_NEEDED where nobody is signed in, what KooDrive says where there is no space for one of them, and what
 * checkPair throws of a folder that is not there or goes where another goes.
 */
export async function takeOver(deps: TakeOverDeps, ids: readonly number[]): Promise<void> {
  const { pairs, owners, koodrive, monitors, scheduler, signals, clock } = deps;
  const account = owners.accountNow();
  if (ids.length === 0) return;
  const spaces = (await koodrive.spaces()).filter((space) => space.active);
  try {
    for (const id of ids) {
      const pair = pairs.find(id);
      if (!pair) continue;
      const containerId = await spaceThere(koodrive, spaces, pair.containerId);
      const others = pairs.all().filter((one) => one.id !== id);
      await checkPair({ ...pair, containerId }, others);
      await monitors.leave(id);
      pairs.beginAnew(id, { account, containerId }, clock.now());
    }
  } finally {
    // those that were taken over before one failed are
    owners.adopt();
    scheduler.follow(new Set(pairs.all().map(({ id }) => id)));
    if (deps.isStarted) await monitors.follow();
    scheduler.wake();
    signals.changed();
  }
}
