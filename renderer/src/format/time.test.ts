import { afterEach, describe, expect, it } from 'vitest';
import {
  clockTime,
  clockTimeToSecond,
  dayKey,
  dayLabel,
  exactTime,
  preciseTime,
  relativeTime,
} from './time.ts';

/** Tests run on Node, which this room has no types of. */
declare const process: { readonly env: Record<string, string | undefined> };

const minute = 60_000;
const hour = 60 * minute;
const at = (text: string): number => new Date(text).getTime();
const now = at('2026-05-13T15:00:00');
const en = (ago: number): string => relativeTime(now - ago, now, 'en', 'just now');
const zh = (ago: number): string => relativeTime(now - ago, now, 'zh-CN', '刚刚');

describe('relativeTime', () => {
  it.each([
    [0, 'just now', '刚刚'],
    [44_000, 'just now', '刚刚'],
    [50_000, '1 minute ago', '1 分钟前'],
    [7 * minute, '7 minutes ago', '7 分钟前'],
    [90 * minute, '1 hour ago', '1 小时前'],
    [5 * hour, '5 hours ago', '5 小时前'],
    [20 * hour, 'yesterday', '昨天'],
    [50 * hour, '2 days ago', '前天'],
    [4 * 24 * hour, '4 days ago', '4 天前'],
    [8 * 24 * hour, 'May 5, 2026', '2026年5月5日'],
  ])('%d ms ago', (ago, english, chinese) => {
    expect(en(ago)).toBe(english);
    expect(zh(ago)).toBe(chinese);
  });

  it('counts hours across midnight while that is what people feel', () => {
    const night = at('2026-05-13T01:00:00');
    expect(relativeTime(night - 2 * hour, night, 'en', 'just now')).toBe('2 hours ago');
  });

  it('takes a clock that is a little ahead for now, and names the date of one far ahead', () => {
    expect(en(-2 * minute)).toBe('just now');
    expect(en(-2 * hour)).toBe('May 13, 2026');
  });
});

describe('days', () => {
  const words = { today: 'Today', yesterday: 'Yesterday' };

  it('begin at local midnight', () => {
    expect(dayKey(at('2026-05-13T00:00:00'))).toBe(dayKey(at('2026-05-13T23:59:59')));
    expect(dayKey(at('2026-05-13T00:00:00'))).not.toBe(dayKey(at('2026-05-12T23:59:59')));
  });

  it.each([
    ['2026-05-13T00:00:01', 'Today'],
    ['2026-05-12T23:59:59', 'Yesterday'],
    ['2026-05-06T12:00:00', 'Wednesday, May 6'],
    ['2025-12-31T12:00:00', 'Wednesday, December 31, 2025'],
  ])('%s is %s', (text, label) => {
    expect(dayLabel(at(text), now, 'en', words)).toBe(label);
  });
});

it('exactTime says date and time to the minute', () => {
  expect(exactTime(at('2026-05-12T14:03:09'), 'en-GB')).toBe('12 May 2026, 14:03');
  expect(exactTime(at('2026-05-12T14:03:09'), 'zh-CN')).toBe('2026年5月12日 14:03');
});

describe('a time that the clocks showed twice', () => {
  const own = process.env['TZ'];
  afterEach(() => {
    if (own === undefined) delete process.env['TZ'];
    else process.env['TZ'] = own;
  });

  it('says which one it is, wherever it is shown to the minute or second', () => {
    process.env['TZ'] = 'Europe/Berlin';
    const [first, second] = [Date.parse('2026-10-25T00:45:09Z'), Date.parse('2026-10-25T01:45:09Z')];
    expect(clockTime(first, 'en-GB')).toBe('02:45 +02:00');
    expect(clockTime(second, 'en-GB')).toBe('02:45 +01:00');
    expect(clockTimeToSecond(first, 'zh-CN')).toBe('02:45:09 +02:00');
    // a format keeps the zone in which it was made, so this one is new
    expect(exactTime(second, 'zh-Hans-CN')).toBe('2026年10月25日 02:45 +01:00');
    expect(preciseTime(second, 'en-GB')).toMatch(/02:45:09 \+01:00$/);
    expect(clockTime(second + 3_600_000, 'en-GB')).toBe('03:45');
  });

  it('is none where clocks are not changed', () => {
    process.env['TZ'] = 'Asia/Shanghai';
    expect(clockTime(Date.parse('2026-10-25T00:45:09Z'), 'zh-CN')).toBe('08:45');
  });
});
