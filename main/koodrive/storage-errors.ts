/** Refusals of the object storage behind the links: no KooDrive codes there, but XML with a `<Code>`, if anything. */
import type { ErrorCode } from '../../shared/error-codes.ts';
import { KooError } from '../model/errors.ts';
import { unpacked } from './content-coding.ts';
import { codeOfStatus, retryAfter, saysWhy, valuesOfStatus } from './server-errors.ts';

const MAX_READ = 16 * 1024;
const MAX_UNPACKED = 64 * MAX_READ;

const byStorageCode: Readonly<Record<string, ErrorCode>> = {
  RequestTimeout: 'TIMED_OUT',
  ExpiredToken: 'LINK_EXPIRED',
  RequestTimeTooSkewed: 'LINK_EXPIRED',
  BadDigest: 'CHECK_FAILED',
  XAmzContentSHA256Mismatch: 'CHECK_FAILED',
  IncompleteBody: 'BAD_ANSWER',
  SlowDown: 'THROTTLED',
  InternalError: 'SERVER_BUSY',
  ServiceUnavailable: 'SERVER_BUSY',
  NoSuchUpload: 'UPLOAD_TASK_GONE',
};

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A page for people's eyes, of whoever stands before the storage: storages answer with XML, or with nothing. */
export const isPage = (headers: Headers): boolean =>
  /^\s*(text\/html|application\/xhtml)/i.test(String(headers['content-type'] ?? ''));

/** The first bytes of a body as text; what comes after them is thrown away with the connection. */
async function firstText(
  body: AsyncIterable<Uint8Array>,
  coding: string | string[] | undefined,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= MAX_READ) break;
  }
  const begin = Buffer.concat(chunks).subarray(0, MAX_READ);
  return new TextDecoder().decode(await unpacked(begin, coding, MAX_UNPACKED, true));
}

/**
 * The error for an answer that is no success. 403 means a link that ran out or is not good any more: either way a
 * new one is the way out (LINK_EXPIRED). 404 on an upload: the upload behind the link is gone.
 */
export async function storageRefusal(
  what: 'upload' | 'download',
  answer: {
    statusCode: number;
    headers: Headers;
    body: AsyncIterable<Uint8Array>;
  },
  now: number,
): Promise<KooError> {
  const { statusCode: status } = answer;
  const text = await firstText(answer.body, answer.headers['content-encoding']).catch(() => '');
  const said = /<Code>([A-Z][A-Za-z]{1,60}|[A-Z][A-Za-z0-9]{1,30})<\/Code>/.exec(text)?.[1];
  const header = answer.headers['retry-after'];
  const wait = retryAfter(Array.isArray(header) ? header[0] : header, now);
  const known = said !== undefined && Object.hasOwn(byStorageCode, said) ? byStorageCode[said] : undefined;
  const byStatus = (): ErrorCode => {
    const leadsAway = status >= 300 && status < 400 && !text.includes('<Error>');
    if (status === 511 || leadsAway || (!saysWhy(status) && isPage(answer.headers))) return 'PORTAL';
    if (status === 401 || status === 403 || status === 410) return 'LINK_EXPIRED';
    if (status === 404 && what === 'upload') return 'UPLOAD_TASK_GONE';
    return codeOfStatus(status);
  };
  const code = known ?? byStatus();
  return new KooError(
    code,
    `${what}: HTTP ${String(status)} from the storage${said === undefined ? '' : `, ${said}`}`,
    {
      detail: {
        status,
        ...(said === undefined ? {} : { serverCode: said }),
        ...(wait === undefined ? {} : { retryAfterMs: wait }),
        ...valuesOfStatus(code, status),
      },
    },
  );
}
