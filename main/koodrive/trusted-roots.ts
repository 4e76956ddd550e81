/**
 * Whose certificates are taken: Node's own list, what the system trusts (where an office puts its authority), and
 * NODE_EXTRA_CA_CERTS, which Electron does not read by itself.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import type { Environment } from './proxies.ts';

export type RootsParts = {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  /** the text of a file; undefined where there is none */
  readonly read?: (path: string) => string | undefined;
  /** the authorities of Node, by the names that it has for them; undefined where it cannot tell */
  readonly node?: (from: 'default' | 'system') => readonly string[] | undefined;
};

/**
 * Where distributions keep them in one file. Node and Electron look where their own OpenSSL was told to when it was
 * built, which is none of these on Fedora and openSUSE; and Electron before Node 22.15 does not look at all.
 */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** PEM texts, each once. A file that cannot be read, or has something else in it, adds nothing. */
export function trustedRoots({ platform, env, read = textOf, node = ofNode }: RootsParts): string[] {
  const own = node('default') ?? tls.rootCertificates;
  const system = node('system') ?? [];
  const file = platform === 'linux' ? systemFile(env, read) : undefined;
  const extra = env['NODE_EXTRA_CA_CERTS'];
  const files = [file, extra === undefined || extra === '' ? undefined : read(extra)];
  return [
    ...new Set([...own, ...system, ...files.flatMap((text) => certificatesIn(text ?? ''))].map(trimmed)),
  ];
}

/** For all connections of this process; made when it is asked for first, since it takes some time. */
export function createTrust(parts: Pick<RootsParts, 'platform' | 'env'>): () => tls.SecureContext {
  let context: tls.SecureContext | undefined;
  return () => (context ??= tls.createSecureContext({ ca: trustedRoots(parts) }));
}

/** SSL_CERT_FILE stands in for the system's file, as it does to OpenSSL. */
function systemFile(env: Environment, read: (path: string) => string | undefined): string | undefined {
  const named = env['SSL_CERT_FILE'] ?? '';
  if (named !== '') return read(named);
  for (const path of bundles) {
    const text = read(path);
    if (text !== undefined) return text;
  }
  return undefined;
}

const block =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/gu;

const certificatesIn = (text: string): string[] => (text.match(block) ?? []).filter(isCertificate);

/** One that cannot be understood would keep all others from being used. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

const trimmed = (pem: string): string => pem.trim();

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function ofNode(from: 'default' | 'system'): readonly string[] | undefined {
  // Node 22.15 and newer
  const get = (tls as { getCACertificates?: (type: string) => string[] }).getCACertificates;
  return get?.(from);
}
