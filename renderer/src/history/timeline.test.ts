import { describe, expect, it } from 'vitest';
import { longHistory, shortHistory } from '../../dev/history-samples.ts';
import type { ListedVersion } from '../../../shared/views.ts';
import { dayKey } from '../format/time.ts';
import { sumOf, timelineRows, versionBefore, type Row } from './timeline.ts';

const now = new Date('2026-05-13T15:00:00').getTime();
const plain = { folded: new Set<string>(), hasPresent: false };
const at = (text: string): number => new Date(text).getTime();

const keysOf = (rows: readonly Row[]): string[] => rows.map((row) => row.key);
const versionRow = (rows: readonly Row[], key: string) => {
  const row = rows.find((each) => each.key === key);
  if (row?.kind !== 'version') throw new Error(`no row ${key}`);
  return row;
};

describe('timelineRows', () => {
  it('begins each day once, with how many versions it has', () => {
    const rows = timelineRows(longHistory(now, 300), plain);
    const days = rows.flatMap((row) => (row.kind === 'day' ? [row] : []));
    expect(new Set(days.map((day) => dayKey(day.at ?? 0))).size).toBe(days.length);
    expect(days.reduce((sum, day) => sum + day.count, 0)).toBe(300);
    expect(rows[0]?.kind).toBe('day');
  });

  it('folds a day to its head', () => {
    const rows = timelineRows(shortHistory(now), plain);
    const [first] = rows;
    const folded = timelineRows(shortHistory(now), { ...plain, folded: new Set([first?.key ?? '']) });
    expect(folded[0]).toMatchObject({ kind: 'day', count: 2, isFolded: true });
    expect(folded[1]?.kind).toBe('day');
    expect(folded).toHaveLength(rows.length - 2);
  });

  it('tells by how much a size differs from the version before, shown or not', () => {
    const rows = timelineRows(shortHistory(now), { ...plain, shown: new Set(['rev-5']) });
    expect(versionRow(rows, 'rev-5').change).toBe(1_420_288 - 1_398_016);
    expect(keysOf(rows)).toHaveLength(2);
    expect(versionRow(timelineRows(shortHistory(now), plain), 'rev-1').change).toBeUndefined();
  });

  it('shows seconds where minutes do not tell two apart', () => {
    const versions: ListedVersion[] = [
      { revisionId: 'c', createdAt: at('2026-05-13T12:00:59') },
      { revisionId: 'b', createdAt: at('2026-05-13T12:00:01') },
      { revisionId: 'a', createdAt: at('2026-05-13T11:59:59') },
    ];
    const rows = timelineRows(versions, plain);
    expect(['c', 'b', 'a'].map((key) => versionRow(rows, key).withSeconds)).toEqual([true, true, false]);
  });

  it('leaves a version of which the day is not known with the newer one before it', () => {
    const rows = timelineRows([{ revisionId: 'b', createdAt: now }, { revisionId: 'a' }], plain);
    expect(rows.map((row) => row.kind)).toEqual(['day', 'version', 'version']);
    expect(timelineRows([{ revisionId: 'a' }], plain)[0]).toMatchObject({ kind: 'day', at: undefined });
  });

  it('has a key of its own for every row, though a clock was put back', () => {
    const days = ['2026-05-13T12:00', '2026-05-12T12:00', '2026-05-13T11:00'];
    const rows = timelineRows(
      days.map((day) => ({ revisionId: day, createdAt: at(day) })),
      plain,
    );
    expect(new Set(keysOf(rows)).size).toBe(6);
  });

  it('begins with what is on disk and in no version yet', () => {
    expect(timelineRows([], { ...plain, hasPresent: true })).toEqual([{ kind: 'present', key: 'present' }]);
  });
});

it('sums up what all versions take, as far as it is known', () => {
  expect(sumOf([{ revisionId: 'b', size: 3 }, { revisionId: 'a' }])).toBe(3);
});

it('knows which version was there before', () => {
  expect(versionBefore(shortHistory(now), 'rev-3')?.revisionId).toBe('rev-2');
  expect(versionBefore(shortHistory(now), 'rev-1')).toBeUndefined();
  expect(versionBefore(shortHistory(now), 'gone')).toBeUndefined();
});
