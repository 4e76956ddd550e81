/**
 * Which version of which file is meant: by options, or chosen at a terminal. `--number 4`, `--at yesterday`,
 * `--revision ID`; at a terminal the file may be left out too.
 */
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Version } from '../../shared/views.ts';
import type { KooSync } from '../compose.ts';
import { CliError } from './cli-error.ts';
import type { Cli } from './context.ts';
import { formatTime, printable } from './format.ts';
import { findFile } from './paths.ts';
import { ask } from './prompt.ts';
import { table } from './table.ts';
import { versionTable } from './version-table.ts';
import { endsOfMoment } from './when.ts';

export type VersionOptions = {
  readonly number?: string;
  readonly at?: string;
  readonly revision?: string;
};

export type ChosenVersion = Pick<Version, 'revisionId'> & {
  /** undefined where an ID was given: nobody was asked what it is of */
  readonly version: Version | undefined;
};

/** As the user named it: by its number, or by its ID. */
export const nameOf = ({ revisionId, version }: ChosenVersion): string =>
  version === undefined ? printable(revisionId) : String(version.revisionVersion);

export const withVersionOptions = (command: Command, cli: Cli): Command =>
  command
    .option('--number <N>', cli.say('help.option.number'))
    .option('--at <WHEN>', cli.say('help.option.at'))
    .option('--revision <ID>', cli.say('help.option.revision'));

/** Throws CliError where none or several are named and there is nobody to ask. */
export async function chooseVersion(
  cli: Cli,
  { history }: Pick<KooSync, 'history'>,
  path: string,
  options: VersionOptions,
): Promise<ChosenVersion> {
  const named = [options.number, options.at, options.revision].filter((value) => value !== undefined);
  if (named.length > 1) throw new CliError('cliError.whichVersion', { path: printable(path) });
  if (options.revision !== undefined) return { revisionId: options.revision, version: undefined };
  const versions = await history.versions(path, cli.signal);
  if (options.number !== undefined) return byNumber(versions, options.number, path);
  if (options.at !== undefined) return byMoment(versions, options.at, path);
  if (cli.stdin.isTTY !== true) throw new CliError('cliError.whichVersion', { path: printable(path) });
  cli.out.note(versionTable(cli, versions, false));
  const answer = await answerTo(cli, 'ask.version', '--number');
  return /^\d+$/u.test(answer) ? byNumber(versions, answer, path) : byMoment(versions, answer, path);
}

export function byNumber(versions: readonly Version[], written: string, path: string): ChosenVersion {
  const version = versions.find((one) => String(one.revisionVersion) === written.trim());
  if (version === undefined)
    throw new CliError('cliError.noSuchNumber', { number: printable(written), path: printable(path) });
  return { revisionId: version.revisionId, version };
}

/**
 * The file as it was then: the newest version that had been made by that moment. Where the clocks showed it twice, and the
 * file was another one each time, nobody but the user knows which is meant.
 */
function byMoment(versions: readonly Version[], written: string, path: string): ChosenVersion {
  const ends = endsOfMoment(written, Date.now());
  const [first, second] = ends;
  if (first === undefined) throw new CliError('cliError.noMoment', { when: printable(written) });
  const then = ends.map((until) => versions.find((one) => one.createdAt <= until));
  const [version] = then;
  if (second !== undefined && then[1]?.revisionId !== version?.revisionId)
    throw new CliError('cliError.momentTwice', {
      when: printable(written),
      name: printable(basename(path)),
      first: formatTime(first),
      second: formatTime(second),
    });
  const oldest = versions.at(-1);
  if (version === undefined)
    throw new CliError('cliError.noVersionThen', {
      path: printable(path),
      when: printable(written),
      oldest: oldest === undefined ? '' : formatTime(oldest.createdAt),
    });
  return { revisionId: version.revisionId, version };
}

/** as many as one looks through */
const offered = 15;

/** The file that was written, or one that is chosen at the terminal out of the last synced, or by words of its path. */
export async function chooseFile(
  cli: Cli,
  { engine }: KooSync,
  written: string | undefined,
): Promise<string> {
  if (written !== undefined) return findFile(engine, cli.cwd, written);
  if (cli.stdin.isTTY !== true) throw new CliError('cliError.whichFile');
  let query = '';
  for (;;) {
    const found = await engine.searchFiles(query, query === '' ? 'recent' : 'all', offered);
    if (found.length === 0 && query === '') throw new CliError('cliError.noFiles');
    cli.out.note(
      found.length === 0
        ? cli.say('cli.nothingFound', { words: printable(query) })
        : table(
            [
              { title: '', right: true },
              { title: cli.say('column.when') },
              { title: cli.say('column.path') },
            ],
            found.map(({ path, syncedAt }, i) => [
              String(i + 1),
              syncedAt === undefined ? '' : formatTime(syncedAt),
              printable(path),
            ]),
          ),
    );
    const answer = await answerTo(cli, 'ask.file', 'FILE');
    const chosen = /^\d+$/u.test(answer) ? found[Number(answer) - 1] : undefined;
    if (chosen) return chosen.path;
    query = answer;
  }
}

async function answerTo(cli: Cli, question: 'ask.version' | 'ask.file', option: string): Promise<string> {
  const prompt = cli.say('ask.prompt', { question: cli.say(question) });
  const answer = (await ask(cli.stdin, cli.stderr, `${prompt} `, cli.signal, cli.out.rewrites)).trim();
  if (answer === '') throw new CliError('cliError.nothingTyped', { option });
  return answer;
}
