import { beforeEach, expect, it } from 'vitest';
import type { Disk } from '../../disk/disk.ts';
import { below } from '../../model/local-path.ts';
import { FileWriters } from './file-writers.ts';

const at = below('/pair', 'report.csv');
const found = { fingerprint: '10:1000:1000:7' };
let elapsed: number;
let tookMs: number;
let answer: boolean | undefined;
let asked: string[];
let writers: FileWriters;

beforeEach(() => {
  [elapsed, tookMs, answer, asked] = [5000, 0, false, []];
  const disk: Pick<Disk, 'isOpenForWriting'> = {
    isOpenForWriting(where, inode) {
      asked.push(`${where.path} ${inode}`);
      elapsed += tookMs;
      return Promise.resolve(answer);
    },
  };
  writers = new FileWriters({ disk, clock: { elapsed: () => elapsed } });
});

it('tells who has a file open, of the file that was found', async () => {
  expect(writers.areTold).toBe(true);
  expect(await writers.of(at, found)).toBe('none');
  answer = true;
  expect(await writers.of(at, found)).toBe('maybe');
  answer = undefined;
  expect(await writers.of(at, found)).toBe('untold');
  expect(asked).toEqual(['report.csv 7', 'report.csv 7', 'report.csv 7']);
});

it('tells nothing where the disk does not', async () => {
  const none = new FileWriters({ disk: {}, clock: { elapsed: () => elapsed } });
  expect(none.areTold).toBe(false);
  expect(await none.of(at, found)).toBe('untold');
});

it('is asked twenty times at once, and ten times a second from then on', async () => {
  for (let i = 0; i < 30; i++) await writers.of(at, found);
  expect(asked).toHaveLength(20);
  expect(await writers.of(at, found)).toBe('maybe');
  elapsed += 500;
  for (let i = 0; i < 30; i++) await writers.of(at, found);
  expect(asked).toHaveLength(25);
  // whoever will ask has taken a question as well
  elapsed += 100;
  expect([writers.mayAsk(), writers.mayAsk()]).toEqual([true, false]);
  expect(await writers.of(at, found)).toBe('maybe');
});

it('is left alone for twenty times as long as an answer took', async () => {
  tookMs = 50;
  await writers.of(at, found);
  elapsed += 999;
  expect(await writers.of(at, found)).toBe('maybe');
  elapsed += 1;
  expect(await writers.of(at, found)).toBe('none');
  expect(asked).toHaveLength(2);
});
