/** Who is signed in, as the engine's process says; while that is restarting, as it said last. */
import type { Account } from '../../shared/account.ts';
import { KooError } from '../model/errors.ts';
import type { AppCalls } from './crossing.ts';

export type AccountCalls = Pick<AppCalls, 'account' | 'signIn' | 'signOut'>;

/** What changes who is signed in rejects with ENGINE_RESTARTING then: it needs the server. */
export function createRemoteAccount({ account, signIn, signOut }: AccountCalls): AccountCalls {
  let last: Account | undefined;
  const remember = (view: Account): Account => (last = view);
  return {
    account: async () => {
      try {
        return remember(await account());
      } catch (thrown) {
        if (last !== undefined && thrown instanceof KooError && thrown.code === 'ENGINE_RESTARTING')
          return last;
        throw thrown;
      }
    },
    signIn: async (form) => remember(await signIn(form)),
    signOut: async () => remember(await signOut()),
  };
}
