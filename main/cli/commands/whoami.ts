/** `koosync whoami [--json]`: who is signed in, and whether the server still agrees (exit code 4 when not). */
import type { Command } from 'commander';
import { KooError } from '../../model/errors.ts';
import type { Cli } from '../context.ts';

export const whoamiCommand = (program: Command, cli: Cli): void => {
  program
    .command('whoami')
    .description(cli.say('help.whoami.about'))
    .option('--json', cli.say('help.option.json'))
    .action(async (options: { readonly json?: boolean }) => {
      const { account, koodrive } = await cli.koosync();
      const { signedIn, ...who } = account.get();
      if (!signedIn) throw new KooError('SIGN_IN_NEEDED', 'nobody is signed in');
      await koodrive.checkSession({ signal: cli.signal });
      if (options.json === true) cli.out.json(who);
      else cli.out.line(cli.say('cli.whoami', who));
    });
};
