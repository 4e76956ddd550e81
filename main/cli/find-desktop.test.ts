import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, parse, relative } from 'node:path';
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
const cli = 'app/resources/app.asar.unpacked/out/cli';
const find = (env: Record<string, string>, from = cli, platform = 'linux') =>
  findDesktop({ env, from: join(folder, from), platform: platform as NodeJS.Platform });
const notFound = { key: 'cliError.noDesktop' };

/** From one drive of Windows to another there is no way but a whole path. */
const hasWayHere = parse(tmpdir()).root === parse(process.cwd()).root;

it('is the one that is named by its whole path, and no other', async () => {
  const named = put('named');
  put('app/koosync-desktop');
  await expect(find({ KOOSYNC_DESKTOP: named })).resolves.toBe(named);
  await expect(find({ KOOSYNC_DESKTOP: join(folder, 'none') })).rejects.toMatchObject(notFound);
});

it.runIf(hasWayHere)('is not named by a way from the working folder', async () => {
  const named = relative(process.cwd(), put('named'));
  await expect(find({ KOOSYNC_DESKTOP: named })).rejects.toMatchObject(notFound);
});

it('is the one that the CLI came with, before one on PATH', async () => {
  const installed = put('app/koosync-desktop');
  put('bin/koosync-desktop');
  await expect(find({ PATH: join(folder, 'bin') })).resolves.toBe(installed);
});

it('is in the bundle on macOS', async () => {
  const bundled = put('KooSync.app/Contents/MacOS/KooSync');
  const from = 'KooSync.app/Contents/Resources/app.asar.unpacked/out/cli';
  await expect(find({}, from, 'darwin')).resolves.toBe(bundled);
});

it.each([
  ['the folders above a package', cli, ['koosync-desktop', 'app/resources/koosync-desktop']],
  [
    'the folders above a checkout',
    'a/koosync/out/cli',
    ['koosync-desktop', 'a/koosync-desktop', 'a/koosync/koosync-desktop'],
  ],
])('is not in %s', async (_what, from, strangers) => {
  for (const path of strangers) put(path);
  await expect(find({}, from)).rejects.toMatchObject(notFound);
});

it('is on PATH, an executable file and no folder of that name', async () => {
  mkdirSync(join(folder, 'a', 'koosync-desktop'), { recursive: true });
  const found = put('c/koosync-desktop');
  await expect(find({ PATH: [join(folder, 'a'), join(folder, 'c')].join(delimiter) })).resolves.toBe(found);
  await expect(find({ PATH: join(folder, 'a') })).rejects.toMatchObject(notFound);
});

it.runIf(hasWayHere)('is not in the working folder, for which PATH may have an entry', async () => {
  const here = relative(process.cwd(), folder);
  put('koosync-desktop');
  await expect(find({ PATH: here })).rejects.toMatchObject(notFound);
  await expect(find({ PATH: ['', '.', here].join(delimiter) })).rejects.toMatchObject(notFound);
});
