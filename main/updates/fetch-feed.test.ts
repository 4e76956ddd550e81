import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { fetchFeed } from './fetch-feed.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const ask = async (listener: RequestListener): Promise<string> => {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const { port } = made.address() as AddressInfo;
  return fetchFeed(fetch, `http://127.0.0.1:${String(port)}/latest-linux.yml`);
};

it('gives the text', async () => {
  expect(await ask((_, response) => response.end('version: 1.0.0\n# 版本\n'))).toBe(
    'version: 1.0.0\n# 版本\n',
  );
  expect(await ask((_, response) => response.end())).toBe('');
});

it.each<[string, RequestListener]>([
  [
    'says that it is not there',
    (_, response) => {
      response.writeHead(404).end('version: 1.0.0');
    },
  ],
  [
    'fails',
    (_, response) => {
      response.writeHead(503).end();
    },
  ],
  [
    'breaks off',
    (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('version', () => response.destroy());
    },
  ],
  [
    'never ends',
    (_, response) => {
      const more = () => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), more);
      };
      more();
    },
  ],
])('a feed that %s is down', async (_, listener) => {
  await expect(ask(listener)).rejects.toMatchObject({ problem: 'feed-down' });
});

it('a feed that nobody serves is down', async () => {
  await expect(fetchFeed(fetch, 'http://127.0.0.1:1/x.yml')).rejects.toMatchObject({ problem: 'feed-down' });
});
