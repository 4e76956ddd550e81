/** The Authorization header: a token as it was given (open point 10) or the app signature (API section 3). */
import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from '../vault/token-vault.ts';
import { encodePath, encodeQuery } from './encoding.ts';

/** A token that already names its scheme is sent unchanged; any other gets "Bearer " before it. */
export const tokenHeader = (token: string): string =>
  /^(Bearer|AT)[ +]/i.test(token) ? token : `Bearer ${token}`;

const sha256Hex = (data: string): string => createHash('sha256').update(data, 'utf8').digest('hex');

export type ToSign = {
  readonly method: string;
  /** raw segments of the path */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** the headers to sign; x-date and x-user-id must be among them */
  readonly headers: Readonly<Record<string, string>>;
  /** the body's very text, '' for none */
  readonly body: string;
};

/** `HMAC-SHA256 AppId=…,SignedHeaders=…,Signature=…`. Headers are sorted by name; a `/` ends the path for signing. */
export function signatureHeader(appId: string, appSecret: string, request: ToSign): string {
  const headers = Object.entries(request.headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const signedHeaders = headers.map(([name]) => name).join(';');
  const canonicalRequest = [
    request.method.toUpperCase(),
    `${encodePath(request.path)}/`,
    encodeQuery(request.query),
    headers.map(([name, value]) => `${name}:${value}\n`).join(''),
    signedHeaders,
    sha256Hex(request.body),
  ].join('\n');
  const stringToSign = `HMAC-SHA256\n${sha256Hex(canonicalRequest)}`;
  const signature = createHmac('sha256', appSecret).update(stringToSign, 'utf8').digest('hex');
  return `HMAC-SHA256 AppId=${appId},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

/** What a flash upload's proof starts from (API section 14): the X-User-Id in app mode, else the Authorization header. */
export const proofOrigin = (credentials: Credentials): string =>
  credentials.kind === 'app' ? credentials.userId : tokenHeader(credentials.token);
