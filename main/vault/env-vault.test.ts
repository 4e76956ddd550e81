import { describe, expect, it } from 'vitest';
import { vaultFromEnvironment } from './env-vault.ts';

describe('sign-in from the environment', () => {
  it('is absent without variables', () => {
    expect(vaultFromEnvironment({})).toBeUndefined();
    expect(vaultFromEnvironment({ KOOSYNC_TOKEN: '  ', PATH: 'x' })).toBeUndefined();
  });

  it('takes a token or an app secret', async () => {
    const token = vaultFromEnvironment({ KOOSYNC_USER_ID: 'u', KOOSYNC_TOKEN: ' AT 3b91 ' });
    await expect(token?.load('https://s', 'u')).resolves.toEqual({
      kind: 'token',
      userId: 'u',
      token: 'AT 3b91',
    });
    await expect(token?.load('https://s', 'somebody else')).resolves.toBeUndefined();
    const app = vaultFromEnvironment({ KOOSYNC_USER_ID: 'u', KOOSYNC_APP_ID: 'a', KOOSYNC_APP_SECRET: 's' });
    expect(app?.credentials).toEqual({ kind: 'app', userId: 'u', appId: 'a', appSecret: 's' });
  });

  it.each([
    [{ KOOSYNC_USER_ID: 'u' }],
    [{ KOOSYNC_TOKEN: 't' }],
    [{ KOOSYNC_APP_ID: 'a', KOOSYNC_APP_SECRET: 's' }],
    [{ KOOSYNC_USER_ID: 'u', KOOSYNC_APP_ID: 'a' }],
    [{ KOOSYNC_USER_ID: 'u', KOOSYNC_APP_SECRET: 's' }],
    [{ KOOSYNC_USER_ID: 'u', KOOSYNC_TOKEN: 't', KOOSYNC_APP_ID: 'a' }],
  ])('refuses half a sign-in: %j', (env) => {
    expect(() => vaultFromEnvironment(env)).toThrow(expect.objectContaining({ code: 'BAD_USAGE' }) as Error);
  });

  it('does not write', async () => {
    const vault = vaultFromEnvironment({ KOOSYNC_USER_ID: 'u', KOOSYNC_TOKEN: 't' });
    await expect(vault?.save('https://s', { kind: 'token', userId: 'u', token: 'n' })).rejects.toMatchObject({
      code: 'BAD_USAGE',
    });
    await expect(vault?.remove('https://s', 'u')).rejects.toMatchObject({ code: 'BAD_USAGE' });
  });
});
