/** What the button beside a problem does: its way out. Pure. */
import { errorCodes, type ErrorCode } from '../../../shared/error-codes.ts';
import type { StringKey } from '../../../shared/strings/index.ts';

export type Remedy = 'retry' | 'reveal' | 'signIn' | 'review' | 'bringBack' | 'takeOver';

export const remedyWords = {
  retry: 'common.retry',
  reveal: 'common.reveal',
  signIn: 'common.signIn',
  review: 'pair.review',
  bringBack: 'pair.bringBack',
  takeOver: 'pair.takeOver',
} as const satisfies Record<Remedy, StringKey>;

/** Problems that end at the file itself: its name, its size, its place or its permissions. */
const atTheFile: ReadonlySet<ErrorCode> = new Set([
  'NAME_FORBIDDEN',
  'NAME_TOO_LONG',
  'NAME_NOT_UTF8',
  'NAME_CLASH',
  'NAME_RESERVED',
  'NAME_ENDING',
  'NAME_TAKEN',
  'NAME_REFUSED',
  'FILE_TOO_LARGE',
  'PATH_TOO_LONG',
  'LINK_LOOP',
  'DISK_FAULTY',
  'SYSTEM_REFUSED',
  'FILE_UNREADABLE',
  'FOLDER_UNREADABLE',
  'DEPTH_EXCEEDED',
  'FILE_BUSY',
  'KIND_REFUSED',
  'LEGALLY_BLOCKED',
]);

export function remedyOf(code: ErrorCode): Remedy {
  if (errorCodes[code].response === 'sign-in') return 'signIn';
  if (code === 'DELETIONS_HELD') return 'review';
  if (code === 'PAIR_RECYCLED') return 'bringBack';
  if (code === 'OTHER_ACCOUNT') return 'takeOver';
  return atTheFile.has(code) ? 'reveal' : 'retry';
}
