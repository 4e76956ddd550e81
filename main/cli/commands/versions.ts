/** `koosync versions FILE [--json]`: newest first. */
import type { Command } from 'commander';
import type { Cli } from '../context.ts';
import { formatSize, formatTime } from '../format.ts';
import { findFile } from '../paths.ts';
import { table } from '../table.ts';

export const versionsCommand = (program: Command, cli: Cli): void => {
  program
    .command('versions')
    .description(cli.say('versionsAbout'))
    .argument('<FILE>')
    .option('--json', cli.say('optionJson'))
    .action(async (written: string, options: { readonly json?: boolean }) => {
      const { engine, history } = await cli.koosync();
      const path = await findFile(engine, cli.cwd, written);
      const versions = await history.versions(path, cli.signal);
      if (options.json === true) {
        cli.out.json(versions);
        return;
      }
      if (versions.length === 0) {
        cli.out.note(cli.say('versionsNone'));
        return;
      }
      const rows = versions.map((version) => [
        version.revisionId,
        String(version.revisionVersion),
        formatTime(version.createdAt),
        formatSize(version.size),
        version.sha256.slice(0, 16),
        [
          ...(version.latest ? [cli.say('markLatest')] : []),
          ...(version.keepForever ? [cli.say('markKept')] : []),
        ].join(', '),
      ]);
      cli.out.line(
        table(
          [
            { title: cli.say('columnRevision') },
            { title: cli.say('columnNumber'), right: true },
            { title: cli.say('columnWhen') },
            { title: cli.say('columnSize'), right: true },
            { title: cli.say('columnSha256') },
            { title: cli.say('columnMarks') },
          ],
          rows,
        ),
      );
    });
};
