import { createContext, useContext, useEffect, useState } from 'react';
import type { FixableKey, PolicyView } from '../../../shared/policy.ts';
import { useBridge } from './bridge-context.ts';

const noPolicy: PolicyView = { fixed: [], faults: [] };

export const PolicyContext = createContext<PolicyView>(noPolicy);

/** What the organisation fixed on this computer. */
export const usePolicy = (): PolicyView => useContext(PolicyContext);

/** May the user not change this one? */
export const useIsFixed = (key: FixableKey): boolean => usePolicy().fixed.includes(key);

/** Asks anew whenever `asOf` changes: what is wrong with a policy is said in words. */
export function usePolicyFeed(asOf: string): PolicyView {
  const bridge = useBridge();
  const [policy, setPolicy] = useState(noPolicy);
  useEffect(() => {
    void bridge.policy().then((result) => {
      if (result.ok) setPolicy(result.value);
    });
    return bridge.on('policy:changed', setPolicy);
  }, [bridge, asOf]);
  return policy;
}
