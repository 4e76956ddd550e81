/**
 * The commands of `koosync` as data, read from the program that runs them (main/cli/program.ts): the man page and the
 * completions of every shell are written from this, so that none of them can tell of another program.
 */
import { PassThrough } from 'node:stream';
import { createWords } from '../../../main/lib/i18n.ts';
import { createProgram } from '../../../main/cli/program.ts';

/** What a shell may offer for a word: a folder, any file, or nothing that it knows of. */
export type Offers = 'folder' | 'file' | 'nothing';

export type ArgumentOf = {
  /** as the help has it: FILE */
  readonly name: string;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly offers: Offers;
};

export type OptionOf = {
  /** --json, -h and the like */
  readonly flags: readonly string[];
  /** as the help has it: PATH; undefined where it stands alone */
  readonly value: string | undefined;
  readonly offers: Offers;
  readonly about: string;
};

export type CommandOf = {
  /** the command and its aliases */
  readonly names: readonly string[];
  /** one sentence or several */
  readonly about: string;
  readonly arguments: readonly ArgumentOf[];
  readonly options: readonly OptionOf[];
  readonly commands: readonly CommandOf[];
};

type Program = ReturnType<typeof createProgram>;

const offersFor = (name: string): Offers =>
  (({ FOLDER: 'folder', FILE: 'file', PATH: 'file' }) as const)[name] ?? 'nothing';

const argumentOf = (argument: Program['registeredArguments'][number]): ArgumentOf => ({
  name: argument.name(),
  required: argument.required,
  variadic: argument.variadic,
  offers: offersFor(argument.name()),
});

const optionOf = (option: Program['options'][number]): OptionOf => {
  const value = /[<[](.+?)[>\]]/u.exec(option.flags)?.[1];
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
    value,
    offers: value === undefined ? 'nothing' : offersFor(value),
    about: option.description,
  };
};

const commandOf = (command: Program): CommandOf => {
  const help = command.createHelp();
  return {
    names: [command.name(), ...command.aliases()],
    about: command.description(),
    arguments: command.registeredArguments.map(argumentOf),
    // as help shows them: without those that are hidden, with --help
    options: help.visibleOptions(command).map(optionOf),
    commands: help.visibleCommands(command).map((one) => commandOf(one as Program)),
  };
};

/** The program with all its commands, in English; `exitCodes` is the sentence that stands below its help. */
export const commandTree = (): { readonly program: CommandOf; readonly exitCodes: string } => {
  const words = createWords('en');
  const nothing = () => undefined;
  const program = createProgram(
    {
      env: {},
      home: '',
      cwd: undefined,
      stdin: new PassThrough(),
      stderr: new PassThrough(),
      out: {
        line: nothing,
        note: nothing,
        json: nothing,
        isTerminal: false,
        rewrites: false,
        widths: { out: undefined, err: undefined },
        bytes: async () => undefined,
        progress: nothing,
        flush: () => Promise.resolve(),
        lostBecause: nothing,
      },
      say: words.translate,
      sentence: words.sentence,
      signal: new AbortController().signal,
      koosync: () => Promise.reject(new Error('the program is read here, and not run')),
      exitWith: nothing,
      stoppedCode: () => 130,
    },
    '0.0.0',
  );
  return { program: commandOf(program), exitCodes: words.translate('help.exitCodes') };
};

/** Every command below the program with the words that lead to it, depth first: [['deletions', 'undo'], command]. */
export const everyCommand = (
  program: CommandOf,
): readonly { readonly words: readonly string[]; readonly command: CommandOf }[] => {
  const below = (
    command: CommandOf,
    words: readonly string[],
  ): { words: readonly string[]; command: CommandOf }[] =>
    command.commands.flatMap((one) => {
      const here = [...words, one.names[0] ?? ''];
      return [{ words: here, command: one }, ...below(one, here)];
    });
  return below(program, []);
};
