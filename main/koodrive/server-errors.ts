/**
 * KooDrive's refusals as our closed codes, sorted by what there is to do (API section 15, open points 2 and 17).
 * A code we do not know goes by its HTTP status; it is never a crash.
 */
import type { ErrorCode } from '../../shared/error-codes.ts';
import { KooError, type ErrorDetail, type SentenceValues } from '../model/errors.ts';
import { redactText } from '../lib/redact.ts';
import { readHttpDate } from './times.ts';

const byServerCode: Readonly<Record<string, ErrorCode>> = {
  '13000101': 'REQUEST_REFUSED',
  '13000102': 'REQUEST_REFUSED',
  '13000201': 'SERVER_BUSY',
  '13000301': 'SPACE_UNAVAILABLE',
  '13000302': 'NOT_FOUND',
  '13000303': 'NOT_FOUND',
  '13000304': 'NOT_FOUND',
  '13000305': 'REMOTE_RECYCLED',
  '13000306': 'REMOTE_RECYCLED',
  '13000307': 'REQUEST_REFUSED',
  '13000308': 'REQUEST_REFUSED',
  '13000309': 'NOT_FOUND',
  '13000310': 'DEPTH_EXCEEDED',
  '13000311': 'QUOTA_FULL',
  '13000312': 'REQUEST_REFUSED',
  '13000401': 'UPLOAD_TASK_GONE',
  '13000402': 'CHECK_FAILED',
  // a state that cannot be changed will not mend by asking again: the upload starts anew from create
  '13000403': 'UPLOAD_TASK_GONE',
  '13000404': 'REMOTE_RECYCLED',
  '13000405': 'NAME_TAKEN',
  '13000406': 'REQUEST_REFUSED',
  '13000407': 'NOT_FOUND',
  '13000408': 'SERVER_BUSY',
  '13000409': 'SERVER_BUSY',
  '13000410': 'NOT_PERMITTED',
  '13000411': 'NOT_FOUND',
  '13000412': 'SPACE_UNAVAILABLE',
  '13000413': 'REQUEST_REFUSED',
  '13000414': 'REQUEST_REFUSED',
  // the gateway before KooDrive (section 1 names the prefix alone; the meanings are the gateway product's)
  // "no such API" must never read as "no such file"; as a server's very first answer connection.ts calls it WRONG_SERVER
  'APIGW.0101': 'REQUEST_REFUSED',
  'APIGW.0103': 'REQUEST_REFUSED',
  'APIGW.0201': 'SERVER_BUSY',
  'APIGW.0301': 'SIGN_IN_NEEDED',
  'APIGW.0302': 'NOT_PERMITTED',
  'APIGW.0303': 'SIGN_IN_NEEDED',
  'APIGW.0304': 'NOT_PERMITTED',
  'APIGW.0305': 'NOT_PERMITTED',
  'APIGW.0306': 'NOT_PERMITTED',
  'APIGW.0307': 'SIGN_IN_NEEDED',
  'APIGW.0308': 'THROTTLED',
};

/**
 * Each status says what happened, and none that it is a fault of ours: what stands between this computer and KooDrive
 * uses them all. Those that are not here have no way out of their own.
 */
const byStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'SIGN_IN_NEEDED',
  402: 'PAYMENT_NEEDED',
  403: 'NOT_PERMITTED',
  404: 'NOT_FOUND',
  405: 'REQUEST_BLOCKED',
  406: 'REQUEST_BLOCKED',
  407: 'PROXY_SIGN_IN',
  408: 'TIMED_OUT',
  409: 'REMOTE_BUSY',
  410: 'NOT_FOUND',
  411: 'REQUEST_BLOCKED',
  412: 'REMOTE_BUSY',
  413: 'TRANSFER_LIMITED',
  414: 'REQUEST_BLOCKED',
  415: 'KIND_REFUSED',
  416: 'REQUEST_BLOCKED',
  417: 'REQUEST_BLOCKED',
  421: 'REQUEST_BLOCKED',
  423: 'REMOTE_LOCKED',
  424: 'REMOTE_BUSY',
  425: 'REMOTE_BUSY',
  426: 'UPDATE_NEEDED',
  428: 'REMOTE_BUSY',
  429: 'THROTTLED',
  431: 'REQUEST_BLOCKED',
  451: 'LEGALLY_BLOCKED',
  501: 'REQUEST_BLOCKED',
  504: 'TIMED_OUT',
  505: 'REQUEST_BLOCKED',
  507: 'SERVER_FULL',
  509: 'THROTTLED',
  510: 'REQUEST_BLOCKED',
  511: 'PORTAL',
  598: 'TIMED_OUT',
  599: 'TIMED_OUT',
};

/** The code of a bare HTTP status of 300 and up. */
export const codeOfStatus = (status: number): ErrorCode =>
  byStatus[status] ?? (status >= 500 ? 'SERVER_BUSY' : status >= 400 ? 'REFUSED' : 'BAD_ANSWER');

/** These are said by pages for people's eyes, too, whatever stands there: each may come from anybody. */
const saidByAnybody: ReadonlySet<number> = new Set([401, 403, 404, 408, 410, 511]);

/** Does the status say what there is to do, whoever sends it and whatever is in the body? */
export const saysWhy = (status: number): boolean =>
  (status >= 500 || byStatus[status] !== undefined) && !saidByAnybody.has(status);

/** What fills the blanks of the code's sentence. */
export const valuesOfStatus = (code: ErrorCode, status: number): { readonly values?: SentenceValues } =>
  code === 'REFUSED' ? { values: { status } } : {};

/** Calls that carry a name report their parameter error as a name problem (open point 17). */
export type Refusal = {
  readonly status: number;
  readonly serverCode: string | undefined;
  readonly named: boolean;
};

export function codeOfRefusal({ status, serverCode, named }: Refusal): ErrorCode {
  // these two say what to do, whatever stands in the body
  if (status === 401) return 'SIGN_IN_NEEDED';
  if (status === 429) return 'THROTTLED';
  if (named && serverCode === '13000102') return 'NAME_REFUSED';
  const known =
    serverCode !== undefined && Object.hasOwn(byServerCode, serverCode)
      ? byServerCode[serverCode]
      : undefined;
  if (known !== undefined) return known;
  return status < 300 ? 'REFUSED' : codeOfStatus(status);
}

const closed: ReadonlySet<ErrorCode> = new Set([
  'NOT_PERMITTED',
  'NOT_FOUND',
  'REQUEST_REFUSED',
  'REFUSED',
  'REQUEST_BLOCKED',
]);

/** Is the call itself refused to this user, whatever it asks for? Then there may be another way to know. */
export const isClosedCall = (thrown: unknown): boolean =>
  thrown instanceof KooError && closed.has(thrown.code);

const MAX_WAIT_MS = 24 * 3_600_000;

/** Retry-After in ms, from seconds or an HTTP date (against the answer's own Date, else `now`); undefined for nonsense. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const date = readHttpDate(text) ?? Number.NaN;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : date - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_WAIT_MS) : undefined;
}

/**
 * The server's own words for a message: cleaned of secrets and of control characters, then cut (half a token would not
 * be recognised). A long unbroken run may be a token or a signature that we never held, and tells a reader nothing.
 */
const quote = (words: string, secrets: Iterable<string | undefined>, longest: number): string =>
  redactText(words, secrets)
    .replace(/[\w+/=.-]{32,}/g, '[...]')
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .slice(0, longest);

/** The refusal as an error; `message` is the server's own, cut and cleaned of secrets. */
export function refusal(
  call: string,
  answer: Refusal & { readonly message: string | undefined },
  detail: ErrorDetail,
  secrets: Iterable<string | undefined>,
): KooError {
  const known = [...secrets];
  const said = quote(answer.message ?? '', known, 200);
  const serverCode = answer.serverCode === undefined ? undefined : quote(answer.serverCode, known, 40);
  const code = codeOfRefusal(answer);
  return new KooError(
    code,
    `${call}: HTTP ${String(answer.status)}${serverCode === undefined ? '' : `, code ${serverCode}`}${said === '' ? '' : `: ${said}`}`,
    {
      detail: {
        ...detail,
        status: answer.status,
        ...(serverCode === undefined ? {} : { serverCode }),
        ...valuesOfStatus(code, answer.status),
      },
    },
  );
}
