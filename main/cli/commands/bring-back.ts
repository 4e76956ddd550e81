/**
 * `koosync bring-back PATH`: takes the folder of a pair, or a file or folder in it, out of KooDrive's recycle bin, where
 * somebody put it; what was deleted there for good is uploaded anew.
 */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';
import { locatePath, pairOf } from '../paths.ts';

export const bringBackCommand = (program: Command, cli: Cli): void => {
  program
    .command('bring-back')
    .description(cli.say('help.bringBack.about'))
    .argument('<PATH>')
    .action(async (written: string) => {
      const { engine } = await cli.koosync();
      const pair = await pairOf(engine, cli.cwd, written);
      if (pair) {
        const done = await engine.bringBack(pair.id, '', cli.signal);
        const names = { folder: printable(pair.folder), remote: printable(pair.remote) };
        cli.out.line(cli.say(done === 'there' ? 'cli.notInBin' : 'cli.broughtBack', names));
        return;
      }
      const { path, located } = await locatePath(engine, cli.cwd, written);
      const done = await engine.bringBack(located.pair.id, located.relativePath, cli.signal);
      cli.out.line(cli.say(said[done], { path: printable(path) }));
    });
};

const said = {
  there: 'cli.inItsPlace',
  'out-of-bin': 'cli.outOfBin',
  anew: 'cli.uploadedAnew',
} as const;
