/** What is thrown, as the line a user reads and the code the process ends with. Never a stack trace. */
import { CommanderError } from 'commander';
import { redactText } from '../lib/redact.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import type { Words } from '../lib/i18n.ts';
import { CliError } from './cli-error.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { printable } from './format.ts';
import { mistakeOf } from './mistake.ts';

export type Explained = {
  /** undefined: there is nothing to say (help was asked for) */
  readonly line: string | undefined;
  readonly exitCode: number;
  /** what belongs into the log; undefined for mistakes on the command line */
  readonly error: KooError | undefined;
};

export type ExplainParts = {
  readonly words: Pick<Words, 'translate' | 'sentence'>;
  /** the command as typed so far, for the hint at --help, e.g. "koosync add" */
  readonly command: string;
  /** where the details are; undefined: in no log */
  readonly logFile: string | undefined;
};

export const explain = (thrown: unknown, parts: ExplainParts): Explained => {
  if (thrown instanceof CommanderError) return explainUsage(thrown, parts);
  if (thrown instanceof CliError)
    return {
      line: printable(thrown.sentence(parts.words.translate)),
      // what was typed is right, and the app does not start
      exitCode: thrown.key === 'cliError.desktopFailed' ? exitCodes.unexpected : exitCodes.usage,
      error: undefined,
    };
  const error = toKooError(thrown);
  return { line: printable(sentenceOf(error, parts)), exitCode: exitCodeOf(error.code), error };
};

const explainUsage = (thrown: CommanderError, { words, command }: ExplainParts): Explained => {
  if (thrown.exitCode === 0) return { line: undefined, exitCode: exitCodes.done, error: undefined };
  // `koosync` alone has printed its help already
  if (thrown.code === 'commander.help')
    return { line: undefined, exitCode: exitCodes.usage, error: undefined };
  const mistake = printable(mistakeOf(thrown, words.translate));
  return {
    line: words.translate('cliError.usage', { mistake, command }),
    exitCode: exitCodes.usage,
    error: undefined,
  };
};

/** At a terminal the way out is another one than in the window: a command, or the environment. */
const sentenceOf = (error: KooError, { words, logFile }: ExplainParts): string => {
  if (error.detail.values?.say !== undefined) return words.sentence(error);
  switch (error.code) {
    case 'SIGN_IN_NEEDED':
      // a status means that a server said so
      return words.translate(
        error.detail.status === undefined ? 'cliError.signInNeeded' : 'cliError.signInRefused',
      );
    case 'KEYRING_UNAVAILABLE':
      return words.translate('cliError.keyring');
    case 'UNEXPECTED':
    case 'REQUEST_REFUSED':
      return logFile === undefined
        ? words.translate('cliError.crashed', { message: redactText(error.message) })
        : words.translate('cliError.unexpected', { log: logFile });
    default:
      return words.sentence(error);
  }
};
