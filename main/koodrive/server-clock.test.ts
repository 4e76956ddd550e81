import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { createServerClock, formatXDate, parseXDate } from './server-clock.ts';
import { newTraceId } from './trace-id.ts';

const HOUR = 3_600_000;
const server = Date.parse('2026-02-12T08:00:00Z');
const at = createFakeClock;
const httpDate = (ms: number) => new Date(ms).toUTCString();

describe('X-Date', () => {
  it('is UTC without separators, and aims early', () => {
    expect(formatXDate(Date.parse('2025-11-03T07:01:40.999Z'))).toBe('20251103T070140Z');
    expect(parseXDate('20251103T070140Z')).toBe(Date.parse('2025-11-03T07:01:40Z'));
    expect(createServerClock(at(server)).xDate()).toBe('20260212T075956Z');
  });

  it.each([-26 * HOUR, -HOUR, HOUR, 365 * 24 * HOUR])('follows the server when ours is %i ms off', (off) => {
    const told: number[] = [];
    const clock = createServerClock(at(server + off), (offset) => told.push(offset));
    const wrong = clock.xDate();
    expect(clock.refused(wrong, httpDate(server))).toBe(true);
    clock.learn(httpDate(server));
    expect(clock.xDate()).toBe('20260212T075956Z');
    expect(clock.refused(clock.xDate(), httpDate(server))).toBe(false);
    clock.learn(httpDate(server));
    expect(told).toEqual([-off]);
  });

  it.each([-400 * 24 * HOUR, 400 * 24 * HOUR])(
    'signs for no other year when the server is %i ms off',
    (off) => {
      const clock = createServerClock(at(server));
      // who judges by the dates of servers is told it all the same
      expect(clock.learn(httpDate(server + off))).toBe(server + off);
      expect([clock.xDate(), clock.now()]).toEqual(['20260212T075956Z', server]);
    },
  );

  it('leaves small differences alone and ignores nonsense', () => {
    const clock = createServerClock(at(server));
    clock.learn(httpDate(server + 2_000));
    clock.learn('yesterday');
    clock.learn(undefined);
    expect(clock.now()).toBe(server);
    expect(clock.refused(clock.xDate(), undefined)).toBe(false);
    expect(clock.refused(clock.xDate(), 'yesterday')).toBe(false);
  });
});

describe('X-Traceid', () => {
  it('has 58 letters, digits or underscores, each time others', () => {
    const ids = new Set(Array.from({ length: 100 }, newTraceId));
    expect(ids.size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_]{58}$/);
  });

  it('does not follow a date that no server can have', () => {
    const clock = createServerClock(at(server));
    for (const date of [
      '0',
      '120',
      '2026-02-12',
      'Jan 5',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Sat, 13 Sep 275760 00:00:00 GMT',
    ])
      clock.learn(date);
    expect(clock.xDate()).toBe('20260212T075956Z');
  });
});
