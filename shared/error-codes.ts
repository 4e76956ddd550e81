/**
 * Every way in which KooSync can fail, as a closed list: one row says all that is to be known about a code. Whoever
 * catches an error branches on its row, never on a message.
 */

/**
 * What is to be done about it.
 * - `retry`: nobody need act; the engine tries again, later and later.
 * - `sign-in`: the work waits until the user has signed in.
 * - `user`: the user must do something; it stands in the list of problems with a sentence and a way out.
 * - `usage`: what was asked for makes no sense; said at once, nothing is started.
 * - `bug`: must not happen; reported loudly.
 */
export type Response = 'retry' | 'sign-in' | 'user' | 'usage' | 'bug';

/**
 * How soon the engine tries again.
 * - `at-once`: the work was only interrupted.
 * - `settled`: after the settle time; what is there now is seen when it is looked at again.
 * - `backoff`: after one second, doubling up to ten minutes.
 * - `minute`: like `backoff`, but not within a minute: what a user must mend is not mended in a second.
 * - `day`: like `backoff`, but not within a day: a change of the path itself asks anyway.
 */
export type Retry = 'at-once' | 'settled' | 'backoff' | 'minute' | 'day';

/**
 * The widest scope that the code may claim. It claims no more than `item` before a probe of who was asked agrees
 * (main/engine/outages.ts); then the circuit breaker of that scope opens, for the next path would fail alike. `item`: one
 * path; `pair`: one synced folder, and all others of its space; `host`: one host, the API's or a storage's; `account`:
 * all pairs of the account; `all`: everything on this machine.
 */
export type Scope = 'item' | 'pair' | 'host' | 'account' | 'all';

const row = <const R extends Response>(
  response: R,
  scope: Scope = 'item',
  retry: Retry = response === 'user' ? 'minute' : 'backoff',
) => ({ response, retry, scope });

export const errorCodes = {
  // the network and the server
  OFFLINE: row('retry', 'host'),
  TIMED_OUT: row('retry', 'host'),
  THROTTLED: row('retry', 'account'),
  SERVER_BUSY: row('retry', 'host'),
  BAD_ANSWER: row('retry', 'host'),
  PORTAL: row('user', 'host'),
  STORAGE_UNREACHABLE: row('retry', 'host'),
  TRANSFER_CUT: row('retry'),
  TRANSFER_LIMITED: row('user'),
  CLOCK_REFUSED: row('retry', 'account'),
  UPLOAD_TASK_GONE: row('retry'),
  CHECK_FAILED: row('retry'),
  LINK_EXPIRED: row('retry'),
  TLS_FAILED: row('user', 'host'),
  WRONG_SERVER: row('user', 'host'),
  SIGN_IN_NEEDED: row('sign-in', 'account'),
  QUOTA_FULL: row('user', 'pair'),
  SPACE_UNAVAILABLE: row('user', 'pair'),
  NOT_PERMITTED: row('user'),
  NOT_FOUND: row('user'),
  REMOTE_RECYCLED: row('user'),
  DEPTH_EXCEEDED: row('user'),
  NAME_TAKEN: row('user'),
  NAME_REFUSED: row('user'),
  REMOTE_BUSY: row('retry'),
  REMOTE_LOCKED: row('user'),
  KIND_REFUSED: row('user'),
  LEGALLY_BLOCKED: row('user'),
  PAYMENT_NEEDED: row('user'),
  SERVER_FULL: row('user'),
  UPDATE_NEEDED: row('user'),
  PROXY_SIGN_IN: row('user', 'host'),
  PROXY_REFUSED: row('user', 'host'),
  PROXY_UNREACHABLE: row('retry', 'host'),
  PROXY_SILENT: row('retry', 'host'),
  PROXY_CUT: row('retry', 'host'),
  PROXY_NO_WAY: row('retry', 'host'),
  REQUEST_BLOCKED: row('user'),
  REFUSED: row('user'),
  REQUEST_REFUSED: row('bug'),
  // a file or folder on this machine
  FILE_CHANGED: row('retry'),
  FILE_BUSY: row('retry'),
  FILE_GONE: row('retry', 'item', 'settled'),
  FILE_UNREADABLE: row('user'),
  PATH_TOO_LONG: row('user', 'item', 'day'),
  LINK_LOOP: row('user'),
  DISK_FAULTY: row('user'),
  DRIVE_UNREACHABLE: row('retry'),
  OPEN_FILES_LIMIT: row('retry'),
  MEMORY_SHORT: row('retry'),
  SYSTEM_REFUSED: row('user'),
  FILE_TOO_LARGE: row('user', 'item', 'day'),
  NAME_FORBIDDEN: row('user', 'item', 'day'),
  NAME_RESERVED: row('user', 'item', 'day'),
  NAME_ENDING: row('user', 'item', 'day'),
  NAME_TOO_LONG: row('user', 'item', 'day'),
  NAME_NOT_UTF8: row('user', 'item', 'day'),
  NAME_CLASH: row('user'),
  ABOVE_FAILED: row('user', 'item', 'day'),
  PAIR_RECYCLED: row('user'),
  PAIR_GONE: row('user'),
  OTHER_ACCOUNT: row('user', 'pair', 'settled'),
  FOLDER_MISSING: row('user', 'pair'),
  DRIVE_AWAY: row('user', 'pair'),
  FOLDER_UNREADABLE: row('user'),
  NOT_A_FOLDER: row('user'),
  DELETIONS_HELD: row('user', 'pair'),
  BOTH_KEPT: row('user'),
  LATE_WRITES: row('user'),
  NESTED_PAIR: row('usage'),
  NOT_IN_A_PAIR: row('usage'),
  NOT_YET_SYNCED: row('usage'),
  FILE_IGNORED: row('usage'),
  IS_A_FOLDER: row('usage'),
  WATCH_LIMIT: row('user', 'pair'),
  RULES_LIMITED: row('user', 'pair'),
  DISK_FULL: row('user', 'all'),
  DOWNLOAD_DAMAGED: row('retry'),
  // our own house
  KEYRING_UNAVAILABLE: row('user', 'all'),
  STATE_BROKEN: row('user', 'all'),
  STATE_REBUILT: row('user', 'all'),
  STATE_NEWER: row('user', 'all'),
  STATE_LOCKED: row('user', 'all'),
  SETTINGS_BROKEN: row('user', 'all'),
  ENGINE_RESTARTING: row('retry', 'all'),
  BAD_USAGE: row('usage'),
  CANCELLED: row('retry', 'all', 'at-once'),
  UNEXPECTED: row('bug'),
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** Codes by which an item may have failed for a cause that is its host's, or its account's. */
export const codesOfTheWay: readonly ErrorCode[] = (Object.keys(errorCodes) as ErrorCode[]).filter(
  (code) =>
    code === 'TRANSFER_CUT' || errorCodes[code].scope === 'host' || errorCodes[code].scope === 'account',
);

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorCodes, value);
