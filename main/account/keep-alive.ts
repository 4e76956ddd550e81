/**
 * A token lives 20 minutes from its last use (API section 2), and a client whose folders rest uses it for nothing: so
 * it is used now and then for its own sake. App signatures are made anew for every call and need no such thing.
 */
import type { KooDrive } from '../koodrive/api.ts';
import type { Clock } from '../lib/clock.ts';
import { toKooError } from '../model/errors.ts';
import type { Log } from '../lib/logger.ts';
import type { Account } from './account.ts';

export type KeepAliveParts = {
  readonly account: Pick<Account, 'current'>;
  readonly koodrive: Pick<KooDrive, 'checkSession'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Half of its life, so that one call that is lost on the way costs nothing. */
const everyMs = 600_000;
/** After one that failed; a line that is down for longer than the rest of its life costs a sign-in. */
const againMs = 60_000;

/** Resolves when the signal fires. Never throws: a sign-in that is refused is told by the work that needs it. */
export async function keepSessionAlive(parts: KeepAliveParts, signal: AbortSignal): Promise<void> {
  const { account, koodrive, clock, log } = parts;
  let wait = everyMs;
  while (!signal.aborted) {
    await clock.sleep(wait, signal);
    if (signal.aborted) return;
    wait = everyMs;
    try {
      const { source } = await account.current();
      if ((await source.current())?.kind === 'token') await koodrive.checkSession({ signal });
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code === 'CANCELLED') continue;
      // nobody is signed in, or not any more: asking again soon changes nothing
      if (error.response !== 'sign-in') wait = againMs;
      log.warn({ tag: 'session', code: error.code, err: error }, 'the session was not kept alive');
    }
  }
}
