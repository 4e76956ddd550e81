/**
 * `koosync diff FILE --number A [--number B]`: what changed between two versions, or between a version and the file on
 * disk. Texts line by line, everything else by facts.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { compareTexts } from '../../../shared/text-diff/compare-texts.ts';
import type { KooSync } from '../../compose.ts';
import { byNumber, type ChosenVersion } from '../choose-version.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { formatSize, formatTime, printable } from '../format.ts';
import { findFile } from '../paths.ts';
import { longestText, textOf } from '../text-of.ts';
import { unifiedDiff } from '../unified-diff.ts';

type Side = {
  readonly title: string;
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
};

export const diffCommand = (program: Command, cli: Cli): void => {
  program
    .command('diff')
    .description(cli.say('help.diff.about'))
    .argument('<FILE>')
    .option('--number <N>', cli.say('help.diff.number'), (n: string, all: string[]) => [...all, n], [])
    .action(async (written: string, { number: numbers }: { readonly number: readonly string[] }) => {
      const [from, to, ...more] = numbers;
      const koosync = await cli.koosync();
      const path = await findFile(koosync.engine, cli.cwd, written);
      if (from === undefined || more.length > 0) throw new CliError('cliError.whichNumbers');
      const versions = await koosync.history.versions(path, cli.signal);
      const before = await sideOf(cli, koosync, path, byNumber(versions, from, path));
      const after =
        to === undefined
          ? await presentSide(cli, koosync, path)
          : await sideOf(cli, koosync, path, byNumber(versions, to, path));
      await tell(cli, before, after);
    });
};

async function sideOf(
  cli: Cli,
  { history }: KooSync,
  path: string,
  { revisionId, version }: ChosenVersion,
): Promise<Side> {
  const content = await history.content(path, revisionId, { signal: cli.signal });
  const number = version?.revisionVersion ?? 0;
  const when = formatTime(version?.createdAt ?? 0);
  return { ...content, title: cli.say('cli.diffVersion', { name: printable(basename(path)), number, when }) };
}

async function presentSide(cli: Cli, { history }: KooSync, path: string): Promise<Side> {
  const content = await history.present(path, { signal: cli.signal });
  return { ...content, title: cli.say('cli.diffPresent', { name: printable(basename(path)) }) };
}

async function tell(cli: Cli, before: Side, after: Side): Promise<void> {
  if (before.sha256 === after.sha256) {
    cli.out.note(cli.say('cli.sameContent'));
    return;
  }
  const [older, newer] = [await read(before), await read(after)];
  const found = older === undefined || newer === undefined ? undefined : compareTexts(older, newer);
  if (found?.kind === 'differs') {
    cli.out.line([`--- ${before.title}`, `+++ ${after.title}`, ...unifiedDiff(found)].join('\n'));
    return;
  }
  for (const { title, size, sha256 } of [before, after])
    cli.out.line(cli.say('cli.diffFacts', { title, size: formatSize(size), sha256: sha256.slice(0, 16) }));
  cli.out.note(
    cli.say(
      found === undefined
        ? 'cli.notComparable'
        : found.kind === 'too-different'
          ? 'cli.tooDifferent'
          : 'cli.lineEndingsDiffer',
    ),
  );
}

const read = async ({ path, size }: Side): Promise<string | undefined> =>
  size > longestText ? undefined : textOf(await readFile(path));
