/**
 * A package on a computer that has nothing else: installed, started, signed in, in use, upgraded while it runs, gone back
 * from, removed. Each format has the same story; its steps stand on each other.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fuseProblems } from '../../scripts/package/fuses.ts';
import { formats } from './formats.ts';
import type { Running } from './machine.ts';
import { releaseFile } from './needs/needs.ts';
import { patiently } from './patiently.ts';
import type { Session } from './session.ts';
import { beginByCommandLine, beginByWindow, openWorld, showsHistory, type World } from './world.ts';

const documents = '/home/anna/Documents';
const notes = `${documents}/notes.txt`;
const onServer = 'Documents/notes.txt';
const state = '/home/anna/.local/share/koosync';
const leftOut = (ending: string) =>
  process.env['KOOSYNC_ALLOW_MISSING'] === '1' && releaseFile(ending) === undefined;

for (const format of formats)
  describe.skipIf(leftOut(format.ending))(format.title, () => {
    let world: World;
    let anna: Session;
    let app: Running;
    const as = { as: 'anna' } as const;
    beforeAll(async () => {
      world = await openWorld(format);
      anna = await world.session('anna');
    }, 1_200_000);
    afterEach(({ task }) => {
      if (task.result?.state === 'fail') world.keep(`${format.title} ${task.name}`);
    });
    afterAll(async () => {
      await world.close();
    });

    it('installs with all that its programs need', async () => {
      const { machine, installed } = world;
      await installed.install();
      const programs = String.raw`find "$0" -type f \( -name '*.so*' -o -name '*.node' -o -perm -100 \)`;
      const look = `${programs} -exec ldd {} + 2>&1 | grep 'not found' | sort -u`;
      expect(await machine.must(['sh', '-c', look, installed.folder])).toBe('');
    });

    it('has every fuse set as it must be', async () => {
      const { machine, installed } = world;
      expect(await fuseProblems(machine.path(`${installed.folder}/koosync-desktop`))).toEqual([]);
    });

    it('is found by menus, links and shells', async () => {
      const { machine, installed } = world;
      if (installed.entry === undefined) return;
      const entry = readFileSync(machine.path(installed.entry), 'utf8');
      await machine.must(['desktop-file-validate', `/bare${installed.entry}`], { on: 'desk' });
      expect(entry).toMatch(/^MimeType=.*x-scheme-handler\/koosync;/mu);
      const icon = /^Icon=(.*)$/mu.exec(entry)?.[1] ?? '';
      const icons = await machine.must(['find', '/usr/share/icons/hicolor', '-name', `${icon}.*`]);
      for (const size of ['16x16', '48x48', '256x256']) expect(icons).toContain(`/${size}/`);
      await machine.must(['test', '-s', '/usr/share/man/man1/koosync.1.gz']);
      const completes = '. /usr/share/bash-completion/completions/koosync; complete -p koosync';
      await machine.must(['bash', '-c', completes], as);
      expect(await machine.must(['koosync', '--version'], as)).toMatch(/^\d+\.\d+\.\d+/u);
    });

    it('signs in and makes a version of a file', async () => {
      const { installed, emulator } = world;
      await world.save('anna', notes, 'one');
      if (installed.cli === undefined) {
        app = await world.startApp('anna');
        await beginByWindow(anna, emulator.url, documents);
      } else {
        await beginByCommandLine(world, 'anna', documents);
        app = await world.startApp('anna');
      }
      await world.untilVersion(onServer, 1, 'one');
      await world.save('anna', notes, 'one, and more');
      await world.untilVersion(onServer, 2, 'one, and more');
    });

    it('is seen from outside: window, what is in it, icon in the tray', async () => {
      const { machine, installed } = world;
      await anna.act(
        'wait:Synced folders',
        'wait:Documents',
        'wait:Everything is up to date',
        'wait:Recent changes',
      );
      expect(await anna.windows()).toEqual(['KooSync']);
      expect(anna.colours()).toBeGreaterThan(500);
      const item = await anna.tray.waitForItem(
        ({ tooltip }) => tooltip === 'KooSync: Everything is up to date',
      );
      expect(item).toMatchObject({ status: 'Active', pictures: [{}] });
      const labels = (await anna.tray.menu(item))
        .filter(({ kind }) => kind === 'entry')
        .map(({ label }) => label);
      expect(labels).toEqual(
        expect.arrayContaining(['Open folder Documents', 'Pause', 'Open KooSync', 'Quit KooSync']),
      );
      if (installed.entry !== undefined) {
        const name = /^StartupWMClass=(.*)$/mu.exec(readFileSync(machine.path(installed.entry), 'utf8'))?.[1];
        expect(await anna.hasWindowOf(String(name))).toBe(true);
      }
    });

    it('asks its user itself, whatever its environment answers for him', async () => {
      await anna.act('click:Settings', 'click:Stop syncing Documents');
      // the system's own dialog, which tells accessibility nothing
      const windows = async () => (await anna.windows()).length;
      await patiently('the question', async () => (await windows()) === 2);
      await anna.act('key:Escape');
      await patiently('the end of the question', async () => (await windows()) === 1);
      await anna.act('wait:Stop syncing Documents');
      await world.save('anna', `${documents}/kept.txt`, 'still synced');
      await world.untilVersion('Documents/kept.txt', 1, 'still synced');
    });

    it('runs in the sandbox, and as one that was installed', async () => {
      const [main] = world.apps('anna');
      expect(main?.line).not.toContain('--no-sandbox');
      const all = world.machine.processes().filter(({ program }) => program.endsWith('/koosync-desktop'));
      const pages = all.filter(({ line }) => line.includes(' --type=renderer'));
      expect(pages).not.toEqual([]);
      // 2: a filter of system calls
      for (const { pid } of pages)
        expect(readFileSync(`/proc/${String(pid)}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/mu);
    });

    it('hands a second start over to the first', async () => {
      const { machine, installed } = world;
      const before = world.apps('anna').map(({ pid }) => pid);
      expect(before).toHaveLength(1);
      expect(await machine.run([installed.app, '--view-versions', notes], as)).toMatchObject({ code: 0 });
      await showsHistory(anna);
      expect(world.apps('anna').map(({ pid }) => pid)).toEqual(before);
    });

    it('runs on when it is upgraded, and starts as the new one', async () => {
      const { machine, installed } = world;
      const [before] = world.apps('anna');
      const first = await installed.version();
      await installed.upgrade();
      expect(await installed.version()).not.toBe(first);
      expect(world.apps('anna').map(({ pid }) => pid)).toEqual([before?.pid]);
      await world.save('anna', notes, 'while it was replaced');
      await world.untilVersion(onServer, 3, 'while it was replaced');
      // pages that it has not shown before are read from what it was started with
      await anna.act('click:Settings', 'wait:Language');
      expect(await machine.run([installed.app], as)).toMatchObject({ code: 0 });
      expect(await world.quitApp('anna', app)).toBe(0);
      await patiently('the end of all its processes', () => world.apps('anna').length === 0);

      app = await world.startApp('anna');
      expect(world.apps('anna')[0]?.program).not.toMatch(/\(deleted\)$/u);
      await world.save('anna', notes, 'by the new one');
      await world.untilVersion(onServer, 4, 'by the new one');
      expect(await world.quitApp('anna', app)).toBe(0);
    });

    it('goes back, and leaves a newer state as it is', async () => {
      const { machine, installed } = world;
      const newer = await installed.version();
      await installed.goBack();
      expect(await installed.version()).not.toBe(newer);
      const database = `${state}/state.db`;
      const setVersion = (change: number) => {
        // of a closed database all is in this one file, and its user_version at this place
        expect(existsSync(machine.path(`${database}-wal`))).toBe(false);
        const content = readFileSync(machine.path(database));
        content.writeUInt32BE(content.readUInt32BE(60) + change, 60);
        writeFileSync(machine.path(database), content);
      };
      setVersion(1);
      const before = readFileSync(machine.path(database));
      const refuses = /A newer KooSync was used with .*state\.db\. .*Nothing was changed\./u;
      if (installed.cli !== undefined)
        expect(await machine.run([installed.cli, 'status'], as)).toMatchObject({
          code: 1,
          out: '',
          err: expect.stringMatching(refuses) as string,
        });
      const refused = machine.start([installed.app], as);
      await patiently('the dialog', async () => (await anna.windows()).includes('KooSync'));
      expect(refused.said()).toMatch(refuses);
      await anna.act('focus:KooSync', 'key:Escape');
      expect((await refused.ended).code).toBe(1);
      expect(readFileSync(machine.path(database)).equals(before)).toBe(true);

      setVersion(-1);
      app = await world.startApp('anna');
      await world.save('anna', notes, 'by the old one');
      await world.untilVersion(onServer, 5, 'by the old one');
      expect(await world.quitApp('anna', app)).toBe(0);
    });

    it('is removed with all that it brought, and leaves all that people have', async () => {
      const { machine, installed } = world;
      await patiently('the end of all its processes', () => world.apps('anna').length === 0);
      const before = world.home('anna');
      expect(Object.keys(before)).toEqual(
        expect.arrayContaining(['Documents/notes.txt', '.local/share/koosync/state.db']),
      );
      await installed.remove();
      await expect(installed.version()).rejects.toThrow();
      const elsewhere = ['/home/*', '/var/cache/apt/*'].flatMap((path) => ['-not', '-path', path]);
      const look = ['find', '/', '-xdev', '-iname', '*koosync*', ...elsewhere];
      expect(await machine.must(look)).toBe('');
      const own = ([name]: readonly [string, string]) => !name.startsWith('Applications');
      expect(Object.entries(world.home('anna')).filter(own)).toEqual(Object.entries(before).filter(own));
    });
  });
