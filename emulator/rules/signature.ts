/** App-based authentication of API section 3. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

export type AppAuthorization = { appId: string; signedHeaders: string[]; signature: string };

/** The line `HMAC-SHA256 AppId=..,SignedHeaders=..,Signature=..`; undefined when it is not one. */
export const parseAppAuthorization = (line: string): AppAuthorization | undefined => {
  const match = /^HMAC-SHA256 AppId=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(line);
  const [, appId, headers, signature] = match ?? [];
  if (appId === undefined || headers === undefined || signature === undefined) return undefined;
  return { appId, signedHeaders: headers.split(';'), signature };
};

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `path` as sent (still percent-encoded): every segment encoded, a trailing `/` added. */
const canonicalUri = (path: string): string => {
  const encoded = path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
};

/** `query` as sent, without `?`: names in code order, `name=` kept for an empty value. */
const canonicalQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      const name = at < 0 ? pair : pair.slice(0, at);
      return [encode(decode(name)), encode(decode(at < 0 ? '' : pair.slice(at + 1)))] as const;
    })
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

export type SignedRequest = {
  method: string;
  /** path as sent, without query */
  path: string;
  /** query as sent, without `?` */
  query: string;
  /** lower-case names */
  headers: Record<string, string | string[] | undefined>;
  body: Uint8Array;
};

/**
 * The signature of a request over `signedHeaders` in sorted order (section 3, readings "sorted by name" and "hash of
 * the empty string for an empty body"). Lower-case hex.
 */
export const signatureOf = (request: SignedRequest, signedHeaders: string[], secret: string): string => {
  const names = [...signedHeaders].sort();
  const headers = names.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('');
  const canonical = [
    request.method.toUpperCase(),
    canonicalUri(request.path),
    canonicalQuery(request.query),
    headers,
    names.join(';'),
    hash('sha256', request.body, 'hex'),
  ].join('\n');
  const toSign = `HMAC-SHA256\n${hash('sha256', canonical, 'hex')}`;
  return createHmac('sha256', secret).update(toSign).digest('hex');
};

/** Compares two hex texts without telling where they differ. */
export const sameHex = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
