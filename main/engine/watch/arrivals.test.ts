import { beforeEach, expect, it } from 'vitest';
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

let at: { now: number; elapsed: number };
const clock = { now: () => at.now, elapsed: () => at.elapsed };
const pass = (ms: number) => {
  at.now += ms;
  at.elapsed += ms;
};
beforeEach(() => {
  at = { now: 1000, elapsed: 70 };
  known.clear();
});

it('a folder is compared when it is known at its new place', () => {
  const arrivals = new Arrivals((path) => known.get(path), clock);
  arrivals.note('new', folder);
  pass(400);
  arrivals.note('new', folder);
  expect(arrivals.unseenFrom).toBe(1000);
  known.set('new', child('new', 'of another one'));
  expect(arrivals.take()).toEqual([]);
  expect([arrivals.isWaiting('new'), arrivals.isWaiting('other')]).toEqual([true, false]);
  known.set('new', child('new', '7:1'));
  expect(arrivals.take()).toEqual([{ path: 'new', localId: '7:1' }]);
  expect(arrivals.take()).toEqual([]);
  expect(arrivals.count).toBe(0);
  expect(arrivals.isWaiting('new')).toBe(false);
  expect(arrivals.unseenFrom).toBeUndefined();
});

it('and after a while when the rename does not come about, however the clock is set', () => {
  const arrivals = new Arrivals(() => undefined, clock);
  arrivals.note('new', folder);
  at.now -= 90_000;
  pass(4999);
  expect(arrivals.take()).toEqual([]);
  pass(1);
  expect(arrivals.take()).toEqual([{ path: 'new', localId: '7:1' }]);
});

it('and not before it is known when the server did the rename', () => {
  const arrivals = new Arrivals((path) => known.get(path), clock);
  arrivals.note('new', folder);
  pass(4999);
  expect(arrivals.isWaiting('new')).toBe(true);
  pass(4999);
  expect(arrivals.take()).toEqual([]);
  known.set('new', child('new', '7:1'));
  expect(arrivals.take()).toHaveLength(1);
});

it('one without an identity is not waited for', () => {
  const arrivals = new Arrivals(() => undefined, clock);
  arrivals.note('new', { kind: 'folder', localId: undefined } as FileStat);
  expect(arrivals.count).toBe(0);
});
