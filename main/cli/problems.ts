/** Problems, and what is skipped, as lines for a terminal: a path and why it is not synced. */
import { join } from 'node:path';
import { skippedReasonWords, type Translate } from '../../shared/strings/index.ts';
import type { EngineStatus, PairStatus, Problem } from '../../shared/views.ts';
import { printable } from './format.ts';

/** The paths are absolute, since there may be several pairs. */
export const problemLines = (status: Pick<EngineStatus, 'pairs'>, say: Translate): string[] =>
  status.pairs.flatMap((pair) => pair.problems.map((one) => lineOf(one, join(pair.folder, one.path), say)));

/** The paths are relative to the pair's folder, which stands above them. */
export const problemLinesOf = ({ folder, problems }: PairStatus, say: Translate): string[] =>
  problems.map((one) => lineOf(one, one.path === '' ? folder : one.path, say));

const lineOf = ({ reason, waiting }: Problem, path: string, say: Translate): string =>
  waiting === undefined
    ? say('cli.problem', { path: printable(path), reason })
    : say('cli.problemOfFolder', { path: printable(path), reason, count: waiting });

/** Nobody reads thousands of lines about litter, or of what a pass that was cut off did not come to. */
const longestList = 20;

/** What a pass left behind that is no problem, by absolute path. */
export const unsyncedLines = (paths: readonly string[], say: Translate): string[] => [
  ...paths.slice(0, longestList).map((path) => say('cli.unsynced', { path: printable(path) })),
  ...(paths.length > longestList ? [say('cli.moreUnsynced', { count: paths.length - longestList })] : []),
];

export const skippedLinesOf = ({ skipped, skippedCount }: PairStatus, say: Translate): string[] => {
  if (skippedCount === 0) return [];
  const more = skippedCount - Math.min(skipped.length, longestList);
  return [
    say('pair.skipped', { count: skippedCount }),
    ...skipped.slice(0, longestList).map(({ path, reason, madeBy }) =>
      say('cli.skipped', {
        path: printable(path),
        reason: say(skippedReasonWords[reason], { madeBy: madeBy ?? '' }),
      }),
    ),
    ...(more > 0 ? [say('cli.moreSkipped', { count: more })] : []),
  ].map((line, i) => (i === 0 ? line : `  ${line}`));
};
