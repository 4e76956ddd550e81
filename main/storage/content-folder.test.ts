import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openContentFolder } from './content-folder.ts';

let base: string;
let now: number;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'koosync-contents-'));
  now = 1_700_000_000_000;
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});
const name = (n: number) => String(n).padStart(64, '0');
let letters = 0;
const open = (most: number, free = 1e12) =>
  openContentFolder({
    folder: join(base, 'contents'),
    random: () => `t${(letters += 1)}`,
    now: () => (now += 1000),
    free: async () => free,
    most,
  });
const put = async (folder: ReturnType<typeof open>, n: number, size = 10) => {
  const temp = await folder.begin(size);
  if (temp === undefined) return false;
  writeFileSync(temp, 'x'.repeat(size));
  const path = await folder.place(temp, name(n));
  utimesSync(path, (now += 1000) / 1000, now / 1000);
  return true;
};
const there = () => readdirSync(join(base, 'contents')).map((file) => Number(file));

it('what was not used for the longest time makes room', async () => {
  const folder = open(30);
  for (const n of [1, 2, 3]) await put(folder, n);
  await folder.find(name(1));
  await put(folder, 4);
  expect(there().toSorted()).toEqual([1, 3, 4]);
  expect(await folder.used()).toBe(30);
});

it('what is held stays, and what does not fit beside it is not kept', async () => {
  const folder = open(30);
  for (const n of [1, 2, 3]) await put(folder, n);
  folder.hold(name(1));
  folder.hold(name(1));
  folder.hold(name(2));
  await put(folder, 4);
  expect(there().toSorted()).toEqual([1, 2, 4]);
  expect(await put(folder, 5, 20)).toBe(false);
  folder.release(name(1));
  expect(await put(folder, 5, 20)).toBe(false);
  folder.release(name(1));
  expect(await put(folder, 5, 20)).toBe(true);
});

it('never more than a tenth of what would be free without it', async () => {
  const folder = open(1e9, 290);
  expect(await put(folder, 1, 30)).toBe(false);
  expect(await put(folder, 1, 29)).toBe(true);
});

it('what was begun and not placed goes after a day', async () => {
  const folder = open(1000);
  const temp = await folder.begin(10);
  writeFileSync(temp ?? '', 'half');
  utimesSync(temp ?? '', now / 1000, now / 1000);
  now += 25 * 3_600_000;
  // whoever began it may be at it still: by a clock that was set back it is older than it is
  await folder.begin(10);
  expect(existsSync(temp ?? '')).toBe(true);
  await open(1000).begin(10);
  expect(existsSync(temp ?? '')).toBe(false);
});

it('finds nothing by what is no digest, and everything goes when it is cleared', async () => {
  const folder = open(100);
  await put(folder, 1);
  expect(await folder.find('../../etc/passwd')).toBeUndefined();
  expect(await folder.find(name(2))).toBeUndefined();
  expect(await folder.find(name(1))).toBe(join(base, 'contents', name(1)));
  await folder.clear();
  expect(await folder.find(name(1))).toBeUndefined();
  expect(await folder.used()).toBe(0);
  expect(await put(folder, 1)).toBe(true);
});

it('what is begun is claimed until it is there, or came to nothing', async () => {
  const claimed: string[] = [];
  const folder = openContentFolder({
    folder: join(base, 'contents'),
    random: () => `t${(letters += 1)}`,
    now: () => (now += 1000),
    free: async () => 1e12,
    claim: (path) => {
      claimed.push(path);
      return { end: () => void claimed.splice(claimed.indexOf(path), 1) };
    },
  });
  const one = (await folder.begin(1)) ?? '';
  expect(claimed).toEqual([one]);
  writeFileSync(one, 'x');
  const two = await folder.begin(1);
  expect(claimed).toEqual([one, two]);
  await folder.place(one, name(1));
  expect(claimed).toEqual([two]);
  // its maker gave up and removed it
  const three = await folder.begin(1);
  expect(claimed).toEqual([three]);
});

it('where nothing can be claimed it is begun all the same', async () => {
  const folder = openContentFolder({
    folder: join(base, 'contents'),
    random: () => 't',
    now: () => now,
    free: async () => 1e12,
    claim: () => {
      throw new Error('no room');
    },
  });
  expect(await folder.begin(1)).toBe(join(base, 'contents', 't.part'));
});
