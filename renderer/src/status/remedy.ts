/** What the button beside a problem does: its way out. Pure. */
import { errorCodes, type ErrorCode } from '../../../shared/error-codes.ts';

export type Remedy = 'retry' | 'reveal' | 'rename' | 'signIn' | 'review';

/** Problems that end when the file is given another name: its folder is shown, where that is done. */
const byRenaming: ReadonlySet<ErrorCode> = new Set([
  'NAME_FORBIDDEN',
  'NAME_TOO_LONG',
  'NAME_NOT_UTF8',
  'NAME_CLASH',
  'NAME_RESERVED',
  'NAME_ENDING',
  'NAME_TAKEN',
  'NAME_REFUSED',
]);

/** Problems that end at the file itself: its size, its place or its permissions. */
const atTheFile: ReadonlySet<ErrorCode> = new Set([
  'FILE_TOO_LARGE',
  'FILE_UNREADABLE',
  'FOLDER_UNREADABLE',
  'DEPTH_EXCEEDED',
  'FILE_BUSY',
]);

export function remedyOf(code: ErrorCode): Remedy {
  if (errorCodes[code].response === 'sign-in') return 'signIn';
  if (code === 'DELETIONS_HELD') return 'review';
  if (byRenaming.has(code)) return 'rename';
  if (atTheFile.has(code)) return 'reveal';
  return 'retry';
}
