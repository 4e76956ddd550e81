/** `koosync status [--json]`: per pair folder, remote, files, pending, problems[{path, code, reason}]. */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';

export const statusCommand = (program: Command, cli: Cli): void => {
  program
    .command('status')
    .description(cli.say('statusAbout'))
    .option('--json', cli.say('optionJson'))
    .action(async (options: { readonly json?: boolean }) => {
      const { engine, translate } = await cli.koosync();
      // a script wants them all
      const { pairs, state } = await engine.status(Number.POSITIVE_INFINITY);
      if (options.json === true) {
        cli.out.json(pairs);
        return;
      }
      if (pairs.length === 0) cli.out.note(cli.say('noPairs'));
      if (state.kind === 'paused') cli.out.note(translate('headline.paused'));
      for (const { folder, remote, files, pending, problems } of pairs) {
        cli.out.line(cli.say('statusLine', { folder: printable(folder), remote: printable(remote) }));
        cli.out.line(cli.say('statusCounts', { files, pending, problems: problems.length }));
        for (const { path, code, reason } of problems)
          cli.out.line(`  ${printable(path === '' ? folder : path)}: ${reason} [${code}]`);
      }
    });
};
