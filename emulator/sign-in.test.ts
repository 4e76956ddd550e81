import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from './defaults.ts';
import { formatCompactDate } from './rules/dates.ts';
import { signatureOf } from './rules/signature.ts';
import { startKit } from './test-kit.ts';
import type { Answer, Kit } from './test-kit.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await startKit();
});
afterEach(() => kit.stop());

const minute = 60_000;
const probe = `/v1/space/container/${defaults.containerId}`;

const withHeaders = async (more: Record<string, string | undefined>, path = probe): Promise<Answer> => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...kit.headers(), ...more })) {
    if (value !== undefined) headers[name] = value;
  }
  const response = await fetch(`${kit.url()}/koodrive/ose${path}`, { headers });
  return {
    status: response.status,
    date: response.headers.get('date'),
    ...((await response.json()) as object),
  };
};

describe('token mode', () => {
  it('takes a space or a plus after Bearer', async () => {
    expect(await withHeaders({ authorization: `Bearer ${defaults.token}` })).toMatchObject({ status: 200 });
    expect(await withHeaders({ authorization: `Bearer+${defaults.token}` })).toMatchObject({ status: 200 });
    expect(await withHeaders({ authorization: defaults.token })).toMatchObject({ status: 401 });
    expect(await withHeaders({ authorization: undefined })).toMatchObject({ status: 401 });
  });
  it('insists on X-Date and X-User-Id', async () => {
    expect(await withHeaders({ 'x-date': undefined })).toMatchObject({ status: 400, code: 13000101 });
    expect(await withHeaders({ 'x-user-id': undefined })).toMatchObject({ status: 400, code: 13000102 });
    expect(await withHeaders({ 'x-user-id': '1' })).toMatchObject({ status: 401 });
  });
  it('takes X-Date up to 15 minutes old and never from the future', async () => {
    const at = (ms: number): Promise<Answer> => withHeaders({ 'x-date': formatCompactDate(kit.now() + ms) });
    expect(await at(0)).toMatchObject({ status: 200 });
    expect(await at(-15 * minute)).toMatchObject({ status: 200 });
    expect(await at(-15 * minute - 1000)).toMatchObject({ status: 400, code: 13000101 });
    expect(await at(1000)).toMatchObject({ status: 400, code: 13000101 });
  });
  it('answers with the Date of its own clock', async () => {
    kit.control.setClockOffset(90 * minute);
    const answer = await withHeaders({});
    expect(answer.status).toBe(400);
    expect(Date.parse(answer.date as string)).toBe(kit.now() + 90 * minute);
  });
  it('lets an issued token slide for 20 minutes, and the demo token live on', async () => {
    const authorization = kit.control.issueToken();
    for (let i = 0; i < 3; i += 1) {
      kit.tick(20 * minute);
      expect(await withHeaders({ authorization })).toMatchObject({ status: 200 });
    }
    kit.tick(20 * minute + 1);
    expect(await withHeaders({ authorization })).toMatchObject({ status: 401 });
    expect(await withHeaders({})).toMatchObject({ status: 200 });
    kit.control.setDemoTokenExpires(true);
    kit.tick(20 * minute + 1);
    expect(await withHeaders({})).toMatchObject({ status: 401 });
  });
  it('can kill and revive all tokens', async () => {
    kit.control.killTokens();
    expect(await withHeaders({})).toMatchObject({ status: 401 });
    kit.control.reviveTokens();
    expect(await withHeaders({})).toMatchObject({ status: 200 });
  });
});

describe('app mode', () => {
  const signed = (names: string[], path = probe, query = ''): Record<string, string> => {
    const headers = { 'x-date': formatCompactDate(kit.now()), 'x-user-id': defaults.userId };
    const request = { method: 'GET', path: `/koodrive/ose${path}`, query, headers, body: Buffer.alloc(0) };
    const signature = signatureOf(request, names, defaults.appSecret);
    return {
      ...headers,
      authorization: `HMAC-SHA256 AppId=${defaults.appId},SignedHeaders=${names.join(';')},Signature=${signature}`,
    };
  };
  it('takes a good signature', async () => {
    expect(await withHeaders(signed(['x-date', 'x-user-id']))).toMatchObject({ status: 200 });
    const path = `/v2/space/${defaults.userId}`;
    expect(
      await withHeaders(signed(['x-date', 'x-user-id'], path, 'type=1'), `${path}?type=1`),
    ).toMatchObject({
      status: 200,
    });
  });
  it('refuses one that leaves x-user-id out, is for another path, or another user', async () => {
    expect(await withHeaders(signed(['x-date']))).toMatchObject({ status: 401 });
    expect(await withHeaders(signed(['x-date', 'x-user-id'], '/v1/other'))).toMatchObject({ status: 401 });
    expect(await withHeaders({ ...signed(['x-date', 'x-user-id']), 'x-user-id': '7' })).toMatchObject({
      status: 401,
    });
  });
  it('is not for session calls', async () => {
    const path = '/v1/session/auth';
    expect(await withHeaders(signed(['x-date', 'x-user-id'], path), path)).toMatchObject({ status: 401 });
  });
});

describe('sessions', () => {
  it('goes from the sign-in page to a token, refreshes it and signs off', async () => {
    const { data: page } = await kit.get('/v1/session/authCodeURL?domain=localhost:8080');
    const code = /<code>(\w+)<\/code>/.exec(await (await fetch(page as string)).text())?.[1];
    const made = await kit.post('/v1/session/', { code });
    expect(made.data).toMatchObject({ userId: defaults.userId, userInfo: { role: '1' } });
    expect(made.data.accessToken).toMatch(/^Bearer \w+$/);
    expect(await kit.post('/v1/session', { code })).toMatchObject({ status: 401 });

    kit.setToken(made.data.accessToken as string);
    expect(await kit.get('/v1/session/auth')).toMatchObject({ code: 0, data: { userId: defaults.userId } });
    const response = await fetch(`${kit.url()}/koodrive/ose/v1/session/refresh`, {
      method: 'POST',
      headers: { ...kit.headers(), 'x-session-id': made.data.sessionId as string },
    });
    const refreshed = (await response.json()) as Answer;
    expect(refreshed.accessToken).toMatch(/^Bearer \w+$/);
    await kit.get('/v1/session/logoff');
    expect(await kit.get('/v1/session/auth')).toMatchObject({ status: 401 });
    kit.setToken(refreshed.accessToken as string);
    expect(await kit.get('/v1/session/auth')).toMatchObject({ status: 200 });
  });
  it('signs in, refreshes and out by the carrier calls', async () => {
    const login = async (password: string): Promise<Answer> => {
      const response = await fetch(`${kit.url()}/koodrive/ose/v1/auth/login`, {
        method: 'POST',
        headers: { 'x-hw-agentName': 'test', 'content-type': 'application/json' },
        body: JSON.stringify({ account: defaults.account, authType: '1', password }),
      });
      return { status: response.status, ...((await response.json()) as object) };
    };
    expect(await login('wrong')).toMatchObject({ status: 401 });
    const made = await login(defaults.password);
    const { accessToken, refreshToken } = made.data.sessionInfo;
    kit.setToken(accessToken as string);
    expect(await kit.get(probe)).toMatchObject({ status: 200 });
    const again = await kit.post('/v1/auth/refreshToken', { refreshToken });
    expect(again.data.sessionInfo.refreshToken).toBe(refreshToken);
    kit.setToken(again.data.sessionInfo.accessToken as string);
    await kit.post('/v1/auth/logout', { userId: defaults.userId, accessToken });
    expect(await kit.get(probe)).toMatchObject({ status: 200 });
    kit.setToken(accessToken as string);
    expect(await kit.get(probe)).toMatchObject({ status: 401 });
  });
  it('tells spaces by owner, by id and all', async () => {
    const one = await kit.get(`/v1/space/${defaults.userId}?type=1`);
    expect(one.data).toMatchObject({ containerId: defaults.containerId, status: '0' });
    const all = await kit.get(`/v2/space/${defaults.userId}`);
    expect(all.data).toEqual([one.data]);
    kit.control.addSpace({ containerId: 'IAATeam', type: '2', ownerId: 'team-1', capacity: 1000 });
    expect(await kit.get('/v1/space/teamList?offset=0&limit=10')).toMatchObject({
      total: '1',
      teams: [{ id: 'team-1', containerId: 'IAATeam' }],
    });
    kit.control.setSpaceStatus(defaults.containerId, '1');
    expect(await kit.get(probe)).toMatchObject({ status: 400, code: 13000412 });
    expect(await kit.get('/v1/space/container/none')).toMatchObject({ code: 13000301 });
  });
});
