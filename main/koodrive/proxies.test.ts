/** TLS with a real certificate that nobody vouches for, and a real CONNECT proxy on the way. */
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { realClock } from '../lib/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import { createKooDrive } from './client.ts';
import { fixedSource } from './credentials.ts';
import { selfSigned } from './test-certificate.ts';
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

  it.each([
    [407, 'PROXY_SIGN_IN'],
    [403, 'PROXY_REFUSED'],
    [502, 'OFFLINE'],
  ])('that answers %i is %s', async (status, code) => {
    const between = await proxy(() => 0, status);
    const { koo, log } = client('https://koodrive.test', { HTTPS_PROXY: between.url });
    await expect(koo.checkSession()).rejects.toMatchObject({ code });
    expect(JSON.stringify(log.lines)).not.toContain('topsecret');
  });

  it('that is not there is OFFLINE, one that keeps silent TIMED_OUT', async () => {
    const away = client('https://koodrive.test', { HTTPS_PROXY: '127.0.0.1:1' });
    await expect(away.koo.checkSession()).rejects.toMatchObject({ code: 'OFFLINE' });
    const between = await proxy(() => 0, 0);
    const mute = client('https://koodrive.test', { HTTPS_PROXY: between.url }, { connect: 300 });
    await expect(mute.koo.checkSession()).rejects.toMatchObject({ code: 'TIMED_OUT' });
  });

  it('is passed by for this machine, and for what NO_PROXY names', async () => {
    const server = await testServer(json(good));
    closers.push(server.close);
    const between = await proxy(() => 0, 502);
    const env = { HTTP_PROXY: between.url, HTTPS_PROXY: between.url, NO_PROXY: '.koodrive.invalid' };
    await client(server.url, env).koo.checkSession();
    await client(server.url.replace('127.0.0.1', 'localhost'), env).koo.checkSession();
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
