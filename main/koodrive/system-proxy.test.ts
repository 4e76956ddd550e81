/** The proxy that the system or the organisation names: real servers and real CONNECT proxies on loopback. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../lib/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import { createKooDrive } from './client.ts';
import { fixedSource } from './credentials.ts';
import type { LinesOptions } from './proxies.ts';
import { proxyOfPac } from './system-proxy.ts';
import { selfSigned } from './test-certificate.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const company = selfSigned(['koodrive.test']);
const secureContext = () => createSecureContext({ ca: company.cert });
let koodrive: number;
beforeEach(async () => {
  const good = JSON.stringify({ code: 0, data: { userId: 'u', userName: 'Ann' } });
  koodrive = await listen(createTlsServer(company, (_request, response) => response.end(good)));
});

async function proxy() {
  const asked: (string | undefined)[] = [];
  const server = createHttpServer();
  server.on('connect', (request: IncomingMessage, near: Socket) => {
    asked.push(request.url);
    near.on('error', () => undefined);
    const far = connect(koodrive, '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(near).pipe(far);
    });
    far.on('error', () => near.destroy());
  });
  return { host: `127.0.0.1:${String(await listen(server))}`, asked };
}

type Options = Pick<LinesOptions, 'systemProxy' | 'fixed' | 'secureContext'> & {
  readonly env?: Record<string, string>;
};
function client({ env = {}, ...lines }: Options, server = 'https://koodrive.test') {
  const credentials = fixedSource({ kind: 'token', userId: 'u', token: 't' });
  const koo = createKooDrive({
    server,
    credentials,
    clock: realClock,
    log: memoryLog(),
    env,
    lines: { secureContext, ...lines },
  });
  closers.push(() => koo.close());
  return koo;
}

it('certificates are read when a connection needs them, once, and not for a server without TLS', async () => {
  const mine = selfSigned(['localhost']);
  const good = JSON.stringify({ code: 0, data: { userId: 'u', userName: 'Ann' } });
  const ports = [createHttpServer(), createTlsServer(mine)].map((server) =>
    listen(server.on('request', (_request, response: ServerResponse) => response.end(good))),
  );
  const [plain, secure] = await Promise.all(ports);
  let reads = 0;
  const secureContext = () => {
    reads += 1;
    return createSecureContext({ ca: mine.cert });
  };
  await client({ secureContext }, `http://127.0.0.1:${String(plain)}`).checkSession();
  expect(reads).toBe(0);
  const koo = client({ secureContext }, `https://localhost:${String(secure)}`);
  await koo.checkSession();
  await Promise.all([1, 2, 3].map(() => koo.checkSession()));
  expect(reads).toBe(1);
});

const code = (value: string) => expect.objectContaining({ code: value }) as Error;

describe('the proxy of the system', () => {
  it('is asked for by address, and taken, with the certificate that the system trusts', async () => {
    const between = await proxy();
    const asked: string[] = [];
    const systemProxy = async (url: string) => {
      asked.push(url);
      return `PROXY ${between.host}; DIRECT`;
    };
    const koo = client({ systemProxy });
    expect(await koo.checkSession()).toMatchObject({ userId: 'u' });
    await koo.checkSession();
    // a connection may have been closed between two calls
    expect(new Set(between.asked)).toEqual(new Set(['koodrive.test:443']));
    expect(new Set(asked)).toEqual(new Set(['https://koodrive.test/']));
  });

  it('comes after that of the environment, and that after the organisation’s', async () => {
    const [bySystem, byEnvironment, byPolicy] = [await proxy(), await proxy(), await proxy()];
    const systemProxy = async () => `PROXY ${bySystem.host}`;
    const env = { HTTPS_PROXY: `http://${byEnvironment.host}` };
    const heard = () => [bySystem, byEnvironment, byPolicy].map(({ asked }) => asked.length);
    await client({ systemProxy, env }).checkSession();
    expect(heard()).toEqual([0, 1, 0]);
    await client({ systemProxy, env, fixed: { proxy: `http://${byPolicy.host}` } }).checkSession();
    expect(heard()).toEqual([0, 1, 1]);
    await client({ systemProxy, env, fixed: { proxy: 'system' } }).checkSession();
    expect(heard()).toEqual([1, 1, 1]);
    // nothing leads there without a proxy
    const straight = client({ systemProxy, env, fixed: { proxy: 'none' } });
    await expect(straight.checkSession()).rejects.toThrow(code('OFFLINE'));
    const passed = client({ env, fixed: { noProxy: ['koodrive.test'] } });
    await expect(passed.checkSession()).rejects.toThrow(code('OFFLINE'));
    expect(heard()).toEqual([1, 1, 1]);
  });

  it('is none where the system names none, or cannot say', async () => {
    for (const systemProxy of [async () => 'DIRECT', () => Promise.reject(new Error('no'))])
      await expect(client({ systemProxy }).checkSession()).rejects.toThrow(code('OFFLINE'));
  });

  it('that is not there is told as what it is', async () => {
    const away = client({ systemProxy: async () => 'PROXY 127.0.0.1:1' });
    await expect(away.checkSession()).rejects.toThrow(code('PROXY_UNREACHABLE'));
  });

  it('is never asked about this machine', async () => {
    const here = client({ systemProxy: () => expect.unreachable() }, `https://127.0.0.1:${String(koodrive)}`);
    // the certificate is for another name; what counts is that it was reached
    await expect(here.checkSession()).rejects.toThrow(code('TLS_FAILED'));
  });

  it('lets a call be taken back while the system is asked', async () => {
    const stop = new AbortController();
    const call = client({ systemProxy: () => new Promise(() => undefined) }).checkSession({
      signal: stop.signal,
    });
    stop.abort();
    await expect(call).rejects.toThrow(code('CANCELLED'));
  });
});

describe('the answer of a PAC script', () => {
  it.each([
    ['DIRECT', ''],
    ['PROXY a.example:8080', 'http://a.example:8080'],
    ['PROXY a:8080; DIRECT', 'http://a:8080'],
    ['DIRECT; PROXY a:8080', ''],
    [' https a:443 ;PROXY b:1', 'https://a:443'],
    ['SOCKS5 s:1080; PROXY b:1', 'http://b:1'],
    ['SOCKS s:1080', ''],
    ['HTTP a:1', 'http://a:1'],
    ['PROXY', ''],
    ['', ''],
    ['PROXY a:99999; PROXY b:1', 'http://b:1'],
  ])('%j leads to %j', (answer, proxy) => {
    expect(proxyOfPac(answer)).toBe(proxy);
  });
});
