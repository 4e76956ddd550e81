import { afterEach, describe, expect, it } from 'vitest';
import { formatTime } from './format.ts';
import { endsOfMoment } from './when.ts';

/** a Thursday */
const now = new Date(2026, 10, 26, 15, 30, 20).getTime();
const local = (text: string) => new Date(text).getTime();

it.each([
  ['now', now],
  ['today', local('2026-11-26T23:59:59.999')],
  ['Yesterday', local('2026-11-25T23:59:59.999')],
  ['昨天', local('2026-11-25T23:59:59.999')],
  ['前天', local('2026-11-24T23:59:59.999')],
  ['2 days ago', local('2026-11-24T23:59:59.999')],
  ['3小时前', now - 3 * 3_600_000],
  ['10 minutes ago', now - 600_000],
  ['1 week ago', local('2026-11-19T23:59:59.999')],
  ['Monday', local('2026-11-23T23:59:59.999')],
  ['thu', local('2026-11-19T23:59:59.999')],
  ['3 Nov', local('2026-11-03T23:59:59.999')],
  ['nov 3', local('2026-11-03T23:59:59.999')],
  ['3 November 2024', local('2024-11-03T23:59:59.999')],
  ['28 Dec', local('2025-12-28T23:59:59.999')],
  ['29 feb', local('2024-02-29T23:59:59.999')],
  ['11月3日', local('2026-11-03T23:59:59.999')],
  ['2025年1月2日', local('2025-01-02T23:59:59.999')],
  ['14:05', local('2026-11-26T14:05:59.999')],
  ['15:30', local('2026-11-26T15:30:59.999')],
  ['23:10', local('2026-11-25T23:10:59.999')],
  ['2026-03-01', local('2026-03-01T23:59:59.999')],
  ['2026-03-01 14:05', local('2026-03-01T14:05:59.999')],
  ['2026-03-01T14:05:09', local('2026-03-01T14:05:09.999')],
  ['2026-03-01 14.05.09', local('2026-03-01T14:05:09.999')],
  ['2026-03-01T14:05:09.250Z', Date.parse('2026-03-01T14:05:09.250Z')],
  ['2026-03-01T14:05:09+0800', Date.parse('2026-03-01T14:05:09.999+08:00')],
  ['2026-03-01 14:05 +08:00', Date.parse('2026-03-01T14:05:59.999+08:00')],
  ['2026-03-01 14:05:09 -0330', Date.parse('2026-03-01T14:05:09.999-03:30')],
  ['2026-03-01 4:05', local('2026-03-01T04:05:59.999')],
])('%s', (written, at) => {
  expect(endsOfMoment(written, now)).toEqual([at]);
});

it.each(['', 'soon', '31 apr', '2026-02-30', '25:00', '3 xyz', 'mont', '2026-03-01T99:00', '13月1日', '-1'])(
  '%j is no moment',
  (written) => {
    expect(endsOfMoment(written, now)).toEqual([]);
  },
);

describe('where clocks are changed', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
  const utc = (written: string, at: string) =>
    endsOfMoment(written, Date.parse(at)).map((end) => new Date(end).toISOString());

  it.each([
    // twice, and which one is meant nobody says
    ['2026-10-25 02:45', '2026-11-26T12:00Z', ['2026-10-25T00:45:59.999Z', '2026-10-25T01:45:59.999Z']],
    ['2026-10-25 02:45:10', '2026-11-26T12:00Z', ['2026-10-25T00:45:10.999Z', '2026-10-25T01:45:10.999Z']],
    // or somebody does
    ['2026-10-25 02:45 +02:00', '2026-11-26T12:00Z', ['2026-10-25T00:45:59.999Z']],
    ['2026-10-25 02:45:10+0100', '2026-11-26T12:00Z', ['2026-10-25T01:45:10.999Z']],
    // never: the last moment before
    ['2026-03-29 02:30', '2026-11-26T12:00Z', ['2026-03-29T00:59:59.999Z']],
    ['2026-03-29', '2026-11-26T12:00Z', ['2026-03-29T21:59:59.999Z']],
    // in that very night
    ['02:45', '2026-10-25T00:50Z', ['2026-10-25T00:45:59.999Z']],
    ['02:45', '2026-10-25T01:50Z', ['2026-10-25T00:45:59.999Z', '2026-10-25T01:45:59.999Z']],
    ['02:45 +01:00', '2026-10-25T01:50Z', ['2026-10-25T01:45:59.999Z']],
    ['02:45 +02:00', '2026-10-25T01:50Z', ['2026-10-25T00:45:59.999Z']],
    ['02:45', '2026-10-25T00:40Z', ['2026-10-24T00:45:59.999Z']],
    ['02:30', '2026-03-29T12:00Z', ['2026-03-29T00:59:59.999Z']],
    ['14:05', '2026-03-29T12:30Z', ['2026-03-29T12:05:59.999Z']],
    ['yesterday', '2026-03-30T00:30Z', ['2026-03-29T21:59:59.999Z']],
  ])('in Berlin %j, said at %s, is %j', (written, at, ends) => {
    process.env['TZ'] = 'Europe/Berlin';
    expect(utc(written, at)).toEqual(ends);
  });

  it('a day whose last hour was twice ends with the second one', () => {
    process.env['TZ'] = 'America/Asuncion';
    // until 2024 the clocks there were put back at midnight
    for (const written of ['2023-03-25', '25 mar 2023', 'yesterday'])
      expect(utc(written, '2023-03-26T15:00Z')).toEqual(['2023-03-26T03:59:59.999Z']);
  });

  it('by half an hour, and not at all', () => {
    process.env['TZ'] = 'Australia/Lord_Howe';
    expect(utc('2026-04-05 01:40', '2026-11-26T12:00Z')).toEqual([
      '2026-04-04T14:40:59.999Z',
      '2026-04-04T15:10:59.999Z',
    ]);
    process.env['TZ'] = 'Asia/Shanghai';
    expect(utc('2026-10-25 02:45', '2026-11-26T12:00Z')).toEqual(['2026-10-24T18:45:59.999Z']);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Shanghai', 'America/Asuncion'])(
    'what is shown in %s means the second that it is of, when it is typed',
    (name) => {
      process.env['TZ'] = name;
      const changes = ['2026-10-25T01:00Z', '2026-11-01T06:00Z', '2026-04-04T15:00Z', '2023-03-26T04:00Z'];
      for (const change of changes)
        for (let minutes = -200; minutes <= 200; minutes += 7) {
          const at = Date.parse(change) + minutes * 60_000 + 13_250;
          expect(endsOfMoment(formatTime(at), now)).toEqual([Math.floor(at / 1000) * 1000 + 999]);
        }
    },
  );
});
