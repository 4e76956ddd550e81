import { expect, it } from 'vitest';
import type { FileStat } from '../../model/file-stat.ts';
import { Arrivals } from './arrivals.ts';
import type { BaselineChild } from './scan.ts';

const folder = { kind: 'folder', localId: '7:1' } as FileStat;
const known = new Map<string, BaselineChild>();
const child = (path: string, localId: string): BaselineChild => ({
  path,
  kind: 'folder',
  local: { fingerprint: 'f', localId, size: 0 },
  missingSince: undefined,
});

it('a folder is compared when it is known at its new place', () => {
  const arrivals = new Arrivals((path) => known.get(path));
  arrivals.note('new', folder, 1000);
  arrivals.note('new', folder, 1400);
  expect(arrivals.unseenFrom).toBe(1000);
  known.set('new', child('new', 'of another one'));
  expect(arrivals.take(1500)).toEqual([]);
  known.set('new', child('new', '7:1'));
  expect(arrivals.take(1600)).toEqual([{ path: 'new', localId: '7:1' }]);
  expect(arrivals.take(1600)).toEqual([]);
  expect(arrivals.count).toBe(0);
  expect(arrivals.unseenFrom).toBeUndefined();
});

it.each([
  ['the rename does not come about', 6000],
  ['the clock is set back', -9000],
])('and after a while when %s', (_why, now) => {
  const arrivals = new Arrivals(() => undefined);
  arrivals.note('new', folder, 1000);
  expect(arrivals.take(5999)).toEqual([]);
  expect(arrivals.take(now)).toEqual([{ path: 'new', localId: '7:1' }]);
});

it('one without an identity is not waited for', () => {
  const arrivals = new Arrivals(() => undefined);
  arrivals.note('new', { kind: 'folder', localId: undefined } as FileStat, 1000);
  expect(arrivals.count).toBe(0);
});
