import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Account } from '../../../shared/account.ts';
import type { Failure } from '../../../shared/result.ts';
import { useBridge } from './bridge-context.ts';

export type AccountState = {
  /** undefined until it was told */
  readonly account: Account | undefined;
  /** why it could not be told, such as a keyring that is locked */
  readonly failure: Failure | undefined;
  /** what sign-in and sign-out answered */
  readonly setAccount: (account: Account) => void;
  readonly reload: () => void;
};

export const AccountContext = createContext<AccountState>({
  account: undefined,
  failure: undefined,
  setAccount: () => undefined,
  reload: () => undefined,
});

export const useAccount = (): AccountState => useContext(AccountContext);

/** Asks anew whenever `asOf` changes: the engine notices first when a sign-in has run out. */
export function useAccountFeed(asOf: string): AccountState {
  const bridge = useBridge();
  const [account, setAccount] = useState<Account>();
  const [failure, setFailure] = useState<Failure>();

  const reload = useCallback(() => {
    void bridge.account().then((result) => {
      if (result.ok) setAccount(result.value);
      setFailure(result.ok ? undefined : result.error);
    });
  }, [bridge]);

  useEffect(reload, [reload, asOf]);
  return useMemo(() => ({ account, failure, setAccount, reload }), [account, failure, reload]);
}
