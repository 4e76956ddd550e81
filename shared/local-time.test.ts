import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { momentsOf, offsetAt, offsetMark, withOffset, type LocalTime } from './local-time.ts';

/** Tests run on Node, which this room has no types of. */
declare const process: { readonly env: Record<string, string | undefined> };

const own = process.env['TZ'];
afterEach(() => {
  if (own === undefined) delete process.env['TZ'];
  else process.env['TZ'] = own;
});

const zones = [
  'Europe/Berlin',
  'America/New_York',
  // by half an hour
  'Australia/Lord_Howe',
  // at midnight
  'America/Havana',
  'Africa/Casablanca',
  // left out the 30th of December 2011
  'Pacific/Apia',
  'America/St_Johns',
  'Asia/Shanghai',
  'Asia/Kathmandu',
  'UTC',
] as const;

/** 1992 (from where on no zone here counts seconds, and Shanghai has one time) to 2037 */
const moment = fc.integer({ min: Date.UTC(1992, 0), max: Date.UTC(2037, 0) });
/** around a change of the clocks in Berlin, New York, on Lord Howe, and anywhere */
const nearChange = fc
  .tuple(
    fc.constantFrom(
      '2026-03-29T01:00Z',
      '2026-10-25T01:00Z',
      '2026-03-08T07:00Z',
      '2026-11-01T06:00Z',
      '2026-04-04T15:00Z',
      '2026-10-03T15:30Z',
      '2011-12-30T10:00Z',
    ),
    fc.integer({ min: -3 * 3_600_000, max: 3 * 3_600_000 }),
  )
  .map(([at, beside]) => Date.parse(at) + beside);

const localOf = (at: number): LocalTime => {
  const date = new Date(at);
  return {
    year: date.getFullYear(),
    month: date.getMonth(),
    day: date.getDate(),
    hours: date.getHours(),
    minutes: date.getMinutes(),
    seconds: date.getSeconds(),
    ms: date.getMilliseconds(),
  };
};
const textOf = (at: number): string => JSON.stringify(localOf(at));
const local = (text: string): LocalTime => {
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = text.split(/\D/u).map(Number);
  return { year, month: month - 1, day, hours, minutes, seconds, ms: 0 };
};
const utc = (moments: readonly number[]): string[] => moments.map((at) => new Date(at).toISOString());

describe.each(zones)('in %s', (zone) => {
  it('a time with its mark names one moment', () => {
    process.env['TZ'] = zone;
    fc.assert(
      fc.property(fc.oneof(moment, nearChange), fc.integer({ min: -200, max: 200 }), (at, minutes) => {
        const other = at + minutes * 60_000;
        if (other !== at) expect(withOffset(textOf(at), at)).not.toBe(withOffset(textOf(other), other));
      }),
      { numRuns: 2000 },
    );
  });

  it('a moment is among those of what the clocks showed, and each of them showed it', () => {
    process.env['TZ'] = zone;
    fc.assert(
      fc.property(fc.oneof(moment, nearChange), (at) => {
        const moments = momentsOf(localOf(at));
        expect(moments).toContain(at);
        expect(moments).toHaveLength(offsetMark(at) === '' ? 1 : 2);
        expect(moments).toEqual(moments.toSorted((a, b) => a - b));
        for (const one of moments) expect(textOf(one)).toBe(textOf(at));
      }),
      { numRuns: 2000 },
    );
  });

  it('what was asked for is no later than what is found, where it never was', () => {
    process.env['TZ'] = zone;
    fc.assert(
      fc.property(fc.oneof(moment, nearChange), (at) => {
        // any date and time, whether it was or not
        const asked = {
          ...localOf(at),
          hours: new Date(at).getUTCHours(),
          minutes: new Date(at).getUTCMinutes(),
        };
        const moments = momentsOf(asked);
        expect(moments.length).toBeGreaterThan(0);
        const [first = 0] = moments;
        if (textOf(first) === JSON.stringify(asked)) return;
        // the clocks went past it in the next millisecond
        const number = ({ year, month, day, hours, minutes }: LocalTime) =>
          Date.UTC(year, month, day, hours, minutes);
        expect(moments).toHaveLength(1);
        expect(number(localOf(first))).toBeLessThan(number(asked));
        expect(number(localOf(first + 1))).toBeGreaterThan(number(asked) - 60_000);
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  ['Europe/Berlin', '2026-10-25T00:45Z', ' +02:00'],
  ['Europe/Berlin', '2026-10-25T01:45Z', ' +01:00'],
  ['Europe/Berlin', '2026-10-24T23:59Z', ''],
  ['Europe/Berlin', '2026-10-25T02:00Z', ''],
  ['Europe/Berlin', '2026-07-25T01:45Z', ''],
  ['America/New_York', '2026-11-01T05:30Z', ' -04:00'],
  ['America/New_York', '2026-11-01T06:30Z', ' -05:00'],
  ['Australia/Lord_Howe', '2026-04-04T14:40Z', ' +11:00'],
  ['Australia/Lord_Howe', '2026-04-04T15:10Z', ' +10:30'],
  ['Australia/Lord_Howe', '2026-04-04T15:31Z', ''],
  ['America/St_Johns', '2026-11-01T03:45Z', ' -02:30'],
  ['Asia/Shanghai', '2026-10-25T01:45Z', ''],
])('%s, %s: %j', (zone, at, mark) => {
  process.env['TZ'] = zone;
  expect(offsetMark(Date.parse(at))).toBe(mark);
  if (mark !== '') expect(mark).toBe(` ${offsetAt(Date.parse(at))}`);
});

it.each([
  ['Europe/Berlin', '2026-10-25 02:45', ['2026-10-25T00:45:00.000Z', '2026-10-25T01:45:00.000Z']],
  ['Europe/Berlin', '2026-03-29 02:30', ['2026-03-29T00:59:59.999Z']],
  ['Australia/Lord_Howe', '2026-04-05 01:40', ['2026-04-04T14:40:00.000Z', '2026-04-04T15:10:00.000Z']],
  ['Pacific/Apia', '2011-12-30 12:00', ['2011-12-30T09:59:59.999Z']],
  ['America/Havana', '2026-11-01 00:30', ['2026-11-01T04:30:00.000Z', '2026-11-01T05:30:00.000Z']],
  ['Asia/Shanghai', '2026-10-25 02:45', ['2026-10-24T18:45:00.000Z']],
  ['UTC', '2026-02-30 02:45', []],
  ['UTC', '2026-02-20 24:45', []],
  ['UTC', '2026-02-20 02:60', []],
  ['UTC', '0099-02-20 02:00', ['0099-02-20T02:00:00.000Z']],
])('%s, %s was at %j', (zone, text, moments) => {
  process.env['TZ'] = zone;
  expect(utc(momentsOf(local(text)))).toEqual(moments);
});
