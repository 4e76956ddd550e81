/** `koosync keep FILE (--number N | --at WHEN | --revision ID) [--off]` */
import type { Command } from 'commander';
import { chooseVersion, nameOf, withVersionOptions, type VersionOptions } from '../choose-version.ts';
import type { Cli } from '../context.ts';
import { findFile } from '../paths.ts';

export const keepCommand = (program: Command, cli: Cli): void => {
  withVersionOptions(program.command('keep').description(cli.say('help.keep.about')).argument('<FILE>'), cli)
    .option('--off', cli.say('help.keep.off'))
    .action(async (written: string, options: VersionOptions & { readonly off?: boolean }) => {
      const koosync = await cli.koosync();
      const path = await findFile(koosync.engine, cli.cwd, written);
      const chosen = await chooseVersion(cli, koosync, path, options);
      const keep = options.off !== true;
      await koosync.history.keepForever(path, chosen.revisionId, keep, cli.signal);
      cli.out.line(cli.say(keep ? 'cli.kept' : 'cli.notKept', { revisionId: nameOf(chosen) }));
    });
};
