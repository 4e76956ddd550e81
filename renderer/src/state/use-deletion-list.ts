import { useCallback, useEffect } from 'react';
import type { Deletion } from '../../../shared/views.ts';
import { useBridge } from './bridge-context.ts';
import { useLoaded, type Loaded } from './use-loaded.ts';
import { useStatus } from './use-status.ts';

/** What was deleted, kept fresh while it is shown. */
export function useDeletionList(): {
  readonly loaded: Loaded<Deletion[]>;
  readonly refresh: () => void;
  readonly reload: () => void;
} {
  const bridge = useBridge();
  const status = useStatus();
  const { loaded, refresh, reload } = useLoaded(useCallback(() => bridge.deletions(), [bridge]));

  // the counts tell when the list has changed; asking at every status would be far too often
  const counts = (status?.pairs ?? [])
    .map((pair) => `${String(pair.deleted)}/${String(pair.heldDeletions)}`)
    .join();
  useEffect(refresh, [refresh, counts]);

  return { loaded, refresh, reload };
}
