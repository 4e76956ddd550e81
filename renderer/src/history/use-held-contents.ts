/**
 * The bytes that the pane shows: held while they are shown and no longer. Whoever walks through the versions starts no
 * fetch for those he only passes.
 */
import { useEffect, useRef, useState } from 'react';
import { fetchedPercent } from '../../../shared/fetched-percent.ts';
import type { KooBridge } from '../../../shared/ipc/bridge.ts';
import type { Failure, Result } from '../../../shared/result.ts';
import type { HeldContent } from '../../../shared/views.ts';
import { useBridge } from '../state/bridge-context.ts';

/** How long a choice has to last before anything is fetched for it. */
const restMs = 150;

/** A version by its id; `undefined`: what the file has on disk. */
export type Wanted = { readonly revisionId: string | undefined };

export type Held =
  | { readonly state: 'waiting' }
  | {
      readonly state: 'fetching';
      readonly percent: number | undefined;
      /** it broke off there, and is tried again in a while */
      readonly waits: boolean;
    }
  | { readonly state: 'ready'; readonly contents: readonly HeldContent[] }
  | { readonly state: 'failed'; readonly error: Failure };

const keyOf = ({ revisionId }: Wanted): string => revisionId ?? '';

const hold = (bridge: KooBridge, path: string, key: string): Promise<Result<HeldContent>> =>
  key === '' ? bridge.holdPresent(path) : bridge.holdVersion(path, key);

const release = (bridge: KooBridge, path: string, key: string): void => {
  void (key === '' ? bridge.releaseContent(path) : bridge.releaseContent(path, key));
};

/** `asOf` changes when the file on disk does: what was held of it is read again. */
export function useHeldContents(path: string, wanted: readonly Wanted[], asOf: string): Held {
  const bridge = useBridge();
  const [held, setHeld] = useState<Held>({ state: 'waiting' });
  const holding = useRef(new Map<string, Promise<Result<HeldContent>>>());
  const keys = wanted.map(keyOf);
  const key = keys.join('\n');
  const presentOf = keys.includes('') ? asOf : '';

  useEffect(() => {
    const { current } = holding;
    let isOver = false;
    for (const each of [...current.keys()]) {
      if (keys.includes(each) && each !== '') continue;
      current.delete(each);
      release(bridge, path, each);
    }
    setHeld({ state: 'waiting' });
    if (keys.length === 0) return;
    const off = bridge.on('history:fetching', (fetching) => {
      if (fetching.path !== path || !keys.includes(fetching.revisionId)) return;
      const percent = fetchedPercent({ kind: 'fetching', ...fetching });
      const now = { state: 'fetching', percent, waits: fetching.waits === true } as const;
      setHeld((before) => (before.state === 'fetching' ? now : before));
    });
    const begin = async (): Promise<void> => {
      setHeld({ state: 'fetching', percent: undefined, waits: false });
      for (const each of keys) if (!current.has(each)) current.set(each, hold(bridge, path, each));
      const results = await Promise.all(keys.map((each) => current.get(each)));
      if (isOver) return;
      const contents: HeldContent[] = [];
      for (const [index, result] of results.entries()) {
        if (result === undefined) return;
        if (result.ok) contents.push(result.value);
        else {
          current.delete(keys[index] ?? '');
          setHeld({ state: 'failed', error: result.error });
          return;
        }
      }
      setHeld({ state: 'ready', contents });
    };
    const timer = setTimeout(() => void begin(), restMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
      off();
    };
    // the keys are those of `key`
  }, [bridge, path, key, presentOf]);

  // the pane is left: everything is let go of
  useEffect(() => {
    const { current } = holding;
    return () => {
      for (const each of current.keys()) release(bridge, path, each);
      current.clear();
    };
  }, [bridge, path]);

  return held;
}
