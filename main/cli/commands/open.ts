/** `koosync open FILE...`: starts the app, or tells the running one, with `--view-versions PATH...`. */
import type { Command } from 'commander';
import { startProgram } from '../../lib/programs.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { findDesktop } from '../find-desktop.ts';
import { findFileOrFolder } from '../paths.ts';

export const openCommand = (program: Command, cli: Cli): void => {
  program
    .command('open')
    .description(cli.say('help.open.about'))
    .argument('<FILE...>')
    .action(async (written: readonly string[]) => {
      const { engine } = await cli.koosync();
      const paths: string[] = [];
      for (const one of written) paths.push(await findFileOrFolder(engine, cli.cwd, one));
      const app = await findDesktop({
        env: cli.env,
        from: import.meta.dirname,
        platform: process.platform,
      });
      // an app that was started from an Electron-run terminal must not think that it is plain Node
      const env = { ...cli.env };
      delete env['ELECTRON_RUN_AS_NODE'];
      await startProgram(app, ['--view-versions', ...paths], env).catch(() => {
        throw new CliError('cliError.desktopFailed', { app });
      });
      for (const path of paths) cli.out.line(cli.say('cli.opening', { path }));
    });
};
