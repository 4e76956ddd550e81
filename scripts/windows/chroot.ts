/**
 * A Debian of its own in a folder, with Wine and a compiler for Windows: nothing of it is installed on this machine. What is
 * started in it has its own mounts and its own processes, and all of it ends with the command that was run.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { SetupProblem, lastLines, run } from '../setup/run.mjs';
import { mirrorOf } from './mirror.ts';
import { cache, keyOf } from './places.ts';

/** Debian 13 has Wine 10, the first that runs Node 24. */
const suite = 'trixie';
const packages = ['wine', 'wine64', 'g++-mingw-w64-x86-64-posix', 'binutils-mingw-w64-x86-64', 'nsis'];

/** What the machine itself must have; each of them with Debian's name of its package. */
const needs = [
  { program: 'debootstrap', debian: 'debootstrap' },
  { program: 'unshare', debian: 'util-linux' },
  { program: 'git', debian: 'git' },
  { program: 'python3', debian: 'python3' },
  { program: '7za', debian: 'p7zip-full' },
] as const;

/** `from`: of this machine; `tmpfs`: an empty place in memory, for one command. `to`: in the chroot. */
export type Mount = { readonly from: string; readonly to: string };

/** Absolute path of the chroot, made if it is not there. Throws SetupProblem. */
export async function chrootWithWine(say: (text: string) => void): Promise<string> {
  const mirror = mirrorOf(aptSources());
  if (mirror === undefined)
    throw new SetupProblem('apt names no mirror of Debian here, so there is nothing to make a chroot of.');
  const root = path.join(cache, `root-${keyOf(suite, ...packages)}`);
  if (existsSync(root)) return root;
  const made = `${root}.new`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  say(`making a Debian ${suite} with Wine, once (about 1.3 GB, some minutes) ...`);
  await step('debootstrap', ['--variant=minbase', suite, made, mirror]);
  // nothing that is installed there may start a service
  writeFileSync(path.join(made, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const apt = ['apt-get', '-qq', '-o', 'Acquire::Retries=2', 'install', '-y', '--no-install-recommends'];
  const { ok, output } = await inChroot(made, [...apt, ...packages], {
    log: path.join(cache, 'packages.log'),
  });
  if (!ok) throw new SetupProblem(`Wine could not be installed in the chroot:\n${lastLines(output)}`);
  rmSync(path.join(made, 'var/cache/apt/archives'), { recursive: true, force: true });
  renameSync(made, root);
  return root;
}

const step = async (command: string, args: string[]): Promise<void> => {
  const { ok, output } = await run(command, args, {});
  if (!ok) throw new SetupProblem(`${command} failed:\n${lastLines(output)}`);
};

const aptSources = (): string[] => {
  const folder = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list'];
  if (existsSync(folder))
    files.push(
      ...readdirSync(folder)
        .sort()
        .map((name) => path.join(folder, name)),
    );
  return files
    .filter((file) => existsSync(file) && /\.(?:list|sources)$/u.test(file))
    .map((file) => readFileSync(file, 'utf8'));
};

export type InChroot = {
  /** a file that takes all that is said: Wine cannot hand a pipe of Linux to a program of Windows */
  readonly log: string;
  /** standard output goes here instead */
  readonly out?: string;
  /** a folder of the chroot */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: readonly Mount[];
  /** milliseconds, after which it is ended; default: never */
  readonly limit?: number;
};

export type Ended = { readonly ok: boolean; readonly code: number | null; readonly output: string };

/** What every command in the chroot is started by. The mounts end with its processes. */
const enter = `
root=$1; cwd=$2; shift 2
mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" && mount -t sysfs sysfs "$root/sys" || exit 125
while [ "$1" != -- ]; do
  mkdir -p "$root$2"
  if [ "$1" = tmpfs ]; then mount -t tmpfs tmpfs "$root$2"; else mount --bind "$1" "$root$2"; fi || exit 125
  shift 2
done; shift
for file in resolv.conf hosts; do cp "/etc/$file" "$root/etc/$file" 2>/dev/null; done
exec chroot "$root" /usr/bin/env -i -C "$cwd" "$@"
`;

/** The words that run a command in the chroot, for whoever starts it another way. */
export const chrootCommand = (
  root: string,
  command: readonly string[],
  { cwd = '/', env = {}, mounts = [] }: Pick<InChroot, 'cwd' | 'env' | 'mounts'>,
): string[] => [
  ...['unshare', '-m', '-p', '-f', '--kill-child', '--propagation', 'private', 'bash', '-c', enter, '_'],
  ...[root, cwd, ...mounts.flatMap(({ from, to }) => [from, to]), '--'],
  ...Object.entries({ ...usual, ...env }).map(([name, value]) => `${name}=${value}`),
  ...command,
];

const usual = {
  HOME: '/root',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  TERM: 'dumb',
  DEBIAN_FRONTEND: 'noninteractive',
};

/** Runs to the end. `output` is what it said. Throws nothing: a command that cannot be started has not been ok. */
export const inChroot = (root: string, command: readonly string[], options: InChroot): Promise<Ended> =>
  new Promise((resolve) => {
    mkdirSync(path.dirname(options.log), { recursive: true });
    const log = openSync(options.log, 'w');
    const out = options.out === undefined ? log : openSync(options.out, 'w');
    const [program = '', ...words] = chrootCommand(root, command, options);
    const child = spawn(program, words, { stdio: ['ignore', out, log] });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.limit ?? 2 ** 31 - 1);
    const end = (code: number | null) => {
      clearTimeout(timer);
      closeSync(log);
      if (out !== log) closeSync(out);
      resolve({ ok: code === 0, code, output: readFileSync(options.out ?? options.log, 'utf8') });
    };
    child.on('error', () => end(null));
    child.on('exit', (code) => end(code));
  });

/** What this machine lacks of what it takes: programs, and the rights of root, without which nothing can be mounted. */
export const missingNeeds = (): { readonly what: string }[] => {
  const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  const isThere = (program: string) =>
    spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore', env }).status === 0;
  return [
    ...(process.platform === 'linux' && process.arch === 'x64' ? [] : [{ what: 'Linux on x64' }]),
    ...(process.getuid?.() === 0 ? [] : [{ what: 'the rights of root' }]),
    ...needs
      .filter(({ program }) => !isThere(program))
      .map(({ program, debian }) => ({ what: `${program} (Debian: ${debian})` })),
  ];
};
