/** A server on loopback that answers the way it is told, however broken; and what it may answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';

/** Secrets that a run must not let out: into the log, a message, a stack, a detail. */
export const secrets = {
  token: 'tok-7d1fSECRETa94c',
  sessionId: 'ses-SECRET55e1b2',
  refreshToken: 'ref-SECRET90cc17',
  appSecret: 'app-SECRET31fe08',
  password: 'pwd-SECRET77aa',
  signature: '5ec2e7000000000000000000000000000000000000000000000000005ec2e700',
} as const;
export const signedQuery = `X-Amz-Credential=EMULATOR&X-Amz-Signature=${secrets.signature}`;

const junkText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '..',
    '.',
    '/',
    '../../etc/passwd',
    'a/b',
    'a\\b',
    '..\\..\\x',
    'C:\\x',
    '\0',
    'a\nb',
    '\ud800',
    '\u202egnp.exe',
    'e\u0301',
    '0',
    '-1',
    '1e400',
    'NaN',
    'null',
    'true',
    '13000405',
    '99999999999999999999',
    '9999999999999999',
    '__proto__',
    'constructor',
    'toString',
    ...Object.values(secrets),
    `Bearer ${secrets.token}`,
    `https://storage.example/o?${signedQuery}`,
  ),
  fc.constantFrom(...['file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x', 'ftp://h/x']),
  fc.constantFrom(
    'http://storage.example/x',
    'https://u:p@storage.example/x',
    'http://[::1]:1/x',
    'https://[fe80::1]/x',
    'http://127.0.0.1.storage.example/',
    'http://2130706433/',
    'https://storage.example:99999/',
    '//storage.example/x',
    'https:storage.example',
    'https://',
  ),
  fc.integer({ min: 300, max: 20_000 }).map((length) => 'L'.repeat(length)),
);
const deep = fc
  .tuple(fc.integer({ min: 10, max: 20_000 }), fc.boolean())
  .map(([depth, list]) => new Raw(list ? nest('[', ']', depth) : nest('{"a":', '}', depth)));
const nest = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;

/** JSON text that JSON.stringify would not write. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: junkText },
  { weight: 2, arbitrary: fc.double() },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      0.5,
      1e300,
      -1e300,
      8.64e15,
      8.65e15,
      2 ** 53,
      2 ** 64,
      [],
      {},
      [null],
      [[]],
      { data: { data: { data: {} } } },
    ),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      new Raw('12345678901234567890123'),
      new Raw('1e999'),
      new Raw('-0'),
      new Raw('{"__proto__":{"id":"P","fileName":"p","code":0},"constructor":{"prototype":{}}}'),
      new Raw('{"id":"A","id":"B"}'),
    ),
  },
  { weight: 1, arbitrary: deep },
);

/** For each kind of field what hurts most: a random value rarely is both at the right place and of the right kind. */
const nasty: readonly (readonly [RegExp, readonly unknown[]])[] = [
  [/time|At$/i, [8.65e15, -8.65e15, 1e300, '9999999999999999', '+275760-09-14T00:00:00Z', 'now', -1]],
  [
    /url|^data$/i,
    ['javascript:alert(1)', 'file:///etc/passwd', 'http://o.example/', 'https://u:p@o.example/'],
  ],
  [/name$/i, ['..', '../x', 'a/b', 'a\\b', 'a\0', '\ud800', '', 'x'.repeat(2_000), 7]],
  [
    /id$|folder$|^\d+$/i,
    ['..', '.', 'a/b', 'a\\b', '\u00fc', 'a b', 'a\r\nb', '', 'x'.repeat(2_000), -1, 1.5, {}],
  ],
  [
    /size|length|capacity|used|number|version/i,
    [-1, 0.5, 1e300, '-1', '1e9', 2 ** 53, '99999999999999999999'],
  ],
  [/token/i, ['a\nb', '\u00fc', '', 'x'.repeat(9_000), 7, `Bearer ${secrets.token}`]],
  [/cursor/i, ['next', 'next', 7, { a: 1 }, 'x'.repeat(2_000)]],
  [/code$/i, [secrets.token, `${'x'.repeat(36)}${secrets.token}`, '13000405', 13000102, 'APIGW.0301', -0.5]],
  [/sha256/i, ['AB'.repeat(32), 'zz', 7, 'ab'.repeat(33)]],
  [/./, [null, true, [], {}, '', 'x']],
];

type Change = {
  readonly at: number;
  readonly how: 'nasty' | 'replace' | 'drop' | 'text' | 'list' | 'wrap' | 'rename' | 'repeat' | 'add';
  readonly junk: unknown;
  readonly pick: number;
  readonly name: string;
};
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(200),
  how: fc.constantFrom(
    'nasty',
    'nasty',
    'nasty',
    'replace',
    'replace',
    'drop',
    'text',
    'list',
    'wrap',
    'rename',
    'repeat',
    'add',
  ),
  junk,
  pick: fc.nat(1_000),
  name: fc.constantFrom('id', 'fileId', 'data', 'code', 'files', 'nextCursor', '__proto__', 'x'),
});

/** The places of a value: holder and key, parents before children. */
function* places(value: unknown): Generator<readonly [Record<string, unknown>, string]> {
  if (typeof value !== 'object' || value === null || value instanceof Raw) return;
  for (const [key, child] of Object.entries(value)) {
    yield [value as Record<string, unknown>, key];
    yield* places(child);
  }
}

/** What one change puts in, another may change: no case may see what an earlier one left. */
function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Raw) return value;
  if (Array.isArray(value)) return value.map(copy);
  const made: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value))
    Object.defineProperty(made, name, {
      value: copy(item),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return made;
}

function apply(good: unknown, changes: readonly Change[]): unknown {
  const root = { top: copy(good) } as Record<string, unknown>;
  for (const { at, how, junk: shared, name, pick } of changes) {
    const value = copy(shared);
    const all = [...places(root)];
    const [holder, key] = all[at % all.length] ?? [root, 'top'];
    const old = holder[key];
    const set = (next: unknown, to = key) =>
      Object.defineProperty(holder, to, {
        value: next,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    const hurting = nasty.find(([kind]) => kind.test(key))?.[1] ?? [null];
    if (how === 'nasty') set(copy(hurting[pick % hurting.length]));
    else if (how === 'replace') set(value);
    else if (how === 'drop') Reflect.deleteProperty(holder, key);
    else if (how === 'text') set(typeof old === 'string' ? Number(old) : toText(old));
    else if (how === 'list') set([old]);
    else if (how === 'wrap') set({ [name]: old });
    else if (how === 'add') set(value, name);
    else if (how === 'repeat')
      set(Array.isArray(old) ? [...old, value, ...(copy(old) as unknown[])] : [old, copy(old)]);
    else {
      Reflect.deleteProperty(holder, key);
      set(old, name);
    }
  }
  return root['top'];
}

/** JSON with the raw texts in it. */
function toText(value: unknown): string {
  const raws: string[] = [];
  const text = JSON.stringify(value, (_key, item: unknown) =>
    item instanceof Raw ? `@raw${String(raws.push(item.text) - 1)}@` : item,
  );
  return String(text).replace(/"@raw(\d+)@"/g, (_all, n: string) => raws[Number(n)] ?? '');
}

const headerText = fc.string({ unit: fc.constantFrom(...'aZ09 :;,/-+=".%\t\u00e9'), maxLength: 30 });
const headers = fc.dictionary(
  fc.constantFrom(
    'retry-after',
    'date',
    'location',
    'content-encoding',
    'content-type',
    'set-cookie',
    'www-authenticate',
    'x-junk',
    'etag',
  ),
  fc.oneof(
    headerText,
    fc.constantFrom(
      '120',
      '-5',
      '1e9',
      '99999999999',
      'Infinity',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Fri, 31 Dec 9999 23:59:59 GMT',
      'Sat, 13 Sep 275760 00:00:00 GMT',
      'yesterday',
      'https://storage.example/elsewhere',
      'file:///etc/passwd',
      'gzip',
      'text/html; charset=utf-16',
      `Bearer ${secrets.token}`,
    ),
  ),
  { maxKeys: 3 },
);
const status = fc.oneof(
  { weight: 5, arbitrary: fc.constant(200) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      201,
      204,
      206,
      301,
      302,
      304,
      307,
      400,
      401,
      403,
      404,
      408,
      409,
      429,
      500,
      503,
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 999 }) },
);

const serverError = fc
  .tuple(
    fc.constantFrom('code', 'error_code'),
    fc.oneof(
      fc.constantFrom<unknown>(13000405, '13000102', '13000401', 'APIGW.0301', 'APIGW.0101', 99, '00', true),
      junk,
    ),
    fc.oneof(
      junkText,
      fc.constantFrom(
        ...Object.values(secrets).map((secret) => `wrong: ${secret}`),
        `${'x'.repeat(190)} Authorization: Bearer ${secrets.token}`,
        `${'x'.repeat(195)}${secrets.token}`,
        `PUT https://storage.example/o?${signedQuery} failed`,
      ),
    ),
  )
  .map(([name, code, message]) => ({ [name]: code, [name === 'code' ? 'msg' : 'error_msg']: message }));

/** One answer, as far as it can be said before the request is known; `good` is what a KooDrive would answer. */
export type Reply = (good: unknown, request: IncomingMessage, response: ServerResponse) => void;

/** In a counterexample: what was sent. */
const named = (what: string, reply: Reply): Reply =>
  Object.assign(reply, { [fc.toStringMethod]: () => what.slice(0, 2_000) });

const send = (
  code: number,
  more: Record<string, string>,
  body: (good: unknown) => string | Uint8Array,
): Reply => {
  const clean = Object.entries(more).map(([name, value]) => [name, value.replace(/[^\t\x20-\x7e]/g, '')]);
  const all = { 'content-type': 'application/json', ...(Object.fromEntries(clean) as object) };
  const example = body({ a: 'good', answer: [1] });
  const what = `${String(code)} ${JSON.stringify(more)} ${typeof example === 'string' ? example : 'bytes'}`;
  return named(what, (good, _request, response) => {
    const bytes = body(good);
    response.writeHead(code, all).end(code === 204 || code === 304 ? undefined : bytes);
  });
};

/** Bytes on the socket, then its end: nothing of node:http keeps them in shape. */
const raw = (text: (good: string) => string | Uint8Array, destroy: boolean): Reply =>
  named(`raw ${String(text('(good)'))} ${destroy ? 'destroyed' : 'ended'}`, (good, request) => {
    const { socket } = request;
    socket.write(text(toText(good)), () => (destroy ? socket.destroy() : socket.end()));
  });

export const replies: fc.Arbitrary<Reply> = fc.oneof(
  {
    weight: 50,
    arbitrary: fc
      .tuple(status, headers, fc.array(change, { minLength: 1, maxLength: 4 }))
      .map(([code, more, changes]) => send(code, more, (good) => toText(apply(good, changes)))),
  },
  {
    weight: 15,
    arbitrary: fc
      .tuple(status, headers, junk)
      .map(([code, more, value]) => send(code, more, () => toText(value))),
  },
  {
    weight: 15,
    arbitrary: fc
      .tuple(status, headers, serverError)
      .map(([code, more, value]) => send(code, more, () => toText(value))),
  },
  {
    weight: 10,
    arbitrary: fc
      .tuple(status, headers, fc.uint8Array({ maxLength: 300 }))
      .map(([code, more, bytes]) => send(code, more, () => bytes)),
  },
  {
    weight: 10,
    arbitrary: fc
      .tuple(status, headers, fc.nat(400))
      .map(([code, more, cut]) => send(code, more, (good) => toText(good).slice(0, cut))),
  },
  {
    // storage errors
    weight: 5,
    arbitrary: fc
      .tuple(
        status,
        headers,
        fc.constantFrom('SlowDown', 'toString', secrets.signature, '__proto__', 'NoSuchUpload'),
      )
      .map(([code, more, said]) =>
        send(code, more, () => `<Error><Code>${said}</Code><K>${signedQuery}</K></Error>`),
      ),
  },
  {
    weight: 15,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          (body: string, n: number) => `HTTP/1.1 200 OK\r\nContent-Length: ${String(n)}\r\n\r\n${body}`,
          (body: string) => `HTTP/1.1 200 OK\r\n\r\n${body}`,
          (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n${body}`,
          (body: string, n: number) =>
            `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: ${String(n)}\r\n\r\n${body}`,
          (body: string) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${body}`,
          (body: string) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n${body}`,
          (body: string) => `HTTP/1.0 200\r\n\r\n${body}`,
          (body: string) => `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n${body}`,
          (body: string) => `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n${body}`,
          (body: string) => `HTTP/1.1 999999 ?\r\n\r\n${body}`,
          (_body: string, n: number) => `HTTP/1.1 200 OK\r\nX: ${'h'.repeat(n * 20)}\r\n\r\n`,
          (_body: string, n: number) => 'SSH-2.0-x\r\n'.repeat(1 + (n % 5)),
          () => '',
        ),
        fc.nat(2_000),
        fc.boolean(),
      )
      .map(([make, n, destroy]) => raw((good) => make(good, n), destroy)),
  },
  {
    weight: 5,
    arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => raw(() => bytes, true)),
  },
  // silence, before and within the body
  { weight: 1, arbitrary: fc.constant(named('silence', () => undefined)) },
  {
    weight: 1,
    arbitrary: fc.constant<Reply>(
      (_good, _request, response) => void response.writeHead(200).write('{"code":'),
    ),
  },
);

export type HostileServer = {
  readonly url: string;
  /** what is answered from now on: the first `skip` requests well, those after them as told, in turn */
  begin(skip: number, told: readonly Reply[]): void;
  /** what the requests since then held that no request of ours may hold */
  strange(): string[];
  close(): Promise<void>;
};

/** `good` gives the answer of a KooDrive to a request. */
export async function hostileServer(
  good: (method: string, path: string, self: string) => unknown,
): Promise<HostileServer> {
  let skip = 0;
  let told: readonly Reply[] = [];
  let count = 0;
  let strange: string[] = [];
  const server = createServer((request, response) => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    request.resume();
    const { 'x-date': date, 'x-traceid': trace } = request.headers;
    if (date !== undefined && !/^20\d{6}T\d{6}Z$/.test(String(date))) strange.push(`X-Date: ${String(date)}`);
    if (trace !== undefined && !/^\w{58}$/.test(String(trace))) strange.push(`X-Traceid: ${String(trace)}`);
    request.on('end', () => {
      const answer = good(request.method ?? '', (request.url ?? '').split('?')[0] ?? '', url);
      const turn = count++ - skip;
      const reply = turn < 0 ? undefined : told[turn % told.length];
      if (reply !== undefined) reply(answer, request, response);
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    begin(good, next) {
      skip = good;
      told = next;
      count = 0;
      strange = [];
    },
    strange: () => strange,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
