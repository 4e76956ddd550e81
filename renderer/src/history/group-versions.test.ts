import { describe, expect, it } from 'vitest';
import { idleStatus, longHistory, shortHistory } from '../../dev/samples.ts';
import { dayKey } from '../format/time.ts';
import { groupFrom, groupVersions, newcomers } from './group-versions.ts';
import { placeOf } from '../format/place.ts';

const now = new Date('2026-05-13T15:00:00').getTime();

describe('groupVersions', () => {
  it('puts the newest first, whatever the order was', () => {
    const rows = groupVersions(shortHistory(now).toReversed());
    expect(rows.map((row) => row.version.revisionVersion)).toEqual([5, 4, 3, 2, 1]);
  });

  it('orders versions of the same moment by their number', () => {
    const twins = shortHistory(now).map((version) => ({ ...version, createdAt: now }));
    expect(groupVersions(twins.toReversed()).map((row) => row.version.revisionVersion)).toEqual([
      5, 4, 3, 2, 1,
    ]);
  });

  it('leaves a short list without days', () => {
    expect(groupVersions(shortHistory(now)).every((row) => row.day === undefined)).toBe(true);
  });

  it('begins each day of a long list once', () => {
    const rows = groupVersions(longHistory(now, 40));
    expect(rows.length).toBeGreaterThanOrEqual(groupFrom);
    const days = rows.flatMap((row) => (row.day === undefined ? [] : [dayKey(row.day)]));
    expect(new Set(days).size).toBe(days.length);
    expect(days).toEqual([...new Set(rows.map((row) => dayKey(row.version.createdAt)))]);
  });
});

describe('newcomers', () => {
  const versions = shortHistory(now);
  it('knows none the first time', () => {
    expect(newcomers(undefined, versions).size).toBe(0);
  });
  it('knows what was not there before', () => {
    expect([...newcomers(versions.slice(1), versions)]).toEqual(['rev-5']);
    expect(newcomers(versions, versions.slice(1)).size).toBe(0);
  });
});

describe('placeOf', () => {
  const { pairs } = idleStatus(now);
  const folder = pairs[0]?.folder ?? '';
  it('names the folders that lead to a file', () => {
    expect(placeOf(pairs, `${folder}/docs/old/a.txt`)?.crumbs).toEqual(['Lighthouse', 'docs', 'old']);
    expect(placeOf(pairs, `${folder}/a.txt`)?.crumbs).toEqual(['Lighthouse']);
  });
  it('is undefined outside of all pairs', () => {
    expect(placeOf(pairs, `${folder}-copy/a.txt`)).toBeUndefined();
  });
});
