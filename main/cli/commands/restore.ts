/** `koosync restore FILE --revision ID [--to PATH [--force]] [--json]` */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { fetchedPercent } from '../../../shared/fetched-percent.ts';
import type { Cli } from '../context.ts';
import { findFile } from '../paths.ts';

type Options = {
  readonly revision: string;
  readonly to?: string;
  readonly force?: boolean;
  readonly json?: boolean;
};

export const restoreCommand = (program: Command, cli: Cli): void => {
  program
    .command('restore')
    .description(cli.say('help.restore.about'))
    .argument('<FILE>')
    .requiredOption('--revision <ID>', cli.say('help.option.revision'))
    .option('--to <PATH>', cli.say('help.restore.to'))
    .option('--force', cli.say('help.restore.force'))
    .option('--json', cli.say('help.option.json'))
    .action(async (written: string, options: Options) => {
      const { engine, history } = await cli.koosync();
      const path = await findFile(engine, cli.cwd, written);
      const revisionId = options.revision;
      const restored = await history.restore(path, revisionId, {
        to: options.to === undefined ? undefined : resolve(cli.cwd, options.to),
        force: options.force,
        signal: cli.signal,
        onStage: (stage) => {
          cli.out.progress(
            stage.kind === 'keeping'
              ? cli.say('history.keeping')
              : cli.say('history.fetching', { percent: fetchedPercent(stage) }),
          );
        },
      });
      if (options.json === true) cli.out.json({ ...restored, revisionId });
      else
        cli.out.line(
          cli.say(restored.path === path ? 'cli.restored' : 'cli.restoredTo', {
            path: restored.path,
            revisionId,
          }),
        );
    });
};
