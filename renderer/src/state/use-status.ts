import { createContext, useContext, useEffect, useState } from 'react';
import type { EngineStatus } from '../../../shared/views.ts';
import { useBridge } from './bridge-context.ts';

/** undefined until the main process has told it for the first time */
export const StatusContext = createContext<EngineStatus | undefined>(undefined);

export const useStatus = (): EngineStatus | undefined => useContext(StatusContext);

/** Asks once, then listens. What was told unasked is newer than any answer, so the answer yields to it. */
export function useStatusFeed(): EngineStatus | undefined {
  const bridge = useBridge();
  const [status, setStatus] = useState<EngineStatus>();
  useEffect(() => {
    let told = false;
    const off = bridge.on('status:changed', (value) => {
      told = true;
      setStatus(value);
    });
    void bridge.status().then((result) => {
      if (result.ok && !told) setStatus(result.value);
    });
    return () => {
      told = true;
      off();
    };
  }, [bridge]);
  return status;
}
