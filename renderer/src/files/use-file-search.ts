import { useCallback, useDeferredValue } from 'react';
import type { FileEntry } from '../../../shared/views.ts';
import type { FilesShown } from '../navigation/route.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useLoaded, type Loaded } from '../state/use-loaded.ts';

/** What one answer holds at most; who has more types a little more of the name. */
export const fileLimit = 1000;

/** Files of all pairs that fit `query`, the best first. The query is deferred, so that typing never waits for a list. */
export function useFileSearch(
  query: string,
  show: FilesShown,
): { readonly loaded: Loaded<FileEntry[]>; readonly refresh: () => void; readonly reload: () => void } {
  const bridge = useBridge();
  const wanted = useDeferredValue(query.trim());
  return useLoaded(
    useCallback(() => bridge.searchFiles({ query: wanted, show, limit: fileLimit }), [bridge, wanted, show]),
    true,
  );
}
