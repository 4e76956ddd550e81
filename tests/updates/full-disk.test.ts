/** There is no room for the new version beside the old one. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canInstall } from './needs.ts';
import {
  feedName,
  feedText,
  newer,
  older,
  openUpdatesWorld,
  packageFile,
  signed,
  until,
  type UpdatesWorld,
} from './updates-world.ts';

let world: UpdatesWorld;
let folder: string;
beforeEach(async () => {
  world = await openUpdatesWorld();
  folder = path.join(world.cli.folder, 'small');
  mkdirSync(folder);
});
afterEach(async () => {
  const { folder: all } = world.cli;
  await world.close();
  spawnSync('umount', [path.join(all, 'small')]);
});

it.runIf(canInstall)('where the disk is full the old one stays, is started again, and says so', async () => {
  const size = Math.ceil(statSync(packageFile(older, 'AppImage')).size * 1.3);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(size)}`, 'none', folder]).status).toBe(0);
  try {
    const appImage = path.join(folder, 'KooSync.AppImage');
    copyFileSync(packageFile(older, 'AppImage'), appImage);
    const file = packageFile(newer, 'AppImage');
    world.feed.files.set(path.basename(file), { path: file });
    world.feed.files.set(feedName, signed(feedText(newer)));
    world.cli.settings();
    world.start(appImage, '--no-sandbox', '--hidden');
    await until('the old one again', () => world.logged('updates').length === 2);
    expect(world.lives()).toEqual([older, older]);
    expect(world.logged('updates')[1]).toMatchObject({
      beginning: { problem: 'disk-full', hidden: true, resume: [] },
    });
    expect(readdirSync(folder)).toEqual(['KooSync.AppImage']);
  } finally {
    for (const pid of world.apps()) process.kill(pid, 'SIGKILL');
    await until('nothing that runs from there', () => spawnSync('umount', [folder]).status === 0);
  }
});
