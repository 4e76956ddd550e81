import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { contentUrl, isContentUrl, serveContent } from './content-protocol.ts';

const token = 'a'.repeat(64);
const bytes = Buffer.from('0123456789');
const source = {
  find: (asked: string) =>
    asked === token ? { path: '/contents/x', name: 'film.MP4', size: 10 } : undefined,
  stream: (_path: string, range = { start: 0, end: 9 }) =>
    Readable.from([bytes.subarray(range.start, range.end + 1)]),
};
const ask = (url = contentUrl(token), range?: string, method = 'GET') =>
  serveContent(source, { method, url, headers: new Headers(range === undefined ? {} : { range }) });

it('serves all of it, as a kind of ours and with nothing that runs', async () => {
  const answer = ask();
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('0123456789');
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': '10',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox') as string,
    'cache-control': 'no-store',
  });
});

it.each([
  ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
  ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
  ['bytes=10-', 416, '', 'bytes */10'],
  ['bytes=-0', 416, '', 'bytes */10'],
  // what is not understood is as good as not asked
  ['bytes=3-1', 200, '0123456789', null],
  ['bytes=0-1,3-4', 200, '0123456789', null],
  ['lines=0-1', 200, '0123456789', null],
])('answers %s', async (range, status, text, where) => {
  const answer = ask(undefined, range);
  expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
    status,
    text,
    where,
  ]);
});

it.each([
  contentUrl('b'.repeat(64)),
  contentUrl(''),
  contentUrl('../index.html'),
  `${contentUrl(token)}/x`,
  `${contentUrl(token)}?a`,
])('%s is nothing', (url) => {
  expect(ask(url).status).toBe(404);
});

it('is read and never written', async () => {
  expect(ask(undefined, undefined, 'POST').status).toBe(405);
  const head = ask(undefined, undefined, 'HEAD');
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
  expect(isContentUrl('app://koo/index.html')).toBe(false);
});

it.each([
  ['a.png', 'image/png'],
  ['a.html', 'application/octet-stream'],
  ['a.js', 'application/octet-stream'],
  ['a.pdf', 'application/octet-stream'],
  ['a', 'application/octet-stream'],
])('%s is served as %s', (name, type) => {
  const answer = serveContent(
    { ...source, find: () => ({ path: '/x', name, size: 10 }) },
    { method: 'GET', url: contentUrl(token), headers: new Headers() },
  );
  expect(answer.headers.get('content-type')).toBe(type);
});
