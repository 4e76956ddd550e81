import { describe, expect, it } from 'vitest';
import type { FileStat } from '../../model/file-stat.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import {
  askForWriters,
  earliestNextVersion,
  settlingOf,
  timingOf,
  type Timing,
  type Writers,
} from './settling.ts';

const timing: Timing = { settleMs: 3000, maxWaitMs: 60_000, versionIntervalMs: 60_000, missingGraceMs: 6000 };
const now = 1_000_000;
const stat = (quietSince: number, more: Partial<FileStat> = {}): FileStat => ({
  kind: 'file',
  size: 10,
  fingerprint: 'f1',
  localId: 'i1',
  quietSince,
  coarse: false,
  ...more,
});

describe('restOf', () => {
  it.each([
    ['quiet for the settle time', stat(now - 3000), undefined, now, { settled: true, neverQuiet: false }],
    [
      'quiet for long, noticed just now',
      stat(now - 86_400_000),
      undefined,
      now,
      { settled: true, neverQuiet: false },
    ],
    [
      'written a second ago',
      stat(now - 1000),
      undefined,
      now - 1000,
      { settled: false, dueAt: now + 2000, observed: { fingerprint: 'f1', at: now } },
    ],
    [
      'never quiet for the longest wait',
      stat(now - 10),
      { fingerprint: 'f0', at: now - 500 },
      now - 60_000,
      { settled: true, neverQuiet: true },
    ],
    [
      'never quiet, looked at again when the longest wait ends at the latest',
      stat(now - 10),
      undefined,
      now - 59_000,
      { settled: false, dueAt: now + 1000, observed: { fingerprint: 'f1', at: now } },
    ],
    [
      'a coarse stamp may be two seconds older than the write',
      stat(now - 4000, { coarse: true }),
      undefined,
      now - 4000,
      { settled: false, dueAt: now + 1000, observed: { fingerprint: 'f1', at: now } },
    ],
    [
      'a coarse stamp that is old enough',
      stat(now - 5000, { coarse: true }),
      undefined,
      now,
      { settled: true, neverQuiet: false },
    ],
    [
      'a stamp in the future counts from when we saw it first',
      stat(now + 7_200_000),
      undefined,
      now,
      { settled: false, dueAt: now + 3000, observed: { fingerprint: 'f1', at: now } },
    ],
    [
      'a stamp in the future, seen unchanged for a while',
      stat(now + 7_200_000),
      { fingerprint: 'f1', at: now - 1000 },
      now - 1000,
      { settled: false, dueAt: now + 2000, observed: { fingerprint: 'f1', at: now - 1000 } },
    ],
    [
      'a stamp in the future, seen unchanged for long enough',
      stat(now + 7_200_000),
      { fingerprint: 'f1', at: now - 3000 },
      now - 3000,
      { settled: true, neverQuiet: false },
    ],
    [
      'a stamp in the future, changed since it was seen',
      stat(now + 7_200_000),
      { fingerprint: 'f0', at: now - 3000 },
      now - 3000,
      { settled: false, dueAt: now + 3000, observed: { fingerprint: 'f1', at: now } },
    ],
  ] as const)('%s', (_what, found, seen, noticedAt, expected) => {
    expect(settlingOf(found, seen, noticedAt, now, timing)).toEqual(expected);
  });
});

it('a file that was written while it was read is not read again before its time, unless it is quiet', () => {
  const noticedAt = now - 600_000;
  expect(settlingOf(stat(now - 10), undefined, noticedAt, now, timing, now)).toEqual({
    settled: true,
    neverQuiet: true,
  });
  expect(settlingOf(stat(now - 10), undefined, noticedAt, now, timing, now + 1000)).toMatchObject({
    settled: false,
    dueAt: now + 1000,
  });
  expect(settlingOf(stat(now - 10), undefined, noticedAt, now, timing, now + 60_000)).toMatchObject({
    settled: false,
    dueAt: now + 2990,
  });
  expect(settlingOf(stat(now - 3000), undefined, noticedAt, now, timing, now + 60_000)).toEqual({
    settled: true,
    neverQuiet: false,
  });
});

describe('notBefore', () => {
  it('holds nothing back of a file that is saved now and then', () => {
    expect(earliestNextVersion({ syncedAt: now, streak: 4 }, timing)).toBeUndefined();
    expect(earliestNextVersion({ syncedAt: undefined, streak: 9 }, timing)).toBeUndefined();
  });
  it('paces a file that is saved all the time', () => {
    expect(earliestNextVersion({ syncedAt: now, streak: 5 }, timing)).toBe(now + 60_000);
  });
});

describe('the waiting times of a file', () => {
  const known = (localId: string | undefined, kind: 'file' | 'folder' = 'file') =>
    ({ kind, local: { fingerprint: 'f', localId, size: 1 } }) as BaselineEntry;
  const renamed = stat(now, { fingerprint: '10:1000:1001:7', localId: 'i2' });

  /** renamed within the tick of the clock in which it was written */
  const sameTick = { ...renamed, fingerprint: '10:1001:1001:7' };
  const quick = { ...timing, settleMs: 250 };

  it.each<[string, FileStat, Writers, Timing]>([
    ['written before it took its place, where nobody tells who has it open', renamed, 'untold', quick],
    ['written before it took its place, and closed', renamed, 'none', quick],
    ['written before it took its place, and open for writing', renamed, 'maybe', timing],
    ['renamed within one tick of the clock, and closed', sameTick, 'none', quick],
    ['renamed within one tick of the clock, and open for writing', sameTick, 'maybe', timing],
    ['renamed within one tick of the clock, where nobody tells who has it open', sameTick, 'untold', timing],
  ])('another one in the place of a known one: %s', (_what, found, writers, expected) => {
    expect(timingOf(known('i1'), found, timing, writers)).toEqual(expected);
  });

  it('are not longer for one that is whole', () => {
    expect(timingOf(known('i1'), renamed, { ...timing, settleMs: 20 }, 'none').settleMs).toBe(20);
  });

  it.each([
    ['the known one itself', known('i2'), renamed],
    ['another one, by stamps of whole seconds', known('i1'), { ...renamed, coarse: true }],
    ['one that may be the known one', known(undefined), renamed],
    ['one of which nothing is known', undefined, renamed],
    ['a file in the place of a folder', known('i1', 'folder'), renamed],
  ])('%s may go on, though nobody has it open', (_what, base, found) => {
    expect(timingOf(base, found, timing, 'none')).toBe(timing);
  });

  it.each<[string, FileStat, number, BaselineEntry, ReturnType<typeof askForWriters>]>([
    ['has just been renamed within one tick', sameTick, 10, known('i1'), 'soon'],
    ['has been quiet for a moment', sameTick, 250, known('i1'), 'now'],
    ['has just been renamed, as its stamps say', renamed, 10, known('i1'), 'no'],
    ['has been quiet for a moment, and was renamed', renamed, 250, known('i1'), 'now'],
    ['has settled', sameTick, timing.settleMs, known('i1'), 'no'],
    ['is the known one', sameTick, 250, known('i2'), 'no'],
    ['has stamps of whole seconds', { ...sameTick, coarse: true }, 250, known('i1'), 'no'],
    ['is a folder', { ...sameTick, kind: 'folder' }, 250, known('i1'), 'no'],
  ])('depend on who has it open for writing where it %s', (_when, found, quietMs, base, expected) => {
    expect(askForWriters(base, found, found.quietSince + quietMs, timing)).toBe(expected);
  });

  it('never depend on who has it open where it settles at once anyway', () => {
    expect(askForWriters(known('i1'), sameTick, sameTick.quietSince + 10, { settleMs: 250 })).toBe('no');
  });
});
