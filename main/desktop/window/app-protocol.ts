/**
 * `app://koo/...`: the one place that the window's files come from. Serves files under the renderer's folder and nothing
 * else, each with the content policy that leaves a page neither network, nor inline script, nor plug-ins, nor frames.
 */
import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';
import type { CustomScheme } from 'electron';

export const appOrigin = 'app://koo';

/** Is it a page of ours, in whole? */
export const isAppPage = (url: string): boolean => url.startsWith(`${appOrigin}/`);

/** For protocol.registerSchemesAsPrivileged, which must be called before the app is ready. */
export const appScheme: CustomScheme = {
  scheme: 'app',
  // `standard` gives URLs a host and so an origin; `secure` keeps the page from counting as insecure content.
  // Fetching and streaming are for contents that are shown (content-protocol.ts).
  privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
};

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "font-src 'self'",
  // contents that are shown; the page's own files are all that is there beside them
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A kind of file that is not here is not served: the renderer's build makes no others. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The file that a URL names, or undefined where it names none of ours. Pure: whether it exists is asked later. */
export function assetOf(root: string, url: string): string | undefined {
  let name: string;
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== 'app:' || parsed.host !== 'koo') return undefined;
    name = decodeURIComponent(parsed.pathname);
  } catch {
    return undefined;
  }
  if (name.includes('\0')) return undefined;
  const file = join(root, name.endsWith('/') ? `${name}index.html` : name);
  // Compared with the folder that is served, not with the app's: `..` hides well behind %2f and back-slashes.
  const inside = relative(root, file);
  if (inside === '' || inside.split(/[\\/]/u)[0] === '..' || isAbsolute(inside)) return undefined;
  return Object.hasOwn(contentTypes, extname(file)) ? file : undefined;
}

/** Request in, answer out; for protocol.handle. */
export async function serveAsset(root: string, request: Pick<Request, 'method' | 'url'>): Promise<Response> {
  if (request.method !== 'GET') return plain(405, { allow: 'GET' });
  const file = assetOf(root, request.url);
  if (file === undefined) return plain(404);
  try {
    const bytes = await readFile(file);
    return new Response(new Uint8Array(bytes), {
      headers: {
        ...guards,
        'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
        'cache-control': 'no-cache',
      },
    });
  } catch {
    return plain(404);
  }
}

const guards = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

const plain = (status: number, more: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { ...guards, ...more } });
