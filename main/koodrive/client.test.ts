/** The client over real HTTP against answers made by hand. Against a whole KooDrive: tests/conformance. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { hurriedClock } from '../../tests/harness/simulated/hurried-clock.ts';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { realClock, type Clock } from '../lib/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import type { Credentials } from '../vault/token-vault.ts';
import { createKooDrive } from './client.ts';
import { fixedSource, type CredentialSource } from './credentials.ts';
import { createSessions } from './sessions.ts';
import { createSyncDirectories } from './sync-directories.ts';
import { html, json, testServer, type Answer } from './test-server.ts';

const token: Credentials = { kind: 'token', userId: 'user-1', token: 'topsecrettoken' };
const app: Credentials = { kind: 'app', userId: 'user-1', appId: 'app-1', appSecret: 'topsecretsecret' };
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function drive(
  answers: Answer[],
  options: { credentials?: CredentialSource; clock?: Clock; timeouts?: object } = {},
) {
  const server = await testServer(...answers);
  const log = memoryLog();
  const koo = createKooDrive({
    server: server.url,
    credentials: options.credentials ?? fixedSource(token),
    clock: options.clock ?? realClock,
    log,
    timeouts: options.timeouts ?? {},
  });
  closers.push(() => koo.close(), server.close);
  return { koo, server, log };
}

const good = json({ code: 0, msg: 'ok', data: { userId: 'user-1', userName: 'Ann' } });
const space = {
  containerId: 'IAA',
  bizRootFileId: 'D',
  type: '1',
  ownerId: 'user-1',
  capacity: 9,
  spaceUsed: 1,
};
const upload = {
  containerId: 'IAA',
  size: 1_000,
  preHash: 'p',
  parts: [{ number: 1, size: 1_000, offset: 0, hashState: [] }],
};
const bytes = Uint8Array.from({ length: 1_000 }, (_, i) => i % 251);
const flash = {
  sha256: 'aa',
  slice: (start: number, end: number) => Promise.resolve(bytes.subarray(start, end)),
};
const ticket = json({
  code: 0,
  fileId: 'F9',
  fileName: 'a',
  multiParts: [{ partNumber: 1, uploadUrl: 'https://o/1' }],
});

describe('headers (section 1)', () => {
  it('go out in token mode, the trace id the same as in the log', async () => {
    const { koo, server, log } = await drive([good]);
    await expect(koo.checkSession()).resolves.toEqual({ userId: 'user-1', name: 'Ann' });
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: 'GET', path: '/koodrive/ose/v1/session/auth' });
    expect(asked?.headers).toMatchObject({
      authorization: 'Bearer topsecrettoken',
      'x-user-id': 'user-1',
      language: 'en-US',
    });
    expect(asked?.headers['x-date']).toMatch(/^\d{8}T\d{6}Z$/);
    expect(asked?.headers['x-traceid']).toMatch(/^[A-Za-z0-9_]{58}$/);
    expect(log.lines).toMatchObject([
      { call: 'checkSession', status: 200, traceId: asked?.headers['x-traceid'] },
    ]);
  });

  it('are signed in app mode, and the session is checked by a call that takes signatures', async () => {
    const { koo, server } = await drive([json({ code: 0, data: [space] })], {
      credentials: fixedSource(app),
    });
    await expect(koo.checkSession()).resolves.toEqual({ userId: 'user-1', name: 'user-1' });
    expect(server.asked[0]?.path).toBe('/koodrive/ose/v2/space/user-1');
    expect(server.asked[0]?.headers.authorization).toMatch(
      /^HMAC-SHA256 AppId=app-1,SignedHeaders=x-date;x-user-id,Signature=[0-9a-f]{64}$/,
    );
  });

  it('need somebody signed in', async () => {
    const { koo, server } = await drive([good], {
      credentials: { current: () => Promise.resolve(undefined) },
    });
    await expect(koo.spaces()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
    expect(server.asked).toEqual([]);
  });
});

describe('answers that are none', () => {
  it.each([
    ['an HTML page', html(200), 'WRONG_SERVER'],
    ['a 404 page', html(404), 'WRONG_SERVER'],
    ['a gateway without this API', json({ error_code: 'APIGW.0101', error_msg: 'no' }, 404), 'WRONG_SERVER'],
    [
      'a redirect',
      ((_a, r) => void r.writeHead(302, { location: 'https://x/' }).end()) as Answer,
      'WRONG_SERVER',
    ],
    ['a broken gateway', html(502), 'SERVER_BUSY'],
    ['a proxy that asks who we are', html(407), 'PROXY_SIGN_IN'],
    ['a page that may not be given', html(451), 'LEGALLY_BLOCKED'],
    ['no HTTP', ((_a, _r, request) => void request.socket.end('SSH-2.0-x\r\n')) as Answer, 'WRONG_SERVER'],
    ['a missing file', json({ code: 13000309, msg: 'x' }, 404), 'NOT_FOUND'],
  ])('as the first answer: %s', async (_name, answer, code) => {
    const { koo } = await drive([answer]);
    await expect(koo.spaces()).rejects.toMatchObject({ code });
  });

  it.each([
    ['an HTML page', html(200), 'PORTAL'],
    ['a 404 page', html(404), 'PORTAL'],
    ['a page that forbids', html(403), 'PORTAL'],
    ['a broken gateway', html(502), 'SERVER_BUSY'],
    ['a page that asks for a sign-in to the network', html(511), 'PORTAL'],
    ['a redirect', ((_a, r) => void r.writeHead(302, { location: 'https://x/' }).end()) as Answer, 'PORTAL'],
    ['a list', json([]), 'BAD_ANSWER'],
    ['another object', json({ code: 0, data: 7 }), 'BAD_ANSWER'],
    [
      'half an answer',
      ((_a, r) =>
        void r.writeHead(200, { 'content-length': '100' }).write('{"co', () => r.destroy())) as Answer,
      'OFFLINE',
    ],
    ['no HTTP', ((_a, _r, request) => void request.socket.end('SSH-2.0-x\r\n')) as Answer, 'BAD_ANSWER'],
    ['a closed socket', ((_a, _r, request) => void request.socket.destroy()) as Answer, 'OFFLINE'],
    ['401', json({ msg: 'x' }, 401), 'SIGN_IN_NEEDED'],
    ['a failure at 200', json({ code: '13000410', msg: 'x' }), 'NOT_PERMITTED'],
    ['the other form of failure', json({ error_code: '13000311', error_msg: 'full' }, 400), 'QUOTA_FULL'],
    ['an unknown code', json({ code: 13009999, msg: 'x' }, 400), 'REFUSED'],
    ['a box that wants a payment', html(402), 'PAYMENT_NEEDED'],
    ['a page that may not be given', html(451), 'LEGALLY_BLOCKED'],
  ])('after a good one: %s', async (_name, answer, code) => {
    const { koo } = await drive([good, answer]);
    await koo.checkSession();
    await expect(koo.spaces()).rejects.toMatchObject({ code });
  });

  it('tell when to come back', async () => {
    const { koo } = await drive([good, json({ error_code: 'APIGW.0308' }, 429, { 'retry-after': '7' })]);
    await koo.checkSession();
    await expect(koo.spaces()).rejects.toMatchObject({
      code: 'THROTTLED',
      detail: { retryAfterMs: 7_000, status: 429 },
    });
  });

  it('never bring the token into an error or the log', async () => {
    const echo: Answer = (asked, response) =>
      void response.writeHead(400, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          code: 13000101,
          msg: `you sent topsecrettoken in ${String(asked.headers.authorization)}`,
        }),
      );
    const { koo, log } = await drive([echo]);
    const error = await koo.spaces().catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'REQUEST_REFUSED' });
    expect(String(error) + JSON.stringify(error) + JSON.stringify(log.lines)).not.toContain('topsecrettoken');
  });
});

describe('the network', () => {
  it('nobody listens: OFFLINE', async () => {
    const { koo, server } = await drive([good]);
    await server.close();
    await expect(koo.spaces()).rejects.toMatchObject({ code: 'OFFLINE' });
  });

  it('no such host: OFFLINE', async () => {
    const koo = createKooDrive({
      server: 'https://koodrive.invalid',
      credentials: fixedSource(token),
      clock: realClock,
      log: memoryLog(),
    });
    closers.push(() => koo.close());
    await expect(koo.spaces()).rejects.toMatchObject({ code: 'OFFLINE' });
  });

  it('no TLS where TLS should be: TLS_FAILED', async () => {
    const plain = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n', () => socket.destroy()));
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const koo = createKooDrive({
      server: `https://127.0.0.1:${String((plain.address() as AddressInfo).port)}`,
      credentials: fixedSource(token),
      clock: realClock,
      log: memoryLog(),
    });
    closers.push(
      () => koo.close(),
      () =>
        new Promise((resolve) =>
          plain.close(() => {
            resolve();
          }),
        ),
    );
    await expect(koo.spaces()).rejects.toMatchObject({ code: 'TLS_FAILED' });
  });

  it('a change of the protocol that nobody asked for: BAD_ANSWER', async () => {
    const { koo } = await drive([
      good,
      (_a, _r, request) => void request.socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'),
    ]);
    await koo.checkSession();
    await expect(koo.checkSession()).rejects.toMatchObject({ code: 'BAD_ANSWER' });
  });

  it('a server that repeats what it was told, now or before: no secret in error or log', async () => {
    const { koo, log } = await drive(
      [
        json({ code: 'topsecrettoken', msg: 'no' }, 400),
        json({ code: `${'x'.repeat(35)}topsecrettoken`, msg: `${'y '.repeat(95)}topsecrettoken` }, 400),
        json({ code: 7, msg: `signature ${'5ec2e7'.repeat(10)}` }, 400),
      ],
      {},
    );
    for (let i = 0; i < 3; i++) {
      const error = await koo.spaces().catch((thrown: unknown) => thrown as Error);
      expect(inspect(error)).not.toMatch(/topsec|5ec2e7/);
    }
    expect(inspect(log.lines)).not.toMatch(/topsec|5ec2e7/);
  });

  it('a sign-in that no header can carry, or a team id that leads elsewhere', async () => {
    const { koo, server } = await drive([good], {
      credentials: fixedSource({ ...token, token: 'pasted\ntoken' }),
    });
    await expect(koo.checkSession()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
    expect(server.asked).toEqual([]);
    const team = await drive([json({ data: { ...space, type: 2, ownerId: '..' } }), json({ files: [] })]);
    await expect(team.koo.listFolder('IAA', 'D')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'BAD_ANSWER',
    });
  });

  it('silence: TIMED_OUT, before and within the body', async () => {
    const { koo } = await drive([() => undefined, (_a, r) => void r.writeHead(200).write('{"code":0,')], {
      timeouts: { answer: 150, idle: 150 },
    });
    await expect(koo.spaces()).rejects.toMatchObject({ code: 'TIMED_OUT' });
    await expect(koo.spaces()).rejects.toMatchObject({ code: 'TIMED_OUT' });
  });

  it('an abort: CANCELLED, before and during the call', async () => {
    const { koo, log } = await drive([() => undefined]);
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 50);
    await expect(koo.spaces({ signal: controller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(koo.spaces({ signal: controller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(log.lines).toEqual([]);
  });
});

describe('a wrong clock (open point 12)', () => {
  const HOUR = 3_600_000;
  const clockAt = (off: number): Clock => ({ ...realClock, now: () => Date.now() + off });
  /** refuses as section 1 says, by the real time */
  const strict =
    (status: number, then: Answer): Answer =>
    (asked, response, request) => {
      const date = String(asked.headers['x-date']).replace(
        /^(....)(..)(..)T(..)(..)(..)Z$/,
        '$1-$2-$3T$4:$5:$6Z',
      );
      const age = Date.now() - Date.parse(date);
      return age < 0 || age > 15 * 60_000
        ? json({ code: 13000101, msg: 'X-Date' }, status)(asked, response, request)
        : then(asked, response, request);
    };

  it.each([
    [3 * HOUR, 400],
    [-26 * HOUR, 401],
    [HOUR / 2, 403],
    [10_000, 200],
  ])('%i ms off, refused with %i, is mended once', async (off, status) => {
    const { koo, server } = await drive([strict(status, good)], { clock: clockAt(off) });
    await expect(koo.checkSession()).resolves.toMatchObject({ userId: 'user-1' });
    await koo.checkSession();
    expect(server.asked).toHaveLength(3);
    expect(server.asked[1]?.headers['x-traceid']).not.toBe(server.asked[0]?.headers['x-traceid']);
  });

  it('is not learnt from a page of somebody before KooDrive', async () => {
    const page: Answer = (_asked, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/html', date: 'Thu, 01 Jan 2015 00:00:00 GMT' })
        .end('<html>sign in here</html>');
    const { koo, server } = await drive([good, page]);
    await koo.checkSession();
    await expect(koo.checkSession()).rejects.toMatchObject({ code: 'PORTAL' });
    expect(server.asked).toHaveLength(2);
  });

  it('that cannot be mended is CLOCK_REFUSED', async () => {
    let day = 0;
    const mad: Answer = (asked, response, request) =>
      json({ code: 13000101 }, 400, { date: new Date(Date.now() + ++day * 24 * HOUR).toUTCString() })(
        asked,
        response,
        request,
      );
    const { koo, server } = await drive([mad]);
    await expect(koo.checkSession()).rejects.toMatchObject({ code: 'CLOCK_REFUSED' });
    expect(server.asked).toHaveLength(2);
  });

  it('is not blamed for other refusals', async () => {
    const { koo, server } = await drive([json({ code: 13000410 }, 400)]);
    await expect(koo.spaces()).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    expect(server.asked).toHaveLength(1);
  });
});

describe('a dead token', () => {
  function source(first: Credentials) {
    let held = first;
    const changed: Credentials[] = [];
    return {
      changed,
      source: {
        current: () => Promise.resolve(held),
        changed: (next: Credentials) => {
          held = next;
          changed.push(next);
        },
      },
    };
  }
  /** knows `Bearer new` alone; gives it for a refresh */
  const serverOf =
    (refreshes: { count: number }): Answer =>
    (asked, response, request) => {
      if (asked.path.endsWith('/session/refresh')) {
        refreshes.count++;
        return json({ code: 0, msg: '', accessToken: 'Bearer new' })(asked, response, request);
      }
      return asked.headers.authorization === 'Bearer new'
        ? good(asked, response, request)
        : json({ code: 13000101 }, 401)(asked, response, request);
    };

  it('is refreshed once for all calls that find it dead', async () => {
    const refreshes = { count: 0 };
    const { source: credentials, changed } = source({ ...token, sessionId: 's-1' });
    const { koo, server } = await drive([serverOf(refreshes)], { credentials });
    await Promise.all([koo.checkSession(), koo.checkSession(), koo.checkSession()]);
    await koo.checkSession();
    expect(refreshes.count).toBe(1);
    expect(changed).toEqual([{ ...token, sessionId: 's-1', token: 'Bearer new' }]);
    const refresh = server.asked.find(({ path }) => path.endsWith('refresh'));
    expect(refresh?.headers).toMatchObject({ 'x-session-id': 's-1', authorization: 'Bearer topsecrettoken' });
  });

  it('gives a new proof for the new header', async () => {
    const proofs: string[] = [];
    const { source: credentials } = source({ ...token, refreshToken: 'r-1' });
    const { koo } = await drive(
      [
        (asked, response, request) => {
          if (asked.path.endsWith('/auth/refreshToken'))
            return json({ code: '0', data: { sessionInfo: { accessToken: 'AT new' } } })(
              asked,
              response,
              request,
            );
          const origin = String(asked.headers.authorization);
          const seed = createHash('sha256').update(origin).digest('hex');
          const start = Number(
            (createHash('sha256').update(seed).digest().readBigUInt64BE(24) & 0x7fffffffffffffffn) % 1000n,
          );
          const expected = createHash('sha256')
            .update(bytes.subarray(start, start + 8))
            .digest('hex');
          const { proofCode } = JSON.parse(asked.body) as { proofCode: string };
          expect(proofCode).toBe(expected);
          proofs.push(origin);
          return origin === 'AT new'
            ? ticket(asked, response, request)
            : json({}, 401)(asked, response, request);
        },
      ],
      { credentials },
    );
    await koo.createRevision({ ...upload, fileId: 'F1', flash });
    expect(proofs).toEqual(['Bearer topsecrettoken', 'AT new']);
  });

  it('is SIGN_IN_NEEDED where it cannot be refreshed, or the new one is no better', async () => {
    const dead = json({ code: 13000101 }, 401);
    await expect((await drive([dead])).koo.checkSession()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
    const { source: credentials } = source({ ...token, sessionId: 's-1' });
    const { koo, server } = await drive([dead], { credentials });
    await expect(koo.checkSession()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
    expect(server.asked).toHaveLength(2);
  });

  it('is replaced by one that somebody else has put into the source', async () => {
    const held = [token, { ...token, token: 'Bearer new' }];
    const { koo } = await drive([serverOf({ count: 0 })], {
      credentials: { current: () => Promise.resolve(held.length > 1 ? held.shift() : held[0]) },
    });
    await expect(koo.checkSession()).resolves.toMatchObject({ userId: 'user-1' });
  });
});

describe('requests', () => {
  const bodyOf = (text: string | undefined) => JSON.parse(text ?? '') as Record<string, unknown>;

  it('createFile and createRevision say what sections 6, 7 and 9 ask for', async () => {
    const { koo, server } = await drive([ticket]);
    const parts = [
      { number: 1, size: 640, offset: 0, hashState: [] },
      { number: 2, size: 360, offset: 640, hashState: [1, 2, 3, 4, 5, 6, 7, 8] },
    ];
    const file = await koo.createFile({
      ...upload,
      parts,
      parentId: 'D',
      name: 'a.PDF',
      createdAt: 1692337429123,
    });
    expect(file).toEqual({
      fileId: 'F9',
      rapid: false,
      matchedPreHash: false,
      links: [{ number: 1, url: 'https://o/1' }],
      revisionId: undefined,
      name: 'a',
    });
    expect(bodyOf(server.asked[0]?.body)).toEqual({
      containerId: 'IAA',
      fileName: 'a.PDF',
      fileType: '45',
      parentFolder: ['D'],
      autoRename: 3,
      length: 1_000,
      uploadMode: 'multipart',
      uploadType: 1,
      preHash: 'p',
      createdTime: '2023-08-18T05:43:49Z',
      multiParts: [
        { partNumber: 1, partSize: 640, partOffset: 0, hashCtx: [] },
        { partNumber: 2, partSize: 360, partOffset: 640, hashCtx: [1, 2, 3, 4, 5, 6, 7, 8] },
      ],
    });
    const revision = await koo.createRevision({ ...upload, fileId: 'F1' });
    // open point 4: the answer's fileId is another file's
    expect(revision.fileId).toBe('F1');
    expect(Object.keys(bodyOf(server.asked[1]?.body)).sort()).toEqual([
      'containerId',
      'fileId',
      'length',
      'multiParts',
      'preHash',
      'uploadMode',
      'uploadType',
    ]);
  });

  it('ask again without a proof that was taken for a wrong parameter', async () => {
    const { koo, server } = await drive([json({ code: 13000102, msg: 'proofCode' }, 400), ticket]);
    await koo.createFile({ ...upload, parentId: 'D', name: 'a', flash });
    expect(bodyOf(server.asked[0]?.body)).toMatchObject({ sha256: 'aa' });
    expect(bodyOf(server.asked[1]?.body)).not.toHaveProperty('sha256');
    const plain = await drive([json({ code: 13000102, msg: 'fileName' }, 400)]);
    await expect(plain.koo.createFile({ ...upload, parentId: 'D', name: 'a' })).rejects.toMatchObject({
      code: 'NAME_REFUSED',
    });
  });

  it('send no proof for an empty file', async () => {
    const { koo, server } = await drive([ticket]);
    await koo.createFile({ ...upload, size: 0, parentId: 'D', name: 'a', flash });
    expect(bodyOf(server.asked[0]?.body)).toMatchObject({ sha256: 'aa', length: 0 });
    expect(bodyOf(server.asked[0]?.body)).not.toHaveProperty('proofCode');
  });

  it('refuse a name before anything goes out', async () => {
    const { koo, server } = await drive([ticket]);
    await expect(koo.createFile({ ...upload, parentId: 'D', name: 'a:b' })).rejects.toMatchObject({
      code: 'NAME_REFUSED',
    });
    await expect(koo.createFolder({ containerId: 'IAA', parentId: 'D', name: '..' })).rejects.toMatchObject({
      code: 'NAME_REFUSED',
    });
    await expect(koo.rename({ containerId: 'IAA', fileId: 'F', name: '' })).rejects.toMatchObject({
      code: 'NAME_REFUSED',
    });
    expect(server.asked).toEqual([]);
  });

  it('complete where open point 7 says', async () => {
    const { koo, server } = await drive([json({ code: '0', msg: 'success.' })]);
    await koo.completeFile('F', 'aa');
    await koo.completeRevision('F', 'aa');
    expect(server.asked.map(({ path, body }) => [path, body])).toEqual([
      ['/koodrive/ose/v1/files/complete', '{"fileId":"F","sha256":"aa"}'],
      ['/koodrive/ose/v1/revision/completeRevision', '{"fileId":"F","sha256":"aa"}'],
    ]);
  });

  it('want a link for every part that was asked for', async () => {
    const { koo } = await drive([
      json({ code: 0, multiParts: [{ partNumber: 2, uploadUrl: 'https://o/2' }] }),
    ]);
    const two = { number: 2, size: 1, offset: 0, hashState: [] };
    await expect(koo.partLinks('F', [two])).resolves.toEqual([{ number: 2, url: 'https://o/2' }]);
    await expect(koo.partLinks('F', [{ ...two, number: 1 }, two])).rejects.toMatchObject({
      code: 'BAD_ANSWER',
    });
  });

  it('list a folder to its end, through empty pages, and stop at a cursor that turns in a circle', async () => {
    const file = { id: 'F1', fileName: 'a', fileType: '45' };
    const list = async (...pages: unknown[]) => {
      const { koo, server } = await drive([json({ data: space }), ...pages.map((page) => json(page))]);
      const names: string[] = [];
      for await (const entry of koo.listFolder('IAA', 'D'))
        names.push(`${String(entry.parentId)}/${entry.name}`);
      return { names, server };
    };
    const { names, server } = await list(
      { code: 0, files: [file], nextCursor: '1' },
      { code: 0, files: [], nextCursor: '2' },
      { code: 0, fileList: [file], nextPageCursor: '' },
    );
    expect(names).toEqual(['D/a', 'D/a']);
    expect(server.asked.map(({ path }) => path).slice(1)).toEqual(Array(3).fill('/koodrive/ose/v1/files/0'));
    expect(JSON.parse(server.asked[3]?.body ?? '')).toMatchObject({
      parentFileId: 'D',
      pageInfo: { pageCursor: '2' },
    });
    await expect(list({ files: [], nextCursor: '1' })).rejects.toMatchObject({ code: 'BAD_ANSWER' });
  });

  it('stop at a list of empty pages without an end', async () => {
    const pages = Array.from({ length: 200 }, (_, i) => json({ files: [], nextCursor: `c${String(i)}` }));
    const { koo, server } = await drive([json({ data: space }), ...pages]);
    await expect(koo.listFolder('IAA', 'D')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'BAD_ANSWER',
      detail: { values: { say: 'sentence.listEndless' } },
    });
    expect(server.asked.length).toBeLessThan(150);
  });

  it('list a folder with an impossible name in it: the rest is good, and one line says so', async () => {
    const { koo, log } = await drive([
      json({ data: space }),
      json({
        files: [
          { id: 'F1', fileName: '../../.bashrc' },
          { id: 'F2', fileName: 'a' },
        ],
        nextCursor: '1',
      }),
      json({
        files: [
          { id: 'F3', fileName: 'a\\b' },
          { id: 'F4', fileName: 'b' },
        ],
      }),
    ]);
    const names: (string | undefined)[] = [];
    for await (const entry of koo.listFolder('IAA', 'D')) names.push(entry.name);
    expect(names).toEqual([undefined, 'a', undefined, 'b']);
    expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([{ unusable: 2, folderId: 'D' }]);
  });

  it('list a team space under its team', async () => {
    const { koo, server } = await drive([
      json({ data: { ...space, type: 2, ownerId: 'G7' } }),
      json({ files: [] }),
    ]);
    for await (const entry of koo.listFolder('IAA', 'D')) expect(entry).toBeUndefined();
    expect(server.asked[1]).toMatchObject({ path: '/koodrive/ose/v1/files/G7/0', query: 'team_type=2' });
  });

  it('find a space among one’s own where the direct call is closed', async () => {
    const { koo, server } = await drive([
      json({ code: 13000410 }, 400),
      json({ code: 0, data: [{ ...space, containerId: 'X' }, space] }),
    ]);
    await expect(koo.space('IAA')).resolves.toMatchObject({ containerId: 'IAA', rootFolderId: 'D' });
    expect(server.asked.map(({ path }) => path)).toEqual([
      '/koodrive/ose/v1/space/container/IAA',
      '/koodrive/ose/v2/space/user-1',
    ]);
  });

  it('put ids into addresses encoded', async () => {
    const { koo, server } = await drive([json({ id: 'F', fileName: 'a' })]);
    await koo.detail('IAA', 'F?x=1#y');
    expect(server.asked[0]?.path).toBe('/koodrive/ose/v1/files/F%3Fx%3D1%23y/detail');
  });
});

describe('jobs (section 11)', () => {
  const paths = json({ code: 0, fileIdPath: '/D/F' });
  const state = (status: number, taskResultCode?: number, resultCode?: string) =>
    json({ code: 0, data: { jobInfo: { status, taskResultCode, resultCode } } });
  const recycle = { containerId: 'IAA', fileId: 'F' };

  it('are polled to their end', async () => {
    const { koo, server } = await drive(
      [paths, json({ code: 0, data: '77' }), state(0), state(1), state(2, 1)],
      { clock: hurriedClock },
    );
    await koo.recycle(recycle);
    expect(JSON.parse(server.asked[1]?.body ?? '')).toEqual({
      taskType: 2,
      actionType: 201,
      dstContainerId: 'IAA',
      taskInfo: { srcContainerId: 'IAA', fileInfo: [{ fileId: 'F', filePath: '/D/F' }] },
    });
    expect(server.asked.at(-1)?.path).toBe('/koodrive/ose/v1/jobs/77');
  });

  it('are found at the printed path too', async () => {
    const { koo, server } = await drive(
      [paths, json({ code: 0, data: 77 }), json({ error_code: 'APIGW.0101' }, 404), state(2, 1)],
      { clock: hurriedClock },
    );
    await koo.recycle(recycle);
    expect(server.asked.at(-1)?.path).toBe('/koodrive/ose/v1/77');
  });

  it('that end in part send one looking', async () => {
    const gone = await drive([paths, json({ data: '7' }), state(2, 2), json({ code: 13000309 }, 400)], {
      clock: hurriedClock,
    });
    await gone.koo.recycle(recycle);
    const still = await drive(
      [paths, json({ data: '7' }), state(2, 2), json({ id: 'F', fileName: 'a', recycled: false })],
      { clock: hurriedClock },
    );
    await expect(still.koo.recycle(recycle)).rejects.toMatchObject({ code: 'SERVER_BUSY' });
  });

  it('that fail say why, where they do', async () => {
    const failed = await drive([paths, json({ data: '7' }), state(2, 3, '13000410')], {
      clock: hurriedClock,
    });
    await expect(failed.koo.recycle(recycle)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    const cancelled = await drive([paths, json({ data: '7' }), state(3)], { clock: hurriedClock });
    await expect(cancelled.koo.recycle(recycle)).rejects.toMatchObject({ code: 'SERVER_BUSY' });
  });

  it('that move what is there already have done their work', async () => {
    const { koo, server } = await drive([json({ fileIdPath: '/D2' }), paths, json({ code: 13000312 }, 400)]);
    await koo.move({ containerId: 'IAA', fileId: 'F', toParentId: 'D2' });
    expect(JSON.parse(server.asked[2]?.body ?? '')).toMatchObject({
      taskType: 3,
      actionType: 301,
      taskInfo: { newFilePath: '/D2' },
    });
  });

  it('ask for the path of a folder once while much is moved into it, and again when it was moved itself', async () => {
    const there = json({ code: 13000312 }, 400);
    const path = (of: string) => json({ fileIdPath: of });
    const { koo, server } = await drive([
      ...[path('/D2'), path('/F'), there],
      ...[path('/G'), there],
      ...[path('/D1'), path('/D2'), there],
      ...[path('/D1/D2'), path('/H'), there],
    ]);
    const into = (fileId: string, toParentId: string) => koo.move({ containerId: 'IAA', fileId, toParentId });
    await into('F', 'D2');
    await into('G', 'D2');
    await into('D2', 'D1');
    await into('H', 'D2');
    const targets = server.asked
      .filter(({ path: at }) => at.endsWith('/jobs'))
      .map(({ body }) => (JSON.parse(body) as { taskInfo: { newFilePath: string } }).taskInfo.newFilePath);
    expect(targets).toEqual(['/D2', '/D2', '/D1', '/D1/D2']);
  });

  it('do not wait for ever', async () => {
    const clock = createFakeClock();
    const begun = clock.now();
    const { koo } = await drive([paths, json({ data: '7' }), state(1)], { clock, timeouts: { job: 60_000 } });
    await expect(clock.through(koo.recycle(recycle))).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(clock.now() - begun).toBeGreaterThanOrEqual(60_000);
  });
});

describe('sessions and sync directories', () => {
  it('sign in with a code, refresh, sign out', async () => {
    const server = await testServer(
      json({ code: 0, data: 'https://id.example/login' }),
      json({
        code: 0,
        data: { accessToken: 'Bearer 6ebb', sessionId: 's', userId: 'u', userInfo: { userName: 'Ann' } },
      }),
      json({ code: 0, accessToken: 'Bearer 7' }),
      json({ code: 0, msg: '' }),
    );
    const sessions = createSessions({ server: server.url, clock: realClock, log: memoryLog() });
    closers.push(() => sessions.close(), server.close);
    await expect(sessions.authCodeUrl('host:8080')).resolves.toBe('https://id.example/login');
    const { credentials, user } = await sessions.createSession('c', 'host:8080');
    expect(user).toEqual({ userId: 'u', name: 'Ann' });
    expect(credentials).toEqual({ kind: 'token', userId: 'u', token: 'Bearer 6ebb', sessionId: 's' });
    await expect(sessions.refresh(credentials)).resolves.toEqual({ ...credentials, token: 'Bearer 7' });
    await sessions.logoff(credentials);
    expect(server.asked.map(({ method, path, query }) => `${method} ${path}?${query}`)).toEqual([
      'GET /koodrive/ose/v1/session/authCodeURL?domain=host%3A8080',
      'POST /koodrive/ose/v1/session/?',
      'POST /koodrive/ose/v1/session/refresh?',
      'GET /koodrive/ose/v1/session/logoff?',
    ]);
    expect(server.asked[1]?.headers.authorization).toBeUndefined();
  });

  it('follow the changes of a sync directory', async () => {
    const server = await testServer(
      json({ container: 'IAA', fileId: 'D5', fileName: 'x', exist: true }),
      json({ startCursor: 'c0' }),
      json({ fileChangeList: [], nextCursor: 'c1', hasMore: false }),
      json({ syncDirId: 'D5', code: '0' }),
    );
    const directories = createSyncDirectories({
      server: server.url,
      clock: realClock,
      log: memoryLog(),
      credentials: fixedSource(token),
    });
    closers.push(() => directories.close(), server.close);
    await expect(directories.adopt('IAA', 'D5')).resolves.toEqual({
      syncDirId: 'D5',
      name: 'x',
      existed: true,
    });
    const cursor = await directories.startCursor('IAA', 'D5');
    await expect(
      directories.listChanges({ containerId: 'IAA', syncDirId: 'D5', deviceId: 'd', cursor }),
    ).resolves.toEqual({
      changes: [],
      nextCursor: 'c1',
      hasMore: false,
    });
    await directories.closeDirectory('IAA', 'D5');
    expect(JSON.parse(server.asked[2]?.body ?? '')).toEqual({
      container: 'IAA',
      syncDirId: 'D5',
      deviceId: 'd',
      cursor: 'c0',
      pageSize: 100,
    });
  });
});
