/**
 * What a box on the way may have packed. No answer is asked for in any coding (`Accept-Encoding: identity`), but not every
 * box minds that: what comes packed is unpacked all the same, within bounds.
 */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzip,
  inflate,
  inflateRaw,
} from 'node:zlib';
import { KooError } from '../model/errors.ts';

/** Asks for bytes as they are. */
export const asTheyAre = { 'Accept-Encoding': 'identity' } as const;

type Coding = 'gzip' | 'deflate' | 'deflate-raw' | 'br';

/** More than two were never seen, and each is another bomb. */
const mostCodings = 2;

/** From the outermost to the innermost, as they are to be undone. Throws BAD_ANSWER for one that nobody here knows. */
function namedIn(header: string | readonly string[] | undefined): ('gzip' | 'deflate' | 'br')[] {
  const named = (typeof header === 'string' ? header : (header ?? []).join(','))
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse();
  if (named.length > mostCodings) throw new KooError('BAD_ANSWER', 'the answer is packed too often');
  return named.map((name) => {
    if (name === 'gzip' || name === 'x-gzip') return 'gzip';
    if (name === 'deflate' || name === 'br') return name;
    throw new KooError('BAD_ANSWER', 'the answer is packed in a way that nobody asked for');
  });
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
/** The head of a zlib stream; servers that mean deflate send it bare at times. */
const isZlib = (bytes: Uint8Array): boolean =>
  ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;

/** A header may be gone, or left behind on an answer that was unpacked on the way: the bytes know better. */
function codingOf(named: 'gzip' | 'deflate' | 'br' | undefined, bytes: Uint8Array): Coding | undefined {
  if (isGzip(bytes)) return 'gzip';
  if (named === 'deflate') return isZlib(bytes) ? 'deflate' : 'deflate-raw';
  return named === 'br' ? 'br' : undefined;
}

const notReadable = (thrown: unknown): KooError =>
  thrown instanceof KooError
    ? thrown
    : new KooError('BAD_ANSWER', 'the answer cannot be unpacked', { cause: thrown });

const whole = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  'deflate-raw': promisify(inflateRaw),
  br: promisify(brotliDecompress),
} as const;

/**
 * The bytes of an answer that is no content of a file: none of ours begins as a packed one does. At most `most` come out.
 * `cut`: only its beginning is there, and is enough.
 */
export async function unpacked(
  bytes: Uint8Array,
  header: string | readonly string[] | undefined,
  most: number,
  cut = false,
): Promise<Uint8Array> {
  const named = namedIn(header);
  let inside = bytes;
  for (let i = 0; i < Math.max(1, named.length); i++) {
    const coding = codingOf(named[i], inside);
    if (coding === undefined) continue;
    const finishFlush = coding === 'br' ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH;
    const options = { maxOutputLength: most, ...(cut ? { finishFlush } : {}) };
    try {
      inside = await whole[coding](inside, options);
    } catch (thrown) {
      throw notReadable(thrown);
    }
  }
  return inside;
}

/**
 * The content of a file: its bytes may begin as they like, so the header alone says that they are packed. As it comes,
 * and no faster than it is taken; how much of it is right its reader knows.
 */
export async function* unpackedStream(
  body: AsyncIterable<Uint8Array>,
  header: string | readonly string[] | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const named = namedIn(header);
  if (named.length === 0) {
    yield* body;
    return;
  }
  const pieces = body[Symbol.asyncIterator]();
  let begin = new Uint8Array();
  // two bytes tell one coding from another
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    begin = Buffer.concat([begin, next.value]);
    if (begin.byteLength >= 2) break;
  }
  async function* again() {
    yield begin;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  }
  let stream = Readable.from(again(), { objectMode: false });
  const source = stream;
  let failed: unknown;
  for (const [i, name] of named.entries()) {
    // what lies in another coding cannot be looked at before
    const coding = i === 0 ? codingOf(name, begin) : name;
    if (coding === undefined) continue;
    const unpacker = unpackers[coding]();
    const from = stream;
    from.once('error', (thrown) => unpacker.destroy(thrown));
    stream = from.pipe(unpacker);
  }
  source.once('error', (thrown) => (failed = thrown));
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    // a connection that broke is told as what it is
    throw failed === undefined ? notReadable(thrown) : failed;
  } finally {
    source.destroy();
    stream.destroy();
    // not waited for: it may stand in the middle of a wait for the next piece
    void pieces.return?.(undefined).catch(() => undefined);
  }
}

const unpackers = {
  gzip: createGunzip,
  deflate: createInflate,
  'deflate-raw': createInflateRaw,
  br: createBrotliDecompress,
} as const;
