import { describe, expect, it } from 'vitest';
import { isAmong, mostSpans, withReading, type ClockReading, type Readings } from './behind-readings.ts';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 10, 27);

describe('readings of a clock that was behind', () => {
  it.each([
    ['is right', 0],
    ['is behind by a little', -minute],
    ['is ahead', 2 * hour],
  ])('are none where it %s', (_what, off) => {
    expect(withReading([], { wall: start + off, server: start }, undefined, undefined)).toEqual([]);
  });

  it('begin when it was looked at before, by what has really gone by since', () => {
    const wall = start - 2 * hour;
    const spans = withReading([], { wall, server: start }, undefined, start - 10 * minute);
    expect(spans).toEqual([{ from: wall - 10 * minute, to: wall }]);
    expect(isAmong(spans, wall - 5 * minute)).toBe(true);
    expect(isAmong(spans, wall - 11 * minute)).toBe(false);
    expect(isAmong(spans, start)).toBe(false);
  });

  it('are all that came before where it was never looked at', () => {
    const spans = withReading([], { wall: start - hour, server: start }, undefined, undefined);
    expect(spans).toEqual([{ from: 0, to: start - hour }]);
  });

  it('are never before time began', () => {
    const spans = withReading([], { wall: 5, server: start }, undefined, start - hour);
    expect(spans).toEqual([{ from: 0, to: 5 }]);
  });

  it('are one span while it stays wrong, until somebody sees that it is right', () => {
    let spans: readonly Readings[] = [];
    let before: ClockReading = { wall: start, server: start };
    const read = (wall: number, server: number) => {
      spans = withReading(spans, { wall, server }, before, undefined);
      before = { wall, server };
    };
    for (const at of [minute, hour, 3 * hour]) read(start + at - 400 * hour, start + at);
    expect(spans).toEqual([{ from: start - 400 * hour, to: start - 397 * hour }]);
    read(start + 4 * hour, start + 4 * hour);
    expect(spans).toEqual([{ from: start - 400 * hour, to: start - 396 * hour }]);
    read(start + 5 * hour, start + 5 * hour);
    read(start + 2 * hour, start + 6 * hour);
    expect(spans.slice(1)).toEqual([{ from: start + hour, to: start + 2 * hour }]);
  });

  it('are forgotten, the oldest first', () => {
    let spans: readonly Readings[] = [];
    for (let day = 0; day < 50; day++) {
      const server = start + day * 24 * hour;
      spans = withReading(spans, { wall: server - 2 * hour, server }, undefined, server - minute);
    }
    expect(spans).toHaveLength(mostSpans);
    expect(isAmong(spans, start - 2 * hour)).toBe(false);
    expect(isAmong(spans, start + 49 * 24 * hour - 2 * hour)).toBe(true);
  });
});
