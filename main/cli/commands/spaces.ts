/** `koosync spaces [--json]`, and `koosync spaces --default CONTAINER_ID` */
import type { Command } from 'commander';
import { spaceName } from '../../account/space-name.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { formatSize } from '../format.ts';
import { table } from '../table.ts';

export const spacesCommand = (program: Command, cli: Cli): void => {
  program
    .command('spaces')
    .description(cli.say('help.spaces.about'))
    .option('--default <CONTAINER_ID>', cli.say('help.spaces.default'))
    .option('--json', cli.say('help.option.json'))
    .action(async (options: { readonly default?: string; readonly json?: boolean }) => {
      const { koodrive, settings } = await cli.koosync();
      const spaces = await koodrive.spaces({ signal: cli.signal });
      if (options.default !== undefined) {
        const containerId = options.default;
        if (!spaces.some((space) => space.containerId === containerId))
          throw new CliError('cliError.noSuchSpace', { space: containerId });
        settings.set({ containerId });
        cli.out.note(cli.say('cli.defaultSpace', { containerId }));
      }
      if (options.json === true) {
        cli.out.json(spaces);
        return;
      }
      if (spaces.length === 0) throw new CliError('cliError.noSpace');
      const chosen = settings.get().containerId;
      cli.out.line(
        table(
          [
            { title: cli.say('column.space') },
            { title: cli.say('column.name') },
            { title: cli.say('column.used'), right: true },
            { title: cli.say('column.capacity'), right: true },
            { title: cli.say('column.marks') },
          ],
          spaces.map((space) => [
            space.containerId,
            spaceName(space, spaces, cli.say),
            formatSize(space.used),
            formatSize(space.capacity),
            [
              ...(space.containerId === chosen ? [cli.say('mark.default')] : []),
              ...(space.active ? [] : [cli.say('mark.inactive')]),
            ].join(', '),
          ]),
        ),
      );
    });
};
