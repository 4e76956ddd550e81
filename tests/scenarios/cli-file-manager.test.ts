/** `koosync file-manager`: entries in the menus of file managers, put in, told of and taken out, in a home of its own. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';

let world: CliWorld;
let bin: string;
beforeEach(async () => {
  world = await openCliWorld();
  bin = join(world.folder, 'bin');
  mkdirSync(bin);
  // what this computer has: no others are looked for
  for (const name of ['thunar', 'pcmanfm', 'koosync-desktop'])
    writeFileSync(join(bin, name), '', { mode: 0o755 });
  world.env['PATH'] = bin;
});
afterEach(() => world.close());

const run = async (...args: string[]) => {
  const { code, out, err } = await world.koosync('file-manager', ...args);
  return { code, out: out.trimEnd().split('\n'), err };
};
const uca = () => join(world.folder, 'home', '.config', 'Thunar', 'uca.xml');

it('puts them in where a file manager is, says where they are shown, and takes them out', async () => {
  const synced = join(world.folder, 'synced');
  mkdirSync(synced);
  await world.setUp.add(synced);
  expect((await run('status')).out).toEqual([
    'FILE MANAGER  ENTRIES               SHOWN IN',
    'thunar        not installed         all folders',
    expect.stringMatching(/^nemo +not on this computer +synced folders$/u),
    expect.stringMatching(/^caja +not on this computer /u),
    expect.stringMatching(/^nautilus +not on this computer /u),
    expect.stringMatching(/^dolphin +not on this computer +all folders$/u),
    expect.stringMatching(/^pcmanfm +not installed +synced folders$/u),
  ]);
  expect(await run('install')).toEqual({
    code: 0,
    out: [
      'Thunar now shows "View versions" in its right-click menu, in all folders: it cannot tell which are synced.',
      'PCManFM now shows "View versions" in its right-click menu, in synced folders only.',
    ],
    err: '',
  });
  expect(readFileSync(uca(), 'utf8')).toContain('koosync-view-versions');
  expect(readFileSync(join(world.home, 'file-managers', 'inside'), 'utf8')).toContain(`'${synced}'/*`);
  expect((await run('status', 'thunar')).out.at(-1)).toBe('thunar        installed  all folders');

  // a folder that comes later is known to the entries, too
  const later = join(world.folder, 'later');
  mkdirSync(later);
  expect((await world.koosync('add', later)).code).toBe(0);
  expect(readFileSync(join(world.home, 'file-managers', 'inside'), 'utf8')).toContain(`'${later}'/*`);
  expect(JSON.parse(readFileSync(join(world.home, 'synced-folders'), 'utf8'))).toEqual({
    version: 1,
    folders: [synced, later],
  });

  rmSync(join(bin, 'koosync-desktop'));
  expect((await run('status', 'pcmanfm')).out.at(-1)).toBe(
    'pcmanfm       outdated, install again  synced folders',
  );

  expect(await run('remove', 'thunar', 'dolphin')).toEqual({
    code: 0,
    out: ['Thunar no longer shows "View versions".', 'Dolphin has no entries of KooSync.'],
    err: '',
  });
  // it holds nothing that the system's does not
  expect(existsSync(uca())).toBe(false);
  expect((await run('remove')).out).toEqual(['PCManFM no longer shows "View versions".']);
  expect(existsSync(join(world.home, 'file-managers'))).toBe(false);
  expect(await world.json('file-manager', 'status', 'thunar')).toEqual([
    {
      name: 'thunar',
      title: 'Thunar',
      isPresent: true,
      isInstalled: false,
      isStale: false,
      reach: 'everywhere',
      hasMarks: false,
    },
  ]);
});

it('says what makes no sense, and changes nothing', async () => {
  refused(
    await world.koosync('file-manager', 'install', 'windows'),
    2,
    /KooSync knows no file manager windows here\. It knows thunar, nemo, caja, nautilus, dolphin, pcmanfm\.$/mu,
  );
  expect(await world.koosync('file-manager', 'install', 'caja')).toMatchObject({
    code: 2,
    out: '',
    err: 'koosync: Caja is not on this computer. Install it first.\n',
  });
  rmSync(join(bin, 'koosync-desktop'));
  // the one of the machine, which a developer may have, is not on this PATH
  refused(
    await world.koosync('file-manager', 'install'),
    2,
    /The KooSync app \(koosync-desktop\) was not found/u,
  );
  for (const name of ['thunar', 'pcmanfm']) rmSync(join(bin, name));
  expect(await run('install')).toEqual({
    code: 0,
    out: [''],
    err: 'No file manager that KooSync knows was found.\n',
  });
  expect(existsSync(uca())).toBe(false);
});

it("leaves a file of Thunar's that is broken as it is", async () => {
  mkdirSync(join(uca(), '..'), { recursive: true });
  writeFileSync(uca(), '<actions><action>');
  refused(
    await world.koosync('file-manager', 'install', 'thunar'),
    1,
    /cannot be understood and was left as it is/u,
  );
  expect(readFileSync(uca(), 'utf8')).toBe('<actions><action>');
});
