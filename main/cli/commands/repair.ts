/** `koosync repair`: builds a damaged or lost database anew; a sound one is left alone. Opens nothing else of KooSync. */
import type { Command } from 'commander';
import { repair, type RepairedState } from '../../open-state.ts';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';

export const repairCommand = (program: Command, cli: Cli): void => {
  program
    .command('repair')
    .description(cli.say('help.repair.about'))
    .action(async () => {
      cli.out.line(saidOf(await repair(cli.home), cli));
    });
};

function saidOf(repaired: RepairedState, { say, sentence }: Cli): string {
  switch (repaired.done) {
    case 'sound':
      return say('cli.databaseSound', { file: printable(repaired.file) });
    case 'mended':
      return sentence(repaired.error);
    case 'rebuilt': {
      const values = { count: repaired.pairs, kept: printable(repaired.kept) };
      return say(repaired.pairs === 0 ? 'cli.repairedEmpty' : 'cli.repaired', values);
    }
  }
}
