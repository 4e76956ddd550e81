/** One entry of the queue of paths that may differ: what it says, and when its failure is a problem for the user. */
import { errorCodes, isErrorCode, type ErrorCode } from '../../../shared/error-codes.ts';
import { absent, type Observation } from '../../model/observation.ts';
import type { Row } from '../../storage/database.ts';
import { saveWindowMs } from '../plan/save-by-renaming.ts';

/** Lower goes first: what a user waits for, what was just saved, what a scan found. */
export const priorities = { urgent: 0, noticed: 1, scanned: 2 } as const;
export type Priority = keyof typeof priorities;

export type PendingChange = {
  readonly pairId: number;
  readonly path: string;
  readonly priority: Priority;
  /** on which side the change was noticed */
  readonly origin: 'local' | 'remote';
  /** grows whenever the path is enqueued; tells whether something was noticed since the change was taken */
  readonly version: number;
  readonly noticedAt: number;
  readonly dueAt: number;
  /** what was found at the path when it was last looked at */
  readonly observed: Observation | undefined;
  /** failures in a row */
  readonly attempts: number;
  readonly failure: Failure | undefined;
};

export type FailedChange = PendingChange & { readonly failure: Failure };

export type Failure = {
  readonly code: ErrorCode;
  readonly values: Readonly<Record<string, string | number>>;
  /** epoch ms of the first failure in a row */
  readonly at: number;
};

/** So long a wait is none of the work's own: who reads "on its way" would wonder. */
const longWaitMs = 60_000;
/** So many failures in a row no longer pass by themselves. */
const manyAttempts = 3;

/** What is told as the problem of the folder above, and is no problem of each file in it. */
export const aboveFailed: ErrorCode = 'ABOVE_FAILED';

/** A failure that passes by itself is told only when it has not passed for a while, or will not for a while. */
export const isProblem = ({ failure, attempts, dueAt }: FailedChange): boolean =>
  failure.code !== aboveFailed &&
  (errorCodes[failure.code].response !== 'retry' ||
    attempts >= manyAttempts ||
    dueAt - failure.at >= longWaitMs);

/** Codes that time may mend, as JSON text: the parameter of `problemRow` and of `hasOpen`. */
export const retryCodes = JSON.stringify(
  Object.entries(errorCodes).flatMap(([code, { response }]) => (response === 'retry' ? [code] : [])),
);

/** `isProblem` of a row, with `retryCodes` for its parameter ?2. */
export const problemRow = `code IS NOT NULL AND code <> '${aboveFailed}' AND (code NOT IN (SELECT value FROM json_each(?2))
  OR attempts >= ${manyAttempts} OR due_at - failed_at >= ${longWaitMs})`;

/**
 * A row whose file is missing and may come back for longer than a moment: its name may be filled again by a program that
 * saves (plan/save-by-renaming.ts). Nobody waits for it, and it is no work that users would see.
 */
export const awaitedRow = `(code IS NULL AND seen_fingerprint IS '${absent}' AND due_at - seen_at >= ${saveWindowMs})`;

export const hasFailed = (change: PendingChange): change is FailedChange => change.failure !== undefined;

export function pendingChangeOf(row: Row): PendingChange {
  const code = row['code'];
  const fingerprint = row['seen_fingerprint'];
  return {
    pairId: Number(row['pair_id']),
    path: String(row['path']),
    priority: row['rank'] === 0 ? 'urgent' : row['rank'] === 1 ? 'noticed' : 'scanned',
    origin: row['origin'] === 'remote' ? 'remote' : 'local',
    version: Number(row['turn']),
    noticedAt: Number(row['noticed_at']),
    dueAt: Number(row['due_at']),
    observed: typeof fingerprint === 'string' ? { fingerprint, at: Number(row['seen_at']) } : undefined,
    attempts: Number(row['attempts']),
    failure: isErrorCode(code)
      ? {
          code,
          values: JSON.parse(String(row['detail'] ?? '{}')) as Record<string, string | number>,
          at: Number(row['failed_at']),
        }
      : undefined,
  };
}
