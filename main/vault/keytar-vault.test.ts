import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createKeytarVault, type Keychain } from './keytar-vault.ts';

const run = promisify(execFile);
const child = path.join(import.meta.dirname, 'keyring-child.ts');
const homes: string[] = [];
afterAll(() => {
  for (const home of homes) fs.rmSync(home, { recursive: true, force: true });
});

/** An environment of its own: no bus, no display, nobody's keyring. */
function freshEnvironment(): NodeJS.ProcessEnv {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-keyring-'));
  homes.push(home);
  fs.mkdirSync(path.join(home, 'run'), { mode: 0o700 });
  return { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: path.join(home, 'run') };
}

/**
 * Runs the child with a Secret Service on a session bus of its own (Linux); elsewhere against the user's keychain.
 * Fails, and does not skip, where the tools are missing: `npm run setup` names the packages.
 */
async function withKeyring(script: string, ...args: string[]): Promise<Record<string, unknown>> {
  const node = [process.execPath, child, ...args];
  if (process.platform !== 'linux')
    return JSON.parse((await run(node[0] ?? '', node.slice(1))).stdout) as Record<string, unknown>;
  for (const [tool, debian] of [
    ['dbus-run-session', 'dbus'],
    ['gnome-keyring-daemon', 'gnome-keyring'],
  ] as const)
    if (spawnSync(tool, ['--version'], { stdio: 'ignore' }).error !== undefined)
      throw new Error(
        `${tool} is missing: install the package ${debian} (and libsecret-1-0); see docs/testing.md`,
      );
  const { stdout } = await run(
    'dbus-run-session',
    ['--', 'sh', '-c', `${script}; exec "$@"`, 'sh', ...node],
    {
      env: freshEnvironment(),
      timeout: 25_000,
    },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

const unlocked = 'printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1';

describe('the real keyring', () => {
  it('keeps, replaces, splits, finds per server and removes secrets', async () => {
    const result = await withKeyring(unlocked, 'roundTrip', '20000');
    expect(result).toMatchObject({
      absent: null,
      first: true,
      second: true,
      third: true,
      elsewhere: null,
      other: true,
      left: [],
    });
    // Windows: 2,560 bytes an entry
    expect(result['largest']).toBeLessThanOrEqual(1_200);
    expect(result['whenLong']).toBeGreaterThan(3);
    // parts of the secret before are gone: main entry, 4 parts, the other account
    expect(result['afterAnother']).toBeLessThan(Number(result['whenLong']));
  });

  it.runIf(process.platform === 'linux')(
    'says KEYRING_UNAVAILABLE in time where there is no bus',
    async () => {
      const { stdout } = await run(process.execPath, [child, 'load', '5000'], { env: freshEnvironment() });
      const result = JSON.parse(stdout) as { code: string; ms: number };
      expect(result).toMatchObject({ code: 'KEYRING_UNAVAILABLE' });
      expect(result.ms).toBeLessThan(5_500);
    },
  );

  it.runIf(process.platform === 'linux')('says so in time where the keyring cannot be unlocked', async () => {
    const result = await withKeyring('true', 'save', '3000');
    expect(result['code']).toBe('KEYRING_UNAVAILABLE');
    expect(result['ms']).toBeLessThan(4_000);
  });
});

/** A keychain in memory; `hang` makes every call wait for ever. */
function fakeKeychain() {
  const held = new Map<string, string>();
  const state = { held, hang: false, calls: 0 };
  const answer = <T>(value: () => T): Promise<T> => {
    state.calls++;
    return state.hang ? new Promise<T>(() => undefined) : Promise.resolve(value());
  };
  const keychain: Keychain = {
    getPassword: (_service, account) => answer(() => held.get(account) ?? null),
    setPassword: (_service, account, password) => answer(() => void held.set(account, password)),
    deletePassword: (_service, account) => answer(() => held.delete(account)),
  };
  return { state, keychain: () => Promise.resolve(keychain) };
}

describe('the keyring vault', () => {
  const server = 'https://s';
  const token = { kind: 'token', userId: 'u', token: 't'.repeat(3_000) } as const;

  it('gives up a keyring that does not answer, and does not pile calls up on it', async () => {
    const { state, keychain } = fakeKeychain();
    state.hang = true;
    const vault = createKeytarVault({ keychain, timeoutMs: 60 });
    await expect(vault.load(server, 'u')).rejects.toMatchObject({
      code: 'KEYRING_UNAVAILABLE',
      message: 'The system keyring cannot be used: it gave no answer within 0.06 s; it may be locked.',
    });
    await expect(vault.load(server, 'u')).rejects.toMatchObject({ code: 'KEYRING_UNAVAILABLE' });
    expect(state.calls).toBe(1);
  });

  it('says KEYRING_UNAVAILABLE where the module is missing, and tries again the next time', async () => {
    let there = false;
    const { keychain } = fakeKeychain();
    const vault = createKeytarVault({
      keychain: () => (there ? keychain() : Promise.reject(new Error('Cannot find module'))),
    });
    await expect(vault.load(server, 'u')).rejects.toMatchObject({ code: 'KEYRING_UNAVAILABLE' });
    there = true;
    await expect(vault.load(server, 'u')).resolves.toBeUndefined();
  });

  it('keeps the old secret whole when it dies while parts are written', async () => {
    const { state, keychain } = fakeKeychain();
    const vault = createKeytarVault({ keychain });
    await vault.save(server, token);
    const dying = createKeytarVault({
      keychain: async () => {
        const real = await keychain();
        let left = 2;
        return {
          ...real,
          setPassword: (...args) =>
            left-- > 0 ? real.setPassword(...args) : Promise.reject(new Error('dead')),
        };
      },
    });
    await expect(dying.save(server, { ...token, token: 'n'.repeat(3_000) })).rejects.toMatchObject({
      code: 'KEYRING_UNAVAILABLE',
    });
    await expect(vault.load(server, 'u')).resolves.toEqual(token);
    for (const value of state.held.values()) expect(value.length).toBeLessThanOrEqual(1_200);
  });

  it('takes a damaged entry for no sign-in', async () => {
    const { state, keychain } = fakeKeychain();
    const vault = createKeytarVault({ keychain });
    await vault.save(server, token);
    for (const key of state.held.keys()) if (key.endsWith('.2')) state.held.delete(key);
    await expect(vault.load(server, 'u')).resolves.toBeUndefined();
    state.held.set('u@https://s', '{"kind":"token"');
    await expect(vault.load(server, 'u')).resolves.toBeUndefined();
    await vault.save(server, { kind: 'app', userId: 'u', appId: 'a', appSecret: 's' });
    await expect(vault.load(server, 'u')).resolves.toMatchObject({ kind: 'app' });
  });
});
