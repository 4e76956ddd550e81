/** What a made package says of itself, read back with the tools that will install it. */
import { execFileSync } from 'node:child_process';
import { debProblems, rpmProblems, type Needed } from './libraries.ts';

const say = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1 << 26 });

/** Files that deb and rpm put outside the app's own folder. */
const outside = [
  '/usr/bin/koosync',
  '/usr/bin/koosync-desktop',
  '/usr/share/applications/koosync.desktop',
  '/usr/share/man/man1/koosync.1.gz',
  '/usr/share/bash-completion/completions/koosync',
  '/usr/share/fish/vendor_completions.d/koosync.fish',
  ...[16, 22, 24, 32, 48, 64, 96, 128, 256, 512].map(
    (size) => `/usr/share/icons/hicolor/${String(size)}x${String(size)}/apps/koosync-desktop.png`,
  ),
  '/usr/share/icons/hicolor/scalable/apps/koosync-desktop.svg',
  '/opt/KooSync/koosync-desktop',
];

const missingFiles = (files: readonly string[], kind: string, more: readonly string[]): string[] =>
  [...outside, ...more]
    .filter((file) => !files.includes(file))
    .map((file) => `The ${kind} does not hold ${file}.`);

/** What is wrong with a .deb, a sentence each. Wants dpkg-deb. */
export const debReadBack = (file: string, needed: Needed): string[] => {
  const depends = say('dpkg-deb', '--field', file, 'Depends').trim().split(/,\s*/u);
  // "-rwxr-xr-x root/root 62 2026-11-27 04:18 ./usr/bin/koosync"
  const lines = say('dpkg-deb', '--contents', file).trim().split('\n');
  const files = lines.map((line) => line.replace(/^(?:\S+\s+){5}\./u, ''));
  const notRoots = lines.filter((line) => !/^\S+\s+root\/root\s/u.test(line));
  const writable = lines.filter((line) => /^.(?:....w|.......w)/u.test(line));
  return [
    ...debProblems(needed, depends),
    ...missingFiles(files, 'deb', [
      '/usr/share/zsh/vendor-completions/_koosync',
      '/usr/share/doc/koosync/copyright',
      '/opt/KooSync/resources/apparmor-profile',
    ]),
    ...notRoots.map((line) => `In the deb this is not root's: ${line}`),
    ...writable.map((line) => `In the deb others may write this: ${line}`),
  ];
};

/** What is wrong with a .rpm, a sentence each. Wants rpm; rpm on Debian checks no dependency when it installs. */
export const rpmReadBack = (file: string, needed: Needed): string[] => {
  const requires = say('rpm', '--query', '--package', '--requires', file).trim().split('\n');
  const files = say('rpm', '--query', '--package', '--list', file).trim().split('\n');
  return [
    ...rpmProblems(needed, requires),
    ...missingFiles(files, 'rpm', [
      '/usr/share/zsh/site-functions/_koosync',
      '/usr/share/licenses/koosync/LICENSE',
    ]),
  ];
};
