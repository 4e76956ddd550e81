/** Who hears a signed call (a server that was taken over, a proxy that opens TLS) sends it once more, to another host of KooDrive. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseAppAuthorization, signatureOf } from '../../emulator/rules/signature.ts';
import { attackedCli } from './attacked.ts';
import { askedOverTls, certificate } from './tls-server.ts';

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
  const own = certificate();
  const trusted = join(folder, 'trusted.pem');
  writeFileSync(trusted, own.cert);
  const {
    heard: [first],
  } = await askedOverTls(attackedCli, own, folder, {
    KOOSYNC_APP_ID: 'app',
    KOOSYNC_APP_SECRET: appSecret,
    NODE_EXTRA_CA_CERTS: trusted,
  });
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
