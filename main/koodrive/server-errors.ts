/**
 * KooDrive's refusals as our closed codes, sorted by what there is to do (API section 15, open points 2 and 17).
 * A code we do not know goes by its HTTP status; it is never a crash.
 */
import type { ErrorCode } from '../../shared/error-codes.ts';
import { KooError, type ErrorDetail } from '../model/errors.ts';
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

/** The code of a bare HTTP status of 300 and up. */
export function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'SIGN_IN_NEEDED';
  if (status === 403) return 'NOT_PERMITTED';
  if (status === 404) return 'NOT_FOUND';
  if (status === 408) return 'TIMED_OUT';
  if (status === 429) return 'THROTTLED';
  if (status >= 500) return 'SERVER_BUSY';
  if (status >= 400) return 'REQUEST_REFUSED';
  return 'BAD_ANSWER';
}

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
  if (status < 300) return 'REQUEST_REFUSED';
  return codeOfStatus(status);
}

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
  return new KooError(
    codeOfRefusal(answer),
    `${call}: HTTP ${String(answer.status)}${serverCode === undefined ? '' : `, code ${serverCode}`}${said === '' ? '' : `: ${said}`}`,
    {
      detail: {
        ...detail,
        status: answer.status,
        ...(serverCode === undefined ? {} : { serverCode }),
      },
    },
  );
}
