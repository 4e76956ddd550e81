/** `koosync versions FILE [--json]`: newest first. */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { formatSize, formatTime, printable } from '../format.ts';
import { findFile } from '../paths.ts';
import { table } from '../table.ts';

export const versionsCommand = (program: Command, cli: Cli): void => {
  program
    .command('versions')
    .description(cli.say('help.versions.about'))
    .argument('<FILE>')
    .option('--json', cli.say('help.option.json'))
    .action(async (written: string, options: { readonly json?: boolean }) => {
      const { engine, history } = await cli.koosync();
      const path = await findFile(engine, cli.cwd, written);
      const versions = await history.versions(path, cli.signal);
      if (options.json === true) {
        cli.out.json(versions);
        return;
      }
      if (versions.length === 0) {
        cli.out.note(cli.say('cli.noVersions', { path: printable(path) }));
        return;
      }
      const rows = versions.map((version) => [
        version.revisionId,
        String(version.revisionVersion),
        formatTime(version.createdAt),
        formatSize(version.size),
        version.sha256.slice(0, 16),
        [
          ...(version.latest ? [cli.say('mark.latest')] : []),
          ...(version.keepForever ? [cli.say('mark.kept')] : []),
        ].join(', '),
      ]);
      cli.out.line(
        table(
          [
            { title: cli.say('column.revision') },
            { title: cli.say('column.number'), right: true },
            { title: cli.say('column.when') },
            { title: cli.say('column.size'), right: true },
            { title: cli.say('column.sha256') },
            { title: cli.say('column.marks') },
          ],
          rows,
        ),
      );
    });
};
