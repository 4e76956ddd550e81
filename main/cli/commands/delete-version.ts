/** `koosync delete-version FILE (--number N | --at WHEN | --revision ID) [--yes]`: for good, and never the latest. */
import type { Command } from 'commander';
import { chooseVersion, nameOf, withVersionOptions, type VersionOptions } from '../choose-version.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';
import { findFile } from '../paths.ts';
import { ask } from '../prompt.ts';

export const deleteVersionCommand = (program: Command, cli: Cli): void => {
  withVersionOptions(
    program.command('delete-version').description(cli.say('help.deleteVersion.about')).argument('<FILE>'),
    cli,
  )
    .option('--yes', cli.say('help.deleteVersion.yes'))
    .action(async (written: string, options: VersionOptions & { readonly yes?: boolean }) => {
      const koosync = await cli.koosync();
      const path = await findFile(koosync.engine, cli.cwd, written);
      const chosen = await chooseVersion(cli, koosync, path, options);
      const { revisionId } = chosen;
      if (options.yes !== true && !(await isSure(cli, nameOf(chosen), path))) {
        cli.out.note(cli.say('cli.versionNotDeleted'));
        return;
      }
      await koosync.history.deleteVersion(path, revisionId, cli.signal);
      cli.out.line(cli.say('cli.versionDeleted', { revisionId: nameOf(chosen), path: printable(path) }));
    });
};

/** Anything but a yes is a no. */
async function isSure(cli: Cli, version: string, path: string): Promise<boolean> {
  if (cli.stdin.isTTY !== true) throw new CliError('cliError.sureNeeded');
  const question = cli.say('ask.deleteVersion', { version, path: printable(path) });
  const answer = await ask(cli.stdin, cli.stderr, `${question} `, cli.signal, cli.out.rewrites);
  return ['y', 'yes', cli.say('ask.yes')].includes(answer.trim().toLowerCase());
}
