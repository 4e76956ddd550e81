import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpacked, unpackedStream } from './content-coding.ts';

const text = Buffer.from(JSON.stringify({ code: 0, msg: 'ok', data: 'x'.repeat(1000) }));
const most = 1024 * 1024;

const packs = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['identity', (bytes: Uint8Array) => Buffer.from(bytes)],
] as const;

describe('an answer', () => {
  it.each(packs)('in %s is unpacked', async (name, pack) => {
    expect(Buffer.from(await unpacked(pack(text), name.toUpperCase(), most))).toEqual(text);
  });

  it('is unpacked by its own bytes where the header was lost, and left alone where it was left behind', async () => {
    expect(Buffer.from(await unpacked(gzipSync(text), undefined, most))).toEqual(text);
    expect(Buffer.from(await unpacked(text, 'gzip', most))).toEqual(text);
  });

  it('packed twice is unpacked from the outside', async () => {
    const twice = gzipSync(deflateSync(text));
    expect(Buffer.from(await unpacked(twice, ['deflate, gzip'], most))).toEqual(text);
  });

  it.each([
    ['too large when unpacked', gzipSync(Buffer.alloc(most + 1)), 'gzip'],
    ['cut', gzipSync(text).subarray(0, 40), 'gzip'],
    ['no such thing', Buffer.from('no brotli'), 'br'],
    ['packed as nobody asked for', text, 'compress'],
    ['packed again and again', gzipSync(gzipSync(gzipSync(text))), 'gzip, gzip, gzip'],
  ])('%s is BAD_ANSWER', async (_what, bytes, header) => {
    await expect(unpacked(bytes, header, most)).rejects.toMatchObject({ code: 'BAD_ANSWER' });
  });

  it('of which the beginning is enough may be cut', async () => {
    const begin = await unpacked(gzipSync(text, { level: 0 }).subarray(0, 100), 'gzip', most, true);
    expect(text.toString()).toContain(Buffer.from(begin).toString());
    expect(begin.byteLength).toBeGreaterThan(10);
  });
});

describe('a content', () => {
  async function* pieces(bytes: Uint8Array, size: number, breaks = false) {
    for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
    if (breaks) throw new Error('the line broke');
  }
  const all = async (stream: AsyncIterable<Uint8Array>) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  it.each(packs)('in %s is unpacked as it comes, whatever the pieces are', async (name, pack) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5000 }),
        fc.integer({ min: 1, max: 3000 }),
        async (bytes, size) => {
          // a header that was left behind says nothing of what begins like a packed one
          fc.pre(bytes[0] !== 0x1f);
          expect(await all(unpackedStream(pieces(pack(bytes), size), name))).toEqual(Buffer.from(bytes));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('that is itself a packed file stays one', async () => {
    const file = gzipSync(text);
    expect(await all(unpackedStream(pieces(file, 100), undefined))).toEqual(file);
    expect(await all(unpackedStream(pieces(gzipSync(file), 100), 'gzip'))).toEqual(file);
  });

  it('that breaks off is told as it broke', async () => {
    const packed = gzipSync(Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 251)));
    await expect(all(unpackedStream(pieces(packed, 1000, true), 'gzip'))).rejects.toThrow('the line broke');
    const cut = packed.subarray(0, -100);
    await expect(all(unpackedStream(pieces(cut, 1000), 'gzip'))).rejects.toMatchObject({
      code: 'BAD_ANSWER',
    });
  });

  it('that nobody wants more of ends', async () => {
    let ended = false;
    const endless = async function* () {
      try {
        const packed = gzipSync(Buffer.alloc(1_000_000));
        yield packed;
        for (;;) {
          await new Promise((resolve) => setImmediate(resolve));
          yield gzipSync(text);
        }
      } finally {
        ended = true;
      }
    };
    for await (const piece of unpackedStream(endless(), 'gzip')) {
      expect(piece.byteLength).toBeGreaterThan(0);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ended).toBe(true);
  });
});
