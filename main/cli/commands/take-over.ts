/**
 * `koosync take-over [FOLDER]`: a folder that was synced with another account is synced with the one that is signed in.
 * Without FOLDER all such folders are.
 */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { findPair } from '../paths.ts';

export const takeOverCommand = (program: Command, cli: Cli): void => {
  program
    .command('take-over')
    .description(cli.say('help.takeOver.about'))
    .argument('[FOLDER]')
    .action(async (written: string | undefined) => {
      const { engine, account } = await cli.koosync();
      // who that is has to be known, also where nothing turns out to be held
      await account.current();
      const named = written === undefined ? undefined : await findPair(engine, cli.cwd, written);
      const { pairs } = await engine.status(0);
      const held = pairs.filter(
        ({ id, problems }) =>
          (named === undefined || named.id === id) && problems.some(({ code }) => code === 'OTHER_ACCOUNT'),
      );
      const { userId, server } = account.get();
      for (const { id, folder } of held) {
        await engine.takeOver([id]);
        cli.out.line(cli.say('cli.takenOver', { folder, user: userId, server }));
      }
      if (held.length === 0)
        cli.out.line(
          named === undefined
            ? cli.say('cli.nothingToTakeOver')
            : cli.say('cli.isOwn', { folder: named.folder }),
        );
    });
};
