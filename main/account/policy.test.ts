/** Who is signed in where the organisation fixed the server. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseServer } from '../koodrive/server-address.ts';
import { realClock } from '../lib/clock.ts';
import type { Policy } from '../policy/schema.ts';
import { openSettings } from '../settings/settings.ts';
import type { Credentials, TokenVault } from '../vault/token-vault.ts';
import { createAccount, type Connection } from './account.ts';
import type { Environment } from './environment.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-fixed-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const a = 'https://a.example';
const b = 'https://b.example';
const form = (server: string) => ({ kind: 'token' as const, server, userId: 'u', token: `for ${server}` });
const failsWith = (code: string, say: string) =>
  expect.objectContaining({
    code,
    detail: expect.objectContaining({ values: expect.objectContaining({ say }) as unknown }) as unknown,
  }) as Error;

const world = (env: Environment = {}) => {
  const kept = new Map<string, Credentials>();
  const vault: TokenVault = {
    place: 'secret-service',
    load: async (server) => kept.get(server),
    save: async (server, credentials) => void kept.set(server, credentials),
    remove: async (server) => void kept.delete(server),
  };
  let values: Policy = {};
  let isServerUnknown = false;
  const settings = openSettings(home, realClock, { values: () => values, onChange: () => () => undefined });
  const asked: string[] = [];
  const account = createAccount({
    settings,
    vault,
    env,
    parseServer: (text) => parseServer(text).origin,
    connect: (server) => {
      asked.push(server);
      return { checkSession: async () => ({}), close: async () => undefined } as unknown as Connection;
    },
    now: () => 1,
    policy: () => ({ values, isServerUnknown, path: '/etc/p' }),
    placeWords: (place) => place,
  });
  return {
    account,
    kept,
    asked,
    fix: (given: Policy, isUnknown = false) => {
      values = given;
      isServerUnknown = isUnknown;
    },
  };
};

describe('a server that is fixed', () => {
  it('is the only one that can be signed in to', async () => {
    const { account, kept, asked, fix } = world();
    fix({ server: a });
    await expect(account.signIn(form(b))).rejects.toThrow(failsWith('BAD_USAGE', 'sentence.setByPolicy'));
    expect(asked).toEqual([]);
    expect(account.get()).toMatchObject({ signedIn: false, server: a });
    await account.signIn(form(`${a}/`));
    expect(account.get()).toMatchObject({ signedIn: true, server: a });
    expect((await account.current()).server).toBe(a);
    expect([...kept.keys()]).toEqual([a]);
  });

  it('is never sent the secret of a sign-in that was made elsewhere', async () => {
    const { account, kept, fix } = world();
    await account.signIn(form(a));
    fix({ server: b });
    expect(account.get()).toMatchObject({ signedIn: false, server: b, userId: 'u' });
    await expect(account.current()).rejects.toThrow(
      expect.objectContaining({ code: 'SIGN_IN_NEEDED' }) as Error,
    );
    // lifted again, the sign-in is what it was
    fix({});
    expect((await account.current()).server).toBe(a);
    fix({ server: b });
    await account.signIn(form(b));
    expect([...kept.keys()]).toEqual([b]);
    expect(readFileSync(join(home, 'settings.json'), 'utf8')).toContain(b);
  });

  it('leaves no secret behind when somebody signs out under it', async () => {
    const { account, kept, fix } = world();
    await account.signIn(form(a));
    fix({ server: b });
    await account.signOut();
    expect([...kept.keys()]).toEqual([]);
  });

  it('wins over the environment', async () => {
    const env = { KOOSYNC_SERVER: a, KOOSYNC_USER_ID: 'u', KOOSYNC_TOKEN: 't' };
    const { account, fix } = world(env);
    expect((await account.current()).server).toBe(a);
    fix({ server: b });
    await expect(account.current()).rejects.toThrow(
      failsWith('SIGN_IN_NEEDED', 'sentence.environmentServer'),
    );
    fix({ server: a });
    expect((await account.current()).server).toBe(a);
  });

  it('that cannot be understood lets nobody go anywhere', async () => {
    const { account, asked, fix } = world();
    await account.signIn(form(a));
    fix({}, true);
    const unknown = failsWith('SIGN_IN_NEEDED', 'sentence.policyServer');
    await expect(account.current()).rejects.toThrow(unknown);
    await expect(account.signIn(form(b))).rejects.toThrow(unknown);
    expect(asked).toEqual([a]);
  });
});
