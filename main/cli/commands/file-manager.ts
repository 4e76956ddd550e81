/**
 * `koosync file-manager install|remove|status [--json] [NAME...]`: "View versions" in the right-click menu of the file
 * managers. Without names `install` means all that are on this computer, and `remove` all that have entries.
 */
import type { Command } from 'commander';
import type { FileManagerEntry } from '../../../shared/file-managers.ts';
import type { StringKey } from '../../../shared/strings/index.ts';
import { openFileManagers, type FileManagers } from '../../file-managers/file-managers.ts';
import { placesOf } from '../../file-managers/places.ts';
import { openRegistry } from '../../file-managers/registry.ts';
import { runReg } from '../../file-managers/run-reg.ts';
import { languageOf } from '../../lib/i18n.ts';
import { userHome } from '../../lib/user-home.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { findDesktop } from '../find-desktop.ts';
import { table } from '../table.ts';

type Options = { readonly json?: boolean };
type Act = (names: readonly string[], options: Options) => Promise<void>;

export const fileManagerCommand = (program: Command, cli: Cli): void => {
  const command = program
    .command('file-manager')
    .description(cli.say('help.fileManager.about'))
    .helpCommand(false);
  const sub = (name: string, about: string, act: Act) =>
    command
      .command(name)
      .description(about)
      .argument('[NAME...]')
      .option('--json', cli.say('help.option.json'))
      .action(act);

  sub('install', cli.say('help.fileManager.install'), async (names, options) => {
    const managers = open(cli);
    const chosen = choose(await managers.list(), names);
    const present = chosen.filter(({ isPresent }) => isPresent);
    const [absent] = chosen.filter(({ isPresent }) => !isPresent);
    if (absent !== undefined && names.length > 0)
      throw new CliError('cliError.fileManagerAbsent', { title: absent.title });
    for (const { name } of present) await managers.install(name);
    if (options.json === true) return tellJson(cli, managers);
    if (present.length === 0) cli.out.note(cli.say('cli.noFileManager'));
    for (const { title, reach } of present)
      cli.out.line(
        cli.say(reach === 'everywhere' ? 'cli.fileManagerAddedEverywhere' : 'cli.fileManagerAdded', {
          title,
        }),
      );
  });

  sub('remove', cli.say('help.fileManager.remove'), async (names, options) => {
    const managers = open(cli);
    const chosen = choose(await managers.list(), names).filter(
      ({ isInstalled }) => isInstalled || names.length > 0,
    );
    for (const { name } of chosen) await managers.remove(name);
    if (options.json === true) return tellJson(cli, managers);
    if (chosen.length === 0) cli.out.note(cli.say('cli.noFileManager'));
    for (const { title, isInstalled } of chosen)
      cli.out.line(cli.say(isInstalled ? 'cli.fileManagerRemoved' : 'cli.fileManagerNothing', { title }));
  });

  sub('status', cli.say('help.fileManager.status'), async (names, options) => {
    const managers = open(cli);
    if (options.json === true) return tellJson(cli, managers, names);
    tellTable(cli, choose(await managers.list(), names));
  });
};

const open = (cli: Cli): FileManagers => {
  const { env, home } = cli;
  const { platform } = process;
  return openFileManagers({
    places: placesOf({ platform, home: userHome(env), state: home, env }),
    program: async () => {
      const executable = await findDesktop({ env, from: import.meta.dirname, platform });
      const { APPIMAGE: image, APPDIR: mount } = env;
      // an AppImage runs from a mount that is another one each time
      const isMounted = image !== undefined && mount !== undefined && executable.startsWith(`${mount}/`);
      return { executable: isMounted ? image : executable, args: [] };
    },
    folders: async () => (await (await cli.koosync()).engine.pairs()).map(({ folder }) => folder),
    language: languageOf('system', env),
    registry: platform === 'win32' ? openRegistry(runReg) : undefined,
  });
};

/** Those that were named, or all. Throws CliError for a name that is none. */
const choose = (all: readonly FileManagerEntry[], names: readonly string[]): readonly FileManagerEntry[] => {
  const known = new Set<string>(all.map(({ name }) => name));
  const wrong = names.find((name) => !known.has(name));
  if (wrong !== undefined)
    throw new CliError('cliError.noSuchFileManager', { name: wrong, names: [...known].join(', ') });
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
};

const tellJson = async (cli: Cli, managers: FileManagers, names: readonly string[] = []): Promise<void> => {
  cli.out.json(choose(await managers.list(), names));
};

const reachWords = {
  'synced-folders': 'entries.inFolders',
  everywhere: 'entries.everywhere',
} as const satisfies Record<FileManagerEntry['reach'], StringKey>;

const stateOf = ({ isInstalled, isStale, isPresent }: FileManagerEntry): StringKey & `entries.${string}` => {
  if (isInstalled) return isStale ? 'entries.stale' : 'entries.installed';
  return isPresent ? 'entries.missing' : 'entries.absent';
};

const tellTable = ({ out, say }: Cli, all: readonly FileManagerEntry[]): void => {
  const columns = [say('column.fileManager'), say('column.entries'), say('column.shownIn')];
  const rows = all.map((one) => [one.name, say(stateOf(one)), say(reachWords[one.reach])]);
  out.line(
    table(
      columns.map((title) => ({ title })),
      rows,
    ),
  );
};
