/** The bytes behind a download link (API sections 9 and 12), as a stream: GET without any header that names us. */
import { request } from 'undici';
import { KooError, withDetail } from '../model/errors.ts';
import { storageHostOf } from '../model/hosts.ts';
import type { CallOptions } from './api.ts';
import type { Connection } from './connection.ts';
import { asTheyAre, unpackedStream } from './content-coding.ts';
import { checkLink } from './link.ts';
import { networkError } from './network-errors.ts';
import { storageRefusal } from './storage-errors.ts';

/**
 * Yields the body piece by piece; stop iterating to stop the download. Throws BAD_ANSWER when fewer bytes came than
 * Content-Length promised, LINK_EXPIRED for a link that ran out. Whether the bytes are right, only their SHA-256 tells.
 */
export async function* download(
  connection: Connection,
  link: string,
  { signal }: CallOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { timeouts, log } = connection;
  const url = checkLink(link, connection.server);
  if (signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
  let received = 0;
  let promised: number | undefined;
  let begun = false;
  try {
    const answer = await request(url, {
      dispatcher: connection.dispatcher,
      method: 'GET',
      headers: asTheyAre,
      signal: signal ?? null,
      headersTimeout: timeouts.answer,
      bodyTimeout: timeouts.idle,
    });
    if (answer.statusCode !== 200)
      throw await storageRefusal('download', answer, connection.serverClock.now());
    const length = answer.headers['content-length'];
    if (typeof length === 'string' && /^\d{1,15}$/.test(length)) promised = Number(length);
    begun = true;
    // Content-Length speaks of what is sent, packed or not
    const counted = async function* () {
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        received += chunk.byteLength;
        yield chunk;
      }
    };
    yield* unpackedStream(counted(), answer.headers['content-encoding']);
    if (promised !== undefined && received !== promised) throw short(received, promised);
    log.debug({ call: 'download', bytes: received }, 'downloaded');
  } catch (thrown) {
    let error = networkError(thrown, signal);
    // a connection that closes within the body is a short body, whatever the socket calls it
    if (begun && error.code === 'OFFLINE' && received !== promised) error = short(received, promised);
    if (error.code !== 'CANCELLED')
      log.warn(
        { call: 'download', bytes: received, code: error.code, why: error.message },
        'download failed',
      );
    throw withDetail(error, { host: storageHostOf(url.href) });
  }
}

const short = (received: number, promised: number | undefined): KooError =>
  new KooError(
    'BAD_ANSWER',
    `download: ${String(received)} bytes came${promised === undefined ? '' : ` of ${String(promised)}`}`,
  );
