/** Who is calling? Token mode and app mode of API sections 1 to 3. */
import type { IncomingHttpHeaders } from 'node:http';
import { defaults } from '../defaults.ts';
import { parseCompactDate } from '../rules/dates.ts';
import { ApiFailure, badParameter, notSignedIn } from '../rules/failure.ts';
import { parseAppAuthorization, sameHex, signatureOf } from '../rules/signature.ts';
import type { World } from '../world.ts';
import { anonymous } from '../call.ts';
import type { Access, Caller } from '../call.ts';

const oldestDateMs = 15 * 60_000;

/**
 * X-Date: at most 15 minutes old and not in the future, without tolerance: a client whose clock runs ahead must learn
 * it here (open point 12). Refused with HTTP 400, which the document describes as "authentication failed".
 */
const checkDate = (text: string | undefined, now: number): void => {
  const at = text === undefined ? undefined : parseCompactDate(text);
  if (at === undefined) throw new ApiFailure(13000101, 'X-Date is missing or not YYYYMMDDTHHMMSSZ');
  if (at > now) throw new ApiFailure(13000101, 'X-Date is in the future');
  if (now - at > oldestDateMs) throw new ApiFailure(13000101, 'X-Date is more than 15 minutes old');
};

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

export type SignInSubject = {
  method: string;
  /** as sent */
  url: string;
  headers: IncomingHttpHeaders;
  rawBody: Uint8Array;
};

const byApp = (world: World, subject: SignInSubject, authorization: string): string => {
  const line = parseAppAuthorization(authorization);
  if (!line) throw notSignedIn('not a signature line');
  if (line.appId !== defaults.appId || world.switches.tokensDead) throw notSignedIn('AppId');
  for (const name of ['x-date', 'x-user-id']) {
    if (!line.signedHeaders.includes(name)) throw notSignedIn(`${name} is not in SignedHeaders`);
  }
  const [path = '', query = ''] = subject.url.split('?', 2);
  const { method, headers, rawBody } = subject;
  const expected = signatureOf(
    { method, path, query, headers, body: rawBody },
    line.signedHeaders,
    defaults.appSecret,
  );
  if (!sameHex(line.signature, expected)) throw notSignedIn('Signature');
  return one(headers['x-user-id']) ?? '';
};

/** The caller, or a refusal: 401 for the sign-in, 400 for missing or wrong headers. */
export const signIn = (world: World, access: Access, subject: SignInSubject): Caller => {
  const { headers } = subject;
  const traceId = one(headers['x-traceid']);
  if (world.strict && traceId !== undefined && !/^[A-Za-z0-9_]{58}$/.test(traceId)) {
    throw badParameter('X-Traceid is not 58 letters, digits or underscores');
  }
  if (access === 'none') return anonymous;
  const authorization = headers.authorization;
  if (authorization === undefined) throw notSignedIn('Authorization missing');
  const app = authorization.startsWith('HMAC-SHA256');
  if (app && access === 'token') throw notSignedIn('session calls take no app signature');
  const now = world.now();
  const userId = one(headers['x-user-id']);
  if (access === 'user') {
    checkDate(one(headers['x-date']), now);
    if (userId === undefined || userId === '') throw badParameter('X-User-Id missing');
  }
  if (app) return { userId: byApp(world, subject, authorization), mode: 'app', authorization };
  const token = world.tokens.use(authorization, now);
  if (!token) throw notSignedIn('token is unknown or has expired');
  if (userId !== undefined && userId !== token.userId) throw notSignedIn('X-User-Id is not the token’s');
  return { userId: token.userId, mode: 'token', authorization };
};
