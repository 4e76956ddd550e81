/** `koosync versions [FILE] [--json]`, or `koosync history`: newest first. At a terminal the file may be chosen. */
import type { Command } from 'commander';
import { chooseFile } from '../choose-version.ts';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';
import { versionTable } from '../version-table.ts';

export const versionsCommand = (program: Command, cli: Cli): void => {
  program
    .command('versions')
    .alias('history')
    .description(cli.say('help.versions.about'))
    .argument('[FILE]')
    .option('--json', cli.say('help.option.json'))
    .action(async (written: string | undefined, options: { readonly json?: boolean }) => {
      const koosync = await cli.koosync();
      const path = await chooseFile(cli, koosync, written);
      const versions = await koosync.history.versions(path, cli.signal);
      if (options.json === true) {
        cli.out.json(versions);
        return;
      }
      if (versions.length === 0) cli.out.note(cli.say('cli.noVersions', { path: printable(path) }));
      else cli.out.line(versionTable(cli, versions, true));
    });
};
