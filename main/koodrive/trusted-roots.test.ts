import { createServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSigned } from './test-certificate.ts';
import { createTrust, trustedRoots } from './trusted-roots.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-roots-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const company = selfSigned(['koodrive.test']);
const other = selfSigned(['other.test']);
const nothing = () => undefined;

describe('whose certificates are taken', () => {
  const linux = (files: Readonly<Record<string, string>>, env = {}) =>
    trustedRoots({ platform: 'linux', env, read: (path) => files[path], node: () => [] });

  it('is Node’s own list, the system’s, and each of them once', () => {
    const node = (from: string) => (from === 'default' ? ['a', 'b\n'] : ['b', 'c']);
    expect(trustedRoots({ platform: 'darwin', env: {}, read: nothing, node })).toEqual(['a', 'b', 'c']);
  });

  it('is Node’s own list where it cannot tell the system’s', () => {
    const roots = trustedRoots({ platform: 'win32', env: {}, read: nothing, node: nothing });
    expect(roots).toHaveLength(new Set(tls.rootCertificates).size);
  });

  it.each([
    '/etc/ssl/certs/ca-certificates.crt',
    '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
    '/etc/ssl/ca-bundle.pem',
  ])('is what a distribution of Linux keeps in %s', (path) => {
    const text = `# comment\n${company.cert}\n${other.cert}`;
    expect(linux({ [path]: text })).toEqual([company.cert.trim(), other.cert.trim()]);
  });

  it('is what SSL_CERT_FILE names in its place, and NODE_EXTRA_CA_CERTS beside it', () => {
    const files = { '/etc/ssl/certs/ca-certificates.crt': 'x', '/mine': company.cert, '/more': other.cert };
    expect(linux(files, { SSL_CERT_FILE: '/mine' })).toEqual([company.cert.trim()]);
    const both = { SSL_CERT_FILE: '/mine', NODE_EXTRA_CA_CERTS: '/more' };
    expect(linux(files, both)).toEqual([company.cert.trim(), other.cert.trim()]);
    expect(linux(files, { SSL_CERT_FILE: '/nowhere', NODE_EXTRA_CA_CERTS: '/nowhere' })).toEqual([]);
  });

  it('is not changed by what is no certificate', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n';
    const files = { '/etc/ssl/cert.pem': `${broken}${company.cert}` };
    expect(linux(files)).toEqual([company.cert.trim()]);
  });
});

/** Does a connection of ours to a server with this certificate stand? */
const isTaken = async (env: Readonly<Record<string, string>>): Promise<boolean> => {
  const server = createServer(company);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const secureContext = createTrust({ platform: 'linux', env })();
  try {
    return await new Promise((resolve) => {
      const line = tls.connect({ socket, servername: 'koodrive.test', secureContext });
      line.on('secureConnect', () => resolve(true)).on('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
    server.close();
  }
};

describe('a server with a certificate of a company', () => {
  it('is taken when the system trusts the company, and only then', async () => {
    const file = join(folder, 'company.pem');
    writeFileSync(file, company.cert);
    expect(await isTaken({ SSL_CERT_FILE: file })).toBe(true);
    writeFileSync(file, other.cert);
    expect(await isTaken({ SSL_CERT_FILE: file })).toBe(false);
  });
});
