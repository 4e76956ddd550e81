/** The one line that tells what is going on, from the engine's status. */
import { basename } from 'node:path';
import type { Translate } from '../../shared/strings/index.ts';
import type { EngineStatus } from '../../shared/views.ts';
import { printable } from './format.ts';

/** '' when nothing is going on. */
export const progressText = (status: EngineStatus, say: Translate): string => {
  const count = status.pairs.reduce((sum, pair) => sum + pair.pending, 0);
  const transfers = status.pairs.flatMap((pair) => pair.transfers);
  // the largest says most about when it will be done
  const [largest] = transfers.toSorted((a, b) => b.size - a.size);
  if (largest !== undefined) {
    const percent = largest.size === 0 ? 100 : Math.floor((largest.sent / largest.size) * 100);
    return say('cli.uploading', { count, name: printable(basename(largest.path)), percent });
  }
  const scanning = status.pairs.find((pair) => pair.scanning);
  if (scanning !== undefined) return say('cli.scanning', { folder: printable(scanning.folder) });
  return count === 0 ? '' : say('cli.syncing', { count });
};
