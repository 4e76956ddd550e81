/** `koosync spaces [--json]`, and `koosync spaces --default CONTAINER_ID` */
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { formatSize } from '../format.ts';
import { table } from '../table.ts';

export const spacesCommand = (program: Command, cli: Cli): void => {
  program
    .command('spaces')
    .description(cli.say('spacesAbout'))
    .option('--default <CONTAINER_ID>', cli.say('spacesDefault'))
    .option('--json', cli.say('optionJson'))
    .action(async (options: { readonly default?: string; readonly json?: boolean }) => {
      const { koodrive, settings } = await cli.koosync();
      const spaces = await koodrive.spaces({ signal: cli.signal });
      if (options.default !== undefined) {
        const containerId = options.default;
        if (!spaces.some((space) => space.containerId === containerId))
          throw new CliError('errorNoSuchSpace', { space: containerId });
        settings.set({ containerId });
        cli.out.note(cli.say('defaultSpace', { containerId }));
      }
      if (options.json === true) {
        cli.out.json(spaces);
        return;
      }
      if (spaces.length === 0) throw new CliError('errorNoSpace');
      const chosen = settings.get().containerId;
      cli.out.line(
        table(
          [
            { title: cli.say('columnSpace') },
            { title: cli.say('columnType') },
            { title: cli.say('columnUsed'), right: true },
            { title: cli.say('columnCapacity'), right: true },
            { title: cli.say('columnMarks') },
          ],
          spaces.map(({ containerId, type, used, capacity, active }) => [
            containerId,
            type,
            used === undefined ? '' : formatSize(used),
            capacity === undefined ? '' : formatSize(capacity),
            [
              ...(containerId === chosen ? [cli.say('markDefault')] : []),
              ...(active ? [] : [cli.say('markInactive')]),
            ].join(', '),
          ]),
        ),
      );
    });
};
