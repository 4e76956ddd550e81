/** `koosync export FILE FOLDER [--json]`: all versions into a folder, with their times in their names. */
import type { Command } from 'commander';
import { absolutePath } from '../../lib/working-folder.ts';
import type { Cli } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { printable } from '../format.ts';
import { findFile } from '../paths.ts';
import { showStage } from './restore.ts';

export const exportCommand = (program: Command, cli: Cli): void => {
  program
    .command('export')
    .description(cli.say('help.export.about'))
    .argument('<FILE>')
    .argument('<FOLDER>')
    .option('--json', cli.say('help.option.json'))
    .action(async (written: string, folder: string, options: { readonly json?: boolean }) => {
      const koosync = await cli.koosync();
      const path = await findFile(koosync.engine, cli.cwd, written);
      const { files, failed } = await koosync.history.exportTo(path, absolutePath(cli.cwd, folder), {
        signal: cli.signal,
        onStage: showStage(cli),
      });
      const reasons = failed.map(({ revisionVersion, error }) => ({
        revisionVersion,
        code: error.code,
        reason: koosync.sentence(error),
      }));
      if (options.json === true) cli.out.json({ files, failed: reasons });
      else {
        for (const file of files) cli.out.line(printable(file));
        cli.out.note(
          cli.say('cli.exported', { count: files.length, folder: printable(absolutePath(cli.cwd, folder)) }),
        );
        for (const { revisionVersion: number, reason } of reasons)
          cli.out.note(cli.say('cli.exportFailed', { number, reason }));
      }
      if (failed.length > 0) cli.exitWith(exitCodes.notSynced);
    });
};
