/** The one error class inside the main process and the CLI: a closed code, made once at the edge where it is understood. */
import type { SentenceKey, Values, ValuesOf } from '../../shared/strings/index.ts';
import { errorCodes, type ErrorCode, type Response } from '../../shared/error-codes.ts';
import type { Host } from './hosts.ts';

export type ErrorDetail = {
  /** KooDrive's own code as decimal text, e.g. "13000311" */
  readonly serverCode?: string;
  readonly status?: number;
  /** the X-Traceid of the call, the same as in our log */
  readonly traceId?: string;
  /** at the earliest after so many ms, as the server asked */
  readonly retryAfterMs?: number;
  /** who was asked; undefined: nobody, or that is of no interest */
  readonly host?: Host;
  /** of a body that did not get through: its size, how much of it was handed to the connection, and whether it can be divided */
  readonly body?: { readonly size: number; readonly sent: number; readonly divisible?: boolean };
  readonly path?: string;
  readonly values?: SentenceValues;
};

/**
 * Fills the blanks of the sentence for a code (shared/strings). `say` asks for another sentence than the code's own; then
 * all its blanks have values.
 */
export type SentenceValues =
  | (Values & { readonly say?: never })
  | { [K in SentenceKey]: Values & ValuesOf<K> & { readonly say: K } }[SentenceKey];

export class KooError extends Error {
  override readonly name = 'KooError';
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  /** `message` is for the log, in English and free of secrets; people read the sentence of `code` in shared/strings. */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown; detail?: ErrorDetail } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail ?? {};
  }

  /** What is to be done about it. */
  get response(): Response {
    return errorCodes[this.code].response;
  }
}

/** The same error with more known about it. */
export const withDetail = (error: KooError, more: ErrorDetail): KooError =>
  new KooError(error.code, error.message, { cause: error.cause, detail: { ...error.detail, ...more } });

/** Does the server say that it has this file or folder no more, or has it in the recycle bin alone? */
export const isGoneRemotely = (thrown: unknown): boolean =>
  thrown instanceof KooError && (thrown.code === 'NOT_FOUND' || thrown.code === 'REMOTE_RECYCLED');

/**
 * Did the server itself refuse, so that nothing of what was asked is done or on its way? What stands between us and it (a
 * portal, a proxy), and what is wrong on this machine, says nothing of that.
 */
export function isRefusal(thrown: unknown): thrown is KooError {
  if (!(thrown instanceof KooError)) return false;
  const { response, scope } = errorCodes[thrown.code];
  return response === 'user' && (scope === 'item' || scope === 'pair');
}

const ofDrive: ReadonlySet<ErrorCode> = new Set([
  'FILE_UNREADABLE',
  'FOLDER_UNREADABLE',
  'PATH_TOO_LONG',
  'LINK_LOOP',
  'DISK_FAULTY',
  'DRIVE_UNREACHABLE',
  'OPEN_FILES_LIMIT',
  'MEMORY_SHORT',
  'SYSTEM_REFUSED',
]);

/** Does the system say that it does not read a file, or list a folder, that is there? */
export const isOfDrive = (code: ErrorCode | undefined): boolean => code !== undefined && ofDrive.has(code);

/** Whatever was thrown, as a KooError: an abort is CANCELLED, a KooError stays itself, anything else is UNEXPECTED. */
export function toKooError(thrown: unknown): KooError {
  if (thrown instanceof KooError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new KooError('CANCELLED', 'cancelled', { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new KooError('UNEXPECTED', message, { cause: thrown });
}
