import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKooSync } from './compose.ts';
import { KooError } from './model/errors.ts';
import type { TokenVault } from './vault/token-vault.ts';

let folder: string;
let home: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-whole-'));
  home = join(folder, 'state');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const vault: TokenVault = {
  place: 'secret-service',
  load: () => Promise.resolve(undefined),
  save: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};
const code = (value: string) => expect.objectContaining({ code: value }) as Error;

it('opens before anybody has signed in, and says so when something is asked', async () => {
  const koosync = await openKooSync({ home, env: {}, vault });
  expect(koosync.account.get().signedIn).toBe(false);
  expect((await koosync.engine.status()).pairs).toEqual([]);
  await expect(koosync.koodrive.spaces()).rejects.toThrow(code('SIGN_IN_NEEDED'));
  await expect(koosync.history.versions(join(folder, 'x'))).rejects.toThrow(code('NOT_IN_A_PAIR'));
  // Windows has no such bits: the folder lies in the user's own
  if (process.platform !== 'win32') expect(statSync(home).mode & 0o777).toBe(0o700);
  await koosync.close();
  await koosync.close();
});

it('speaks the language of the settings as they are now', async () => {
  const koosync = await openKooSync({ home, env: { LANG: 'zh_CN.UTF-8' }, vault });
  const offline = new KooError('OFFLINE', '');
  expect(koosync.sentence(offline)).toMatch(/\p{Script=Han}/u);
  koosync.settings.set({ language: 'en' });
  expect(koosync.sentence(offline)).toMatch(/^There is no connection/);
  expect(koosync.translate('tray.pause')).toBe('Pause');
  // a file that breaks takes away neither the words nor their language
  writeFileSync(koosync.settings.path, '{');
  expect(koosync.sentence(offline)).toMatch(/^There is no connection/);
  await koosync.close();
});

it('takes the language of the system from the app where it knows better', async () => {
  const koosync = await openKooSync({ home, env: { LANG: 'en_US' }, systemLanguage: 'zh-CN', vault });
  expect(koosync.translate('tray.pause')).toMatch(/\p{Script=Han}/u);
  await koosync.close();
});

it('leaves a broken database as it is', async () => {
  await (await openKooSync({ home, env: {}, vault })).close();
  const state = join(home, 'state.db');
  const junk = 'no database '.repeat(1000);
  writeFileSync(state, junk);
  await expect(openKooSync({ home, env: {}, vault })).rejects.toThrow(code('STATE_BROKEN'));
  expect(readFileSync(state, 'utf8')).toBe(junk);
});
