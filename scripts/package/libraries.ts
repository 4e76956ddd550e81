/**
 * Which libraries of the system do the packed files name, and does each package ask for all of them? A package that
 * lacks one installs without a word on a minimal system, and then does not start.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Debian's package for every library that may be named; where there are two, the first is what Debian 13 and Ubuntu 24.04
 * call it since times have 64 bits there. It comes first: the other one is a virtual package there, libasound2 with two
 * providers of which one is not what is meant. `rpm` needs no table: a library's own name is what it asks for.
 */
export const debianPackages: Readonly<Record<string, string>> = {
  'libX11.so.6': 'libx11-6',
  'libX11-xcb.so.1': 'libx11-xcb1',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libasound.so.2': 'libasound2t64 | libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0t64 | libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0t64 | libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2t64 | libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgcc_s.so.1': 'libgcc-s1',
  'libgio-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0t64 | libgtk-3-0',
  'libnotify.so.4': 'libnotify4',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsecret-1.so.0': 'libsecret-1-0',
  'libsmime3.so': 'libnss3',
  'libstdc++.so.6': 'libstdc++6',
  'libudev.so.1': 'libudev1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
};

/** glibc's own, which come together: a package asks for glibc of a version. */
const ofGlibc = /^(?:ld-linux-.*|lib(?:c|m|dl|rt|pthread))\.so\.\d+$/u;

/** Opened by name at run time, so no file says so: notifications, and the window on X11. */
const openedByName = ['libnotify.so.4', 'libX11-xcb.so.1'];

export type Needed = {
  /** sonames from outside the package, without glibc's, sorted */
  readonly libraries: readonly string[];
  /** the newest version of glibc whose symbols are used: [2, 28] */
  readonly glibc: readonly [number, number];
};

const isElf = (file: string): boolean =>
  readFileSync(file)
    .subarray(0, 4)
    .equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));

/** Reads what readelf (binutils) says of one file. Pure. */
export const readNeeds = (
  dynamic: string,
  versions: string,
): { libraries: string[]; glibc: [number, number][] } => ({
  libraries: [...dynamic.matchAll(/\(NEEDED\).*\[(.+)\]/gu)].map(([, name = '']) => name),
  glibc: [...versions.matchAll(/Name: GLIBC_(\d+)\.(\d+)/gu)].map(([, major, minor]) => [
    Number(major),
    Number(minor),
  ]),
});

/** What all programs and libraries below `folder` need from outside it. Wants readelf. */
export const neededBelow = (folder: string): Needed => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const own = new Set(files.map((file) => path.basename(file)));
  const libraries = new Set(openedByName);
  let newest: readonly [number, number] = [0, 0];
  for (const file of files.filter(isElf)) {
    const say = (what: string) =>
      execFileSync('readelf', ['--wide', what, file], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1 << 26,
      });
    const needs = readNeeds(say('--dynamic'), say('--version-info'));
    for (const name of needs.libraries) if (!own.has(name) && !ofGlibc.test(name)) libraries.add(name);
    for (const version of needs.glibc)
      if (version[0] > newest[0] || (version[0] === newest[0] && version[1] > newest[1])) newest = version;
  }
  return { libraries: [...libraries].sort(), glibc: newest };
};

const shown = ([major, minor]: readonly [number, number]): string => `${String(major)}.${String(minor)}`;

/** A sentence for each library that a deb with these `Depends` (one entry each) does not ask for. Pure. */
export const debProblems = ({ libraries, glibc }: Needed, depends: readonly string[]): string[] => [
  ...libraries.flatMap((library) => {
    const wanted = debianPackages[library];
    if (wanted === undefined)
      return [`${library} is needed, and scripts/package/libraries.ts knows no package of Debian for it.`];
    return depends.includes(wanted) ? [] : [`The deb does not depend on ${wanted}, for ${library}.`];
  }),
  ...(depends.includes(`libc6 (>= ${shown(glibc)})`)
    ? []
    : [`The deb does not depend on libc6 (>= ${shown(glibc)}), whose symbols are used.`]),
];

/** The same for what `rpm -qp --requires` says of an rpm, a line each. Pure. */
export const rpmProblems = ({ libraries, glibc }: Needed, requires: readonly string[]): string[] => [
  ...libraries
    .filter((library) => !requires.includes(`${library}()(64bit)`))
    .map((library) => `The rpm does not require ${library}()(64bit).`),
  ...(requires.includes(`libc.so.6(GLIBC_${shown(glibc)})(64bit)`)
    ? []
    : [`The rpm does not require libc.so.6(GLIBC_${shown(glibc)})(64bit), whose symbols are used.`]),
];
