/**
 * PUT of one part to a pre-signed link (API section 7): a body of exactly its size with an exact Content-Length, no
 * chunked coding, none of our headers, no redirects followed. Given up when nothing moves, not when it takes long.
 */
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { KooError, withDetail } from '../model/errors.ts';
import { storageHostOf } from '../model/hosts.ts';
import type { CallOptions, PartLink } from './api.ts';
import type { Connection } from './connection.ts';
import { asTheyAre } from './content-coding.ts';
import { checkLink } from './link.ts';
import { networkError } from './network-errors.ts';
import { watchProgress } from './progress-watch.ts';
import { isPage, storageRefusal } from './storage-errors.ts';

/** bytes handed to the socket at once; progress is told in these steps */
const SLICE = 256 * 1024;
/** bytes; a part up to this size is handed over in one piece, and its progress is told when it has arrived */
const SHORT = 64 * 1024;

export async function putPart(
  connection: Connection,
  link: PartLink,
  body: Uint8Array,
  options: CallOptions & { progress?: (sent: number) => void } = {},
): Promise<void> {
  const { timeouts, log, clock } = connection;
  const url = checkLink(link.url, connection.server);
  if (options.signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
  const started = clock.now();
  const isShort = body.byteLength <= SHORT;
  const toSend = isShort ? timeouts.slowAnswer : timeouts.idle;
  const watch = watchProgress(timeouts.connect + toSend, options.signal);
  let sent = 0;

  function* slices(): Generator<Uint8Array> {
    while (sent < body.byteLength) {
      const slice = body.subarray(sent, sent + SLICE);
      yield slice;
      // asked for the next one: the last is with the socket
      sent += slice.byteLength;
      watch.moved(sent < body.byteLength ? timeouts.idle : timeouts.slowAnswer);
      options.progress?.(sent);
    }
  }

  try {
    const answer = await request(url, {
      dispatcher: connection.dispatcher,
      method: 'PUT',
      headers: { ...asTheyAre, 'content-length': String(body.byteLength) },
      // undici takes any iterable, its types only streams; a stream would read ahead and make progress a guess
      body: body.byteLength === 0 ? null : isShort ? body : (slices() as unknown as Readable),
      signal: watch.signal,
      // the watch sees to both
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    watch.moved(timeouts.idle);
    // whoever answers with a page took no part in
    if (answer.statusCode < 200 || answer.statusCode >= 300 || isPage(answer.headers))
      throw await storageRefusal('upload', answer, connection.serverClock.now());
    if (isShort) options.progress?.((sent = body.byteLength));
    // the head is the answer; what follows is read so that the connection can be used again
    await answer.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
    log.debug(
      { call: 'putPart', part: link.number, bytes: body.byteLength, ms: clock.now() - started },
      'part sent',
    );
  } catch (thrown) {
    const failed =
      watch.stalled && !(thrown instanceof KooError)
        ? new KooError('TIMED_OUT', 'upload: nothing moved for too long')
        : networkError(thrown, options.signal);
    const error = withDetail(failed, {
      host: storageHostOf(url.href),
      body: { size: body.byteLength, sent },
    });
    if (error.code !== 'CANCELLED')
      log.warn(
        {
          call: 'putPart',
          part: link.number,
          ms: clock.now() - started,
          code: error.code,
          why: error.message,
        },
        'part failed',
      );
    throw error;
  } finally {
    watch.end();
  }
}
