/** `koosync keep FILE --revision ID [--off]` */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { findFile } from '../paths.ts';

export const keepCommand = (program: Command, cli: Cli): void => {
  program
    .command('keep')
    .description(cli.say('help.keep.about'))
    .argument('<FILE>')
    .requiredOption('--revision <ID>', cli.say('help.option.revision'))
    .option('--off', cli.say('help.keep.off'))
    .action(async (written: string, options: { readonly revision: string; readonly off?: boolean }) => {
      const { engine, history } = await cli.koosync();
      const path = await findFile(engine, cli.cwd, written);
      const keep = options.off !== true;
      await history.keepForever(path, options.revision, keep, cli.signal);
      cli.out.line(cli.say(keep ? 'cli.kept' : 'cli.notKept', { revisionId: options.revision }));
    });
};
