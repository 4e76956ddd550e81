/**
 * Nothing leaves from a page, and nothing from the app by itself: what Chromium did on the network is read from its own log
 * (net log), from the first moment to the last, and from hosts that a page was made to try. KooDrive is spoken to by the
 * engine's process, which is not Chromium's.
 */
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Frame, Page } from '@playwright/test';
import { expect, test, type World } from './fixtures.ts';

type NetLog = {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: unknown }[];
};

/** What a page's connections are led to: port 0 of this machine, where nobody can listen. */
const nowhere = '127.0.0.1:0';

/** Names that were asked for, and packets and connections that were tried. */
async function sentBy(file: string): Promise<string[]> {
  const { constants, events } = JSON.parse(await readFile(file, 'utf8')) as NetLog;
  const types = new Map(Object.entries(constants.logEventTypes).map(([name, type]) => [type, name]));
  const sends =
    /^(?:HOST_RESOLVER_MANAGER_(?:REQUEST|JOB)|DNS_TRANSACTION|MDNS|TCP_CONNECT_ATTEMPT|UDP_BYTES_SENT)/u;
  return events.flatMap(({ type, params = {} }) => {
    const name = types.get(type) ?? '';
    const { host, address } = params as { readonly host?: string; readonly address?: string };
    // the ends of events have no more than how they ended
    const isBeginning = host !== undefined || address !== undefined || name.startsWith('UDP');
    return sends.test(name) && isBeginning && ![host, address].includes(nowhere)
      ? [`${name} ${JSON.stringify(params)}`]
      : [];
  });
}

type Host = { readonly port: number; readonly heard: () => string[]; readonly close: () => void };

/** A host that hears whoever comes, by UDP or TCP at one port. */
async function outside(): Promise<Host> {
  const heard: string[] = [];
  const udp = createSocket('udp4', (message) => heard.push(`udp ${String(message.length)}`));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  const { port } = udp.address();
  const tcp = createServer((socket) => {
    heard.push('tcp');
    socket.on('error', () => undefined);
    socket.destroy();
  });
  const isFree = await new Promise<boolean>((resolve) => {
    tcp.once('error', () => {
      resolve(false);
    });
    tcp.listen(port, '127.0.0.1', () => {
      resolve(true);
    });
  });
  if (!isFree) {
    udp.close();
    return outside();
  }
  return {
    port,
    heard: () => heard,
    close: () => {
      udp.close();
      tcp.close();
    },
  };
}

let host: Host;
test.beforeEach(async () => {
  host = await outside();
});
test.afterEach(() => {
  host.close();
});

async function startLogged(world: World) {
  const file = join(world.base, 'net.json');
  const running = await world.start(world.signedIn, [
    `--log-net-log=${file}`,
    '--net-log-capture-mode=Everything',
  ]);
  const page = await running.window();
  await expect(page.getByRole('navigation')).toBeVisible();
  return { file, running, page };
}

/** Connections between pages, by way of a host that is asked to relay and is told a name. Resolves when all have ended. */
const tryPeers = (page: Page | Frame, servers: readonly string[]): Promise<string[]> =>
  page.evaluate(async (all) => {
    if (!('RTCPeerConnection' in globalThis)) return ['there are none'];
    return Promise.all(
      all.map(async (urls) => {
        const peer = new RTCPeerConnection({
          iceServers: [{ urls, username: 'the-account-of-the-user', credential: 'x' }],
        });
        peer.createDataChannel('out');
        const found: string[] = [];
        const gathered = new Promise<void>((resolve) => {
          peer.onicecandidate = ({ candidate }) => {
            if (candidate === null) resolve();
            else found.push(candidate.candidate);
          };
        });
        await peer.setLocalDescription(await peer.createOffer());
        await gathered;
        peer.close();
        return `${urls}: ${found.join(', ')}`;
      }),
    );
  }, servers);

test('the app by itself looks up no name and asks nobody, from its start to its end', async ({ world }) => {
  const { file, running, page } = await startLogged(world);
  // Chromium sets the spelling up when somebody writes
  await page.getByRole('navigation').click();
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    document.body.append(field);
    field.focus();
  });
  await page.keyboard.type('wrds that are mispelt');
  await running.quit();
  expect(await sentBy(file)).toEqual([]);
});

test('no packet leaves for a host that a page names: relays, peers, names looked up in advance', async ({
  world,
}) => {
  const { file, running, page } = await startLogged(world);
  const { port } = host;
  const own = `127.0.0.1:${String(port)}`;
  await page.evaluate((at) => {
    const add = (into: Document, rel: string, href: string) => {
      const link = Object.assign(into.createElement('link'), { rel, href });
      into.head.append(link);
    };
    const lookUp = (into: Document, where: string) => {
      // what a page may say of itself
      const meta = into.createElement('meta');
      meta.httpEquiv = 'x-dns-prefetch-control';
      meta.content = 'on';
      into.head.append(meta);
      for (const rel of [
        'dns-prefetch',
        'preconnect',
        'prefetch',
        'prerender',
        'preload',
        'modulepreload',
        'icon',
      ])
        add(into, rel, `https://the-account.${rel}.${where}.invalid/`);
      add(into, 'preconnect', `http://${at}/`);
      const link = Object.assign(into.createElement('a'), {
        href: `https://the-account.link.${where}.invalid/`,
        textContent: 'a link',
      });
      into.body.append(link);
    };
    lookUp(document, 'page');
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inside = frame.contentDocument;
    if (inside !== null) lookUp(inside, 'frame');
  }, own);
  const tried = await tryPeers(page, [
    `stun:${own}`,
    `turn:${own}`,
    `turn:${own}?transport=tcp`,
    `turns:${own}?transport=tcp`,
    'stun:the-account.stun.invalid',
    'turn:the-account.turn.invalid',
  ]);
  // No address of this machine is told to the page either.
  expect(tried.filter((one) => !one.endsWith(': '))).toEqual([]);
  await running.quit();
  expect(host.heard()).toEqual([]);
  expect(await sentBy(file)).toEqual([]);
});

test('the frame that draws contents has no connections between pages, and no frame of its own gives it any', async ({
  world,
}) => {
  const { file, running, page } = await startLogged(world);
  const address = 'app://koo/preview/index.html';
  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.src = src;
    document.body.append(frame);
  }, address);
  await expect.poll(() => page.frames().some((one) => one.url() === address)).toBe(true);
  const frame = page.frames().find((one) => one.url() === address);
  if (frame === undefined) throw new Error('there is no preview frame');
  await frame.waitForLoadState('load');
  expect(await tryPeers(frame, [`turn:the-account.preview.invalid?transport=tcp`])).toEqual([
    'there are none',
  ]);
  const given = await frame.evaluate(() => {
    const inner = document.createElement('iframe');
    document.body.append(inner);
    try {
      return 'RTCPeerConnection' in (inner.contentWindow ?? {}) ? 'given' : 'none';
    } catch {
      return 'another origin';
    }
  });
  expect(given).not.toBe('given');
  await running.quit();
  expect(await sentBy(file)).toEqual([]);
});

test('a session reaches what the table says: pages nothing, the look-up of proxies nothing, another nothing', async ({
  world,
}) => {
  const { running } = await startLogged(world);
  const answers = await running.app.evaluate(
    async ({ net, session }, url) => {
      const told = (what: Promise<Response>) =>
        what.then(
          (response) => `answered ${String(response.status)}`,
          (thrown: unknown) => String(thrown),
        );
      const open = session.fromPartition('a-session-of-somebody');
      // even where its guard is taken away, there is no way out
      const unguarded = session.fromPartition('another');
      unguarded.webRequest.onBeforeRequest(null);
      return {
        pages: await told(net.fetch(url)),
        proxies: await told(session.fromPartition('proxy-look-up').fetch(url)),
        another: await told(open.fetch(url)),
        unguarded: await told(unguarded.fetch(url)),
        ways: await session.defaultSession.resolveProxy(url),
      };
    },
    `http://127.0.0.1:${String(host.port)}/`,
  );
  expect(answers.pages).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(answers.proxies).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(answers.another).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(answers.unguarded).toContain('ERR_');
  expect(answers.ways).toBe('PROXY 127.0.0.1:0');
  expect(host.heard()).toEqual([]);
});

test('the app makes no session that is not in the table', async ({ world }) => {
  const { running } = await startLogged(world);
  await running.quit();
  const log = await readFile(join(world.state, 'logs', 'koosync.log'), 'utf8');
  expect(log).not.toContain('not in the table');
});
