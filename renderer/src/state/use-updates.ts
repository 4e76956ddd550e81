import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../../shared/result.ts';
import type { UpdatesView } from '../../../shared/updates.ts';
import { useBridge } from './bridge-context.ts';

export type UpdatesState = {
  /** undefined until the main process has told it */
  readonly view: UpdatesView | undefined;
  /** gives why it could not be asked for */
  readonly act: (act: 'check' | 'download' | 'restart' | 'putOff') => Promise<Failure | undefined>;
};

/** Asks once, then listens: what was told unasked is newer than any answer. */
export function useUpdates(): UpdatesState {
  const bridge = useBridge();
  const [view, setView] = useState<UpdatesView>();

  useEffect(() => {
    let told = false;
    const off = bridge.on('updates:changed', (value) => {
      told = true;
      setView(value);
    });
    void bridge.updates().then((result) => {
      if (result.ok && !told) setView(result.value);
    });
    return () => {
      told = true;
      off();
    };
  }, [bridge]);

  const act = useCallback<UpdatesState['act']>(
    async (wanted) => {
      const calls = {
        check: bridge.checkForUpdates,
        download: bridge.downloadUpdate,
        restart: bridge.restartToUpdate,
        putOff: bridge.putOffUpdate,
      };
      const result = await calls[wanted]();
      return result.ok ? undefined : result.error;
    },
    [bridge],
  );

  return { view, act };
}
