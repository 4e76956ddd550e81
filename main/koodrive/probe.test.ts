/** Hosts that are asked whether they are there, against servers made by hand. */
import { afterEach, describe, expect, it } from 'vitest';
import { realClock } from '../lib/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import { createKooDrive } from './client.ts';
import { fixedSource } from './credentials.ts';
import { html, json, testServer, type Answer } from './test-server.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function drive(answers: Answer[], timeouts: object = {}) {
  const server = await testServer(...answers);
  const koo = createKooDrive({
    server: server.url,
    credentials: fixedSource({ kind: 'token', userId: 'u', token: 'topsecrettoken' }),
    clock: realClock,
    log: memoryLog(),
    timeouts,
  });
  closers.push(() => koo.close(), server.close);
  return { koo, server, url: server.url };
}
const signedIn = json({ code: 0, data: { userId: 'u', userName: 'Ann' } });
const xml =
  (status: number, code: string): Answer =>
  (_asked, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(`<Error><Code>${code}</Code></Error>`);
const redirect: Answer = (_asked, response) =>
  void response.writeHead(302, { location: 'http://portal.invalid/' }).end();
const silence: Answer = () => undefined;
const cut: Answer = (_asked, _response, request) => void request.socket.destroy();

describe('the API', () => {
  it('is asked about the sign-in, or about an entry', async () => {
    const { koo, server } = await drive([signedIn, json({ code: 13000309, msg: 'x' }, 400)]);
    await koo.probe('api');
    // that the entry is not there is an answer
    await koo.probe('api', { entry: { containerId: 'c', fileId: 'F1' } });
    expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /koodrive/ose/v1/session/auth',
      'POST /koodrive/ose/v1/files/F1/detail',
    ]);
  });

  it.each([
    ['a page', html(200), 'PORTAL'],
    ['a redirect', redirect, 'PORTAL'],
    ['a gateway out of order', html(503), 'SERVER_BUSY'],
    ['no sign-in', json({ msg: 'x' }, 401), 'SIGN_IN_NEEDED'],
    ['a request for a pause', json({}, 429, { 'retry-after': '7' }), 'THROTTLED'],
    ['silence', silence, 'TIMED_OUT'],
    ['a closed socket', cut, 'OFFLINE'],
  ])('%s is no answer of its own', async (_name, answer, code) => {
    const { koo } = await drive([signedIn, answer], { probe: 200 });
    await koo.checkSession();
    await expect(koo.probe('api')).rejects.toMatchObject({ code, detail: { host: 'api' } });
  });

  it('is not asked any more when nobody waits for the answer', async () => {
    const { koo } = await drive([silence]);
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 20);
    await expect(koo.probe('api', { signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('a storage', () => {
  it('is asked without a signature, where it was last asked for something', async () => {
    const { koo, server, url } = await drive([xml(403, 'AccessDenied')]);
    await koo.probe(url);
    const link = { number: 1, url: `${url}/uploads/F1?X-Amz-Signature=topsecretsignature` };
    await koo.putPart(link, new Uint8Array(3)).catch(() => undefined);
    await koo.probe(url);
    expect(server.asked.map(({ method, path, query }) => [method, path, query])).toEqual([
      ['GET', '/', ''],
      ['PUT', '/uploads/F1', 'X-Amz-Signature=topsecretsignature'],
      ['GET', '/uploads/F1', ''],
    ]);
    expect(server.asked[2]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['a key that is not there', xml(404, 'NoSuchKey')],
    ['a method that is not allowed', xml(405, 'MethodNotAllowed')],
    ['another region', xml(301, 'PermanentRedirect')],
    ['content for everybody', ((_a, r) => void r.writeHead(200).end('x')) as Answer],
  ])('%s is an answer of its own', async (_name, answer) => {
    const { koo, url } = await drive([answer]);
    await expect(koo.probe(url)).resolves.toBeUndefined();
  });

  it.each([
    ['a page', html(200), 'PORTAL'],
    ['a page that forbids', html(403), 'PORTAL'],
    ['a redirect', redirect, 'PORTAL'],
    ['a gateway out of order', html(502), 'SERVER_BUSY'],
    ['a request for a pause', xml(503, 'SlowDown'), 'THROTTLED'],
    ['silence', silence, 'TIMED_OUT'],
    ['a closed socket', cut, 'OFFLINE'],
  ])('%s is not', async (_name, answer, code) => {
    const { koo, url } = await drive([answer], { probe: 200 });
    await expect(koo.probe(url)).rejects.toMatchObject({ code, detail: { host: url } });
  });
});
