/** The commands, their options and their help, in commander's words. Running them is run-cli.ts. */
import { Command, CommanderError, type HelpConfiguration } from 'commander';
import type { StringKey, Translate } from '../../shared/strings/index.ts';
import { addCommand } from './commands/add.ts';
import { bringBackCommand } from './commands/bring-back.ts';
import { checkIgnoreCommand } from './commands/check-ignore.ts';
import { compareCommand } from './commands/compare.ts';
import { deleteVersionCommand } from './commands/delete-version.ts';
import { deletionsCommand } from './commands/deletions.ts';
import { diffCommand } from './commands/diff.ts';
import { exportCommand } from './commands/export.ts';
import { fileManagerCommand } from './commands/file-manager.ts';
import { keepCommand } from './commands/keep.ts';
import { labelCommand } from './commands/label.ts';
import { logCommand } from './commands/log.ts';
import { openCommand } from './commands/open.ts';
import { pauseCommand, resumeCommand } from './commands/pause.ts';
import { policyCommand } from './commands/policy.ts';
import { removeCommand } from './commands/remove.ts';
import { repairCommand } from './commands/repair.ts';
import { restoreCommand } from './commands/restore.ts';
import { runCommand } from './commands/run.ts';
import { showCommand } from './commands/show.ts';
import { signInCommand } from './commands/sign-in.ts';
import { signOutCommand } from './commands/sign-out.ts';
import { spacesCommand } from './commands/spaces.ts';
import { statusCommand } from './commands/status.ts';
import { takeOverCommand } from './commands/take-over.ts';
import { versionsCommand } from './commands/versions.ts';
import { whoamiCommand } from './commands/whoami.ts';
import type { Cli } from './context.ts';
import { columnsOf } from './output.ts';
import { refuseEmpty } from './refuse-empty.ts';
import { wrap } from './wrap.ts';

const commands = [
  addCommand,
  removeCommand,
  bringBackCommand,
  runCommand,
  pauseCommand,
  resumeCommand,
  takeOverCommand,
  statusCommand,
  versionsCommand,
  restoreCommand,
  showCommand,
  diffCommand,
  exportCommand,
  keepCommand,
  labelCommand,
  deleteVersionCommand,
  logCommand,
  deletionsCommand,
  compareCommand,
  checkIgnoreCommand,
  fileManagerCommand,
  policyCommand,
  repairCommand,
  openCommand,
  signInCommand,
  signOutCommand,
  whoamiCommand,
  spacesCommand,
];

/** Neither prints errors nor ends the process: both are thrown as CommanderError. */
export const createProgram = (cli: Cli, version: string): Command => {
  const program = new Command('koosync')
    .description(cli.say('help.about'))
    .version(version, '-V, --version', cli.say('help.option.version'))
    .helpOption('-h, --help', cli.say('help.option.help'))
    .helpCommand(false)
    .addHelpText('after', `\n${cli.say('help.exitCodes')}`)
    .configureHelp(helpWords(cli.say))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        cli.out.line(text);
      },
      // help that nobody asked for; errors are said by run-cli.ts
      writeErr: (text) => {
        cli.out.note(text);
      },
      outputError: () => undefined,
      // a pipe has none, and commander takes 80
      getOutHelpWidth: () => cli.out.widths.out ?? 80,
      getErrHelpWidth: () => cli.out.widths.err ?? 80,
    })
    .hook('preAction', (_program, command) => {
      refuseEmpty(command);
    });
  for (const add of commands) add(program, cli);
  helpCommand(program, cli);
  return program;
};

/** Commander's own shows the page of the program for a command that there is not, without a word. */
const helpCommand = (program: Command, cli: Cli): void => {
  program
    .command('help')
    .description(cli.say('help.help.about'))
    .argument('[command]')
    .action((name: string | undefined) => {
      const about =
        name === undefined
          ? program
          : program.commands.find((one) => one.name() === name || one.aliases().includes(name));
      if (about === undefined)
        throw new CommanderError(2, 'commander.unknownCommand', `error: unknown command '${name ?? ''}'`);
      about.outputHelp();
    });
};

/** Commander's own words in a help page. */
const helpTitles = {
  'Usage:': 'help.usage',
  'Arguments:': 'help.arguments',
  'Options:': 'help.options',
  'Commands:': 'help.commands',
} as const satisfies Record<string, StringKey>;

const isHelpTitle = (title: string): title is keyof typeof helpTitles => Object.hasOwn(helpTitles, title);

/** Commander styles each of its words before it measures and prints it: here they are translated. */
const helpWords = (say: Translate): HelpConfiguration => ({
  styleTitle: (title) => (isHelpTitle(title) ? say(helpTitles[title]) : title),
  styleOptionText: (text) => (text === '[options]' ? say('help.anyOptions') : text),
  styleSubcommandText: (text) => (text === '[command]' ? say('help.anyCommand') : text),
  styleArgumentText: (text) => (text === '[command]' ? say('help.anyCommand') : text),
  displayWidth: columnsOf,
  boxWrap: wrap,
});
