/** Who hears a signed call (a server that was taken over, a proxy that opens TLS) sends it once more, to another host of KooDrive. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseAppAuthorization, signatureOf } from '../../emulator/rules/signature.ts';
import { selfSigned } from '../../main/koodrive/test-certificate.ts';
import { attackedCli } from './attacked.ts';

const appSecret = 'sesame-open-now';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-signed-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The first call of the command line, as the server hears it. */
async function heard(): Promise<IncomingMessage> {
  const certificate = selfSigned(['localhost']);
  const trusted = join(folder, 'trusted.pem');
  writeFileSync(trusted, certificate.cert);
  let first: IncomingMessage | undefined;
  const server = createServer(certificate, (request, response) => {
    first ??= request;
    response.writeHead(401).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [attackedCli, 'spaces'], {
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      KOOSYNC_HOME: join(folder, 'state'),
      KOOSYNC_SERVER: `https://localhost:${String(port)}`,
      KOOSYNC_USER_ID: 'ann',
      KOOSYNC_APP_ID: 'app',
      KOOSYNC_APP_SECRET: appSecret,
      NODE_EXTRA_CA_CERTS: trusted,
    },
    stdio: 'ignore',
  });
  await once(child, 'close');
  server.close();
  if (first === undefined) throw new Error('no call came');
  return first;
}

it('a signed call is not taken by another host, by another user, at another time or for another path', async () => {
  const { headers, method = '', url = '' } = await heard();
  const line = parseAppAuthorization(headers.authorization ?? '');
  const [path = '', query = ''] = url.split('?');
  const isTaken = (other: object) =>
    signatureOf(
      { method, path, query, headers, body: Buffer.alloc(0), ...other },
      line?.signedHeaders ?? [],
      appSecret,
    ) === line?.signature;
  expect(isTaken({})).toBe(true);
  expect(isTaken({ headers: { ...headers, host: 'intl.myhuaweicloud-koodrive.com' } })).toBe(false);
  expect(isTaken({ headers: { ...headers, 'x-user-id': 'bob' } })).toBe(false);
  expect(isTaken({ headers: { ...headers, 'x-date': '20991231T235959Z' } })).toBe(false);
  expect(isTaken({ path: '/koodrive/ose/v2/space/bob' })).toBe(false);
  expect(isTaken({ body: Buffer.from('{}') })).toBe(false);
});
