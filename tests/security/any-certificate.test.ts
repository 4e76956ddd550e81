/**
 * Who stands between and has a certificate of their own is let in by NODE_TLS_REJECT_UNAUTHORIZED=0, which many an instruction on
 * the web tells people to set for another program: Node then takes any. The secret must not go there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attackedCli } from './attacked.ts';
import { askedOverTls, certificate } from './tls-server.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-certificate-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The secrets that the server hears, and what the command line says. */
async function met(more: Readonly<Record<string, string>>) {
  const { heard, said } = await askedOverTls(attackedCli, certificate(), folder, {
    KOOSYNC_TOKEN: 'sesame-open-now',
    ...more,
  });
  return { heard: heard.map(({ headers }) => headers.authorization), said };
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
