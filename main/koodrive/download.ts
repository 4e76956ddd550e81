/**
 * The bytes behind a download link (API sections 9 and 12), as a stream: GET without any header that names us. One that
 * broke off goes on by a range, where the storage gives one that can be trusted.
 */
import { request, type Dispatcher } from 'undici';
import { KooError, withDetail } from '../model/errors.ts';
import { storageHostOf } from '../model/hosts.ts';
import type { DownloadOptions } from './api.ts';
import type { Connection } from './connection.ts';
import { asTheyAre, unpackedStream } from './content-coding.ts';
import { checkLink } from './link.ts';
import { networkError } from './network-errors.ts';
import { etagOf, isRest, rangeHeaders, type From } from './ranges.ts';
import { storageRefusal } from './storage-errors.ts';

type Answer = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

/**
 * Yields the body piece by piece; stop iterating to stop the download. Throws TRANSFER_CUT when fewer bytes came than
 * Content-Length promised, LINK_EXPIRED for a link that ran out. Whether the bytes are right, only their SHA-256 tells.
 */
export async function* download(
  connection: Connection,
  link: string,
  { signal, from, begun }: DownloadOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { log } = connection;
  const url = checkLink(link, connection.server);
  if (signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
  let received = 0;
  let promised: number | undefined;
  let isBody = false;
  try {
    const { answer, at } = await ask(connection, url, from, signal);
    const length = answer.headers['content-length'];
    if (typeof length === 'string' && /^\d{1,15}$/.test(length)) promised = Number(length);
    isBody = true;
    begun?.({ at, etag: etagOf(answer.headers) });
    // Content-Length speaks of what is sent, packed or not
    const counted = async function* () {
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        received += chunk.byteLength;
        yield chunk;
      }
    };
    yield* unpackedStream(counted(), answer.headers['content-encoding']);
    if (promised !== undefined && received !== promised) throw short(received, promised);
    if (from && at > 0 && at + received < from.of) throw short(received, from.of - at);
    log.debug({ call: 'download', at, bytes: received }, 'downloaded');
  } catch (thrown) {
    let error = networkError(thrown, signal);
    // a connection that closes within the body is a short body, whatever the socket calls it
    if (isBody && error.code === 'OFFLINE' && received !== promised) error = short(received, promised);
    if (error.code !== 'CANCELLED')
      log.warn(
        { call: 'download', bytes: received, code: error.code, why: error.message },
        'download failed',
      );
    throw withDetail(error, { host: storageHostOf(url.href) });
  }
}

/** An answer with bytes, and from which byte on they are. Asks a second time where a range is not given as it was asked for. */
async function ask(
  { dispatcher, timeouts, serverClock, log }: Connection,
  url: URL,
  from: From | undefined,
  signal: AbortSignal | undefined,
): Promise<{ readonly answer: Answer; readonly at: number }> {
  const get = (headers: Readonly<Record<string, string>>): Promise<Answer> =>
    request(url, {
      dispatcher,
      method: 'GET',
      headers: { ...asTheyAre, ...headers },
      signal: signal ?? null,
      headersTimeout: timeouts.answer,
      bodyTimeout: timeouts.idle,
    });
  let answer = await get(from ? rangeHeaders(from) : {});
  if (from && isRest(answer, from)) return { answer, at: from.at };
  if (from && (answer.statusCode === 206 || answer.statusCode === 416)) {
    log.info(
      { call: 'download', status: answer.statusCode, at: from.at },
      'no such range; from the beginning',
    );
    await answer.body.dump({ limit: 16 * 1024 }).catch(() => undefined);
    answer = await get({});
  }
  if (answer.statusCode !== 200) throw await storageRefusal('download', answer, serverClock.now());
  return { answer, at: 0 };
}

const short = (received: number, promised: number | undefined): KooError =>
  new KooError(
    'TRANSFER_CUT',
    `download: ${String(received)} bytes came${promised === undefined ? '' : ` of ${String(promised)}`}`,
  );
