/** `koosync remove FOLDER`: forgets the pair, touches neither side's files. */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { findPair } from '../paths.ts';

export const removeCommand = (program: Command, cli: Cli): void => {
  program
    .command('remove')
    .description(cli.say('help.remove.about'))
    .argument('<FOLDER>')
    .action(async (written: string) => {
      const { engine } = await cli.koosync();
      const pair = await findPair(engine, cli.cwd, written);
      await engine.removePair(pair.id);
      cli.out.line(cli.say('cli.removed', { folder: pair.folder }));
    });
};
