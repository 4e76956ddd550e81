/** The built CLI where the only way out is a proxy: server and storage by name and TLS, as in an office. */
import { createServer as createHttpServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { selfSigned } from '../../main/koodrive/test-certificate.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';

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
