/**
 * What is watched is what is scanned: a client that runs, on a real disk, with no scan of everything for an hour. After
 * each of these happenings an edit below is noticed, and noticed again; what is told of files that are no longer there
 * goes.
 */
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliProcess } from '../harness/cli-process.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { canMount, smallDisk, type SmallDisk } from '../harness/small-disk.ts';
import { untilEqual } from '../harness/until.ts';

let world: CliWorld;
let docs: string;
let running: CliProcess | undefined;
const disks: SmallDisk[] = [];
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  mkdirSync(docs);
  world.settings({ deleteGraceMs: 86_400_000 });
  // root is not kept out by permissions
  world.unprivileged();
});
afterEach(async () => {
  for (const disk of disks.splice(0)) await disk.close();
  chmod('sub', 0o755);
  running?.child.kill('SIGTERM');
  await running?.ended;
  running = undefined;
  await world.close();
});

const at = (path: string) => join(docs, path);
const write = (path: string, text: string) => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};
const chmod = (path: string, mode: number) => {
  try {
    chmodSync(at(path), mode);
  } catch {
    // it is not there
  }
};
const versions = (path: string) =>
  world.emulator.control.tree().find((one) => one.path === `docs/${path}`)?.revisions.length ?? 0;
const start = async () => {
  await world.setUp.add(docs);
  running = world.start(['run']);
  await running.says('Watching');
};
const problems = async () =>
  ((await world.status())[0]?.problems ?? []).map(({ path, code }) => `${code} ${path}`);
const outside = (path: string) => join(world.folder, 'outside', path);
const makeOutside = (path: string, text: string) => {
  mkdirSync(dirname(outside(path)), { recursive: true });
  writeFileSync(outside(path), text);
};

type Row = {
  /** before the client runs; the file `a.txt` is there, too */
  readonly first?: () => void;
  /** what is up before it happens */
  readonly up?: readonly string[];
  readonly told?: readonly string[];
  readonly happens: () => void | Promise<void>;
  /** there after it, and edited then */
  readonly edited: string;
};

const rows: Readonly<Record<string, Row>> = {
  'an ignore rule is taken away': {
    first: () => {
      write('.koosyncignore', 'sub/');
      write('sub/deep/x.txt', 'x');
    },
    happens: () => rmSync(at('.koosyncignore')),
    edited: 'sub/deep/x.txt',
  },
  'an ignore rule is changed': {
    first: () => {
      write('.koosyncignore', 'sub/');
      write('sub/deep/x.txt', 'x');
    },
    happens: () => write('.koosyncignore', 'other/'),
    edited: 'sub/deep/x.txt',
  },
  'a folder that could not be read at first is opened': {
    first: () => {
      write('sub/deep/x.txt', 'x');
      chmod('sub', 0);
    },
    told: ['FOLDER_UNREADABLE sub'],
    happens: () => chmod('sub', 0o755),
    edited: 'sub/deep/x.txt',
  },
  'a folder is closed and opened again': {
    first: () => write('sub/deep/x.txt', 'x'),
    up: ['sub/deep/x.txt'],
    happens: async () => {
      chmod('sub', 0);
      await untilEqual(problems, ['FOLDER_UNREADABLE sub'], 200);
      chmod('sub', 0o755);
    },
    edited: 'sub/deep/x.txt',
  },
  'a folder is moved in with what it holds': {
    first: () => makeOutside('new/deep/x.txt', 'x'),
    happens: () => renameSync(outside('new'), at('new')),
    edited: 'new/deep/x.txt',
  },
  'a folder is replaced by another one of its name': {
    first: () => {
      write('sub/deep/old.txt', 'old');
      makeOutside('sub/deep/x.txt', 'x');
    },
    up: ['sub/deep/old.txt'],
    happens: () => {
      renameSync(at('sub'), outside('away'));
      renameSync(outside('sub'), at('sub'));
    },
    edited: 'sub/deep/x.txt',
  },
  'a folder is renamed': {
    first: () => write('sub/deep/x.txt', 'x'),
    up: ['sub/deep/x.txt'],
    happens: () => renameSync(at('sub'), at('renamed')),
    edited: 'renamed/deep/x.txt',
  },
  'a folder is deleted and made anew': {
    first: () => write('sub/deep/old.txt', 'old'),
    up: ['sub/deep/old.txt'],
    happens: () => {
      rmSync(at('sub'), { recursive: true });
      write('sub/deep/x.txt', 'x');
    },
    edited: 'sub/deep/x.txt',
  },
};

describe('an edit below is noticed after', () => {
  const edit = async (path: string) => {
    await untilEqual(() => versions(path) > 0, true);
    for (const text of ['second', 'third']) {
      const before = versions(path);
      write(path, `${text} of ${path}`);
      await untilEqual(() => versions(path), before + 1);
    }
  };

  it.each(Object.entries(rows))('%s', async (_what, { first, up = [], told, happens, edited }) => {
    write('a.txt', 'a');
    first?.();
    await start();
    for (const path of ['a.txt', ...up]) await untilEqual(() => versions(path), 1);
    if (told) await untilEqual(problems, [...told], 200);
    await world.idle();
    await happens();
    await edit(edited);
    await untilEqual(problems, [], 200);
  });

  it('a drive is mounted over a folder, and unmounted', async () => {
    if (!(await canMount(join(world.folder, 'probe')))) {
      process.stderr.write('A mount was NOT tested: none can be made here. Run it as root.\n');
      return;
    }
    write('sub/deep/x.txt', 'x');
    await start();
    await untilEqual(() => versions('sub/deep/x.txt'), 1);
    const disk = await smallDisk(at('sub'), 1);
    disks.push(disk);
    chmod('sub', 0o755);
    await untilEqual(() => versions('sub/y.txt'), 0);
    write('sub/y.txt', 'y');
    await edit('sub/y.txt');
    await disk.close();
    disks.pop();
    await edit('sub/deep/x.txt');
  });
});

describe('a problem of what is no longer there goes', () => {
  it.each([
    ['with a watcher', 'on'],
    ['without one', 'off'],
  ])('%s', async (_what, watcher) => {
    world.env['KOOSYNC_WATCHER'] = watcher;
    write('a.txt', 'a');
    write('who?.txt', 'a name that KooDrive does not take');
    write('sub/which?.txt', 'another');
    write('sub/shut/x.txt', 'x');
    chmod('sub/shut', 0);
    await start();
    const all = ['FOLDER_UNREADABLE sub/shut', 'NAME_FORBIDDEN sub/which?.txt', 'NAME_FORBIDDEN who?.txt'];
    const listed = async () => (await problems()).toSorted();
    await untilEqual(listed, all, 200);
    renameSync(at('sub'), outside(''));
    await untilEqual(listed, all.slice(2), 200);
    rmSync(at('who?.txt'));
    await untilEqual(listed, [], 200);
    expect(versions('a.txt')).toBe(1);
  });
});
