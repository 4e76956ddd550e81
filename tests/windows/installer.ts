/**
 * The installer, made by our electron-builder.yml and build/windows/installer.nsh and run without windows: what it leaves on a
 * computer, what an update over it keeps, and what is left when it is removed. It is run by the Linux around Wine, for
 * it is made there, so this is no test of Vitest.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import assert from 'node:assert/strict';
import path from 'node:path';
import { appId } from '../../main/desktop/app-id.ts';
import { windowsName } from '../../main/desktop/launch-at-login.ts';
import { explorerKeys } from '../../main/file-managers/formats/explorer.ts';
import { contentProblems, ofOneKind } from '../../scripts/package/contents.ts';
import { fuseProblems } from '../../scripts/package/fuses.ts';
import { cache } from '../../scripts/windows/places.ts';
import { makeInstaller, type Installer } from '../../scripts/windows/installer/make.ts';
import type { TestResult } from '../../scripts/windows/verdict.ts';
import type { Windows } from '../../scripts/windows/wine.ts';
import { wineRegistry } from './wine-registry.ts';

const limitMs = 600_000;
const logs = path.join(cache, 'logs');

const classes = String.raw`Software\Classes\koosync`;
const run = String.raw`Software\Microsoft\Windows\CurrentVersion\Run`;
const approved = String.raw`Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`;
const uninstallKeys = String.raw`Software\Microsoft\Windows\CurrentVersion\Uninstall`;
const machinePath = String.raw`System\ControlSet001\Control\Session Manager\Environment`;

/** Where it is installed: below a folder with a blank and Chinese in its name, as users have them. */
const forUser = String.raw`C:\我的 程序\KooSync`;
const forAll = String.raw`C:\All Users\KooSync`;

/** A folder of Windows on drive C, as this machine finds it. */
const here = (windows: Windows, folder: string): string =>
  path.join(windows.driveC, ...folder.split('\\').slice(1));

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

type Parts = { readonly windows: Windows; readonly installer: Installer };

/** Runs a program of Windows until all is quiet, and gives what it said. Throws where it did not end with 0. */
async function ran({ windows }: Parts, ...command: readonly string[]): Promise<string> {
  const [out, log] = [path.join(logs, 'installer.out'), path.join(logs, 'installer.err')];
  const { code, output } = await windows.run(command, { out, log, limit: limitMs, untilQuiet: true });
  assert.equal(
    code,
    0,
    `${command.join(' ')} ended with ${String(code)}:\n${output}${readFileSync(log, 'utf8')}`,
  );
  return output;
}

const install = (parts: Parts, whose: string, ...words: readonly string[]): Promise<string> =>
  ran(parts, String.raw`C:\setup.exe`, '/S', whose, ...words);

const uninstall = (parts: Parts, folder: string, whose: string): Promise<string> =>
  ran(parts, String.raw`${folder}\Uninstall koosync-desktop.exe`, whose, '/S');

/** The entries of PATH that end with our folder. */
const pathEntries = (value: string | undefined): string[] =>
  (value ?? '').split(';').filter((entry) => /\\resources\\bin$/iu.test(entry));

const shortcuts = ({ windows }: Parts): string[] =>
  filesBelow(path.join(windows.driveC, 'users'))
    .concat(filesBelow(path.join(windows.driveC, 'ProgramData')))
    .filter((name) => name.endsWith('KooSync.lnk'));

/** What the app writes for its user while it runs, and a user has of their own. */
async function asUsed(parts: Parts): Promise<void> {
  await ran(parts, 'reg', 'add', `HKCU\\${run}`, '/v', windowsName, '/d', 'x', '/f');
  await ran(parts, 'reg', 'add', `HKCU\\${run}`, '/v', 'Other', '/d', 'x', '/f');
  await ran(
    parts,
    'reg',
    'add',
    `HKCU\\${approved}`,
    '/v',
    windowsName,
    '/t',
    'REG_BINARY',
    '/d',
    '02',
    '/f',
  );
  for (const key of explorerKeys) await ran(parts, 'reg', 'add', key, '/d', 'x', '/f');
  const state = here(parts.windows, stateFolder);
  mkdirSync(state, { recursive: true });
  writeFileSync(path.join(state, 'settings.json'), '{}');
}

const stateFolder = String.raw`C:\users\root\AppData\Local\koosync\Data`;

const checks: readonly (readonly [string, (parts: Parts) => Promise<void>])[] = [
  [
    'what is packed for Windows is what is to be in it, with the fuses of a release',
    async ({ installer: { packed } }) => {
      for (const name of ofOneKind) rmSync(path.join(packed, 'resources', name), { force: true });
      const machine = { os: 'win', arch: 'x64' } as const;
      assert.deepEqual(contentProblems(packed, { machine, standIn: false }), []);
      assert.deepEqual(await fuseProblems(path.join(packed, 'koosync-desktop.exe')), []);
    },
  ],
  [
    'puts every file into the folder that was chosen, a shortcut, and an entry among the installed programs',
    async (parts) => {
      await install(parts, '/currentuser', `/D=${forUser}`);
      const { windows, installer } = parts;
      const installed = filesBelow(here(windows, forUser));
      const own = ['Uninstall koosync-desktop.exe', 'uninstallerIcon.ico'];
      assert.deepEqual(installed, [...filesBelow(installer.unpacked), ...own].sort());
      assert.equal(shortcuts(parts).length, 2);
      const user = wineRegistry(windows, 'user');
      const [key = ''] = user.keysWith(`${uninstallKeys}\\`);
      assert.match(user.value(key, 'DisplayName') ?? '', /^KooSync \d/u);
      assert.match(user.value(key, 'UninstallString') ?? '', /^"C:\\我的 程序\\KooSync\\Uninstall /u);
    },
  ],
  [
    'links lead to the app, and `koosync` is found by PATH',
    async (parts) => {
      const user = wineRegistry(parts.windows, 'user');
      assert.equal(user.value(classes, 'URL Protocol'), '');
      assert.equal(
        user.value(`${classes}\\shell\\open\\command`, ''),
        `"${forUser}\\koosync-desktop.exe" "%1"`,
      );
      assert.deepEqual(pathEntries(user.value('Environment', 'Path')), [`${forUser}\\resources\\bin`]);
      assert.match(await ran(parts, 'cmd', '/c', 'koosync', '--version'), /\d+\.\d+\.\d+/u);
    },
  ],
  [
    'an update over it keeps the entry for starting at login, the menus, PATH and the state',
    async (parts) => {
      await asUsed(parts);
      await install(parts, '/currentuser', '--updated', `/D=${forUser}`);
      const user = wineRegistry(parts.windows, 'user');
      assert.deepEqual(pathEntries(user.value('Environment', 'Path')), [`${forUser}\\resources\\bin`]);
      assert.equal(user.value(run, windowsName), 'x');
      for (const key of explorerKeys) assert.equal(user.value(key.replace('HKCU\\', ''), ''), 'x');
      assert.equal(user.value(classes, 'URL Protocol'), '');
      assert.ok(existsSync(path.join(here(parts.windows, stateFolder), 'settings.json')));
      assert.ok(existsSync(path.join(here(parts.windows, forUser), 'koosync-desktop.exe')));
    },
  ],
  [
    'removed, it leaves nothing of its own, and all that the user has',
    async (parts) => {
      const { windows } = parts;
      await uninstall(parts, forUser, '/currentuser');
      assert.ok(!existsSync(here(windows, forUser)));
      assert.deepEqual(shortcuts(parts), []);
      const user = wineRegistry(windows, 'user');
      assert.deepEqual(pathEntries(user.value('Environment', 'Path')), []);
      // the secret of a sign-in is the user's, and stays like the state folder
      const stays = /start menu|\\credential manager\\generic: koosync\//u;
      assert.deepEqual(
        [...user.keysWith('koosync'), ...user.keysWith(appId)].filter((key) => !stays.test(key)),
        [],
      );
      assert.deepEqual(user.keysWith(`${uninstallKeys}\\`), []);
      assert.equal(user.value(run, windowsName), undefined);
      assert.equal(user.value(approved, windowsName), undefined);
      assert.equal(user.value(run, 'Other'), 'x');
      assert.ok(existsSync(path.join(here(windows, stateFolder), 'settings.json')));
    },
  ],
  [
    'for all users: PATH of the computer, which keeps its other entries, and links for everyone',
    async (parts) => {
      const { windows } = parts;
      const before = wineRegistry(windows, 'system').value(machinePath, 'Path') ?? '';
      assert.notEqual(before, '');
      await install(parts, '/allusers', `/D=${forAll}`);
      const machine = wineRegistry(windows, 'system');
      assert.equal(machine.value(machinePath, 'Path'), `${before};${forAll}\\resources\\bin`);
      assert.equal(
        machine.value(`${classes}\\shell\\open\\command`, ''),
        `"${forAll}\\koosync-desktop.exe" "%1"`,
      );
      assert.deepEqual(wineRegistry(windows, 'user').keysWith(classes), []);
      await uninstall(parts, forAll, '/allusers');
      const after = wineRegistry(windows, 'system');
      assert.equal(after.value(machinePath, 'Path'), before);
      assert.deepEqual(after.keysWith('koosync'), []);
      assert.ok(!existsSync(here(windows, forAll)));
      assert.deepEqual(shortcuts(parts), []);
    },
  ],
];

/** Makes and runs it. Throws nothing: what goes wrong is a failed test. */
export async function installerTried(
  windows: Windows,
  chroot: { readonly root: string; readonly packages: string },
  say: (text: string) => void,
): Promise<TestResult[]> {
  const tried = async (name: string, check: () => Promise<void>): Promise<TestResult> => {
    const test = `tests/windows/installer.ts > ${name}`;
    try {
      await check();
      return { test, status: 'passed', message: '' };
    } catch (thrown) {
      return { test, status: 'failed', message: String(thrown) };
    }
  };
  let installer: Installer | undefined;
  const made = await tried('electron-builder and makensis make it, and have nothing to warn of', async () => {
    installer = await makeInstaller({ ...chroot, windows }, say);
    cpSync(installer.program, path.join(windows.driveC, 'setup.exe'));
  });
  const results = [made];
  if (installer === undefined) return results;
  for (const [name, check] of checks) {
    const parts = { windows, installer };
    results.push(await tried(name, () => check(parts)));
  }
  return results;
}
