/** Asks for what lists left out, of the rows in sight alone, once they have come to rest. */
import { useEffect, useRef } from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import { useBridge } from '../state/bridge-context.ts';
import { lacksDetails } from './merge-versions.ts';

/** One call takes so many at most (shared/ipc/calls.ts). */
const atOnce = 50;
const restMs = 150;

export function useDetails(
  path: string,
  inSight: readonly ListedVersion[],
  tell: (details: readonly ListedVersion[]) => void,
): void {
  const bridge = useBridge();
  const asked = useRef<{ path: string; ids: Set<string> }>({ path, ids: new Set() });
  const wanted = inSight.filter(lacksDetails).map((version) => version.revisionId);
  const key = wanted.join();

  useEffect(() => {
    if (asked.current.path !== path) asked.current = { path, ids: new Set() };
    const { ids } = asked.current;
    const timer = setTimeout(() => {
      const open = wanted.filter((id) => !ids.has(id)).slice(0, atOnce);
      if (open.length === 0) return;
      for (const id of open) ids.add(id);
      void bridge.versionDetails(path, open).then((result) => {
        if (result.ok) tell(result.value);
        // asked again when the row comes into sight the next time
        else for (const id of open) ids.delete(id);
      });
    }, restMs);
    return () => {
      clearTimeout(timer);
    };
    // the key says which versions are wanted
  }, [bridge, path, key, tell]);
}
