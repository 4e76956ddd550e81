/** What is thrown, as the line a person reads and the code the process ends with. Never a stack trace. */
import { CommanderError } from 'commander';
import { toKooError, type KooError } from '../model/errors.ts';
import type { Words } from '../lib/i18n.ts';
import { CliError } from './cli-error.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { printable } from './format.ts';
import type { Say } from './words.ts';

export type Explained = {
  /** undefined: there is nothing to say (help was asked for) */
  readonly line: string | undefined;
  readonly exitCode: number;
  /** what belongs into the log; undefined for mistakes on the command line */
  readonly error: KooError | undefined;
};

export type ExplainParts = {
  readonly say: Say;
  readonly words: Pick<Words, 'sentence'>;
  /** the command as typed so far, for the hint at --help, e.g. "koosync add" */
  readonly command: string;
  readonly logFile: string;
};

export const explain = (thrown: unknown, parts: ExplainParts): Explained => {
  if (thrown instanceof CommanderError) return explainUsage(thrown, parts);
  if (thrown instanceof CliError)
    return { line: parts.say(thrown.key, thrown.values), exitCode: thrown.exitCode, error: undefined };
  const error = toKooError(thrown);
  return { line: printable(sentenceOf(error, parts)), exitCode: exitCodeOf(error.code), error };
};

const explainUsage = (thrown: CommanderError, { say, command }: ExplainParts): Explained => {
  if (thrown.exitCode === 0) return { line: undefined, exitCode: exitCodes.done, error: undefined };
  // `koosync` alone has printed its help already
  if (thrown.code === 'commander.help')
    return { line: undefined, exitCode: exitCodes.usage, error: undefined };
  const detail = thrown.message
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return {
    line: say('errorUsage', { detail: printable(detail), help: command }),
    exitCode: exitCodes.usage,
    error: undefined,
  };
};

/** At a terminal the way out is another one than in the window: a command, or the environment. */
const sentenceOf = (error: KooError, { say, words, logFile }: ExplainParts): string => {
  if (error.detail.values?.['say'] !== undefined) return words.sentence(error);
  switch (error.code) {
    case 'SIGN_IN_NEEDED':
      // a status means that a server said so
      return say(error.detail.status === undefined ? 'errorSignInNeeded' : 'errorSignInRefused');
    case 'KEYRING_UNAVAILABLE':
      return say('errorKeyring');
    case 'UNEXPECTED':
    case 'REQUEST_REFUSED':
      return say('errorUnexpected', { log: logFile });
    default:
      return words.sentence(error);
  }
};
