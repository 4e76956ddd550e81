/** TLS with a real certificate that nobody vouches for, and a real CONNECT proxy on the way. */
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer as createPlainServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { realClock } from '../lib/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import { createKooDrive } from './client.ts';
import { fixedSource } from './credentials.ts';
import { selfSigned } from './test-certificate.ts';
import { misbehavingProxy, misbehaviours, type Misbehaviour } from './test-proxy.ts';
import { json, testServer } from './test-server.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: ReturnType<typeof createHttpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const good = { code: 0, data: { userId: 'u', userName: 'Ann' } };

async function tlsServer(certificate: { cert: string; key: string }): Promise<number> {
  return listen(createTlsServer(certificate, (_request, response) => response.end(JSON.stringify(good))));
}

/** Leads every CONNECT to `target`, whatever host it names; answers with `status` when that is not 200. */
async function proxy(target: () => number, status = 200) {
  const asked: { host: string | undefined; authorization: string | undefined }[] = [];
  const server = createHttpServer();
  server.on('connect', (request: IncomingMessage, near: Socket) => {
    asked.push({ host: request.url, authorization: request.headers['proxy-authorization'] });
    near.on('error', () => undefined);
    if (status === 0) return;
    if (status !== 200) return void near.end(`HTTP/1.1 ${String(status)} No\r\n\r\n`);
    const far = connect(target(), '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(near).pipe(far);
    });
    far.on('error', () => near.destroy());
  });
  const port = await listen(server);
  return { url: `http://ann:topsecretproxy@127.0.0.1:${String(port)}`, asked };
}

function client(server: string, env: Record<string, string> = {}, timeouts: object = {}) {
  const log = memoryLog();
  const credentials = fixedSource({ kind: 'token', userId: 'u', token: 'topsecrettoken' });
  const koo = createKooDrive({ server, credentials, clock: realClock, log, env, timeouts });
  closers.push(() => koo.close());
  return { koo, log };
}

describe('a server whose certificate nobody vouches for', () => {
  it.each([
    ['self-signed', () => selfSigned(['localhost'])],
    ['for another name', () => selfSigned(['elsewhere.example'])],
    ['too old', () => selfSigned(['localhost'], Date.now() - 60_000)],
  ])('is TLS_FAILED, and hears no request: %s', async (_what, certificate) => {
    let heard = 0;
    const server = createTlsServer(certificate(), () => heard++);
    const port = await listen(server);
    const { koo, log } = client(`https://localhost:${String(port)}`);
    await expect(koo.checkSession()).rejects.toMatchObject({ code: 'TLS_FAILED' });
    const link = { number: 1, url: `https://localhost:${String(port)}/o?X-Amz-Signature=topsecretsignature` };
    await expect(koo.putPart(link, new Uint8Array(9))).rejects.toMatchObject({ code: 'TLS_FAILED' });
    expect(heard).toBe(0);
    expect(JSON.stringify(log.lines)).not.toContain('topsecret');
  });
});

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no failure',
    (thrown: unknown) => thrown,
  );

describe('a proxy that misbehaves while a connection is set up', () => {
  const codes: Readonly<Record<Misbehaviour, string>> = {
    'closes without a word': 'PROXY_CUT',
    'breaks off': 'PROXY_CUT',
    'closes within its answer': 'PROXY_CUT',
    'keeps silent': 'PROXY_SILENT',
    'never ends its answer': 'PROXY_SILENT',
    'is no proxy': 'PROXY_CUT',
    'wants a sign-in': 'PROXY_SIGN_IN',
    'refuses with 403': 'PROXY_REFUSED',
    'refuses with 405': 'PROXY_REFUSED',
    'finds no way, 502': 'PROXY_NO_WAY',
    'finds no way, 503': 'PROXY_NO_WAY',
    'finds no way in time, 504': 'PROXY_NO_WAY',
    'connects, and closes': 'PROXY_CUT',
    'connects, and breaks off': 'PROXY_CUT',
    'connects, and keeps silent': 'PROXY_SILENT',
    'connects to something that speaks no TLS': 'TLS_FAILED',
  };
  const url = 'https://storage.test/o?X-Amz-Signature=topsecretsignature';

  it.each(misbehaviours)('is asked once for each call, and each call ends: %s', async (way) => {
    const between = await misbehavingProxy(way);
    closers.push(between.close);
    const { koo, log } = client('https://koodrive.test', { HTTPS_PROXY: between.url }, { connect: 400 });
    const download = async () => {
      for await (const piece of koo.download(url)) expect(piece).toBeUndefined();
    };
    const calls = [
      () => koo.checkSession(),
      () => koo.putPart({ number: 1, url }, new Uint8Array(9)),
      download,
      () => koo.probe('https://storage.test'),
    ];
    for (const call of calls)
      expect(await failure(call())).toMatchObject({
        code: codes[way],
        ...(codes[way] === 'TLS_FAILED' ? {} : { detail: { values: { proxy: between.host } } }),
      });
    expect(between.connects()).toBe(calls.length);
    expect(JSON.stringify(log.lines)).not.toMatch(/topsecret|YW5uOn/);
  });

  it('is asked no more often than there are calls where many wait at once', async () => {
    const between = await misbehavingProxy('closes without a word');
    closers.push(between.close);
    const { koo } = client('https://koodrive.test', { HTTPS_PROXY: between.url });
    const failures = await Promise.all(Array.from({ length: 20 }, () => failure(koo.checkSession())));
    for (const one of failures) expect(one).toMatchObject({ code: 'PROXY_CUT' });
    expect(between.connects()).toBeLessThanOrEqual(20);
  });
});

describe('a server that misbehaves while a connection is set up', () => {
  it.each([
    ['closes at once', (near: Socket) => void near.end(), 'OFFLINE'],
    ['breaks off', (near: Socket) => void near.resetAndDestroy(), 'OFFLINE'],
    ['keeps silent', () => undefined, 'TIMED_OUT'],
    ['speaks no TLS', (near: Socket) => void near.end('220 mail.example ESMTP\r\n'), 'TLS_FAILED'],
  ])('is asked once for each call: %s', async (_what, way, code) => {
    let asked = 0;
    const open: Socket[] = [];
    const server = createPlainServer((near) => {
      open.push(near);
      near.on('error', () => undefined);
      near.once('data', () => {
        asked += 1;
        way(near);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      for (const near of open) near.destroy();
      server.close();
    });
    const port = (server.address() as AddressInfo).port;
    const { koo } = client(`https://localhost:${String(port)}`, {}, { connect: 400 });
    for (let n = 0; n < 2; n++) expect(await failure(koo.checkSession())).toMatchObject({ code });
    expect(asked).toBe(2);
  });
});

describe('a proxy', () => {
  it('is asked for the server and for the storage alike, and sees nothing of what is said', async () => {
    const port = await tlsServer(selfSigned(['koodrive.test']));
    const between = await proxy(() => port);
    const { koo, log } = client('https://koodrive.test', { https_proxy: between.url });
    // that TLS fails shows that it is spoken with the far end, through the proxy
    await expect(koo.checkSession()).rejects.toMatchObject({ code: 'TLS_FAILED' });
    const url = 'https://storage.test/o?X-Amz-Signature=topsecretsignature';
    await expect(koo.putPart({ number: 1, url }, new Uint8Array(9))).rejects.toMatchObject({
      code: 'TLS_FAILED',
    });
    const read = async () => {
      for await (const piece of koo.download(url)) expect(piece).toBeUndefined();
    };
    await expect(read()).rejects.toMatchObject({ code: 'TLS_FAILED' });
    const authorization = `Basic ${Buffer.from('ann:topsecretproxy').toString('base64')}`;
    expect(between.asked).toEqual([
      { host: 'koodrive.test:443', authorization },
      { host: 'storage.test:443', authorization },
      { host: 'storage.test:443', authorization },
    ]);
    expect(JSON.stringify(log.lines)).not.toMatch(/topsecret|YW5uOn/);
  });

  it('that is not there, or has no address, is told as what it is, by its name alone', async () => {
    for (const host of ['127.0.0.1:1', 'proxy.invalid:3128']) {
      const away = client('https://koodrive.test', { HTTPS_PROXY: `http://ann:topsecretproxy@${host}` });
      const error = await failure(away.koo.checkSession());
      expect(error).toMatchObject({
        code: 'PROXY_UNREACHABLE',
        detail: { host: 'api', values: { proxy: host } },
      });
      expect(JSON.stringify(away.log.lines)).not.toContain('topsecret');
    }
  });

  it('whose own certificate nobody vouches for is not told as a fault of KooDrive', async () => {
    const port = await tlsServer(selfSigned(['localhost']));
    const { koo } = client('https://koodrive.test', { HTTPS_PROXY: `https://localhost:${String(port)}` });
    const values = { say: 'sentence.proxyCertificate', proxy: `localhost:${String(port)}` };
    await expect(koo.checkSession()).rejects.toMatchObject({ code: 'TLS_FAILED', detail: { values } });
  });

  it('is passed by for this machine, and for what NO_PROXY names', async () => {
    const server = await testServer(json(good));
    closers.push(server.close);
    const between = await proxy(() => 0, 502);
    const env = { HTTP_PROXY: between.url, HTTPS_PROXY: between.url, NO_PROXY: '.koodrive.invalid' };
    await client(server.url, env).koo.checkSession();
    // by its name too: there is no TLS, which it says itself and no proxy does
    const named = client(server.url.replace('http://127.0.0.1', 'https://localhost'), env).koo;
    await expect(named.checkSession()).rejects.toMatchObject({ code: 'TLS_FAILED' });
    await expect(client('https://cn.koodrive.invalid', env).koo.checkSession()).rejects.toMatchObject({
      code: 'OFFLINE',
    });
    expect(between.asked).toEqual([]);
  });

  it('whose address cannot be read is BAD_USAGE, without a word of the address', () => {
    for (const address of ['http://ann:topsecret@', 'ftp://ann:topsecret@host', 'http://a b:topsecret']) {
      for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) {
        const open = () => client('https://koodrive.test', { [name]: address });
        const detail = { values: { say: 'sentence.proxyAddress', name } };
        expect(open).toThrow(expect.objectContaining({ code: 'BAD_USAGE', detail }));
        expect(open).not.toThrow(/topsecret/);
      }
    }
    // one that can be read, or is not named at all, is not spoken of
    for (const address of ['http://ann:topsecret@host:8080', 'host:8080', ' '])
      expect(() => client('https://koodrive.test', { HTTPS_PROXY: address })).not.toThrow();
  });
});
