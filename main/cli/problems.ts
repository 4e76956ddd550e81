/** Problems as lines for a terminal: `path: sentence`, the path absolute since there may be several pairs. */
import { join } from 'node:path';
import type { EngineStatus } from '../../shared/views.ts';
import { printable } from './format.ts';

export const problemLines = (status: Pick<EngineStatus, 'pairs'>): string[] =>
  status.pairs.flatMap((pair) =>
    pair.problems.map(({ path, reason }) => `${printable(join(pair.folder, path))}: ${reason}`),
  );
