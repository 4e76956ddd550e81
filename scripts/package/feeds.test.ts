import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { mergeFeeds, takeFeeds, writeFeeds, type Feeds } from './feeds.ts';

/** As electron-builder 26 writes it. */
const feed = (file: string, size: number, version = '1.2.3'): string =>
  [
    `version: ${version}`,
    'files:',
    `  - url: ${file}`,
    `    sha512: ${file}==`,
    `    size: ${String(size)}`,
    `path: ${file}`,
    `sha512: ${file}==`,
    "releaseDate: '2026-11-27T05:00:00.000Z'",
    '',
  ].join('\n');

it('names every file once, and what old updaters read first', () => {
  const merged = mergeFeeds([feed('a.AppImage', 1), feed('a.deb', 2), feed('a.deb', 3)]);
  expect(load(merged)).toMatchObject({
    version: '1.2.3',
    files: [
      { url: 'a.AppImage', size: 1 },
      { url: 'a.deb', size: 3 },
    ],
    path: 'a.AppImage',
    sha512: 'a.AppImage==',
  });
  expect(merged).toContain("releaseDate: '2026-11-27T05:00:00.000Z'");
});

it('refuses feeds of two versions', () => {
  expect(() => mergeFeeds([feed('a', 1), feed('b', 2, '1.2.4')])).toThrow('1.2.3 and 1.2.4');
});

it('takes what each kind wrote, and throws away what an earlier run left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koosync-feeds-'));
  const put = (text: string) => {
    writeFileSync(join(folder, 'latest-linux.yml'), text);
  };
  writeFileSync(join(folder, 'builder-debug.yml'), 'x: y\n');
  put(feed('old.deb', 1, '1.2.2'));
  await takeFeeds(folder, undefined);
  const feeds: Feeds = new Map();
  for (const name of ['a.AppImage', 'a.deb']) {
    put(feed(name, 1));
    await takeFeeds(folder, feeds);
  }
  expect(readdirSync(folder)).toEqual(['builder-debug.yml']);
  expect(await writeFeeds(folder, feeds)).toEqual(['latest-linux.yml']);
  expect(readFileSync(join(folder, 'latest-linux.yml'), 'utf8')).toBe(
    mergeFeeds([feed('a.AppImage', 1), feed('a.deb', 1)]),
  );
  rmSync(folder, { recursive: true, force: true });
});
