/** What a made package says of itself, read back with the tools that will install it. */
import { execFileSync } from 'node:child_process';
import { debProblems, rpmProblems, type Needed } from './libraries.ts';

const say = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1 << 26 });

/** What every package has in the app's own folder: licences, the bill of materials, a Node for the command line. */
const inside = [
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  ...['LICENSE', 'THIRD-PARTY-NOTICES.txt', 'sbom.cdx.json', 'bin/koosync', 'node/node', 'node/LICENSE'].map(
    (name) => `resources/${name}`,
  ),
];

/** Files that deb and rpm put into the system; most of them outside the app's own folder. */
const installed = [
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
  ...inside.map((name) => `/opt/KooSync/${name}`),
];

const missingFiles = (files: readonly string[], kind: string, more: readonly string[]): string[] =>
  [...installed, ...more]
    .filter((file) => !files.includes(file))
    .map((file) => `The ${kind} does not hold ${file}.`);

/**
 * What is wrong with a .desktop file, a sentence each: the name of the file is the class of the window, links come here,
 * and nothing switches the sandbox off. Pure.
 */
export const desktopEntryProblems = (text: string, exec: string, kind: string): string[] => {
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'mu').exec(text)?.[1];
  const wanted = {
    Exec: exec,
    Icon: 'koosync-desktop',
    StartupWMClass: 'koosync',
    MimeType: 'x-scheme-handler/koosync;',
  };
  return Object.entries(wanted)
    .filter(([key, right]) => value(key) !== right)
    .map(
      ([key, right]) => `In the ${kind}, koosync.desktop has ${key}=${value(key) ?? ''} instead of ${right}.`,
    );
};

/** What is wrong with an AppImage, a sentence each. Starts it for its offset; wants unsquashfs. */
export const appImageReadBack = (file: string): string[] => {
  const offset = say(file, '--appimage-offset').trim();
  const files = say('unsquashfs', '-no-progress', '-offset', offset, '-ls', '-dest', '', file).split('\n');
  const entry = say('unsquashfs', '-no-progress', '-offset', offset, '-cat', file, 'koosync.desktop');
  return [
    ...desktopEntryProblems(entry, 'AppRun %U', 'AppImage'),
    ...inside
      .filter((name) => !files.includes(`/${name}`))
      .map((name) => `The AppImage does not hold ${name}.`),
  ];
};

/** One file of a deb, as text. */
const fileOfDeb = (file: string, name: string): string => {
  // decompressed as a whole, and too large for memory: tar reads it from a pipe
  const shell = 'dpkg-deb --fsys-tarfile "$1" | tar --extract --to-stdout --file - "$2"';
  return say('sh', '-c', shell, 'sh', file, name);
};

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
    ...desktopEntryProblems(
      fileOfDeb(file, './usr/share/applications/koosync.desktop'),
      '/opt/KooSync/koosync-desktop %U',
      'deb',
    ),
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
