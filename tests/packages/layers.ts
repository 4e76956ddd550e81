/**
 * The folders that computers of these tests are made of, kept in .cache/packages, so that a second run takes seconds. A
 * layer is made in full or not at all; another release or another list of programs makes another one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './needs/needs.ts';
import { debianMirror } from './mirror.ts';

export type Layers = {
  /** Debian's smallest, with its lists of packages and two users; nothing else */
  readonly bare: string;
  /** what the desktop around it needs, on top of the same */
  readonly desk: string;
  /** what apt downloaded for a package's dependencies */
  readonly archives: string;
};

/** Those who use the computer. */
export const users = { anna: 1000, ben: 1001 } as const;
export type UserName = keyof typeof users | 'root';

/** Of the desktop; rpm is here, since Debian's smallest has none and is to stay as it is. */
const deskPrograms = [
  'at-spi2-core',
  'cpio',
  'dbus',
  'desktop-file-utils',
  'gir1.2-atspi-2.0',
  'gnome-keyring',
  'libglib2.0-bin',
  'openbox',
  'python3-pyatspi',
  'rpm',
  'xdotool',
  'xvfb',
];

const quiet = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  HOME: '/root',
  DEBIAN_FRONTEND: 'noninteractive',
};

function run(program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env: quiet });
  if (status === 0) return;
  const said = `${stdout}${stderr}`.trim().split('\n').slice(-12).join('\n');
  throw new Error(`${program} ${args.join(' ')} ended with ${String(status)}:\n${said}`);
}

/** As root of the folder, in namespaces of its own: what is started there, services of packages too, ends with it. */
const inFolder = (folder: string, script: string): void => {
  const mounts = 'mount -t proc proc "$0/proc"; mount -t tmpfs tmp "$0/tmp"; cp /etc/resolv.conf "$0/etc/"';
  const begin = `set -e; ${mounts}; exec chroot "$0" sh -ec "$1"`;
  run('unshare', ['-m', '-p', '-f', '--kill-child', '--', 'sh', '-c', begin, folder, script]);
};

/** Made under another name first: what is at `folder` is whole. */
const made = (folder: string, make: (unfinished: string) => void): string => {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  make(unfinished);
  renameSync(unfinished, folder);
  return folder;
};

/** Makes what is not there yet: about two minutes, with a network. Throws with what a program said. */
export function makeLayers(): Layers {
  const mirror = debianMirror();
  const archives = join(cache, `archives-${mirror.suite}`);
  mkdirSync(join(archives, 'partial'), { recursive: true });
  const bare = made(join(cache, `bare-${mirror.suite}`), (folder) => {
    run('debootstrap', ['--variant=minbase', mirror.suite, folder, mirror.url]);
    writeFileSync(join(folder, 'etc/apt/sources.list'), `${mirror.sources.join('\n')}\n`);
    writeFileSync(join(folder, 'etc/apt/apt.conf.d/90mirror'), mirror.settings.join('\n'));
    const add = Object.entries(users).map(([name, id]) => `useradd -m -u ${id} ${name}`);
    inFolder(folder, ['apt-get update', ...add].join('; '));
  });
  const programs = createHash('sha256').update(deskPrograms.join()).digest('hex').slice(0, 8);
  const desk = made(join(cache, `desk-${mirror.suite}-${programs}`), (folder) => {
    run('cp', ['-a', `${bare}/.`, folder]);
    const install = `apt-get install -y --no-install-recommends ${deskPrograms.join(' ')}; apt-get clean`;
    inFolder(folder, install);
  });
  return { bare, desk, archives };
}
