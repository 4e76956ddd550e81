/**
 * `koosync show FILE [--number N | --at WHEN | --revision ID]`: the bytes of a version, as they are; the latest without a
 * word about which. On a terminal only a text, with nothing in it that could steer the terminal.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { chooseVersion, withVersionOptions, type VersionOptions } from '../choose-version.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { formatSize, printable } from '../format.ts';
import { findFile } from '../paths.ts';
import { longestText, textOf } from '../text-of.ts';

export const showCommand = (program: Command, cli: Cli): void => {
  withVersionOptions(
    program.command('show').description(cli.say('help.show.about')).argument('<FILE>'),
    cli,
  ).action(async (written: string, options: VersionOptions) => {
    const koosync = await cli.koosync();
    const path = await findFile(koosync.engine, cli.cwd, written);
    const named = Object.values(options).length > 0;
    const latest = async () => {
      const [newest] = await koosync.history.versions(path, cli.signal);
      return { number: String(newest?.revisionVersion ?? 1) };
    };
    const { revisionId } = await chooseVersion(cli, koosync, path, named ? options : await latest());
    const content = await koosync.history.content(path, revisionId, {
      signal: cli.signal,
      progress: (bytes, size) => {
        const percent = size === 0 ? 100 : Math.floor((bytes / size) * 100);
        cli.out.progress(cli.say('history.fetching', { percent }));
      },
    });
    if (!cli.out.isTerminal) {
      await cli.out.bytes(createReadStream(content.path));
      return;
    }
    const text = content.size > longestText ? undefined : textOf(await readFile(content.path));
    if (text === undefined)
      throw new CliError('cliError.noTextHere', { path: printable(path), size: formatSize(content.size) });
    cli.out.line(text);
  });
};
