/** `koosync add FOLDER --space CONTAINER_ID [--remote NAME]` */
import type { Command } from 'commander';
import type { KooSync } from '../../compose.ts';
import { KooError } from '../../model/errors.ts';
import { absolutePath } from '../../lib/working-folder.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';

type Options = { readonly space?: string; readonly remote?: string };

export const addCommand = (program: Command, cli: Cli): void => {
  program
    .command('add')
    .description(cli.say('help.add.about'))
    .argument('<FOLDER>')
    .option('--space <CONTAINER_ID>', cli.say('help.add.space'))
    .option('--remote <NAME>', cli.say('help.add.remote'))
    .action(async (written: string, options: Options) => {
      const koosync = await cli.koosync();
      const folder = absolutePath(cli.cwd, written);
      const containerId = options.space ?? (await onlySpace(koosync, cli.signal));
      try {
        const pair = await koosync.engine.addPair({ folder, containerId, remote: options.remote });
        cli.out.line(cli.say('cli.added', { folder: pair.folder, remote: pair.remote }));
      } catch (thrown) {
        if (!(thrown instanceof KooError)) throw thrown;
        // the sentences for these speak of folders that were synced before; this one never was
        if (thrown.code === 'FOLDER_MISSING') throw new CliError('cliError.noSuchFolder', { folder });
        if (options.space !== undefined && ['SPACE_UNAVAILABLE', 'NOT_FOUND'].includes(thrown.code))
          throw new CliError('cliError.noSuchSpace', { space: options.space });
        throw thrown;
      }
    });
};

/** The default space of the settings, else the account's only one. */
const onlySpace = async ({ settings, koodrive }: KooSync, signal: AbortSignal): Promise<string> => {
  const { containerId } = settings.get();
  if (containerId !== undefined) return containerId;
  const spaces = (await koodrive.spaces({ signal })).filter((space) => space.active);
  const [first] = spaces;
  if (first === undefined) throw new CliError('cliError.noSpace');
  if (spaces.length > 1)
    throw new CliError('cliError.manySpaces', {
      spaces: spaces.map((space) => space.containerId).join(', '),
    });
  return first.containerId;
};
