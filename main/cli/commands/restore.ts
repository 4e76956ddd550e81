/**
 * `koosync restore [FILE] [--number N | --at WHEN | --revision ID] [--to PATH [--force]] [--json]`. At a terminal what is
 * left out is chosen. What undoes it is said.
 */
import type { Command } from 'commander';
import { restoreStageText } from '../../../shared/strings/index.ts';
import type { RestoreStage } from '../../../shared/views.ts';
import { absolutePath } from '../../lib/working-folder.ts';
import {
  chooseFile,
  chooseVersion,
  nameOf,
  withVersionOptions,
  type VersionOptions,
} from '../choose-version.ts';
import type { Cli } from '../context.ts';
import { printable, shellWord } from '../format.ts';

type Options = VersionOptions & {
  readonly to?: string;
  readonly force?: boolean;
  readonly json?: boolean;
};

export const showStage =
  (cli: Cli) =>
  (stage: RestoreStage): void => {
    cli.out.progress(restoreStageText(stage, cli.say));
  };

export const restoreCommand = (program: Command, cli: Cli): void => {
  withVersionOptions(
    program.command('restore').description(cli.say('help.restore.about')).argument('[FILE]'),
    cli,
  )
    .option('--to <PATH>', cli.say('help.restore.to'))
    .option('--force', cli.say('help.restore.force'))
    .option('--json', cli.say('help.option.json'))
    .action(async (written: string | undefined, options: Options) => {
      const koosync = await cli.koosync();
      const path = await chooseFile(cli, koosync, written);
      const chosen = await chooseVersion(cli, koosync, path, options);
      const { revisionId } = chosen;
      const restored = await koosync.history.restore(path, revisionId, {
        to: options.to === undefined ? undefined : absolutePath(cli.cwd, options.to),
        force: options.force,
        signal: cli.signal,
        onStage: showStage(cli),
        wantsUndo: true,
      });
      if (options.json === true) {
        cli.out.json({ ...restored, revisionId });
        return;
      }
      const inPlace = restored.path === path;
      cli.out.line(
        cli.say(inPlace ? 'cli.restored' : 'cli.restoredTo', {
          path: printable(restored.path),
          revisionId: nameOf(chosen),
        }),
      );
      if (inPlace && restored.undo !== undefined)
        cli.out.note(
          cli.say('cli.undoRestore', {
            path: shellWord(path, process.platform),
            revisionId: restored.undo,
          }),
        );
    });
};
