/** The command line that is attacked, and a server with a certificate that nobody signed: what the one asks of the other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { selfSigned } from '../../main/koodrive/test-certificate.ts';

export type Certificate = ReturnType<typeof selfSigned>;
export const certificate = (): Certificate => selfSigned(['localhost']);

/** Runs `spaces` of this command line to its end: each request that came (401 is the answer to all), and what it said on stderr. */
export async function askedOverTls(
  cli: string,
  own: Certificate,
  home: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly heard: readonly IncomingMessage[]; readonly said: string }> {
  const heard: IncomingMessage[] = [];
  const server = createServer(own, (request, response) => {
    heard.push(request);
    response.writeHead(401).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [cli, 'spaces'], {
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      KOOSYNC_HOME: join(home, 'state'),
      KOOSYNC_SERVER: `https://localhost:${String(port)}`,
      KOOSYNC_USER_ID: 'ann',
      LANG: 'C.UTF-8',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  server.close();
  return { heard, said };
}
