import { describe, expect, it } from 'vitest';
import { credentialsFromEnvironment } from './environment-credentials.ts';

describe('sign-in from the environment', () => {
  it('is absent without variables', () => {
    expect(credentialsFromEnvironment({})).toBeUndefined();
    expect(credentialsFromEnvironment({ KOOSYNC_TOKEN: '  ', PATH: 'x' })).toBeUndefined();
  });

  it('takes a token or an app secret', () => {
    expect(credentialsFromEnvironment({ KOOSYNC_USER_ID: 'u', KOOSYNC_TOKEN: ' AT 3b91 ' })).toEqual({
      kind: 'token',
      userId: 'u',
      token: 'AT 3b91',
    });
    const app = { KOOSYNC_USER_ID: 'u', KOOSYNC_APP_ID: 'a', KOOSYNC_APP_SECRET: 's' };
    expect(credentialsFromEnvironment(app)).toEqual({ kind: 'app', userId: 'u', appId: 'a', appSecret: 's' });
  });

  it.each([
    [{ KOOSYNC_USER_ID: 'u' }],
    [{ KOOSYNC_TOKEN: 't' }],
    [{ KOOSYNC_APP_ID: 'a', KOOSYNC_APP_SECRET: 's' }],
    [{ KOOSYNC_USER_ID: 'u', KOOSYNC_APP_ID: 'a' }],
    [{ KOOSYNC_USER_ID: 'u', KOOSYNC_APP_SECRET: 's' }],
    [{ KOOSYNC_USER_ID: 'u', KOOSYNC_TOKEN: 't', KOOSYNC_APP_ID: 'a' }],
  ])('refuses half a sign-in: %j', (env) => {
    expect(() => credentialsFromEnvironment(env)).toThrow(
      expect.objectContaining({ code: 'BAD_USAGE' }) as Error,
    );
  });
});
