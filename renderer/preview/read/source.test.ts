import { describe, expect, it } from 'vitest';
import { urlSource, type Fetch } from './source.ts';

const content = Uint8Array.from({ length: 100 }, (_, n) => n);

/** What a server gives: ranges, or always everything, in chunks of seven bytes. */
const server =
  (ranges: boolean, asked: string[] = []): Fetch =>
  (_url, { headers }) => {
    const range = headers['range'] ?? '';
    asked.push(range);
    const [, from = '0', to = '99'] = /^bytes=(\d+)-(\d+)$/u.exec(range) ?? [];
    const bytes = ranges ? content.slice(Number(from), Number(to) + 1) : content;
    let at = 0;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(at, at + 7));
        at += 7;
      },
    });
    return Promise.resolve({ status: ranges ? 206 : 200, body });
  };

describe.each([
  ['gives ranges', true],
  ['gives everything', false],
])('an address that %s', (_what, ranges) => {
  it.each([
    [0, 10],
    [13, 57],
    [90, 100],
    [95, 500],
    [7, 7],
  ])('is read from %i to %i', async (from, to) => {
    const source = urlSource('app://koo/content/x', 100, server(ranges));
    expect(await source.read(from, to)).toEqual(content.slice(from, Math.min(to, 100)));
  });
});

it('asks for no more than it wants', async () => {
  const asked: string[] = [];
  await urlSource('app://koo/content/x', 100, server(true, asked)).read(10, 20);
  expect(asked).toEqual(['bytes=10-19']);
});

it('does not take less than was said for the whole', async () => {
  const source = urlSource('app://koo/content/x', 500, server(false));
  await expect(source.read(0, 200)).rejects.toThrow('shorter');
});

it('does not take an error for a content', async () => {
  const gone: Fetch = () => Promise.resolve({ status: 404, body: null });
  await expect(urlSource('app://koo/content/x', 10, gone).read(0, 10)).rejects.toThrow('404');
});
