/** `koosync sign-out` */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';

export const signOutCommand = (program: Command, cli: Cli): void => {
  program
    .command('sign-out')
    .description(cli.say('help.signOut.about'))
    .action(async () => {
      const { account } = await cli.koosync();
      const { server } = await account.signOut();
      cli.out.line(cli.say('cli.signedOut', { server }));
    });
};
