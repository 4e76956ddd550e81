/**
 * `app://koo/content/TOKEN`: bytes that the window holds (main/history/held-contents.ts), of a version or of a file as it
 * is on disk. They come from people's files and from the server, so nothing here may run: a type of ours by the file's
 * name and never by what the bytes look like, `nosniff`, and a policy that leaves a document made of them nothing at all.
 *
 * Who may read them: the window, which has the token, and the preview's frame, to which the window hands the address.
 * That frame is sandboxed and its origin is opaque, so to Chromium it asks from the origin "null", which answers here
 * allow. It opens nothing to anybody else: only pages of this app's session reach app:// at all, and what they need is a
 * token of 32 random bytes that ends with the preview. The window itself cannot read an answer (its policy says
 * `connect-src 'none'`). Handing every content over by postMessage was refused: it takes a file's size in memory twice,
 * and gives a player no ranges.
 *
 * Ranges are answered one at a time, as players ask for them.
 */
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { appOrigin } from './app-protocol.ts';

/** What is served under a token. */
export type ServedContent = {
  readonly path: string;
  readonly name: string;
  readonly size: number;
};

export type ContentSource = {
  find(token: string): ServedContent | undefined;
  /** bytes of the file at `path`; both ends of a range are counted in */
  stream(path: string, range?: { readonly start: number; readonly end: number }): Readable;
};

const prefix = `${appOrigin}/content/`;

export const isContentUrl = (url: string): boolean => url.startsWith(prefix);
export const contentUrl = (token: string): string => prefix + token;

/** Kinds that an `<img>`, `<audio>` or `<video>` wants named; everything else is bytes. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.apng': 'image/apng',
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  // within an <img> it neither runs scripts nor fetches anything; as a document it has no rights by the policy
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.aac': 'audio/aac',
  '.flac': 'audio/flac',
  '.m4a': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.oga': 'audio/ogg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.wav': 'audio/wav',
  '.weba': 'audio/webm',
  '.m4v': 'video/mp4',
  '.mov': 'video/mp4',
  '.mp4': 'video/mp4',
  '.ogv': 'video/ogg',
  '.webm': 'video/webm',
};

const guards = {
  'content-security-policy': ["default-src 'none'", 'sandbox', "frame-ancestors 'none'"].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': 'null',
  'access-control-expose-headers': ['content-length', 'content-range', 'accept-ranges'].join(', '),
  'cache-control': 'no-store',
};

/** Request in, answer out. */
export function serveContent(
  source: ContentSource,
  request: Pick<Request, 'method' | 'url' | 'headers'>,
): Response {
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') return plain(405, { allow: ['GET', 'HEAD'].join(', ') });
  const token = request.url.slice(prefix.length);
  const content = /^[0-9a-f]{64}$/.test(token) ? source.find(token) : undefined;
  if (content === undefined) return plain(404);
  const { path, name, size } = content;
  const asked = request.headers.get('range');
  const range = asked === null ? undefined : rangeOf(asked, size);
  if (range === 'none') return plain(416, { 'content-range': `bytes */${size}` });
  const length = range ? range.end - range.start + 1 : size;
  const headers = {
    ...guards,
    'content-type': mediaTypes[extname(name).toLowerCase()] ?? 'application/octet-stream',
    'content-length': String(length),
    'accept-ranges': 'bytes',
    ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${size}` } : {}),
  };
  const status = range ? 206 : 200;
  if (method === 'HEAD' || length === 0) return new Response(null, { status, headers });
  const bytes = Readable.toWeb(source.stream(path, range)) as ReadableStream<Uint8Array>;
  return new Response(bytes, { status, headers });
}

/** One range of bytes; undefined where it is not understood, which means everything; 'none' where there is nothing. */
function rangeOf(
  header: string,
  size: number,
): { readonly start: number; readonly end: number } | 'none' | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  return start > end ? 'none' : { start, end };
}

const plain = (status: number, more: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { ...guards, ...more } });
