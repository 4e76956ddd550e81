import { expect, it } from 'vitest';
import { longHistory, shortHistory } from '../../dev/history-samples.ts';
import { barAt, densityOf } from './density.ts';

const now = new Date('2026-05-13T15:00:00').getTime();

it('has a bar for each day with a version, newest first', () => {
  const { grain, bars, most } = densityOf(shortHistory(now), () => 100);
  expect(grain).toBe('day');
  expect(bars.map((bar) => bar.count)).toEqual([2, 1, 1, 1]);
  expect(bars.map((bar) => bar.revisionId)).toEqual(['rev-5', 'rev-3', 'rev-2', 'rev-1']);
  expect(most).toBe(2);
});

it('goes by months, then by years, where days have no room', () => {
  const versions = longHistory(now, 4_000);
  expect(densityOf(versions, () => 60).grain).toBe('month');
  expect(densityOf(versions, () => 4).grain).toBe('year');
  for (const room of [60, 4])
    expect(densityOf(versions, () => room).bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(4_000);
});

it('names a year where it begins', () => {
  const years = densityOf(longHistory(now, 4_000), () => 60).bars.flatMap((bar) => bar.year ?? []);
  expect(years[0]).toBe(2026);
  expect(years).toEqual([...new Set(years)].toSorted((a, b) => b - a));
});

it('leaves out what has no date yet', () => {
  expect(densityOf([{ revisionId: 'a' }], () => 10)).toEqual({ grain: 'day', bars: [], most: 0 });
});

it('tells in which bar a moment is', () => {
  const { bars } = densityOf(shortHistory(now), () => 100);
  expect(barAt(bars, now - 3 * 3_600_000)).toBe(0);
  expect(barAt(bars, now - 27 * 3_600_000)).toBe(1);
  expect(barAt(bars, undefined)).toBe(0);
  expect(barAt(bars, 0)).toBe(3);
});
