/**
 * Each file manager for real: it is started on a screen of its own, with the entries that `koosync file-manager install`
 * gave it; somebody chooses "View versions" for one file and for all in the folder, and what would be the app writes down
 * what it was asked for: all names arrive whole.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileManagerEntry } from '../../shared/file-managers.ts';
import { openFileManagers } from '../../main/file-managers/file-managers.ts';
import { placesOf } from '../../main/file-managers/places.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { openDesk, type Desk } from '../harness/desk.ts';
import { driven, needsOf, type Driven } from './needs.ts';

/** Whatever a name holds, one of these holds it. */
const names = [
  'plain.txt',
  'with space.txt',
  'quo\'te".txt',
  '中文 文件.txt',
  '100%.txt',
  '%f %F %u.txt',
  '-dash.txt',
  '--pause',
  'new\nline.txt',
  '$HOME `id`.txt',
  String.raw`back\slash.txt`,
  'a;b&c.txt',
] as const;

let world: CliWorld;
let desk: Desk | undefined;
let synced: string;
let asked: string;

beforeEach(async () => {
  world = await openCliWorld();
  synced = join(world.folder, 'synced');
  asked = join(world.folder, 'asked');
  for (const folder of [synced, join(synced, 'sub'), join(world.folder, 'other'), asked]) mkdirSync(folder);
  for (const name of names) writeFileSync(join(synced, name), name);
  writeFileSync(join(world.folder, 'other', 'outside.txt'), 'x');
  await world.setUp.add(synced);
  const app = join(world.folder, 'koosync-desktop');
  // it writes down its words with a zero behind each, and shows the file only when it is whole
  writeFileSync(
    app,
    `#!/bin/sh\nfor word; do printf '%s\\0' "$word"; done > ${asked}/.$$\nmv ${asked}/.$$ ${asked}/$$\n`,
  );
  chmodSync(app, 0o755);
  world.env['KOOSYNC_DESKTOP'] = app;
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    const pictures = join(import.meta.dirname, '..', '..', 'test-results');
    mkdirSync(pictures, { recursive: true });
    await desk?.screenshot(join(pictures, `${task.name}.png`));
  }
  await desk?.stop();
  desk = undefined;
  await world.close();
});

/** What the app was asked for, the same once, with its paths sorted; the shorter ones first. */
const requests = (): string[][] => {
  const each = readdirSync(asked)
    .filter((name) => !name.startsWith('.'))
    .map((name) => {
      const words = readFileSync(join(asked, name), 'utf8').split('\0').slice(0, -1);
      return [...words.slice(0, 1), ...words.slice(1).toSorted()];
    });
  return [...new Map(each.map((words) => [words.join('\0'), words])).values()].toSorted(
    (a, b) => a.length - b.length,
  );
};

const asking = (...paths: readonly string[]): string[] => [
  '--view-versions',
  ...paths.map((path) => join(synced, path)).toSorted(),
];

async function install({ name, plain }: Driven): Promise<void> {
  if (!plain) {
    expect(await world.koosync('file-manager', 'install', name)).toMatchObject({ code: 0, err: '' });
    const all = (await world.json('file-manager', 'status', name)) as FileManagerEntry[];
    expect(all).toMatchObject([{ name, isPresent: true, isInstalled: true, isStale: false }]);
    return;
  }
  // as on a computer on which this file manager runs no Python
  const places = placesOf({
    platform: 'linux',
    home: join(world.folder, 'home'),
    state: world.home,
    env: world.env,
  });
  const managers = openFileManagers({
    places: { ...places, libraries: [] },
    program: async () => ({ executable: String(world.env['KOOSYNC_DESKTOP']), args: [] }),
    folders: async () => [synced],
    language: 'en',
  });
  await managers.install(name);
}

/** Fails where something is missing, unless that is allowed: then it counts as skipped, and is listed at the end. */
const withAll = (one: Driven) =>
  it.skipIf(process.env['KOOSYNC_ALLOW_MISSING'] === '1' && !needsOf(one).every((need) => need.isThere()));

/** Chooses the entry until the app was asked for that: a file manager that is still drawing may miss a key. */
async function choose(
  on: Desk,
  one: Driven,
  steps: readonly string[],
  wanted: readonly string[],
): Promise<void> {
  for (let tries = 1; ; tries++) {
    await on.act(one.acting, ...one.begin, ...steps);
    for (let looks = 0; looks < 200; looks++) {
      const found = requests().map((words) =>
        words.filter((word) => !(one.cutsLines && word.includes('\n'))),
      );
      if (found.some((words) => isDeepStrictEqual(words, wanted))) return;
      await sleep(50);
    }
    if (tries === 5) expect(requests()).toContainEqual(wanted);
    await on.act(one.acting, 'key:Escape', 'key:Escape');
  }
}

describe('View versions', () => {
  for (const one of driven)
    withAll(one)(one.title, async () => {
      await install(one);
      const on = await openDesk({ env: world.env, hasWindowManager: true });
      desk = on;
      const [program, ...args] = one.start;
      const { acting, ready: shows } = one;
      await on.open({ start: [program, ...args, synced], title: 'synced', acting, shows });

      const all = [...names, 'sub'].filter((name) => !(one.cutsLines && name.includes('\n')));
      await choose(on, one, one.one, asking(one.chosen));
      await choose(on, one, one.all, asking(...all));
      expect(requests()).toHaveLength(2);
      expect(requests()[1]).toHaveLength(names.length + 2);

      if (one.outside) {
        on.start(program, [...args, join(world.folder, 'other')]);
        await on.act(one.acting, 'pause:3', ...one.outside);
        expect(requests()).toHaveLength(2);
      }
      const removed = await world.koosync('file-manager', 'remove');
      expect(removed).toMatchObject({ code: 0, err: '' });
      expect(readdirSync(world.home)).not.toContain('file-managers');
    });
});
