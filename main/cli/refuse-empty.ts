/**
 * An empty word on a command line is a variable of a script that was never set: `koosync add "$FOLDER"` would mean the
 * working folder. It is refused, as git does it, before anything is opened.
 */
import type { Command } from 'commander';
import { CliError } from './cli-error.ts';

/** Throws CliError cliError.argumentEmpty, cliError.optionEmpty. */
export const refuseEmpty = (command: Command): void => {
  for (const [i, { variadic }] of command.registeredArguments.entries()) {
    const given = variadic ? command.args.slice(i) : command.args.slice(i, i + 1);
    const name = command.registeredArguments[i]?.name() ?? '';
    if (given.includes('')) throw new CliError('cliError.argumentEmpty', { name });
  }
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    const given: readonly unknown[] = Array.isArray(value) ? value : [value];
    // without its short form, as users write it
    if (given.includes(''))
      throw new CliError('cliError.optionEmpty', { option: option.flags.replace(/^-\w, /u, '') });
  }
};
