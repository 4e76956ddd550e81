/**
 * The installed app in places that are not as they should be: no screen, no bus, no tray, a home that cannot be written
 * or has an odd name, a disk that is full while it is installed, other users and other versions beside it.
 */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formats, type Format } from './formats.ts';
import type { RunOptions } from './machine.ts';
import { releaseFile } from './needs/needs.ts';
import { limitMs, patiently } from './patiently.ts';
import { beginByCommandLine, openWorld, showsHistory, type World } from './world.ts';

const format = (ending: string): Format => {
  const found = formats.find((one) => one.ending === ending);
  if (!found) throw new Error(`No format ends with ${ending}.`);
  return found;
};
const leftOut = (...endings: readonly string[]) =>
  process.env['KOOSYNC_ALLOW_MISSING'] === '1' && endings.some((ending) => releaseFile(ending) === undefined);
/** the folder of one row, so that none finds what another left */
const homeOf = (nth: number) => `/home/row-${String(nth)}`;

/** What starts and ends by itself with one sentence, or after somebody has closed the dialog that shows it. */
type Refused = {
  readonly title: string;
  readonly env: RunOptions['env'];
  readonly dialog: boolean;
  readonly code: number;
  readonly says: RegExp;
  /** of the command line's status, with its exit code; undefined where that goes on as ever */
  readonly cli?: { readonly says: RegExp; readonly code: number };
  /** makes the place, as root */
  readonly make?: string;
};

const refusedRows: readonly Refused[] = [
  {
    title: 'no screen',
    env: { DISPLAY: undefined },
    dialog: false,
    code: 1,
    says: /^koosync-desktop: There is no screen/mu,
  },
  {
    title: 'a screen that has gone',
    env: { DISPLAY: ':77' },
    dialog: false,
    code: 1,
    says: /^koosync-desktop: There is no screen/mu,
  },
  {
    title: 'a home that can only be read',
    env: {},
    dialog: true,
    code: 1,
    says: /^koosync-desktop: The state folder .*\/\.local\/share\/koosync cannot be read and written\./mu,
    cli: {
      says: /^koosync: The state folder .*\/\.local\/share\/koosync cannot be read and written\./mu,
      code: 2,
    },
    make: 'mount -t tmpfs -o ro home "$HOME"',
  },
  {
    title: 'a home of somebody else',
    env: {},
    dialog: true,
    code: 1,
    says: /^koosync-desktop: The state folder .*\/\.local\/share\/koosync cannot be read and written\./mu,
    cli: {
      says: /^koosync: The state folder .*\/\.local\/share\/koosync cannot be read and written\./mu,
      code: 2,
    },
    make: 'chown root:root "$HOME"; chmod 755 "$HOME"',
  },
  {
    title: 'a home without room',
    env: {},
    dialog: true,
    code: 1,
    says: /^koosync-desktop: There is no room /mu,
    cli: { says: /^koosync: There is no room /mu, code: 1 },
    make: 'mount -t tmpfs -o size=64k,mode=700,uid=$(stat -c %u "$HOME") home "$HOME"; cat /dev/zero > "$HOME/filler" || true',
  },
];

/** What starts all the same, with its window on the screen. */
type Shown = { readonly title: string; readonly env: RunOptions['env'] };

const shownRows: readonly Shown[] = [
  { title: 'no session bus', env: { DBUS_SESSION_BUS_ADDRESS: undefined, XDG_RUNTIME_DIR: undefined } },
  { title: 'a session bus that has gone', env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/nobody' } },
  { title: 'no language that it knows', env: { LANG: 'xx_XX.UTF-8', LC_ALL: 'xx_XX.UTF-8' } },
  { title: 'no programs on PATH but its own', env: { PATH: '/nowhere' } },
];

const oddHomes: readonly { readonly title: string; readonly home: string }[] = [
  { title: 'spaces', home: '/home/anna of the shore' },
  { title: 'quotes', home: `/home/anna "annie" o'neill` },
  { title: 'Chinese', home: '/home/安娜 的家' },
  { title: 'what shells and entries read as theirs', home: '/home/100% $HOME `id` \\x;y&z' },
];

describe.skipIf(leftOut('.deb'))('installed', () => {
  let world: World;
  let nth = 0;
  beforeAll(async () => {
    world = await openWorld(format('.deb'));
    await world.installed.install();
    await world.session('anna');
  }, 1_200_000);
  afterEach(({ task }) => {
    if (task.result?.state !== 'fail') return;
    world.keep(task.name);
    // who comes next finds the computer as it would be without this one
    for (const user of ['anna', 'ben'] as const)
      for (const { pid } of world.apps(user)) process.kill(pid, 'SIGKILL');
  });
  afterAll(async () => {
    await world.close();
  });

  for (const { title, env, dialog, code, says, cli, make } of refusedRows)
    it(`${title}: says so in one sentence`, async () => {
      const { machine } = world;
      const anna = world.seen('anna');
      await machine.moveHome('anna', homeOf(nth++));
      const home = machine.homeOf('anna');
      if (make !== undefined) await machine.must(['sh', '-ec', make], { env: { HOME: home } });
      const app = machine.start([world.app], { as: 'anna', ...(env ? { env } : {}) });
      if (dialog) {
        await patiently('the dialog', async () => (await anna.windows()).includes('KooSync'));
        await anna.act('focus:KooSync', 'key:Escape');
      }
      const { out, err, ...ended } = await app.ended;
      expect({ out, ...ended }, err).toEqual({ code, out: '' });
      expect(err).toMatch(says);
      expect(err).not.toMatch(/\n\s+at |Segmentation/u);
      if (cli === undefined) return;
      const status = await machine.run(['koosync', 'status'], { as: 'anna', ...(env ? { env } : {}) });
      expect(status).toMatchObject({ code: cli.code, out: '' });
      expect(status.err).toMatch(cli.says);
    });

  for (const { title, env } of shownRows)
    it(`${title}: the window is shown, and it ends in order`, async () => {
      const { machine } = world;
      const anna = world.seen('anna');
      await machine.moveHome('anna', homeOf(nth++));
      const app = machine.start(['/usr/bin/koosync-desktop'], { as: 'anna', ...(env ? { env } : {}) });
      await patiently('its window', async () => {
        if (app.child.exitCode !== null) throw new Error(`It ended: ${app.said()}`);
        return (await anna.windows()).includes('KooSync') && anna.colours() > 500;
      });
      for (const { pid } of world.apps('anna')) process.kill(pid, 'SIGTERM');
      expect((await app.ended).code, app.said()).toBe(0);
    });

  for (const { title, home } of oddHomes)
    it(`a home with ${title} in its path: signs in, syncs, is handed a second start`, async () => {
      const { machine } = world;
      const anna = world.seen('anna');
      await machine.moveHome('anna', home);
      const folder = `${home}/Documents ${String(nth++)}`;
      const name = folder.slice(home.length + 1);
      await world.save('anna', `${folder}/notes.txt`, 'one');
      await beginByCommandLine(world, 'anna', folder);
      await world.untilVersion(`${name}/notes.txt`, 1, 'one');
      const app = await world.startApp('anna');
      await world.save('anna', `${folder}/notes.txt`, 'two');
      await world.untilVersion(`${name}/notes.txt`, 2, 'two');
      expect(await machine.run(['koosync', 'open', `${folder}/notes.txt`], { as: 'anna' })).toMatchObject({
        code: 0,
      });
      await showsHistory(anna);
      expect(world.apps('anna')).toHaveLength(1);
      expect(await world.quitApp('anna', app)).toBe(0);
      expect(await machine.run(['koosync', 'sign-out'], { as: 'anna' })).toMatchObject({ code: 0 });
    });

  it('two users on one computer: each has their own', async () => {
    const { machine } = world;
    const ben = await world.session('ben', { hasTray: false });
    await machine.moveHome('anna', homeOf(nth++));
    const began = await Promise.all(
      (['anna', 'ben'] as const).map(async (user) => {
        const folder = `${machine.homeOf(user)}/Of ${user}`;
        await world.save(user, `${folder}/notes.txt`, user);
        await beginByCommandLine(world, user, folder);
        return { user, folder };
      }),
    );
    const annas = await world.startApp('anna');
    // ben's desktop has no tray: what started with his session is hidden, and comes when he starts it himself
    const bens = machine.start([world.app, '--hidden'], { as: 'ben' });
    await patiently('the app of ben', () => world.apps('ben').length === 1);
    await world.save('ben', `${began[1]?.folder ?? ''}/early.txt`, 'hidden');
    await world.untilVersion('Of ben/early.txt', 1, 'hidden');
    expect(await ben.windows()).not.toContain('KooSync');
    expect((await machine.start([world.app], { as: 'ben' }).ended).code).toBe(0);
    await patiently('the window of ben', async () => (await ben.windows()).includes('KooSync'));
    for (const { user, folder } of began) {
      expect(world.apps(user)).toHaveLength(1);
      await world.save(user, `${folder}/notes.txt`, `${user} again`);
      await world.untilVersion(`Of ${user}/notes.txt`, 2, `${user} again`);
    }
    // neither may look into what the other keeps
    const bensState = `${machine.homeOf('ben')}/.local/share/koosync/state.db`;
    expect((await machine.run(['cat', bensState], { as: 'anna' })).code).not.toBe(0);
    for (const { pid } of world.apps('ben')) process.kill(pid, 'SIGTERM');
    expect((await bens.ended).code).toBe(0);
    expect(await world.quitApp('anna', annas)).toBe(0);
  });

  it.skipIf(leftOut('.AppImage'))('two versions side by side, and one from a mounted image', async () => {
    const { machine } = world;
    const anna = world.seen('anna');
    const as = { as: 'anna' } as const;
    await machine.moveHome('anna', homeOf(nth++));
    const home = machine.homeOf('anna');
    const image = `${home}/KooSync.AppImage`;
    copyFileSync(releaseFile('.AppImage') ?? '', machine.path(image));
    await machine.must(['chmod', '755', image]);
    await machine.must([
      'apt-get',
      'install',
      '-y',
      '--no-install-recommends',
      'fuse3',
      'squashfuse',
      'squashfs-tools',
    ]);

    // one state folder: whoever comes second hands over to whoever was first
    const app = await world.startApp('anna');
    const [first] = world.apps('anna');
    expect(await machine.run([image], as)).toMatchObject({ code: 0 });
    expect(world.apps('anna').map(({ pid }) => pid)).toEqual([first?.pid]);
    // a state folder for each: two run
    const other = machine.start([image], { ...as, env: { KOOSYNC_HOME: `${home}/other` } });
    await patiently('two icons in the tray', async () => (await anna.tray.items()).length === 2);
    expect(
      world
        .apps('anna')
        .map(({ program }) => program.replace(/mount_\w+/u, 'mount'))
        .toSorted(),
    ).toEqual(['/opt/KooSync/koosync-desktop', '/tmp/.mount/koosync-desktop']);
    for (const { pid } of world.apps('anna')) if (pid !== first?.pid) process.kill(pid, 'SIGTERM');
    expect((await other.ended).code).toBe(0);
    expect(await world.quitApp('anna', app)).toBe(0);

    // somebody mounts it to look inside, and starts what is there
    const offset = (await machine.must([image, '--appimage-offset'], as)).trim();
    await machine.must(
      ['sh', '-c', `mkdir /tmp/image && squashfuse -o offset=${offset} "$0" /tmp/image`, image],
      as,
    );
    const mounted = machine.start(['/tmp/image/AppRun'], as);
    await anna.tray.waitForItem(undefined, limitMs);
    expect(await world.quitApp('anna', mounted)).toBe(0);
    await machine.must(['fusermount3', '-u', '/tmp/image'], as);
    // the next start of the computer has neither mount: nothing may lead there
    const kept = join(machine.path(home));
    for (const entry of readdirSync(kept, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && entry.name !== 'KooSync.AppImage' && !path.includes('/logs/'))
        expect(readFileSync(path).includes(Buffer.from('/tmp/image')), path).toBe(false);
    }
  });
});

describe.skipIf(leftOut('.deb'))('a disk that is full', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(format('.deb'));
  }, 1_200_000);
  afterAll(async () => {
    await world.close();
  });

  it('while it is installed: nothing of it is left half done, and it installs when there is room', async () => {
    const { machine, installed } = world;
    await machine.must(['mount', '-t', 'tmpfs', '-o', 'size=100m', 'small', '/opt']);
    await expect(installed.install()).rejects.toThrow(/No space left on device/u);
    expect((await machine.run(['sh', '-c', 'command -v koosync'])).code).not.toBe(0);
    expect(await machine.must(['find', '/opt', '-type', 'f'])).toBe('');
    await machine.must(['mount', '-o', 'remount,size=600m', '/opt']);
    await installed.install();
    expect(await machine.must(['koosync', '--version'], { as: 'anna' })).toMatch(/^\d/u);
  });

  it('while it is upgraded: the old one is whole and starts, and the new one installs when there is room', async () => {
    const { machine, installed } = world;
    const before = await installed.version();
    await expect(installed.upgrade()).rejects.toThrow(/No space left on device/u);
    expect(await machine.must(['dpkg', '--verify'])).toBe('');
    const anna = await world.session('anna');
    const app = await world.startApp('anna');
    await patiently('its window', async () => (await anna.windows()).includes('KooSync'));
    expect(await world.quitApp('anna', app)).toBe(0);
    await machine.must(['mount', '-o', 'remount,size=1200m', '/opt']);
    await installed.upgrade();
    expect(await installed.version()).not.toBe(before);
    expect(await machine.must(['koosync', '--version'], { as: 'anna' })).toMatch(/^\d/u);
  });
});
