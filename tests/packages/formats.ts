/** The kinds of package, each as its users install, upgrade, go back, remove and purge it. */
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { debianFor } from './libraries.ts';
import type { Machine } from './machine.ts';
import { releaseFile } from './needs/needs.ts';
import { nextDeb, nextRpm } from './repack.ts';

/** A package that is to be tried on a computer, for the user who is to run it. */
export type Installed = {
  /** Installs it, with what it depends on. */
  install(): Promise<void>;
  /** Puts a newer one in its place. */
  upgrade(): Promise<void>;
  /** Puts the first one in the place of the newer. */
  goBack(): Promise<void>;
  remove(): Promise<void>;
  /** where its files are while it is installed; of an AppImage, unpacked to be looked at */
  readonly folder: string;
  /** how the app is started */
  readonly app: string;
  /** what a user types for the command line; undefined where the package puts none on PATH */
  readonly cli: string | undefined;
  /** its entry for menus on the computer; undefined where the package puts none there */
  readonly entry: string | undefined;
  /** Which one is installed, in the system's words; throws where none is. */
  version(): Promise<string>;
};

export type Format = {
  readonly title: string;
  /** of its file in release/ */
  readonly ending: string;
  readonly open: (machine: Machine, file: string, scratch: string) => Promise<Installed>;
};

/** Debian's and Fedora's way: all under one name, with what is on PATH. */
const onTheSystem = {
  folder: '/opt/KooSync',
  app: 'koosync-desktop',
  cli: 'koosync',
  entry: '/usr/share/applications/koosync.desktop',
} as const;

// without locks: what was downloaded is shared with other runs, and nobody else installs anything on this computer
const asks = ['-y', '--no-install-recommends', '--allow-downgrades', '-o', 'Debug::NoLocking=1'];
const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };

const deb: Format['open'] = async (machine, file, scratch) => {
  const { name, file: next } = nextDeb(file, scratch);
  const put = async (package_: string) => {
    copyFileSync(package_, machine.path('/tmp/koosync.deb'));
    await machine.must(['apt-get', 'install', ...asks, '/tmp/koosync.deb'], quiet);
  };
  return {
    install: () => put(file),
    upgrade: () => put(next),
    goBack: () => put(file),
    remove: async () => {
      await machine.must(['apt-get', 'remove', '-y', name], quiet);
      await machine.must(['apt-get', 'purge', '-y', name], quiet);
    },
    ...onTheSystem,
    version: async () => (await machine.must(['dpkg-query', '-W', '-f', '${Version}', name])).trim(),
  };
};

const rpm: Format['open'] = async (machine, file) => {
  const now = '/tmp/now.rpm';
  copyFileSync(file, machine.path(now, 'desk'));
  const { name, file: next } = await nextRpm(machine, file);
  const on = { on: 'desk' } as const;
  // Debian's rpm knows nothing of what dpkg installed; its database is that of the bare computer
  const put = (...words: readonly string[]) =>
    machine.must(['rpm', '--root', '/bare', '--nodeps', ...words], on);
  return {
    install: async () => {
      const requires = (await machine.must(['rpm', '-qpR', now], on)).split('\n');
      await machine.must(['apt-get', 'satisfy', ...asks, debianFor(requires).join(', ')], quiet);
      await put('-i', now);
    },
    upgrade: async () => {
      await put('-U', next);
    },
    goBack: async () => {
      await put('-U', '--oldpackage', now);
    },
    remove: async () => {
      await put('-e', name);
    },
    ...onTheSystem,
    version: async () =>
      (
        await machine.must(['rpm', '--root', '/bare', '-q', '--qf', '%{VERSION}-%{RELEASE}', name], on)
      ).trim(),
  };
};

/**
 * Brings nothing with it and asks for nothing: it finds the libraries of a desktop that is there already. Those are what
 * the deb asks for.
 */
const appImage: Format['open'] = async (machine, file) => {
  const app = '/home/anna/Applications/KooSync.AppImage';
  const as = { as: 'anna' } as const;
  const deb = releaseFile('.deb');
  const put = async (to: string) => {
    await machine.must(['install', '-d', dirname(to)], as);
    copyFileSync(file, machine.path(to));
    await machine.must(['chown', 'anna:anna', to]);
    await machine.must(['chmod', '755', to]);
  };
  const unpack = async () => {
    await machine.must(['rm', '-rf', '/tmp/squashfs-root']);
    await machine.must(['sh', '-c', `cd /tmp && '${app}' --appimage-extract > extracted.log`], as);
  };
  return {
    install: async () => {
      if (deb === undefined)
        throw new Error('The deb tells which libraries a desktop has, and there is none.');
      const depends = execFileSync('dpkg-deb', ['-f', deb, 'Depends'], { encoding: 'utf8' });
      // the last three mount and unpack it: what is released has that in itself, what stands in for it here has not
      const wanted = `${depends.trim()}, fuse3, squashfuse, squashfs-tools`;
      await machine.must(['apt-get', 'satisfy', ...asks, wanted], quiet);
      await put(app);
      await unpack();
    },
    // as users do it, and electron-updater: the new one takes the name of the old, which runs on
    upgrade: async () => {
      await put(`${app}.new`);
      await machine.must(['mv', `${app}.new`, app], as);
    },
    goBack: async () => {
      await put(`${app}.old`);
      await machine.must(['mv', `${app}.old`, app], as);
    },
    remove: async () => {
      await machine.must(['rm', app, '/tmp/extracted.log'], as);
      await machine.must(['rm', '-rf', '/tmp/squashfs-root']);
    },
    folder: '/tmp/squashfs-root',
    app,
    cli: undefined,
    entry: undefined,
    version: async () => (await machine.must(['stat', '-c', '%i', app])).trim(),
  };
};

export const formats: readonly Format[] = [
  { title: 'deb', ending: '.deb', open: deb },
  { title: 'rpm', ending: '.rpm', open: rpm },
  { title: 'AppImage', ending: '.AppImage', open: appImage },
];
