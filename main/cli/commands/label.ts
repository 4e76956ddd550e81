/** `koosync label FILE (--number N | --at WHEN | --revision ID) LABEL`, or `--off`: words for a version, on this computer. */
import type { Command } from 'commander';
import { chooseVersion, nameOf, withVersionOptions, type VersionOptions } from '../choose-version.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';
import { findFile } from '../paths.ts';

export const labelCommand = (program: Command, cli: Cli): void => {
  withVersionOptions(
    program.command('label').description(cli.say('help.label.about')).argument('<FILE>').argument('[LABEL]'),
    cli,
  )
    .option('--off', cli.say('help.label.off'))
    .action(
      async (
        written: string,
        label: string | undefined,
        options: VersionOptions & { readonly off?: boolean },
      ) => {
        const off = options.off === true;
        if (off === (label !== undefined)) throw new CliError('cliError.whichLabel');
        const koosync = await cli.koosync();
        const path = await findFile(koosync.engine, cli.cwd, written);
        const chosen = await chooseVersion(cli, koosync, path, options);
        await koosync.history.label(path, chosen.revisionId, label ?? '');
        cli.out.line(
          off
            ? cli.say('cli.unlabelled', { revisionId: nameOf(chosen) })
            : cli.say('cli.labelled', { revisionId: nameOf(chosen), label: printable(label ?? '') }),
        );
      },
    );
};
