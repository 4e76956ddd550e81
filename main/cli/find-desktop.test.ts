import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findDesktop } from './find-desktop.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-desktop-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const put = (path: string, mode = 0o755) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), '#!/bin/sh\n');
  chmodSync(join(folder, path), mode);
  return join(folder, path);
};
const find = (
  env: Record<string, string>,
  from = join(folder, 'app/resources/app/out/cli'),
  platform = 'linux',
) => findDesktop({ env, cwd: folder, from, platform: platform as NodeJS.Platform });

it('is the one that is named, and no other', async () => {
  const named = put('named');
  put('app/koosync-desktop');
  await expect(find({ KOOSYNC_DESKTOP: 'named' })).resolves.toBe(named);
  await expect(find({ KOOSYNC_DESKTOP: join(folder, 'none') })).rejects.toMatchObject({
    key: 'cliError.noDesktop',
  });
});

it('is the one that the CLI came with, before one on PATH', async () => {
  const installed = put('app/koosync-desktop');
  put('bin/koosync-desktop');
  await expect(find({ PATH: join(folder, 'bin') })).resolves.toBe(installed);
});

it('is in the bundle on macOS', async () => {
  const bundled = put('KooSync.app/Contents/MacOS/koosync-desktop');
  const from = join(folder, 'KooSync.app/Contents/Resources/app/out/cli');
  await expect(find({}, from, 'darwin')).resolves.toBe(bundled);
});

it('is on PATH, an executable file and no folder of that name', async () => {
  mkdirSync(join(folder, 'a', 'koosync-desktop'), { recursive: true });
  const found = put('c/koosync-desktop');
  await expect(find({ PATH: [join(folder, 'a'), join(folder, 'c')].join(delimiter) })).resolves.toBe(found);
  await expect(find({ PATH: join(folder, 'a') })).rejects.toMatchObject({ key: 'cliError.noDesktop' });
});
