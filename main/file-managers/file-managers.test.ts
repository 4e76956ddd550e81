import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileManagerName } from '../../shared/file-managers.ts';
import { createWords } from '../lib/i18n.ts';
import { toKooError } from '../model/errors.ts';
import { openFileManagers, type FileManagersParts } from './file-managers.ts';
import { placesOf, type Places } from './places.ts';

let base: string;
let home: string;
let app: string;
let places: Places;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'koo-managers-')));
  home = join(base, 'home');
  app = join(base, 'koosync-desktop');
  for (const folder of ['home', 'bin', 'lib', 'xdg/Thunar'])
    mkdirSync(join(base, folder), { recursive: true });
  writeFileSync(app, '#!/bin/sh\n', { mode: 0o755 });
  places = {
    ...placesOf({ platform: 'linux', home, state: join(home, '.local/share/koosync'), env: {} }),
    systemConfig: [join(base, 'xdg')],
    programs: [join(base, 'bin')],
    libraries: [join(base, 'lib')],
  };
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

const has = (...programs: readonly string[]) => {
  for (const program of programs) writeFileSync(join(base, 'bin', program), '', { mode: 0o755 });
};
const hasLibrary = (path: string) => {
  const file = join(base, 'lib', 'x86_64-linux-gnu', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
};
const open = (more: Partial<FileManagersParts> = {}) =>
  openFileManagers({
    places,
    program: async () => ({ executable: app, args: [] }),
    folders: async () => [join(home, 'Documents')],
    language: 'en',
    ...more,
  });
const state = async (name: FileManagerName) => (await open().list()).find((one) => one.name === name);
const write = (path: string, text: string, mode = 0o644) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
};
/** every file below the home, by its path */
const tree = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(home, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(home, path)).isFile())
      .map((path) => [path, readFileSync(join(home, path), 'utf8')]),
  );
const sentenceOf = async (work: Promise<unknown>): Promise<string> => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  return createWords('en').sentence(toKooError(thrown));
};

const all = ['thunar', 'nemo', 'caja', 'nautilus', 'dolphin', 'pcmanfm'] as const;
const pythons = [
  'nemo/extensions-3.0/libnemo-python.so',
  'caja/extensions-2.0/libcaja-python.so',
  'nautilus/extensions-4/libnautilus-python.so',
];

describe.each([true, false])('with Python: %s', (python) => {
  beforeEach(() => {
    if (python) for (const library of pythons) hasLibrary(library);
  });

  it.each(all)('%s: put in, put in again, taken out, and the home is as it was', async (name) => {
    write(join(home, '.config/Thunar/uca.xml'), '<actions>\n<action/>\n</actions>', 0o600);
    const before = tree();
    has(name);
    expect(await state(name)).toMatchObject({ isPresent: true, isInstalled: false, isStale: false });
    await open().install(name);
    const once = tree();
    expect(await state(name)).toMatchObject({
      isInstalled: true,
      isStale: false,
      hasMarks: python && ['nemo', 'caja', 'nautilus'].includes(name),
    });
    await open().install(name);
    expect(tree()).toEqual(once);
    for (const other of all)
      if (other !== name) expect(await state(other)).toMatchObject({ isInstalled: false });
    expect(statSync(join(home, '.config/Thunar/uca.xml')).mode & 0o777).toBe(0o600);
    expect(statSync(join(places.state, 'file-managers/open')).mode & 0o777).toBe(0o700);
    await open().remove(name);
    expect(tree()).toEqual(before);
    await open().remove(name);
    expect(tree()).toEqual(before);
  });
});

it('says which are on this computer', async () => {
  has('pcmanfm-qt', 'nemo');
  expect((await open().list()).filter(({ isPresent }) => isPresent).map(({ name }) => name)).toEqual([
    'nemo',
    'pcmanfm',
  ]);
});

it('one kind of entry takes the place of the other', async () => {
  await open().install('nemo');
  const actions = join(places.data, 'nemo/actions');
  expect(readdirSync(actions)).toHaveLength(3);
  hasLibrary(pythons[0] ?? '');
  expect(await state('nemo')).toMatchObject({ isInstalled: true, isStale: true });
  await open().install('nemo');
  expect(readdirSync(actions)).toEqual([]);
  expect(await state('nemo')).toMatchObject({ isInstalled: true, isStale: false });
});

it('scripts of another language are replaced', async () => {
  const scripts = join(places.data, 'nautilus/scripts');
  await open({ language: 'zh' }).install('nautilus');
  expect(readdirSync(scripts)).toContain('查看版本');
  await open().install('nautilus');
  expect(readdirSync(scripts).toSorted()).toEqual([
    'Copy KooDrive path',
    'Pause syncing here (the whole synced folder)',
    'View versions',
  ]);
});

describe("Thunar's file", () => {
  const uca = () => join(home, '.config/Thunar/uca.xml');
  const system = () => join(base, 'xdg/Thunar/uca.xml');

  it("begins as the system's, which it hides, and goes when nothing else is left in it", async () => {
    const text = '<actions>\n<action><name>Open Terminal Here</name></action>\n</actions>\n';
    writeFileSync(system(), text);
    await open().install('thunar');
    expect(readFileSync(uca(), 'utf8')).toContain('Open Terminal Here');
    await open().remove('thunar');
    expect(existsSync(uca())).toBe(false);
  });

  it('stays when a user has emptied it on purpose', async () => {
    writeFileSync(system(), '<actions>\n<action/>\n</actions>\n');
    const empty = '<?xml version="1.0" encoding="UTF-8"?>\n<actions>\n</actions>\n';
    write(uca(), empty);
    await open().install('thunar');
    await open().remove('thunar');
    expect(readFileSync(uca(), 'utf8')).toBe(empty);
  });

  it.each([
    ['broken', '<actions><action>'],
    ['no text', Buffer.from([0x3c, 0xff, 0xfe])],
  ])('is left alone when it is %s, and a sentence says so', async (_, text) => {
    write(uca(), '');
    writeFileSync(uca(), text);
    for (const work of ['install', 'remove'] as const)
      expect(await sentenceOf(open()[work]('thunar'))).toBe(
        `The file ${uca()} cannot be understood and was left as it is. Repair it, or move it away, then try again.`,
      );
    expect(readFileSync(uca())).toEqual(Buffer.from(text));
    expect(await state('thunar')).toMatchObject({ isInstalled: false });
  });

  it('is followed where it is a link within the home, and the link stays', async () => {
    const dotfiles = join(home, 'dotfiles/uca.xml');
    write(dotfiles, '<actions>\n</actions>\n', 0o640);
    mkdirSync(dirname(uca()), { recursive: true });
    symlinkSync(dotfiles, uca());
    await open().install('thunar');
    expect(lstatSync(uca()).isSymbolicLink()).toBe(true);
    expect(readFileSync(dotfiles, 'utf8')).toContain('koosync-view-versions');
    expect(statSync(dotfiles).mode & 0o777).toBe(0o640);
    await open().remove('thunar');
    expect(lstatSync(uca()).isSymbolicLink()).toBe(true);
    expect(readFileSync(dotfiles, 'utf8')).toBe('<actions>\n</actions>\n');
  });

  it.each(['file', 'folder', 'nowhere'] as const)(
    'is not written through a link out of the home: %s',
    async (kind) => {
      const outside = join(base, 'outside');
      mkdirSync(outside);
      const theirs = join(outside, 'uca.xml');
      if (kind !== 'nowhere') writeFileSync(theirs, '<actions></actions>');
      mkdirSync(join(home, '.config'), { recursive: true });
      if (kind === 'folder') symlinkSync(outside, dirname(uca()));
      else {
        mkdirSync(dirname(uca()));
        symlinkSync(theirs, uca());
      }
      expect(await sentenceOf(open().install('thunar'))).toContain(
        ', outside of your own folders, and was left as it is',
      );
      expect(kind === 'nowhere' ? existsSync(theirs) : readFileSync(theirs, 'utf8')).toBe(
        kind === 'nowhere' ? false : '<actions></actions>',
      );
    },
  );
});

it('an app that moved is found again; one that is there is left', async () => {
  await open().install('thunar');
  const launcher = () => readFileSync(join(places.state, 'file-managers/open'), 'utf8');
  const moved = join(base, 'moved');
  const other = { program: async () => ({ executable: moved, args: ['/app'] }) };
  await open(other).refresh();
  expect(launcher()).toContain(`'${app}'`);
  renameSync(app, moved);
  expect(await state('thunar')).toMatchObject({ isInstalled: true, isStale: true });
  await open(other).refresh();
  expect(launcher()).toContain(`'${moved}'`);
  expect(launcher()).toContain(`exec "$program" '/app' "--$verb" "$@"`);
  expect(await state('thunar')).toMatchObject({ isInstalled: true, isStale: false });
});

it('nothing is written by a look, and by an app that nobody asked', async () => {
  has(...all);
  await open().list();
  await open().refresh();
  expect(tree()).toEqual({});
});

it('a state folder of a name that no entry can carry is refused by those alone', async () => {
  places = { ...places, state: join(home, '100%') };
  for (const name of ['nemo', 'dolphin', 'pcmanfm'] as const)
    expect(await sentenceOf(open().install(name))).toBe(
      `The path of the state folder ${places.state} contains a character that this file manager does not understand. Name another state folder in KOOSYNC_HOME.`,
    );
  for (const name of ['thunar', 'caja', 'nautilus'] as const) await open().install(name);
});

it('a file manager of another system is refused', async () => {
  await expect(open().install('explorer')).rejects.toMatchObject({ code: 'BAD_USAGE' });
});

it('a folder that may not be written is said', async () => {
  if (process.getuid?.() === 0) {
    // root may write anywhere: a file in the place of the folder stands in the way of it, too
    write(join(places.data, 'kio'), '');
    await expect(open().install('dolphin')).rejects.toMatchObject({ code: 'SYSTEM_REFUSED' });
    return;
  }
  mkdirSync(places.data, { recursive: true });
  chmodSync(places.data, 0o500);
  await expect(open().install('dolphin')).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE' });
  chmodSync(places.data, 0o700);
});
