import { expect, it } from 'vitest';
import { spanOf } from './date-query.ts';

/** a Wednesday */
const now = new Date('2026-05-13T15:00:00').getTime();

const day = (at: number): string => {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-');
};

it.each([
  ['today', '2026-5-13', '2026-5-14'],
  ['Yesterday', '2026-5-12', '2026-5-13'],
  ['yest', '2026-5-12', '2026-5-13'],
  ['昨天', '2026-5-12', '2026-5-13'],
  ['前天', '2026-5-11', '2026-5-12'],
  ['this week', '2026-5-11', '2026-5-18'],
  ['上周', '2026-5-4', '2026-5-11'],
  ['last month', '2026-4-1', '2026-5-1'],
  ['上个月', '2026-4-1', '2026-5-1'],
  ['去年', '2025-1-1', '2026-1-1'],
  ['3 days ago', '2026-5-10', '2026-5-11'],
  ['3天前', '2026-5-10', '2026-5-11'],
  ['monday', '2026-5-11', '2026-5-12'],
  ['wed', '2026-5-13', '2026-5-14'],
  ['周四', '2026-5-7', '2026-5-8'],
  ['星期天', '2026-5-10', '2026-5-11'],
  ['3 Nov', '2025-11-3', '2025-11-4'],
  ['Nov 3', '2025-11-3', '2025-11-4'],
  ['3 May', '2026-5-3', '2026-5-4'],
  ['13. May', '2026-5-13', '2026-5-14'],
  ['29 feb 2024', '2024-2-29', '2024-3-1'],
  ['November 3, 2024', '2024-11-3', '2024-11-4'],
  ['11月3日', '2025-11-3', '2025-11-4'],
  ['2024年11月3号', '2024-11-3', '2024-11-4'],
  ['11月', '2025-11-1', '2025-12-1'],
  ['november', '2025-11-1', '2025-12-1'],
  ['nov 2024', '2024-11-1', '2024-12-1'],
  ['2025', '2025-1-1', '2026-1-1'],
  ['2025-11', '2025-11-1', '2025-12-1'],
  ['2025-11-03', '2025-11-3', '2025-11-4'],
  ['2025/11/3', '2025-11-3', '2025-11-4'],
])('%s', (text, from, to) => {
  const span = spanOf(text, now);
  expect([day(span?.from ?? 0), day(span?.to ?? 0)]).toEqual([from, to]);
});

it.each(['', 'client', 'chen', '31 feb 2026', '2026-13-01', '40 nov 2025', 'ma', '3 clients', 'be'])(
  '"%s" is no date',
  (text) => {
    expect(spanOf(text, now)).toBeUndefined();
  },
);

it('means the days of the clock on the wall, also those of 23 and 25 hours', () => {
  for (const iso of ['2026-03-30T01:30:00', '2026-10-26T01:30:00']) {
    const span = spanOf('yesterday', new Date(iso).getTime());
    expect(new Date(span?.from ?? 0).getHours()).toBe(0);
    expect(new Date(span?.to ?? 0).getHours()).toBe(0);
  }
});
