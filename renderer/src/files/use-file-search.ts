import { useCallback, useDeferredValue } from 'react';
import type { FileEntry } from '../../../shared/views.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useLoaded, type Loaded } from '../state/use-loaded.ts';

/** What one answer holds at most; who has more types a little more of the name. */
export const fileLimit = 1000;

/** Files of a pair whose path holds `query`. The query is deferred, so that typing never waits for a list. */
export function useFileSearch(
  pairId: number | undefined,
  query: string,
): { readonly loaded: Loaded<FileEntry[]>; readonly refresh: () => void; readonly reload: () => void } {
  const bridge = useBridge();
  const wanted = useDeferredValue(query.trim());
  return useLoaded(
    useCallback(
      () =>
        pairId === undefined
          ? Promise.resolve({ ok: true as const, value: [] })
          : bridge.files({ pairId, query: wanted, limit: fileLimit }),
      [bridge, pairId, wanted],
    ),
    true,
  );
}
