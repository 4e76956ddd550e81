/**
 * Who stands between and has a certificate of their own is let in by NODE_TLS_REJECT_UNAUTHORIZED=0, which many an instruction on
 * the web tells people to set for another program: Node then takes any. The secret must not go there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { selfSigned } from '../../main/koodrive/test-certificate.ts';
import { attackedCli } from './attacked.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-certificate-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that the server hears, and what the command line says. */
async function met(more: Readonly<Record<string, string>>) {
  const heard: string[] = [];
  const server = createServer(selfSigned(['localhost']), (request, response) => {
    heard.push(String(request.headers.authorization));
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
      KOOSYNC_TOKEN: 'sesame-open-now',
      LANG: 'C.UTF-8',
      ...more,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  server.close();
  return { heard, said };
}

it('gets no secret where Node was told to take any certificate, and it is said that this is ignored', async () => {
  const { heard, said } = await met({ NODE_TLS_REJECT_UNAUTHORIZED: '0' });
  expect(heard).toEqual([]);
  expect(said).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored');
  // Node's own words, which would be wrong
  expect(said).not.toContain('makes TLS connections and HTTPS requests insecure');
});

it('nothing of it is said to others', async () => {
  const { heard, said } = await met({});
  expect(heard).toEqual([]);
  expect(said).not.toContain('NODE_TLS');
});
