/**
 * Presigned links of the object storage behind KooDrive (API section 7). The signature is an HMAC over method, path
 * and every other query parameter, plus the Content-Length for a PUT; the host is not covered, so that a restart on
 * the same port keeps links alive.
 */
import { createHmac } from 'node:crypto';
import { formatCompactDate, parseCompactDate } from '../rules/dates.ts';
import { StorageFailure } from '../rules/failure.ts';
import { sameHex } from '../rules/signature.ts';

export type Links = {
  /** `path` with query and signature; `contentLength` in bytes for a PUT. Life as the switch says. */
  sign: (
    method: 'GET' | 'PUT',
    path: string,
    query: Record<string, string>,
    contentLength?: number,
  ) => string;
  /** Refuses (403, XML) a link whose signature is wrong or whose life is over. */
  check: (method: 'GET' | 'PUT', path: string, query: Record<string, string>, contentLength?: number) => void;
};

export const makeLinks = (secret: string, now: () => number, lifeMs: () => number): Links => {
  const signature = (
    method: string,
    path: string,
    query: Record<string, string>,
    length?: number,
  ): string => {
    const names = Object.keys(query)
      .filter((name) => name !== 'X-Amz-Signature')
      .sort();
    const text = names.map((name) => `${name}=${query[name] ?? ''}`).join('&');
    return createHmac('sha256', secret)
      .update(`${method}\n${path}\n${text}\n${length ?? ''}`)
      .digest('hex');
  };
  return {
    sign: (method, path, query, contentLength) => {
      const full: Record<string, string> = {
        ...query,
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Date': formatCompactDate(now()),
        'X-Amz-SignedHeaders': method === 'PUT' ? 'content-length;host' : 'host',
        'X-Amz-Expires': String(Math.floor(lifeMs() / 1000)),
        'X-Amz-Credential': 'EMULATOR/koodrive/obs/aws4_request',
      };
      full['X-Amz-Signature'] = signature(method, path, full, contentLength);
      return `${path}?${new URLSearchParams(full).toString()}`;
    },
    check: (method, path, query, contentLength) => {
      const given = query['X-Amz-Signature'] ?? '';
      if (!sameHex(given, signature(method, path, query, contentLength))) {
        throw new StorageFailure(
          403,
          'SignatureDoesNotMatch',
          'The signature covers the path, the query and, for a PUT, a Content-Length of exactly partSize.',
        );
      }
      const begun = parseCompactDate(query['X-Amz-Date'] ?? '') ?? 0;
      if (now() >= begun + Number(query['X-Amz-Expires']) * 1000) {
        throw new StorageFailure(403, 'AccessDenied', 'Request has expired');
      }
    },
  };
};
