/** Problems as lines for a terminal: a path and why it is not synced. */
import { join } from 'node:path';
import type { Translate } from '../../shared/strings/index.ts';
import type { EngineStatus, PairStatus } from '../../shared/views.ts';
import { printable } from './format.ts';

/** The paths are absolute, since there may be several pairs. */
export const problemLines = (status: Pick<EngineStatus, 'pairs'>, say: Translate): string[] =>
  status.pairs.flatMap((pair) =>
    pair.problems.map(({ path, reason }) =>
      say('cli.problem', { path: printable(join(pair.folder, path)), reason }),
    ),
  );

/** The paths are relative to the pair's folder, which stands above them. */
export const problemLinesOf = ({ folder, problems }: PairStatus, say: Translate): string[] =>
  problems.map(({ path, reason }) =>
    say('cli.problem', { path: printable(path === '' ? folder : path), reason }),
  );
