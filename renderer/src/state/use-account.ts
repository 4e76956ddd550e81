import { createContext, useContext } from 'react';
import type { Account } from '../../../shared/ipc-contract.ts';

export type AccountState = {
  /** undefined until it was told */
  readonly account: Account | undefined;
  /** what sign-in and sign-out answered */
  readonly setAccount: (account: Account) => void;
};

export const AccountContext = createContext<AccountState>({
  account: undefined,
  setAccount: () => undefined,
});

export const useAccount = (): AccountState => useContext(AccountContext);
