import { describe, expect, it } from 'vitest';
import { fileStatOf } from '../disk/file-stat-of.ts';
import { nameKey, nameOf, parentOf } from '../model/relative-path.ts';
import type { BaselineEntry } from '../model/baseline-entry.ts';
import { KooError } from '../model/errors.ts';
import { spelledPath, type SpelledDeps } from './spelled-path.ts';
import type { BigIntStats } from 'node:fs';

const pair = { id: 1, folder: '/docs' };
const aFile = fileStatOf({
  isFile: () => true,
  birthtimeNs: 1n,
  mtimeNs: 1n,
  ctimeNs: 1n,
  size: 1n,
  ino: 1n,
} as BigIntStats);

/** A disk that takes capitals for small letters, unless it is told otherwise, and what is known. */
function world(
  onDisk: readonly string[],
  known: readonly string[] = [],
  { folds = true, inBin = [] as string[] } = {},
) {
  const there = onDisk.flatMap((path) => path.split('/').map((_, n, all) => all.slice(0, n + 1).join('/')));
  const same = (a: string, b: string) => (folds ? nameKey(a) === nameKey(b) : a === b);
  const entry = (path: string) => ({ path }) as BaselineEntry;
  let looks = 0;
  const deps: SpelledDeps = {
    platform: 'win32',
    disk: {
      stat: async ({ path }) => (looks++, there.some((one) => same(one, path)) ? aFile : undefined),
      list: async ({ path }) => {
        looks++;
        const names = there.filter((one) => same(parentOf(one) ?? '', path)).map(nameOf);
        return { names: [...new Set(names)], notUtf8: [] };
      },
    },
    baseline: {
      find: (_, path) => (known.includes(path) ? entry(path) : undefined),
      inBin: (_, path) => (inBin.includes(path) ? entry(path) : undefined),
      likeNamed: (_, path) =>
        [...known, ...inBin].filter(
          (one) =>
            one !== path &&
            parentOf(one) === parentOf(path) &&
            nameKey(nameOf(one)) === nameKey(nameOf(path)),
        ),
    },
  };
  return { deps, looks: () => looks };
}

describe('a path in another case', () => {
  it.each([
    ['as the disk lists it', ['Sub/Report.txt'], [], 'sub/REPORT.TXT', 'Sub/Report.txt'],
    [
      'as it is known, where it is not on the disk',
      ['Sub/b.txt'],
      ['Sub', 'Sub/Report.txt'],
      'SUB/report.txt',
      'Sub/Report.txt',
    ],
    ['as both know it, in part', ['Sub/b.txt'], ['Gone', 'Gone/A.txt'], 'gone/a.TXT', 'Gone/A.txt'],
    ['as it was written, where nobody knows it', ['Sub/b.txt'], [], 'sub/New.txt', 'Sub/New.txt'],
    ['as it was written, where two are alike', [], ['a.txt', 'A.txt'], 'a.TXT', 'a.TXT'],
    ['as it is, where the disk has the very name', ['a.txt'], ['A.txt'], 'a.txt', 'a.txt'],
  ])('is taken %s', async (_, onDisk, known, written, wanted) => {
    expect(await spelledPath(world(onDisk, known).deps, pair, written)).toBe(wanted);
  });

  it('is found in the recycle bin', async () => {
    const { deps } = world([], [], { inBin: ['Old.txt'] });
    expect(await spelledPath(deps, pair, 'old.TXT')).toBe('Old.txt');
    expect(await spelledPath(deps, pair, 'Old.txt')).toBe('Old.txt');
  });

  it('stays as it is on a drive that tells the two apart', async () => {
    const { deps } = world(['Report.txt', 'report.txt'], [], { folds: false });
    expect(await spelledPath(deps, pair, 'report.txt')).toBe('report.txt');
    expect(await spelledPath(deps, pair, 'REPORT.txt')).toBe('REPORT.txt');
  });

  it('costs no look where it is known, and none on Linux', async () => {
    const { deps, looks } = world(['Report.txt'], ['Report.txt']);
    expect(await spelledPath(deps, pair, 'Report.txt')).toBe('Report.txt');
    expect(await spelledPath({ ...deps, platform: 'linux' }, pair, 'REPORT.txt')).toBe('REPORT.txt');
    expect(looks()).toBe(0);
  });

  it('stays as it was written where the disk cannot be asked', async () => {
    const { deps } = world(['Report.txt']);
    const fails = async () => {
      throw new KooError('DISK_FAULTY', 'no');
    };
    expect(await spelledPath({ ...deps, disk: { ...deps.disk, list: fails } }, pair, 'REPORT.txt')).toBe(
      'REPORT.txt',
    );
  });
});
