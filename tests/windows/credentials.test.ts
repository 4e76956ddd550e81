/** The secret in Windows' own Credential Manager, by the real keytar. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';

type Keytar = {
  findCredentials(service: string): Promise<{ readonly account: string; readonly password: string }[]>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  getPassword(service: string, account: string): Promise<string | null>;
  deletePassword(service: string, account: string): Promise<boolean>;
};
const keytar = createRequire(import.meta.url)('keytar') as Keytar;

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld();
  for (const name of ['KOOSYNC_SERVER', 'KOOSYNC_USER_ID', 'KOOSYNC_TOKEN'])
    Reflect.deleteProperty(world.env, name);
});
afterEach(async () => {
  await world.close();
});

it('keytar keeps, finds and forgets what is no ASCII', async () => {
  await keytar.setPassword('KooSync test', '用户 é', 'sécret 中文');
  expect(await keytar.getPassword('KooSync test', '用户 é')).toBe('sécret 中文');
  expect(await keytar.findCredentials('KooSync test')).toEqual([
    { account: '用户 é', password: 'sécret 中文' },
  ]);
  expect(await keytar.deletePassword('KooSync test', '用户 é')).toBe(true);
  expect(await keytar.getPassword('KooSync test', '用户 é')).toBeNull();
});

it('koosync signs in, works in another process, and signs out; the secret is in no file', async () => {
  expect(await world.koosync('whoami')).toMatchObject({ code: 4 });
  const words = ['sign-in', '--server', world.emulator.url, '--user-id', defaults.userId];
  const signedIn = await world.start(words, { input: `${defaults.token}\r\n` }).ended;
  expect(signedIn).toMatchObject({ code: 0, out: expect.stringContaining('Credential Manager') as string });
  expect(await world.koosync('whoami')).toMatchObject({ code: 0 });
  expect(await world.koosync('spaces')).toMatchObject({ code: 0 });
  for (const entry of readdirSync(world.home, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      expect(readFileSync(join(entry.parentPath, entry.name)).includes(defaults.token), entry.name).toBe(
        false,
      );
  expect(await world.koosync('sign-out')).toMatchObject({ code: 0 });
  expect(await world.koosync('whoami')).toMatchObject({ code: 4 });
});
