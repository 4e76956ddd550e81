/** A feed on this machine, as a web server gives one away: whole files, ranges, and several ranges at once. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';

export type Feed = {
  /** content of the feed files by name, and paths of package files by name; nothing else is there */
  readonly files: Map<string, { readonly text: string } | { readonly path: string }>;
  /** answers nothing but 503 */
  down: boolean;
  /** names that were asked for, in order, with the bytes that went out for each */
  readonly asked: { readonly name: string; readonly range: string | undefined; readonly bytes: number }[];
  close(): Promise<void>;
};

export async function serveFeed(port: number): Promise<Feed> {
  const feed: Omit<Feed, 'close'> = { files: new Map(), down: false, asked: [] };
  const server = createServer((request, response) => {
    answer(feed, request, response);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(feed, {
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function answer(feed: Omit<Feed, 'close'>, request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '', 'http://feed');
  const name = path.basename(decodeURIComponent(pathname));
  const range = request.headers.range;
  const file = feed.files.get(name);
  const send = (status: number, headers: Record<string, string>, body: Buffer) => {
    feed.asked.push({ name, range, bytes: body.length });
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  };
  if (feed.down) return send(503, {}, Buffer.alloc(0));
  if (file === undefined) return send(404, {}, Buffer.alloc(0));
  if ('text' in file) return send(200, {}, Buffer.from(file.text));
  if (range === undefined) return send(200, {}, readFileSync(file.path));
  const size = statSync(file.path).size;
  const ranges = range
    .replace('bytes=', '')
    .split(',')
    .map((one) => one.trim().split('-').map(Number) as [number, number]);
  const [first] = ranges;
  if (ranges.length === 1 && first !== undefined)
    return send(206, { 'content-range': rangeOf(first, size) }, piece(file.path, first));
  const boundary = 'koosync-feed';
  const body = ranges.flatMap((one) => [
    Buffer.from(`\r\n--${boundary}\r\ncontent-range: ${rangeOf(one, size)}\r\n\r\n`),
    piece(file.path, one),
  ]);
  const whole = Buffer.concat([...body, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return send(206, { 'content-type': `multipart/byteranges; boundary=${boundary}` }, whole);
}

const rangeOf = ([from, to]: readonly [number, number], size: number): string =>
  `bytes ${String(from)}-${String(to)}/${String(size)}`;

function piece(file: string, [from, to]: readonly [number, number]): Buffer {
  const opened = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(to - from + 1);
    return bytes.subarray(0, readSync(opened, bytes, 0, bytes.length, from));
  } finally {
    closeSync(opened);
  }
}
