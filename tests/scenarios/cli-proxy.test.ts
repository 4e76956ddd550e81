/** The built CLI where the only way out is a proxy: server and storage by name and TLS, as in an office. */
import { createServer as createHttpServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { selfSigned } from '../../main/koodrive/test-certificate.ts';
import { misbehavingProxy, type Misbehaviour } from '../../main/koodrive/test-proxy.ts';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';
import { until } from '../harness/until.ts';

let world: CliWorld;
const servers: { closeAllConnections(): void; close(): void }[] = [];
/** what the proxy was asked to connect to */
const asked: string[] = [];
const password = 'topsecretproxy';

const listen = async (server: Server & { closeAllConnections(): void }): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

beforeAll(async () => {
  world = await openCliWorld();
  const certificate = selfSigned(['koodrive.test', 'storage.test']);
  const api = new URL(world.emulator.url);
  const storage = new URL(world.emulator.storageUrl);
  // the emulator behind TLS; its links lead to the storage's own name
  const front = await listen(
    createTlsServer(certificate, (request, response) => {
      const { method, url, headers } = request;
      const target = headers.host?.startsWith('storage.test') ? storage : api;
      const on = httpRequest(
        { host: target.hostname, port: target.port, method, path: url, headers },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const isJson = String(answer.headers['content-type']).includes('json');
            const body = Buffer.concat(chunks);
            const sent = isJson
              ? Buffer.from(body.toString().replaceAll(storage.origin, 'https://storage.test'))
              : body;
            response
              .writeHead(answer.statusCode ?? 500, {
                ...answer.headers,
                'content-length': String(sent.length),
              })
              .end(sent);
          });
        },
      );
      request.pipe(on);
    }),
  );
  const proxy = createHttpServer();
  proxy.on('connect', (request: IncomingMessage, near: Socket) => {
    asked.push(String(request.url));
    near.on('error', () => undefined);
    const given = `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`;
    if (request.headers['proxy-authorization'] !== given)
      return void near.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const far = connect(front, '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(near).pipe(far);
    });
    far.on('error', () => near.destroy());
  });
  const port = await listen(proxy);
  const authority = join(world.folder, 'authority.pem');
  writeFileSync(authority, certificate.cert);
  Object.assign(world.env, {
    KOOSYNC_SERVER: 'https://koodrive.test',
    HTTPS_PROXY: `http://ann:${password}@127.0.0.1:${String(port)}`,
    NODE_EXTRA_CA_CERTS: authority,
  });
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await world.close();
});

it('takes the certificate of an authority that the system trusts', async () => {
  const { NODE_EXTRA_CA_CERTS: authority = '' } = world.env;
  const whoami = async (env: Readonly<Record<string, string>>) => {
    Object.assign(world.env, { NODE_EXTRA_CA_CERTS: '', SSL_CERT_FILE: '', ...env });
    return world.koosync('whoami');
  };
  try {
    refused(await whoami({}), 1, /certificate|secure/i);
    // where the system keeps its own, by the variable that all of OpenSSL's users read
    expect(await whoami({ SSL_CERT_FILE: authority })).toMatchObject({ code: 0 });
  } finally {
    Object.assign(world.env, { NODE_EXTRA_CA_CERTS: authority, SSL_CERT_FILE: '' });
  }
});

it('uploads and restores files through the proxy, and says plainly when the proxy refuses', async () => {
  const folder = join(world.folder, 'tree');
  mkdirSync(folder);
  writeFileSync(join(folder, 'letter.txt'), 'one');
  expect(await world.koosync('add', folder, '--space', defaults.containerId)).toMatchObject({ code: 0 });
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  writeFileSync(join(folder, 'letter.txt'), 'two, longer');
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  const versions = (await world.json('versions', join(folder, 'letter.txt'))) as { revisionId: string }[];
  const to = join(world.folder, 'old.txt');
  const restored = await world.koosync(
    'restore',
    join(folder, 'letter.txt'),
    '--revision',
    String(versions.at(-1)?.revisionId),
    '--to',
    to,
  );
  expect(restored, restored.err).toMatchObject({ code: 0 });
  expect(readFileSync(to, 'utf8')).toBe('one');
  expect(new Set(asked)).toEqual(new Set(['koodrive.test:443', 'storage.test:443']));

  world.env['HTTPS_PROXY'] = String(world.env['HTTPS_PROXY']).replace(password, 'topsecretwrong');
  const refused = await world.koosync('whoami');
  expect(refused.code).not.toBe(0);
  expect(refused.err).not.toContain('topsecret');
  expect(readFileSync(join(world.home, 'logs', 'koosync.log'), 'utf8')).not.toContain('topsecret');
});

/** What is said of each, by its name and without what signs in to it. */
const told: Partial<Record<Misbehaviour, (proxy: string) => RegExp>> = {
  'closes without a word': (proxy) => new RegExp(`The proxy ${proxy} closed the connection before KooDrive`),
  'keeps silent': (proxy) => new RegExp(`The proxy ${proxy} did not connect KooSync to KooDrive in time`),
  'wants a sign-in': (proxy) => new RegExp(`The proxy ${proxy} asks for a user name and a password`),
  'refuses with 403': (proxy) => new RegExp(`The proxy ${proxy} does not let KooSync connect .* 403`),
  'finds no way, 502': (proxy) => new RegExp(`The proxy ${proxy} answers, but it found no way .* 502`),
};

it('ends with a sentence of its own for each way in which a proxy misbehaves, and asks it once', async () => {
  const own = world.env['HTTPS_PROXY'] ?? '';
  await Promise.all(
    (Object.keys(told) as Misbehaviour[]).map(async (way) => {
      const between = await misbehavingProxy(way);
      try {
        const home = join(world.folder, `state ${way}`);
        // what is started takes the environment of this moment
        Object.assign(world.env, { HTTPS_PROXY: between.url, KOOSYNC_HOME: home });
        const ended = await world.koosync('spaces');
        refused(ended, 1, told[way]?.(between.host) ?? /never/);
        expect(ended.err).not.toMatch(/topsecret|took too long|upload/);
        expect(between.connects()).toBe(1);
        rmSync(home, { recursive: true });
      } finally {
        await between.close();
      }
    }),
  );
  Object.assign(world.env, { HTTPS_PROXY: own, KOOSYNC_HOME: world.home });
});

it('asks a proxy that closes every connection now and then, and not in a loop', async () => {
  const own = world.env['HTTPS_PROXY'] ?? '';
  const between = await misbehavingProxy('closes without a word');
  world.env['HTTPS_PROXY'] = between.url;
  writeFileSync(join(world.folder, 'tree', 'letter.txt'), 'three');
  const began = performance.now();
  const running = world.start(['run']);
  // found once by the work, and by two probes after it
  await until('several CONNECTs', () => between.connects() >= 4);
  const seconds = (performance.now() - began) / 1000;
  expect(between.connects()).toBeLessThanOrEqual(10 + seconds);
  const status = await world.koosync('status');
  expect(status.out).toContain(
    `The proxy ${between.host} closed the connection before KooDrive was reached.`,
  );
  running.child.kill('SIGTERM');
  await running.ended;
  world.env['HTTPS_PROXY'] = own;
  await between.close();
});
