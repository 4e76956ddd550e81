/** The verbs of the Windows Explorer in a real registry, Wine's: written, read back and removed by its reg.exe. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFileManagers } from '../../main/file-managers/file-managers.ts';
import { explorerKeys, explorerValues } from '../../main/file-managers/formats/explorer.ts';
import { placesOf } from '../../main/file-managers/places.ts';
import { openRegistry, type RunReg } from '../../main/file-managers/registry.ts';
import { wine } from './needs.ts';

let prefix: string;
beforeEach(() => {
  prefix = mkdtempSync(join(tmpdir(), 'koo-wine-'));
  // it stays until it is told to go: by itself it goes after some seconds, and who comes just then is not served
  spawnSync('wineserver', ['-p'], { env: { ...process.env, WINEPREFIX: prefix }, stdio: 'ignore' });
});
afterEach(() => {
  spawnSync('wineserver', ['-k'], { env: { ...process.env, WINEPREFIX: prefix }, stdio: 'ignore' });
  rmSync(prefix, { recursive: true, force: true, maxRetries: 5 });
});

const run: RunReg = async (args) => {
  const { status, stdout } = spawnSync('wine', ['reg', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      WINEPREFIX: prefix,
      WINEDEBUG: '-all',
      // it would ask for packages that it runs other programs with
      WINEDLLOVERRIDES: 'mscoree=;mshtml=',
      LANG: 'C.UTF-8',
    },
  });
  return { code: status ?? 1, out: stdout };
};

it.skipIf(process.env['KOOSYNC_ALLOW_MISSING'] === '1' && !wine.isThere())(
  'the verbs of the Explorer',
  async () => {
    const program = { executable: String.raw`C:\Program Files\Koo Sync (x)\koosync-desktop.exe`, args: [] };
    const folders = [String.raw`C:\Users\Ann Li\Documents`, String.raw`D:\100%`];
    const registry = openRegistry(run);
    const managers = openFileManagers({
      places: placesOf({ platform: 'win32', home: '/home', state: '/state', env: {} }),
      program: async () => program,
      folders: async () => folders,
      language: 'en',
      registry,
    });
    expect(await managers.list()).toMatchObject([{ name: 'explorer', isInstalled: false }]);
    await managers.install('explorer');
    for (const { key, name, value } of explorerValues(program, folders, 'en'))
      expect([key, name, await registry.read(key, name)]).toEqual([key, name, value]);
    expect(await managers.list()).toMatchObject([{ isInstalled: true, isStale: false }]);
    await managers.remove('explorer');
    for (const key of explorerKeys) expect(await registry.read(key, '')).toBeUndefined();
    await managers.remove('explorer');
  },
);
