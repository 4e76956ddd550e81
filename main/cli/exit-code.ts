/**
 * The contract with scripts: 0 done, 1 unexpected, 2 usage, 3 not everything synced, 4 sign-in needed; and as a shell has
 * it, 128 and the number of a signal for what a signal stopped.
 */
import { constants } from 'node:os';
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts';

export const exitCodes = { done: 0, unexpected: 1, usage: 2, notSynced: 3, signIn: 4 } as const;

/** Answers of the server or the disk that mean: what stood on the command line or in the settings was wrong. */
const wrongInput: ReadonlySet<ErrorCode> = new Set([
  'WRONG_SERVER',
  'SPACE_UNAVAILABLE',
  'NOT_FOUND',
  'FOLDER_MISSING',
  'FOLDER_UNREADABLE',
  'NOT_A_FOLDER',
  'NAME_TAKEN',
  'NAME_FORBIDDEN',
  'NAME_REFUSED',
  'NAME_RESERVED',
  'NAME_ENDING',
  'NAME_TOO_LONG',
  'NAME_NOT_UTF8',
  'NAME_CLASH',
  'PATH_TOO_LONG',
  'DEPTH_EXCEEDED',
  'LINK_LOOP',
]);

/** Ctrl-C at a question is no signal: a terminal sends it as a character then. It ends a command as the signal does. */
export const stoppedCode = (signal: NodeJS.Signals = 'SIGINT'): number => 128 + constants.signals[signal];

export const exitCodeOf = (code: ErrorCode): number => {
  const { response } = errorCodes[code];
  if (code === 'CANCELLED') return stoppedCode();
  if (response === 'sign-in') return exitCodes.signIn;
  if (response === 'usage' || wrongInput.has(code)) return exitCodes.usage;
  return exitCodes.unexpected;
};
