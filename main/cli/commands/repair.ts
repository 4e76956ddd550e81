/** `koosync repair`: builds a damaged database anew; a sound one is left alone. Opens nothing else of KooSync. */
import type { Command } from 'commander';
import { repair } from '../../storage/repair-state-folder.ts';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';

export const repairCommand = (program: Command, cli: Cli): void => {
  program
    .command('repair')
    .description(cli.say('help.repair.about'))
    .action(() => {
      const repaired = repair(cli.home);
      if (repaired.done === 'sound') {
        cli.out.line(cli.say('cli.databaseSound', { file: printable(repaired.file) }));
        return;
      }
      const values = { count: repaired.pairs, kept: printable(repaired.kept) };
      cli.out.line(cli.say(repaired.pairs === 0 ? 'cli.repairedEmpty' : 'cli.repaired', values));
    });
};
