import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseServer } from '../koodrive/server-address.ts';
import type { CredentialSource } from '../koodrive/credentials.ts';
import { KooError } from '../model/errors.ts';
import { openSettings, type Settings } from '../settings/settings.ts';
import type { Credentials, TokenVault } from '../vault/token-vault.ts';
import { createAccount, type Account, type Connection } from './account.ts';
import type { Environment } from './environment.ts';
import { createLazyClient } from './lazy-client.ts';

let home: string;
let settings: Settings;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-account-'));
  settings = openSettings(home);
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const memoryVault = () => {
  const kept = new Map<string, Credentials>();
  let loads = 0;
  const vault: TokenVault = {
    place: 'secret-service',
    load: (server, userId) => {
      loads += 1;
      return Promise.resolve(kept.get(`${server} ${userId}`));
    },
    save: (server, credentials) => {
      kept.set(`${server} ${credentials.userId}`, credentials);
      return Promise.resolve();
    },
    remove: (server, userId) => {
      kept.delete(`${server} ${userId}`);
      return Promise.resolve();
    },
  };
  return { vault, kept, loads: () => loads };
};

/** A server that takes the token "good" alone. */
const server = () => {
  const opened: { server: string; closed: boolean; source: CredentialSource }[] = [];
  const connect = (address: string, source: CredentialSource): Connection => {
    const one = { server: address, closed: false, source };
    opened.push(one);
    return {
      checkSession: async () => {
        const credentials = await source.current();
        if (credentials?.kind !== 'token' || credentials.token !== 'good')
          throw new KooError('SIGN_IN_NEEDED', 'refused', { detail: { status: 401 } });
        return { userId: credentials.userId, name: address };
      },
      close: () => {
        one.closed = true;
        return Promise.resolve();
      },
    } as Connection;
  };
  return { opened, connect };
};

const world = (env: Environment = {}) => {
  const { vault, kept, loads } = memoryVault();
  const { opened, connect } = server();
  let now = 1_000;
  const account = createAccount({
    placeWords: (place) => `the place ${place}`,
    settings,
    vault,
    env,
    connect,
    parseServer: (text) => parseServer(text).origin,
    now: () => (now += 1),
  });
  return { account, vault, kept, loads, opened, connect };
};
const form = (token: string, userId = 'u') => ({
  kind: 'token' as const,
  server: 'https://a.test/',
  userId,
  token,
});
const code = (value: string) => expect.objectContaining({ code: value }) as Error;

describe('signing in', () => {
  it('puts the secret into the vault alone, and the rest into the settings', async () => {
    const { account, kept, opened } = world();
    expect(account.get()).toMatchObject({ signedIn: false });
    await expect(account.signIn(form(' good '))).resolves.toEqual({
      signedIn: true,
      server: 'https://a.test',
      userId: 'u',
      vault: 'the place secret-service',
    });
    expect([...kept.values()]).toEqual([{ kind: 'token', userId: 'u', token: 'good' }]);
    expect(readFileSync(settings.path, 'utf8')).not.toContain('good');
    expect(opened.every(({ closed }) => closed)).toBe(true);
  });

  it('outlives a settings file that breaks while we run', async () => {
    const { account } = world();
    await account.signIn(form('good'));
    writeFileSync(settings.path, '{');
    await expect(account.current()).resolves.toMatchObject({ server: 'https://a.test' });
    expect(() => account.get()).toThrow(code('SETTINGS_BROKEN'));
  });

  it('saves nothing that the server refuses', async () => {
    const { account, kept } = world();
    await expect(account.signIn(form('bad'))).rejects.toThrow(code('SIGN_IN_NEEDED'));
    expect(kept.size).toBe(0);
    expect(account.get().signedIn).toBe(false);
  });

  it('refuses an address that is none, before anything is sent', async () => {
    const { account, opened } = world();
    await expect(account.signIn({ ...form('good'), server: 'http://a.test' })).rejects.toThrow(
      code('WRONG_SERVER'),
    );
    expect(opened).toEqual([]);
  });

  it('as somebody else takes the former secret out of the vault', async () => {
    const { account, kept } = world();
    await account.signIn(form('good', 'first'));
    await account.signIn(form('good', 'second'));
    expect([...kept.keys()]).toEqual(['https://a.test second']);
  });

  it('out again removes the secret and keeps the address as a proposal', async () => {
    const { account, kept } = world();
    await account.signIn(form('good'));
    await expect(account.signOut()).resolves.toMatchObject({
      signedIn: false,
      server: 'https://a.test',
      userId: 'u',
    });
    expect(kept.size).toBe(0);
    await expect(account.current()).rejects.toThrow(code('SIGN_IN_NEEDED'));
  });
});

describe('the sign-in in force', () => {
  it('asks the vault once, until the server refuses or somebody signs in', async () => {
    const { account, loads } = world();
    await account.signIn(form('good'));
    const [one, two] = [await account.current(), await account.current()];
    expect(one).toBe(two);
    expect(loads()).toBe(1);
    account.forget();
    expect(await account.current()).not.toBe(one);
    await account.signIn(form('good'));
    await account.current();
    expect(loads()).toBe(3);
  });

  it('keeps a renewed token, but not after signing out', async () => {
    const { account, kept } = world();
    await account.signIn(form('good'));
    const { source } = await account.current();
    await source.changed?.({ kind: 'token', userId: 'u', token: 'renewed' });
    expect(await source.current()).toMatchObject({ token: 'renewed' });
    expect([...kept.values()]).toMatchObject([{ token: 'renewed' }]);
    await account.signOut();
    await source.changed?.({ kind: 'token', userId: 'u', token: 'late' });
    expect(kept.size).toBe(0);
  });

  it('says a locked keyring each time, and works when it is unlocked', async () => {
    const { account, vault } = world();
    await account.signIn(form('good'));
    const { load } = vault;
    vault.load = () => Promise.reject(new KooError('KEYRING_UNAVAILABLE', 'locked'));
    await expect(account.current()).rejects.toThrow(code('KEYRING_UNAVAILABLE'));
    vault.load = load;
    await expect(account.current()).resolves.toMatchObject({ server: 'https://a.test' });
  });
});

describe('the environment', () => {
  const full = { KOOSYNC_SERVER: 'http://127.0.0.1:9/', KOOSYNC_USER_ID: 'e', KOOSYNC_TOKEN: 'good' };

  it('replaces settings and vault', async () => {
    const { account, loads } = world(full);
    expect(account.get()).toMatchObject({ signedIn: true, userId: 'e' });
    const current = await account.current();
    expect(current.server).toBe('http://127.0.0.1:9');
    expect(await current.source.current()).toEqual({ kind: 'token', userId: 'e', token: 'good' });
    expect(await account.current()).toBe(current);
    expect(loads()).toBe(0);
  });

  it.each([
    [{ ...full, KOOSYNC_SERVER: '' }, 'KOOSYNC_SERVER'],
    [{ ...full, KOOSYNC_TOKEN: undefined, KOOSYNC_APP_ID: 'a' }, 'KOOSYNC_APP_SECRET'],
    [{ KOOSYNC_APP_SECRET: 's' }, 'KOOSYNC_SERVER, KOOSYNC_USER_ID, KOOSYNC_APP_ID'],
  ])('names what lacks: %j', (env, missing) => {
    const { account } = world(env);
    expect(() => account.get()).toThrow(
      expect.objectContaining({
        code: 'BAD_USAGE',
        detail: { values: { say: 'sentence.environmentHalf', missing } },
      }) as Error,
    );
  });

  it.each([[{ ...full, KOOSYNC_TOKEN: undefined }], [{ KOOSYNC_SERVER: 'https://x.example' }]])(
    'says which variables a sign-in needs where there is no secret: %j',
    (env) => {
      const { account } = world(env);
      expect(() => account.get()).toThrow(
        expect.objectContaining({ detail: { values: { say: 'sentence.environmentNoSecret' } } }),
      );
    },
  );

  it('is one way to sign in, not two, and cannot be signed out of', async () => {
    expect(() => world({ ...full, KOOSYNC_APP_ID: 'a' }).account.get()).toThrow(code('BAD_USAGE'));
    await expect(world(full).account.signOut()).rejects.toThrow(code('BAD_USAGE'));
    await expect(world(full).account.signIn(form('good'))).rejects.toThrow(code('BAD_USAGE'));
  });
});

describe('the client that is always there', () => {
  const lazy = (account: Account, connect: ReturnType<typeof server>['connect']) =>
    createLazyClient(account, (current) => connect(current.server, current.source));

  it('throws SIGN_IN_NEEDED, then works after a sign-in, then not after signing out', async () => {
    const { account, connect, opened } = world();
    const koodrive = lazy(account, connect);
    await expect(koodrive.checkSession()).rejects.toThrow(code('SIGN_IN_NEEDED'));
    await account.signIn(form('good'));
    await expect(koodrive.checkSession()).resolves.toMatchObject({ userId: 'u' });
    await koodrive.checkSession();
    expect(opened.length).toBe(2);
    await account.signOut();
    await expect(koodrive.checkSession()).rejects.toThrow(code('SIGN_IN_NEEDED'));
    await koodrive.close();
    expect(opened.every(({ closed }) => closed)).toBe(true);
  });

  it('takes up the token that another process saved, after a refusal', async () => {
    const { account, connect, kept } = world();
    await account.signIn(form('good'));
    kept.set('https://a.test u', { kind: 'token', userId: 'u', token: 'dead' });
    const koodrive = lazy(account, connect);
    await expect(koodrive.checkSession()).rejects.toThrow(code('SIGN_IN_NEEDED'));
    kept.set('https://a.test u', { kind: 'token', userId: 'u', token: 'good' });
    await expect(koodrive.checkSession()).resolves.toMatchObject({ userId: 'u' });
  });

  it('has every call of KooDrive', () => {
    const { account, connect } = world();
    const koodrive = lazy(account, connect);
    expect(Object.values(koodrive).every((call) => typeof call === 'function')).toBe(true);
  });
});
