import { useCallback, useEffect, useRef, useState } from 'react';
import type { Version } from '../../../shared/views.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useLoaded, type Loaded } from '../state/use-loaded.ts';
import { newcomers } from './group-versions.ts';

/** How long a version that has just arrived is lit. */
const litFor = 5000;

/** The versions of one file, kept fresh while they are shown. */
export function useHistory(path: string): {
  readonly loaded: Loaded<Version[]>;
  readonly lit: ReadonlySet<string>;
  readonly refresh: () => void;
  readonly reload: () => void;
} {
  const bridge = useBridge();
  const { loaded, refresh, reload } = useLoaded(useCallback(() => bridge.versions(path), [bridge, path]));
  const [lit, setLit] = useState<ReadonlySet<string>>(new Set());
  const before = useRef<{ readonly path: string; readonly versions: readonly Version[] }>(undefined);

  useEffect(
    () =>
      bridge.on('history:changed', (changed) => {
        if (changed === path) refresh();
      }),
    [bridge, path, refresh],
  );

  useEffect(() => {
    if (loaded.state !== 'ready') return;
    const known = before.current?.path === path ? before.current.versions : undefined;
    before.current = { path, versions: loaded.value };
    const fresh = newcomers(known, loaded.value);
    if (fresh.size > 0) setLit(fresh);
  }, [loaded, path]);

  useEffect(() => {
    if (lit.size === 0) return;
    const timer = setTimeout(() => {
      setLit(new Set());
    }, litFor);
    return () => {
      clearTimeout(timer);
    };
  }, [lit]);

  return { loaded, lit, refresh, reload };
}
