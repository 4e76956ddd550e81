/**
 * `koosync pause [FOLDER]` and `koosync resume [FOLDER]`: nothing of the pair, or of any, is synced by itself until it is
 * resumed. An engine that runs elsewhere follows within a second; `run --once` and a restore are asked for, and go on.
 */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { findPair } from '../paths.ts';

export const pauseCommand = (program: Command, cli: Cli): void => {
  program
    .command('pause')
    .description(cli.say('help.pause.about'))
    .argument('[FOLDER]')
    .action(async (written: string | undefined) => {
      const { engine } = await cli.koosync();
      const pair = written === undefined ? undefined : await findPair(engine, cli.cwd, written);
      await engine.pause(pair?.id);
      cli.out.line(pair ? cli.say('cli.paused', { folder: pair.folder }) : cli.say('cli.pausedAll'));
    });
};

export const resumeCommand = (program: Command, cli: Cli): void => {
  program
    .command('resume')
    .description(cli.say('help.resume.about'))
    .argument('[FOLDER]')
    .action(async (written: string | undefined) => {
      const { engine } = await cli.koosync();
      const pair = written === undefined ? undefined : await findPair(engine, cli.cwd, written);
      await engine.resume(pair?.id);
      const { allPaused } = await engine.status(0);
      if (pair === undefined) cli.out.line(cli.say('cli.resumedAll'));
      // all was paused before, and is
      else if (allPaused) cli.out.line(cli.say('cli.stillPaused', { folder: pair.folder }));
      else cli.out.line(cli.say('cli.resumed', { folder: pair.folder }));
    });
};
