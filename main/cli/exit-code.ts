/** The contract with scripts: 0 done, 1 unexpected, 2 usage, 3 not everything synced, 4 sign-in needed. */
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
  'NAME_TOO_LONG',
  'PATH_TOO_LONG',
  'LINK_LOOP',
]);

export const exitCodeOf = (code: ErrorCode): number => {
  const { response } = errorCodes[code];
  if (response === 'sign-in') return exitCodes.signIn;
  if (response === 'usage' || wrongInput.has(code)) return exitCodes.usage;
  return exitCodes.unexpected;
};
