/** What the file has on disk and no version has yet: on its way, waiting, or in need of somebody. */
import { useEffect, useState } from 'react';
import { placeOf } from '../format/place.ts';
import { relativeTo } from '../format/path.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useStatus } from '../state/use-status.ts';

export type Present =
  | { readonly kind: 'uploading'; readonly percent: number }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'problem' };

/** The search answers with names that hold the text, too; the file itself is among the first. */
const namesAsked = 20;

export function usePresent(path: string): Present | undefined {
  const bridge = useBridge();
  const status = useStatus();
  const pair = placeOf(status?.pairs ?? [], path)?.pair;
  const relative = pair === undefined ? '' : relativeTo(pair.folder, path);
  const [isPending, setPending] = useState(false);
  const pairId = pair?.id;
  // the counts tell when it may have changed
  const counts = `${String(pair?.pending)} ${String(pair?.problemCount)} ${String(pair?.files)}`;

  useEffect(() => {
    if (pairId === undefined || relative === '') return;
    let isOver = false;
    void bridge.files({ pairId, query: relative, limit: namesAsked }).then((result) => {
      if (isOver || !result.ok) return;
      const entry = result.value.find((each) => each.path === path);
      setPending(entry?.kind === 'file' && entry.state === 'pending');
    });
    return () => {
      isOver = true;
    };
  }, [bridge, pairId, relative, path, counts]);

  const transfer = pair?.transfers.find((each) => each.path === relative);
  if (transfer !== undefined)
    return { kind: 'uploading', percent: Math.floor((100 * transfer.sent) / Math.max(transfer.size, 1)) };
  if (pair?.problems.some((each) => each.path === relative) === true) return { kind: 'problem' };
  return isPending ? { kind: 'waiting' } : undefined;
}
