/** One request as handlers see it, and the shape of a route. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Operation } from './switches/operations.ts';

export type Caller = {
  userId: string;
  mode: 'token' | 'app';
  /** the Authorization header exactly as sent */
  authorization: string;
};

export type Call = {
  params: Record<string, string>;
  query: Record<string, string>;
  /** parsed JSON with nulls taken out (open point 5); `{}` when there was none */
  body: unknown;
  headers: IncomingHttpHeaders;
  /** `anonymous` on routes that ask for no sign-in */
  caller: Caller;
};

export const anonymous: Caller = { userId: '', mode: 'token', authorization: '' };

/**
 * `user`: token or app signature, with X-User-Id and X-Date (API section 1). `token`: a live token alone (session
 * calls, section 2). `none`: neither.
 */
export type Access = 'user' | 'token' | 'none';

export type Route = {
  method: 'GET' | 'POST';
  /** below /koodrive/ose, e.g. `/v1/files/create` */
  path: string;
  operation: Operation;
  access: Access;
  /** Gives the payload; the server adds code 0 and msg where the payload has no code of its own. */
  handle: (call: Call) => object | Promise<object>;
};

/** Payload keys that keep code and msg out of an answer (open point 1: some answers have none). */
export const bare = Symbol('bare');
