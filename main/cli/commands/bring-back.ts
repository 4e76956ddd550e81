/** `koosync bring-back FOLDER`: takes the folder of a pair out of KooDrive's recycle bin. */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';
import { findPair } from '../paths.ts';

export const bringBackCommand = (program: Command, cli: Cli): void => {
  program
    .command('bring-back')
    .description(cli.say('help.bringBack.about'))
    .argument('<FOLDER>')
    .action(async (written: string) => {
      const { engine } = await cli.koosync();
      const pair = await findPair(engine, cli.cwd, written);
      const wasAway = await engine.bringBack(pair.id);
      const names = { folder: printable(pair.folder), remote: printable(pair.remote) };
      cli.out.line(cli.say(wasAway ? 'cli.broughtBack' : 'cli.notInBin', names));
    });
};
