/**
 * `app://koo/...`: the one place that the window's files come from. Serves files under the renderer's folder and nothing
 * else, each with the content policy that leaves a page neither network, nor inline script, nor plug-ins, nor frames but
 * one: the preview's, whose own policy leaves it less (docs/decisions/preview-in-a-frame.md).
 */
import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';
import type { CustomScheme } from 'electron';

export const appOrigin = 'app://koo';

/** Is it a page of ours, in whole? */
export const isAppPage = (url: string): boolean => url.startsWith(`${appOrigin}/`);

/** The page of the frame that draws contents; the only one that may be loaded into a frame. */
export const previewPage = `${appOrigin}/preview/index.html`;

/** For protocol.registerSchemesAsPrivileged, which must be called before the app is ready. */
export const appScheme: CustomScheme = {
  scheme: 'app',
  // `standard` gives URLs a host and so an origin; `secure` keeps the page from counting as insecure content.
  // The frame has no origin of its own, so that it gets the window's files, and a version's bytes in pieces, as another
  // origin does: by fetch() and with CORS. The policies below say who may ask for what.
  privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
};

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  `frame-src ${previewPage}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // no text becomes HTML, script or a script's address, whoever writes it into the page: there is no exception
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * Of the preview's page, which reads what anybody may have made. It names addresses where others say 'self': a sandboxed
 * page has none. Nothing of a file becomes script; bytes are read from a content that was handed over by its address, and
 * from PDF.js's own tables.
 */
export const previewPolicy = [
  // a frame, or whatever else it is loaded into, has no origin of ours
  'sandbox allow-scripts',
  "default-src 'none'",
  `script-src ${appOrigin}/assets/ ${appOrigin}/preview/pdf/wasm/`,
  `style-src ${appOrigin}/assets/`,
  'img-src blob: data:',
  `media-src blob: ${appOrigin}/content/`,
  'font-src data:',
  `connect-src ${appOrigin}/content/ ${appOrigin}/preview/pdf/`,
  "base-uri 'none'",
  "form-action 'none'",
  `frame-ancestors ${appOrigin}`,
].join('; ');

/** A kind of file that is not here is not served: the renderer's build makes no others. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  // what PDF.js asks for by name
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
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
        'content-security-policy': policyOf(root, file),
        'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
        'cache-control': 'no-cache',
      },
    });
  } catch {
    return plain(404);
  }
}

const policyOf = (root: string, file: string): string =>
  file === join(root, 'preview', 'index.html') ? previewPolicy : contentSecurityPolicy;

const guards = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  // names of links are not looked up, whatever a page says of it later
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  // a sandboxed page's requests come from "null"; these are the program's own files, and hold nothing of the user's
  'access-control-allow-origin': 'null',
};

const plain = (status: number, more: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { ...guards, ...more } });
