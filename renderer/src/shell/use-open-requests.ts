import { useEffect } from 'react';
import { useBridge } from '../state/bridge-context.ts';

/** Someone chose "View versions" outside: before the window was there (asked for once), or while it is. */
export function useOpenRequests(open: (paths: readonly string[]) => void): void {
  const bridge = useBridge();
  useEffect(() => {
    const off = bridge.on('history:open', open);
    void bridge.takeOpenRequest().then((result) => {
      if (result.ok && result.value.length > 0) open(result.value);
    });
    return off;
  }, [bridge, open]);
}
