/**
 * One call as the other files state it: with the headers of API section 1 and the credentials of the moment. It is
 * sent once. A second time only where the first cannot have had an effect and we know what to mend: the server
 * refused our clock (X-Date), or the token had died and a refresh gave a new one. All other retries are the engine's.
 */
import type { z } from 'zod';
import { KooError } from '../model/errors.ts';
import type { Credentials } from '../vault/token-vault.ts';
import type { CallOptions } from './api.ts';
import { proofOrigin, signatureHeader, tokenHeader } from './authorization.ts';
import { jsonType, type Connection, type Outcome } from './connection.ts';
import { requireCredentials, type CredentialSource } from './credentials.ts';
import type { ServerAddress } from './server-address.ts';
import { newTraceId } from './trace-id.ts';

export type Call<T> = {
  readonly call: string;
  readonly method?: 'GET' | 'POST';
  /** raw segments after /koodrive/ose, the version first: ['v1', 'files', id, 'detail'] */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** the body, or how to make it once the header is fixed from which a proofCode starts (API section 14) */
  readonly body?: object | ((origin: string) => Promise<object>);
  readonly headers?: Readonly<Record<string, string>>;
  /** secrets in the body, besides those of the credentials */
  readonly secrets?: readonly string[];
  readonly schema: z.ZodType<T>;
  readonly named?: boolean;
  readonly slow?: boolean;
};

/** Sends a call with the given credentials (none for some session calls), mending the clock once. */
export async function send<T>(
  connection: Connection,
  credentials: Credentials | undefined,
  call: Call<T>,
  options: CallOptions = {},
): Promise<Outcome<T>> {
  const method = call.method ?? 'POST';
  const path = ['koodrive', 'ose', ...call.path];
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.query ?? {})) if (value !== undefined) query[name] = value;
  const ofCredentials =
    credentials === undefined
      ? []
      : credentials.kind === 'app'
        ? [credentials.appSecret]
        : [credentials.token, credentials.sessionId, credentials.refreshToken];
  const secrets = [...(call.secrets ?? []), ...ofCredentials].filter((secret) => secret !== undefined);

  const once = async (xDate: string): Promise<Outcome<T>> => {
    const traceId = newTraceId();
    if (credentials !== undefined && !isSendable(credentials))
      return {
        ok: false,
        date: undefined,
        error: new KooError('SIGN_IN_NEEDED', `${call.call}: the sign-in holds what no header can carry`),
      };
    const headers: Record<string, string> = { ...call.headers, 'X-Traceid': traceId };
    const made =
      typeof call.body === 'function'
        ? await call.body(credentials ? proofOrigin(credentials) : '')
        : call.body;
    const body = made === undefined ? undefined : JSON.stringify(made);
    if (credentials !== undefined) {
      const signed = { ...call.headers, 'X-User-Id': credentials.userId, 'X-Date': xDate };
      Object.assign(headers, signed);
      headers['Authorization'] =
        credentials.kind === 'token'
          ? tokenHeader(credentials.token)
          : signatureHeader(credentials.appId, credentials.appSecret, {
              method,
              path,
              query,
              headers: { ...signed, ...bound(connection.server, body) },
              body: body ?? '',
            });
    }
    return connection.exchange({
      call: call.call,
      method,
      path,
      query,
      headers,
      body,
      schema: call.schema,
      traceId,
      named: call.named ?? false,
      slow: call.slow ?? false,
      secrets,
      signal: options.signal,
    });
  };

  // a body made of file bytes can take a moment, but the date may be minutes old: no need to take it any later
  const firstDate = connection.serverClock.xDate();
  const first = await once(firstDate);
  if (!mayBeClock(first) || !connection.serverClock.refused(firstDate, first.date)) return first;
  connection.log.info({ call: call.call }, 'the server refused our clock; corrected by its own');
  const secondDate = connection.serverClock.xDate();
  const second = await once(secondDate);
  if (!mayBeClock(second) || !connection.serverClock.refused(secondDate, second.date)) return second;
  return {
    ok: false,
    date: second.date,
    error: new KooError('CLOCK_REFUSED', `${call.call}: the server refuses the time even by its own clock`, {
      detail: second.error.detail,
    }),
  };
}

/**
 * What a signature binds beside what is ours: what the body is, and the host, so that a signature that was heard is no good
 * for another host that takes the same app. No host on this machine: a gateway of one's own asks KooDrive by another name.
 */
const bound = ({ origin, loopback }: ServerAddress, body: string | undefined): Record<string, string> => ({
  ...(body === undefined ? {} : { 'content-type': jsonType }),
  ...(loopback ? {} : { host: new URL(origin).host }),
});

/** A pasted token may hold a line break or a letter that no header takes. */
const isSendable = (credentials: Credentials): boolean =>
  (credentials.kind === 'token'
    ? [credentials.userId, credentials.token, credentials.sessionId ?? '']
    : [credentials.userId, credentials.appId]
  ).every((text) => /^[\x20-\x7e]*$/.test(text));

/** How a refused clock is answered is not documented: any refusal of the request as such may be one. */
function mayBeClock<T>(outcome: Outcome<T>): outcome is Extract<Outcome<T>, { ok: false }> {
  if (outcome.ok) return false;
  const { status } = outcome.error.detail;
  // a page of somebody before KooDrive says nothing of KooDrive's clock
  if (outcome.error.code === 'PORTAL') return false;
  return status !== undefined && (status < 300 || status === 400 || status === 401 || status === 403);
}

export type Caller = {
  readonly connection: Connection;
  readonly credentials: CredentialSource;
  /** Resolves with the answer; throws KooError. */
  call<T>(call: Call<T>, options?: CallOptions): Promise<T>;
};

/** A new token for a dead one; undefined where these credentials cannot be refreshed. Throws SIGN_IN_NEEDED when refused. */
export type Refresh = (dead: Credentials) => Promise<Credentials | undefined>;

export function createCaller(connection: Connection, source: CredentialSource, refresh: Refresh): Caller {
  // many calls find the token dead at the same time: one refresh serves them all
  let running: Promise<Credentials | undefined> | undefined;

  async function keep(fresh: Credentials): Promise<void> {
    try {
      await source.changed?.(fresh);
    } catch (error) {
      // the token is good all the same; only the next start may have to ask for a sign-in
      connection.log.warn({ err: error }, 'the refreshed sign-in could not be kept');
    }
  }

  async function renewed(dead: Credentials): Promise<Credentials | undefined> {
    const now = await source.current();
    if (now === undefined || dead.kind !== 'token') return undefined;
    if (now.kind !== 'token' || now.token !== dead.token) return now;
    if (source.changed === undefined) return undefined;
    running ??= (async () => {
      try {
        const fresh = await refresh(now);
        if (fresh !== undefined) await keep(fresh);
        return fresh;
      } finally {
        running = undefined;
      }
    })();
    return running;
  }

  return {
    connection,
    credentials: source,
    async call(call, options = {}) {
      const credentials = await requireCredentials(source);
      const first = await send(connection, credentials, call, options);
      if (first.ok) return first.value;
      if (first.error.code !== 'SIGN_IN_NEEDED') throw first.error;
      const fresh = await renewed(credentials);
      if (fresh === undefined) throw first.error;
      const second = await send(connection, fresh, call, options);
      if (second.ok) return second.value;
      throw second.error;
    },
  };
}
