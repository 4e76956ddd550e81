/**
 * Every way in which KooSync can fail, as a closed list. The value says what is to be done about it; who catches
 * an error branches on that, never on a message.
 *
 * - `retry`: nobody need act; the engine tries again, later and later.
 * - `sign-in`: the work waits until the person has signed in.
 * - `person`: a person must do something; it stands in the problem list with a sentence and a way out.
 * - `usage`: what was asked for makes no sense; said at once, nothing is started.
 * - `bug`: must not happen; reported loudly.
 */
export const errorCodes = {
  // the network and the server
  OFFLINE: 'retry',
  TIMED_OUT: 'retry',
  THROTTLED: 'retry',
  SERVER_BUSY: 'retry',
  BAD_ANSWER: 'retry',
  CLOCK_REFUSED: 'retry',
  UPLOAD_TASK_GONE: 'retry',
  CHECK_FAILED: 'retry',
  LINK_EXPIRED: 'retry',
  TLS_FAILED: 'person',
  WRONG_SERVER: 'person',
  SIGN_IN_NEEDED: 'sign-in',
  QUOTA_FULL: 'person',
  SPACE_UNAVAILABLE: 'person',
  NOT_PERMITTED: 'person',
  NOT_FOUND: 'person',
  REMOTE_RECYCLED: 'person',
  DEPTH_EXCEEDED: 'person',
  NAME_TAKEN: 'person',
  NAME_REFUSED: 'person',
  REQUEST_REFUSED: 'bug',
  // a file or folder on this machine
  FILE_CHANGED: 'retry',
  FILE_BUSY: 'retry',
  FILE_GONE: 'retry',
  FILE_UNREADABLE: 'person',
  FILE_TOO_LARGE: 'person',
  NAME_FORBIDDEN: 'person',
  NAME_RESERVED: 'person',
  NAME_ENDING: 'person',
  NAME_TOO_LONG: 'person',
  NAME_NOT_UTF8: 'person',
  NAME_CLASH: 'person',
  FOLDER_MISSING: 'person',
  FOLDER_UNREADABLE: 'person',
  NOT_A_FOLDER: 'person',
  DELETIONS_HELD: 'person',
  BOTH_KEPT: 'person',
  NESTED_PAIR: 'usage',
  NOT_IN_A_PAIR: 'usage',
  NOT_YET_SYNCED: 'usage',
  WATCH_LIMIT: 'person',
  DISK_FULL: 'person',
  DOWNLOAD_DAMAGED: 'retry',
  // our own house
  KEYRING_UNAVAILABLE: 'person',
  STATE_BROKEN: 'person',
  STATE_NEWER: 'person',
  STATE_LOCKED: 'person',
  SETTINGS_BROKEN: 'person',
  BAD_USAGE: 'usage',
  CANCELLED: 'retry',
  UNEXPECTED: 'bug',
} as const;

export type ErrorCode = keyof typeof errorCodes;
export type Response = (typeof errorCodes)[ErrorCode];

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorCodes, value);
