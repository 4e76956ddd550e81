/** Starting with the session. What real desktops make of the entry: tests/launchers/autostart.test.ts. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { autostartEntry, isSwitchedOn } from './autostart-entry.ts';
import { autostartFile, createLoginStart, type LoginStartParts } from './launch-at-login.ts';
import { ownProgram } from './own-program.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'koo-login-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const noCall = {
  setLoginItemSettings: () => expect.unreachable(),
  getLoginItemSettings: () => expect.unreachable(),
};
const start = (more: Partial<LoginStartParts> = {}) =>
  createLoginStart({
    platform: 'linux',
    env: {},
    userHome: home,
    program: { executable: '/opt/My Apps/KooSync.AppImage', args: [] },
    state: undefined,
    app: noCall,
    ...more,
  });
const file = () => autostartFile({}, home, undefined);

describe('on Linux', () => {
  test('writes the desktop entry and takes it away again', async () => {
    const login = start();
    await login.set(true);
    const text = await readFile(file(), 'utf8');
    expect(text).toContain('\nExec="/opt/My Apps/KooSync.AppImage" --hidden\n');
    expect(text).toContain('\nTryExec=/opt/My Apps/KooSync.AppImage\n');
    await login.set(false);
    await login.set(false);
    await expect(readFile(file())).rejects.toThrow();
  });

  test('an entry of an app that was elsewhere starts this one from now on', async () => {
    await start({ program: { executable: '/old/KooSync-1.0.0.AppImage', args: [] } }).set(true);
    expect(await start().follow(true)).toBe(true);
    expect(await readFile(file(), 'utf8')).toContain('"/opt/My Apps/KooSync.AppImage"');
  });

  test.each([
    ['Hidden', (text: string) => `${text}Hidden=true\n`],
    [
      'GNOME',
      (text: string) => text.replace('X-GNOME-Autostart-enabled=true', 'X-GNOME-Autostart-enabled = false'),
    ],
  ])('an entry that a desktop switched off (%s) stays so, to the byte', async (_by, change) => {
    await start().set(true);
    const text = change(await readFile(file(), 'utf8'));
    await writeFile(file(), text);
    expect(await start({ program: { executable: '/new/app', args: [] } }).follow(true)).toBe(false);
    expect(await readFile(file(), 'utf8')).toBe(text);
  });

  test('an entry that was taken away is not put back, and one that is there counts', async () => {
    expect(await start().follow(true)).toBe(false);
    await expect(readFile(file())).rejects.toThrow();
    await start().set(true);
    expect(await start().follow(false)).toBe(true);
  });

  test('an update that renames the AppImage: the entry has the new name at once', async () => {
    const login = start();
    await login.follow(false);
    login.movedTo('/opt/KooSync-1.1.0.AppImage');
    await expect(readFile(file())).rejects.toThrow();
    await login.set(true);
    expect(await readFile(file(), 'utf8')).toContain('\nExec=/opt/KooSync-1.1.0.AppImage --hidden\n');
    login.movedTo('/opt/KooSync-1.2.0.AppImage');
    expect(await readFile(file(), 'utf8')).toContain('\nExec=/opt/KooSync-1.2.0.AppImage --hidden\n');
  });

  test('a folder that cannot be made is told, and nothing is said to be on', async () => {
    await writeFile(join(home, '.config'), 'a file in its place');
    await expect(start().set(true)).rejects.toThrow();
    expect(await start().follow(true)).toBe(false);
  });

  test.skipIf(process.platform === 'win32')(
    'the file is where the specification has it, one for each state folder',
    () => {
      const named = (config: string | undefined, state?: string) =>
        autostartFile({ XDG_CONFIG_HOME: config }, '/home/ann', state);
      expect(named('/cfg')).toBe('/cfg/autostart/koosync.desktop');
      expect(named('cfg')).toBe('/home/ann/.config/autostart/koosync.desktop');
      expect(named(undefined)).toBe('/home/ann/.config/autostart/koosync.desktop');
      expect(new Set([named('/c'), named('/c', '/one'), named('/c', '/two')]).size).toBe(3);
    },
  );
});

describe('the entry', () => {
  const exec = (executable: string, state?: string) =>
    /^Exec=(.*)$/mu.exec(autostartEntry({ executable, args: [], state }))?.[1] ?? '';

  test('is plain where every desktop reads it alike', () => {
    expect(exec('/opt/KooSync/koosync-desktop')).toBe('/opt/KooSync/koosync-desktop --hidden');
    expect(exec("/home/张 伟's/app")).toBe(`"/home/张 伟's/app" --hidden`);
    expect(exec('/a=b/app')).toBe('nice -n 0 /a=b/app --hidden');
    expect(exec('/app', '/my state')).toBe('env "KOOSYNC_HOME=/my state" /app --hidden');
  });

  test.each(['"', '$HOME', '`id`', '\\', '%f', '50%', 'line\nbreak', 'tab\t'])(
    'holds nothing of %j that somebody reads as more',
    (part) => {
      const executable = `/home/x${part}x/app`;
      const words = /^sh -c "echo ([\w+/=]+) \| base64 -d \| xargs -0 nice -n 0"$/u.exec(exec(executable));
      expect(Buffer.from(words?.[1] ?? '', 'base64').toString()).toBe(`${executable}\0--hidden`);
      expect(autostartEntry({ executable, args: [], state: undefined }).split('\n')).toHaveLength(
        /[\\\n\t]/u.test(part) ? 11 : 12,
      );
    },
  );

  test('names the icon that packages install', async () => {
    const config = await readFile(new URL('../../electron-builder.yml', import.meta.url), 'utf8');
    const [, name] = /^linux:\n(?: .*\n)*? {2}executableName: (\S+)$/mu.exec(config) ?? [];
    expect(name).toBeTruthy();
    expect(autostartEntry({ executable: '/a', args: [], state: undefined })).toContain(`\nIcon=${name}\n`);
  });

  test('is on unless a desktop says otherwise', () => {
    const text = autostartEntry({ executable: '/a', args: [], state: undefined });
    expect(isSwitchedOn(text)).toBe(true);
    expect(isSwitchedOn('[Desktop Entry]\nExec=/a\n')).toBe(true);
  });
});

describe('on Windows', () => {
  type Item = Electron.LaunchItems;
  const world = (found: readonly Partial<Item>[], openAtLogin = true) => {
    const asked: unknown[] = [];
    const login = start({
      platform: 'win32',
      program: { executable: String.raw`C:\Users\张 伟\KooSync\koosync-desktop.exe`, args: [] },
      app: {
        setLoginItemSettings: (settings) => void asked.push(settings),
        getLoginItemSettings: () => ({
          openAtLogin,
          wasOpenedAtLogin: false,
          status: 'not-registered',
          executableWillLaunchAtLogin: true,
          launchItems: found.map((item) => ({
            ...{ name: 'KooSync', path: '', args: [], scope: 'user', enabled: true },
            ...item,
          })),
        }),
      },
    });
    return { login, asked };
  };
  const item = {
    name: 'KooSync',
    path: String.raw`C:\Users\张 伟\KooSync\koosync-desktop.exe`,
    args: ['--hidden'],
  };

  test('asks the system', async () => {
    const { login, asked } = world([]);
    await login.set(true);
    await login.set(false);
    expect(asked).toEqual([
      { openAtLogin: true, ...item },
      { openAtLogin: false, ...item },
    ]);
  });

  test('what the Task Manager switched off stays off', async () => {
    const { login, asked } = world([{ enabled: false }]);
    expect(await login.follow(true)).toBe(false);
    expect(asked).toEqual([]);
  });

  test('an app that moved, or was started with other words, is registered anew', async () => {
    const moved = world([{ name: 'another program' }]);
    expect(await moved.login.follow(true)).toBe(true);
    expect(moved.asked).toEqual([{ openAtLogin: true, ...item }]);
    const words = world([{}], false);
    expect(await words.login.follow(true)).toBe(true);
    expect(words.asked).toHaveLength(1);
    const right = world([{}]);
    expect(await right.login.follow(true)).toBe(true);
    const none = world([]);
    expect(await none.login.follow(false)).toBe(false);
    expect([...right.asked, ...none.asked]).toEqual([]);
  });
});

describe('what starts the app', () => {
  const own = (env: Record<string, string>, executable: string) =>
    ownProgram({ env, executable, app: undefined }).executable;

  test.skipIf(process.platform === 'win32')(
    'an AppImage is started by its file, not by its mount',
    async () => {
      const env = { APPIMAGE: '/apps/KooSync.AppImage', APPDIR: '/tmp/.mount_x' };
      expect(own(env, '/tmp/.mount_x/koosync-desktop')).toBe('/apps/KooSync.AppImage');
      // the same through a link
      const mount = join(home, 'mount');
      await mkdir(dirname(join(mount, 'app')), { recursive: true });
      await writeFile(join(mount, 'app'), '');
      await symlink(mount, join(home, 'link'));
      expect(own({ ...env, APPDIR: join(home, 'link') }, join(mount, 'app'))).toBe(env.APPIMAGE);
    },
  );

  test("what another program's AppImage left in the environment is not ours", () => {
    const env = { APPIMAGE: '/apps/Editor.AppImage', APPDIR: '/tmp/.mount_editor' };
    expect(own(env, '/opt/KooSync/koosync-desktop')).toBe('/opt/KooSync/koosync-desktop');
    expect(own({ APPIMAGE: '/apps/x' }, '/opt/a')).toBe('/opt/a');
    expect(own({ APPIMAGE: 'x', APPDIR: '/opt' }, '/opt/a')).toBe('/opt/a');
  });

  test('an Electron that is not packaged is given the app', () => {
    expect(ownProgram({ env: {}, executable: '/electron', app: '/src/out' })).toEqual({
      executable: '/electron',
      args: ['/src/out'],
    });
  });
});
