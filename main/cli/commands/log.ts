/** `koosync log [FOLDER] [--limit N] [--json]`: what changed in a synced folder, or in all of them, newest first. */
import { realpath } from 'node:fs/promises';
import type { Command } from 'commander';
import { recentKindWords } from '../../../shared/strings/index.ts';
import type { FolderChange } from '../../../shared/views.ts';
import type { Engine } from '../../engine/api.ts';
import { absolutePath } from '../../lib/working-folder.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { formatSize, formatTime, printable } from '../format.ts';
import { table } from '../table.ts';

const mostListed = 10_000;
const usuallyListed = 50;

export const logCommand = (program: Command, cli: Cli): void => {
  program
    .command('log')
    .description(cli.say('help.log.about'))
    .argument('[FOLDER]')
    .option('--limit <N>', cli.say('help.log.limit'))
    .option('--json', cli.say('help.option.json'))
    .action(
      async (written: string | undefined, options: { readonly limit?: string; readonly json?: boolean }) => {
        const limit = options.limit === undefined ? usuallyListed : Number(options.limit);
        if (!Number.isInteger(limit) || limit < 1 || limit > mostListed)
          throw new CliError('cliError.noLimit', { limit: printable(options.limit ?? ''), most: mostListed });
        const { engine } = await cli.koosync();
        const changes = await changesIn(engine, cli.cwd, written, limit);
        if (options.json === true) cli.out.json(changes);
        else if (changes.length === 0) cli.out.note(cli.say('cli.noChanges'));
        else cli.out.line(changeTable(cli, changes));
      },
    );
};

async function changesIn(
  engine: Pick<Engine, 'folderChanges' | 'pairs'>,
  cwd: string | undefined,
  written: string | undefined,
  limit: number,
): Promise<FolderChange[]> {
  if (written !== undefined) {
    const folder = absolutePath(cwd, written);
    const real = await realpath(folder).catch(() => folder);
    return [...(await engine.folderChanges(real, { limit }))];
  }
  const all: FolderChange[] = [];
  for (const { folder } of await engine.pairs()) all.push(...(await engine.folderChanges(folder, { limit })));
  return all.sort((a, b) => b.at - a.at).slice(0, limit);
}

const changeTable = ({ say }: Cli, changes: readonly FolderChange[]): string =>
  table(
    [
      { title: say('column.when') },
      { title: say('column.what') },
      { title: say('column.size'), right: true },
      { title: say('column.path') },
    ],
    changes.map((change) => [
      formatTime(change.at),
      say(wordOf(change)),
      change.size === undefined ? '' : formatSize(change.size),
      printable(change.path),
    ]),
  );

const wordOf = ({ kind }: FolderChange) => recentKindWords[kind];
