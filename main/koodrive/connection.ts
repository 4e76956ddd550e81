/**
 * One JSON exchange with the KooDrive server: sends what it is given, reads the answer through a schema, and turns
 * every failure into a KooError. No credentials of its own and no second try: request.ts sees to those.
 */
import type { Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import { KooError, withDetail, type ErrorDetail } from '../model/errors.ts';
import { apiHost } from '../model/hosts.ts';
import type { Log } from '../lib/logger.ts';
import { hasMoreValuesThan, limitsOf, type AnswerLimits } from './answer-limits.ts';
import { AnswerReader } from './answer-reader.ts';
import { asTheyAre, unpacked } from './content-coding.ts';
import { encodePath, encodeQuery } from './encoding.ts';
import { networkError } from './network-errors.ts';
import { openLines, type Environment, type LinesOptions } from './proxies.ts';
import { parseServer, type ServerAddress } from './server-address.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';
import { retryAfter } from './server-errors.ts';

/** All in ms, all without progress: none limits how long a call or a transfer takes while something moves. */
export type Timeouts = {
  /** until a connection (with TLS) stands */
  readonly connect: number;
  /** until the head of an answer comes, once the request is out */
  readonly answer: number;
  /** the same for calls that make the server read a whole file (complete) */
  readonly slowAnswer: number;
  /** between two pieces of an answer's or a download's body, and between two of a part going up */
  readonly idle: number;
  /** all of a question whether a host is there */
  readonly probe: number;
  /** how long a move or recycle job may run until we stop asking; it may end well later on its own */
  readonly job: number;
};
const defaultTimeouts: Timeouts = {
  connect: 20_000,
  answer: 60_000,
  slowAnswer: 300_000,
  idle: 60_000,
  probe: 10_000,
  job: 600_000,
};

export type ConnectionOptions = {
  /** as parseServer takes it */
  readonly server: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly language?: 'en-US' | 'zh-CN' | undefined;
  /** an undici dispatcher: a proxy's, a test's. It stays the caller's to close. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** names the proxy; default: none */
  readonly env?: Environment | undefined;
  /** what else is known of the way out; default: nothing */
  readonly lines?: Omit<LinesOptions, 'env' | 'timeouts'> | undefined;
  /** hears the server's date (epoch ms) with each answer that is KooDrive's own; default: nobody does */
  readonly onDate?: ((serverNow: number) => void) | undefined;
};

export type Exchange<T> = {
  /** name for log and errors, e.g. "createFile" */
  readonly call: string;
  readonly method: 'GET' | 'POST';
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** the very text; undefined for none */
  readonly body: string | undefined;
  readonly schema: z.ZodType<T>;
  readonly traceId: string;
  /** the call carries a name: a parameter error is about it (open point 17) */
  readonly named: boolean;
  readonly slow: boolean;
  /** kept out of messages and log wherever they stand, from here on */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal | undefined;
};

/** A failure comes with the answer's Date header, by which request.ts sees whether the clock was to blame. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: KooError; readonly date: string | undefined };

export type Connection = {
  readonly server: ServerAddress;
  readonly dispatcher: Dispatcher;
  readonly timeouts: Timeouts;
  readonly serverClock: ServerClock;
  readonly language: 'en-US' | 'zh-CN';
  readonly clock: Clock;
  readonly log: Log;
  exchange<T>(exchange: Exchange<T>): Promise<Outcome<T>>;
  close(): Promise<void>;
};

/**
 * ms for the whole body of an answer to a JSON call, however steadily it drips: only transfers may take as long as
 * something moves.
 */
const LONGEST_ANSWER_MS = 600_000;

/** What bodies are, and answers are to be. */
export const jsonType = 'application/json';

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

const tooLong = () => new KooError('BAD_ANSWER', 'the answer is too long');

/** All that comes, no more than `most` bytes. By events: an iterator of a stream costs more than the answer of a call. */
const collected = (body: Readable, most: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    let hasEnded = false;
    const until = performance.now() + LONGEST_ANSWER_MS;
    const end = (why: Error) => {
      reject(why);
      body.destroy();
    };
    body
      .on('data', (chunk: Uint8Array) => {
        if (performance.now() > until) return end(new KooError('TIMED_OUT', 'the answer does not end'));
        size += chunk.byteLength;
        if (size > most) return end(tooLong());
        chunks.push(chunk);
      })
      .on('end', () => {
        hasEnded = true;
        resolve(Buffer.concat(chunks));
      })
      .on('error', reject)
      .on('close', () => {
        if (!hasEnded) reject(new KooError('OFFLINE', 'the answer broke off'));
      });
  });

async function read(
  body: Readable,
  coding: string | string[] | undefined,
  limits: AnswerLimits,
): Promise<string> {
  const bytes = await unpacked(await collected(body, limits.bytes), coding, limits.bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (hasMoreValuesThan(text, limits.values)) throw tooLong();
  return text;
}

export function openConnection(options: ConnectionOptions): Connection {
  const server = parseServer(options.server);
  const timeouts: Timeouts = { ...defaultTimeouts, ...options.timeouts };
  const { clock, log } = options;
  const { dispatcher, destroy } =
    options.dispatcher === undefined
      ? openLines({ ...options.lines, env: options.env ?? {}, timeouts })
      : { dispatcher: options.dispatcher, destroy: () => Promise.resolve() };
  const serverClock = createServerClock(clock, (offsetMs) => {
    log.warn({ offsetMs }, "this computer's clock is wrong by so much, as KooDrive says");
  });
  const answers = new AnswerReader();

  async function exchange<T>(it: Exchange<T>): Promise<Outcome<T>> {
    const { call, traceId, signal } = it;
    answers.keepOut(it.secrets);
    const started = clock.now();
    let status: number | undefined;
    let date: string | undefined;
    let detail: ErrorDetail = { traceId };
    const query = encodeQuery(it.query);
    try {
      if (signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
      const answer = await request(
        `${server.origin}${encodePath(it.path)}${query === '' ? '' : `?${query}`}`,
        {
          dispatcher,
          method: it.method,
          headers: {
            ...(it.body === undefined ? {} : { 'Content-Type': jsonType }),
            Accept: jsonType,
            ...asTheyAre,
            language: options.language ?? 'en-US',
            ...it.headers,
          },
          body: it.body ?? null,
          signal: signal ?? null,
          headersTimeout: it.slow ? timeouts.slowAnswer : timeouts.answer,
          bodyTimeout: timeouts.idle,
        },
      );
      status = answer.statusCode;
      date = single(answer.headers.date);
      const serverNow = serverClock.learn(date);
      const wait = retryAfter(single(answer.headers['retry-after']), serverClock.now());
      if (wait !== undefined) detail = { ...detail, retryAfterMs: wait };
      const body = await read(answer.body, answer.headers['content-encoding'], limitsOf(call));
      const value = answers.valueOf(it, { status, body, detail });
      if (serverNow !== undefined) options.onDate?.(serverNow);
      log.debug({ call, status, ms: clock.now() - started, traceId }, 'call');
      return { ok: true, value };
    } catch (thrown) {
      let error = networkError(thrown, signal, detail);
      if (!answers.proven && status === undefined && error.code === 'BAD_ANSWER')
        error = new KooError('WRONG_SERVER', `${call}: what answers there does not speak HTTP`, { detail });
      if (error.code !== 'CANCELLED')
        log.warn(
          { call, status, ms: clock.now() - started, traceId, code: error.code, why: error.message },
          'call failed',
        );
      return { ok: false, error: withDetail(error, { host: apiHost }), date };
    }
  }

  return {
    server,
    dispatcher,
    timeouts,
    serverClock,
    language: options.language ?? 'en-US',
    clock,
    log,
    exchange,
    // destroy, not close: who closes the client does not want to wait for a stalled upload
    close: destroy,
  };
}
