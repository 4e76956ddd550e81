/** Proxies on loopback that misbehave while they are asked for a connection, each in one way, and count what they are asked. */
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

const established = 'HTTP/1.1 200 Connection established\r\n\r\n';
const answer = (status: number) => `HTTP/1.1 ${String(status)} No\r\nContent-Length: 0\r\n\r\n`;

/** What each does with a connection on which a CONNECT came. */
const ways = {
  'closes without a word': (near: Socket) => void near.end(),
  'breaks off': (near: Socket) => void near.resetAndDestroy(),
  'closes within its answer': (near: Socket) => void near.end('HTTP/1.1 200'),
  'keeps silent': () => undefined,
  'never ends its answer': (near: Socket) => {
    near.write('HTTP/1.1 200 Connection established\r\n');
    const drip = setInterval(() => near.write('X-Wait: 1\r\n'), 50);
    near.on('close', () => clearInterval(drip));
  },
  'is no proxy': (near: Socket) => void near.end('220 mail.example ESMTP\r\n'),
  'wants a sign-in': (near: Socket) => void near.end(answer(407)),
  'refuses with 403': (near: Socket) => void near.end(answer(403)),
  'refuses with 405': (near: Socket) => void near.end(answer(405)),
  'finds no way, 502': (near: Socket) => void near.end(answer(502)),
  'finds no way, 503': (near: Socket) => void near.end(answer(503)),
  'finds no way in time, 504': (near: Socket) => void near.end(answer(504)),
  'connects, and closes': (near: Socket) => void near.write(established, () => near.end()),
  'connects, and breaks off': (near: Socket) => {
    near.write(established, () => setTimeout(() => near.resetAndDestroy(), 20));
  },
  'connects, and keeps silent': (near: Socket) => void near.write(established),
  'connects to something that speaks no TLS': (near: Socket) => {
    near.write(established);
    near.on('data', () => near.end('220 mail.example ESMTP\r\n'));
  },
} satisfies Readonly<Record<string, (near: Socket) => void>>;

export type Misbehaviour = keyof typeof ways;
export const misbehaviours = Object.keys(ways) as Misbehaviour[];

export async function misbehavingProxy(way: Misbehaviour) {
  let connects = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    open.add(near);
    near.on('close', () => open.delete(near)).on('error', () => undefined);
    near.once('data', () => {
      connects += 1;
      ways[way](near);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    host,
    url: `http://ann:topsecretproxy@${host}`,
    connects: () => connects,
    close: () =>
      new Promise<void>((resolve) => {
        for (const near of open) near.destroy();
        server.close(() => resolve());
      }),
  };
}
