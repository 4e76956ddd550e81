/** The file managers that are driven, and what it takes: `npm run test:file-managers`. A bare machine lacks all of it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { FileManagerName } from '../../shared/file-managers.ts';
import { systemPython, type Acting } from '../harness/desk.ts';

export type Need = { readonly what: string; readonly debian: string; readonly isThere: () => boolean };

const command = (name: string, debian = name): Need => ({
  what: name,
  debian,
  isThere: () => spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0,
});

const file = (what: string, debian: string, ...places: readonly string[]): Need => ({
  what,
  debian,
  isThere: () => places.some((place) => existsSync(place)),
});

/** What every one of them needs. */
const common: readonly Need[] = [
  command('Xvfb', 'xvfb'),
  command('dbus-daemon', 'dbus'),
  command('openbox'),
  command('xdotool'),
  file('the accessibility bus', 'at-spi2-core', '/usr/libexec/at-spi-bus-launcher'),
  {
    what: 'accessibility for Python',
    debian: 'python3-pyatspi',
    isThere: () => spawnSync(systemPython, ['-c', 'import pyatspi'], { stdio: 'ignore' }).status === 0,
  },
];

const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const library = (path: string): string => `/usr/lib/${architecture}-linux-gnu/${path}`;

/** How somebody gets at the entry, in steps of tests/harness/desk.py. */
type Ways = {
  /** what is there to be seen when it is ready */
  readonly ready: string;
  /** shows the files in a way that can be clicked */
  readonly begin: readonly string[];
  /** opens the menu of one file, and chooses the entry */
  readonly one: readonly string[];
  /** the same for all files of the folder */
  readonly all: readonly string[];
  /** In a folder that is not synced. Undefined where the entry is shown there, too. */
  readonly outside?: readonly string[];
};

export type Driven = Ways & {
  readonly title: string;
  readonly name: FileManagerName;
  readonly needs: readonly Need[];
  readonly start: readonly [program: string, ...args: string[]];
  readonly acting: Acting;
  /** the file that `one` chooses */
  readonly chosen: string;
  /** it has entries without Python, although Python is there */
  readonly plain?: boolean;
  /** it adds a letter to names with a line break: its own fault, and not of the entry */
  readonly cutsLines?: boolean;
};

const entry = 'View versions';
/** Menus of which accessibility tells nothing: the entry is so many from the end. */
const fromEnd = (nth: number): readonly string[] => [
  ...Array.from({ length: nth }, () => 'key:Up'),
  'key:Return',
];
const byClick = { ready: 'File', begin: ['key:ctrl+2', 'pause:1'], chosen: 'plain.txt' };
const clicked: Pick<Ways, 'one' | 'all'> = {
  one: ['rclick:plain.txt', `menu:${entry}`],
  all: ['key:Escape', 'key:ctrl+a', 'rclick:plain.txt', `menu:${entry}`],
};
const notThere = ['key:ctrl+2', 'pause:1', 'rclick:outside.txt', 'wait:Properties', `absent:${entry}`];
/** GTK 4 tells places within its window, and opens no menu by a click while many are selected. */
const nautilus = {
  start: ['nautilus'],
  acting: { program: 'nautilus', corner: '200,130' },
  ready: 'plain.txt',
  begin: [],
  chosen: 'plain.txt',
} as const;
const inScripts: Pick<Ways, 'one' | 'all'> = {
  one: ['rclick:plain.txt', 'menu:Scripts', `menu:${entry}`],
  all: ['key:Escape', 'key:Escape', 'key:ctrl+a', 'rclick:plain.txt', 'menu:Scripts', `menu:${entry}`],
};

export const driven: readonly Driven[] = [
  {
    title: 'Thunar',
    name: 'thunar',
    needs: [command('thunar')],
    start: ['thunar'],
    acting: { program: 'thunar' },
    ...byClick,
    ...clicked,
  },
  {
    title: 'Nemo, its Python',
    name: 'nemo',
    needs: [
      command('nemo'),
      file('nemo-python', 'nemo-python', library('nemo/extensions-3.0/libnemo-python.so')),
    ],
    start: ['nemo', '--no-desktop'],
    acting: { program: 'nemo', dx: 10 },
    ...byClick,
    ...clicked,
    outside: notThere,
  },
  {
    title: 'Nemo, actions',
    name: 'nemo',
    needs: [command('nemo')],
    start: ['nemo', '--no-desktop'],
    acting: { program: 'nemo', dx: 10 },
    ...byClick,
    ...clicked,
    outside: notThere,
    plain: true,
    cutsLines: true,
  },
  {
    title: 'Caja, its Python',
    name: 'caja',
    needs: [
      command('caja'),
      file('caja-python', 'python3-caja', library('caja/extensions-2.0/libcaja-python.so')),
    ],
    start: ['caja', '--no-desktop'],
    acting: { program: 'caja', dx: 10 },
    ...byClick,
    ...clicked,
    outside: notThere,
  },
  {
    title: 'Caja, scripts',
    name: 'caja',
    needs: [command('caja')],
    start: ['caja', '--no-desktop'],
    acting: { program: 'caja', dx: 10 },
    ...byClick,
    ...inScripts,
    plain: true,
  },
  {
    title: 'Nautilus, its Python',
    name: 'nautilus',
    needs: [
      command('nautilus'),
      file(
        'nautilus-python',
        'python3-nautilus',
        library('nautilus/extensions-4/libnautilus-python.so'),
        library('nautilus/extensions-3.0/libnautilus-python.so'),
      ),
    ],
    ...nautilus,
    one: ['rclick:plain.txt', `do:${entry}`],
    all: ['key:Escape', 'click:plain.txt', 'key:ctrl+a', 'key:shift+F10', 'pause:1', `do:${entry}`],
  },
  {
    title: 'Nautilus, scripts',
    name: 'nautilus',
    needs: [command('nautilus')],
    ...nautilus,
    one: ['rclick:plain.txt', 'do:Scripts', 'pause:1', `do:${entry}`],
    all: [
      'key:Escape',
      'click:plain.txt',
      'key:ctrl+a',
      'key:shift+F10',
      'pause:1',
      'do:Scripts',
      'pause:1',
      `do:${entry}`,
    ],
    plain: true,
  },
  {
    title: 'Dolphin',
    name: 'dolphin',
    needs: [command('dolphin')],
    start: ['dolphin'],
    acting: { program: 'dolphin', dx: 30, dy: 40 },
    ready: '100%.txt',
    begin: [],
    chosen: '100%.txt',
    one: ['rclick:100%.txt', 'pause:1', ...fromEnd(2)],
    all: ['key:ctrl+a', 'rclick:100%.txt', 'pause:1', ...fromEnd(2)],
  },
  {
    title: 'PCManFM-Qt',
    name: 'pcmanfm',
    needs: [command('pcmanfm-qt')],
    start: ['pcmanfm-qt'],
    acting: { program: 'pcmanfm-qt', dx: 50, dy: 20 },
    ready: '100%.txt',
    begin: [],
    chosen: '100%.txt',
    one: ['rclick:100%.txt', 'pause:1', ...fromEnd(3)],
    all: ['key:ctrl+a', 'rclick:100%.txt', 'pause:1', ...fromEnd(3)],
    outside: ['rclick:outside.txt', 'pause:1', ...fromEnd(3), 'key:Escape', 'pause:1'],
  },
  {
    title: 'PCManFM',
    name: 'pcmanfm',
    needs: [
      command('pcmanfm'),
      file('actions of PCManFM', 'libfm-modules', library('libfm/modules/gtk-menu-actions.so')),
    ],
    start: ['pcmanfm'],
    acting: { program: 'pcmanfm' },
    ready: 'File',
    begin: ['key:ctrl+4', 'pause:2'],
    // GTK 2 tells of no rows: a place on the screen
    chosen: 'new\nline.txt',
    one: ['rat:532,502', ...fromEnd(2), 'pause:1'],
    all: ['key:ctrl+a', 'rat:532,502', ...fromEnd(2)],
    outside: ['key:ctrl+4', 'pause:1', 'rat:460,292', ...fromEnd(2), 'key:Escape', 'pause:1'],
  },
];

/** Windows' own program for the registry, as Wine has it. */
export const wine: Need = command('wine');

export const needsOf = ({ needs }: Driven): readonly Need[] => [...common, ...needs];
export const everyNeed: readonly Need[] = [...driven.flatMap(needsOf), wine];
