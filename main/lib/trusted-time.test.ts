import { describe, expect, it } from 'vitest';
import { createTrustedTime } from './trusted-time.ts';

const day = 86_400_000;
const hour = 3_600_000;
const start = Date.UTC(2026, 10, 26);

/** `goes`: so much time really goes by; `asleep`: the same, and the steady clock stands. */
function world(last: number | undefined = start) {
  let real = start;
  let wallOff = 0;
  let elapsed = 5_000;
  const clock = { now: () => real + wallOff, elapsed: () => elapsed };
  const time = createTrustedTime(
    clock,
    last === undefined ? undefined : { at: last, behind: [], wall: undefined },
  );
  return {
    time,
    real: () => real,
    goes: (ms: number) => {
      real += ms;
      elapsed += ms;
    },
    asleep: (ms: number) => {
      real += ms;
    },
    setClock: (off: number) => {
      wallOff = off;
    },
    hear: (off = 0) => {
      time.heard(real + off);
    },
    /** how far the trusted time is ahead of the real one */
    ahead: () => time.now() - real,
  };
}

describe('trusted time', () => {
  it('is the time of the clock while nobody touches it', () => {
    const it = world();
    for (const ms of [1, 1000, hour, 40 * day]) {
      it.goes(ms);
      expect(it.ahead()).toBe(0);
      expect(it.time.stamp()).toBe(it.real());
    }
  });

  it.each([400 * day, -400 * day, hour, -hour])(
    'does not follow a jump of %s ms that no server confirms',
    (off) => {
      const it = world();
      it.hear();
      it.setClock(off);
      it.goes(4000);
      expect(it.ahead()).toBe(0);
      it.hear();
      expect(it.ahead()).toBe(0);
      it.setClock(0);
      it.goes(1000);
      expect(it.ahead()).toBe(0);
      expect(it.time.stamp()).toBe(it.real());
    },
  );

  it.each([400 * day, -400 * day])('does not follow a server whose date is off by %s ms', (off) => {
    const it = world();
    it.goes(1000);
    it.hear(off);
    expect(it.ahead()).toBe(0);
  });

  it('writes down a time that is not in the past, however far the clock was set back', () => {
    const it = world();
    it.setClock(-400 * day);
    it.goes(1000);
    expect(it.time.stamp()).toBe(it.real());
  });

  it('writes down the time of the others where the clock is ahead, as a server says', () => {
    const it = world();
    it.setClock(400 * day);
    it.goes(1000);
    // who knows: the machine may have slept
    expect(it.time.stamp()).toBe(it.real() + 400 * day);
    it.hear();
    expect(it.time.stamp()).toBe(it.real());
    it.goes(hour);
    expect(it.time.stamp()).toBe(it.real());
    it.setClock(0);
    expect(it.time.stamp()).toBe(it.real());
  });

  it('counts a sleep when a server is heard, and not before', () => {
    const it = world();
    it.asleep(8 * hour);
    it.goes(1000);
    expect(it.ahead()).toBe(-8 * hour);
    it.hear(-700);
    expect(it.ahead()).toBe(0);
  });

  it('goes on at a start from what was known, and counts the time between when a server is heard', () => {
    const it = world(start - 3 * day);
    it.goes(1000);
    expect(it.ahead()).toBe(-3 * day);
    // what users read is the time of their clock
    expect(it.time.stamp()).toBe(it.real());
    it.hear();
    expect(it.ahead()).toBe(0);
  });

  it('at a start with a clock that is far ahead: the server says how much time went by', () => {
    const it = world(start - hour);
    it.setClock(400 * day);
    it.goes(1000);
    it.hear();
    expect(it.ahead()).toBe(0);
  });

  it('at a start with a clock that lies before what was known, the server says how much time went by', () => {
    const it = world(start - hour);
    it.setClock(-400 * day);
    it.goes(1000);
    it.hear();
    expect(it.ahead()).toBe(0);
    // and it is one of three from then on
    it.hear(400 * day);
    expect(it.ahead()).toBe(0);
  });

  it.each([400 * day, -400 * day])(
    'at the very first start with a clock off by %s ms the server counts',
    (off) => {
      const it = world(undefined);
      it.setClock(off);
      it.hear();
      expect(it.ahead()).toBe(0);
    },
  );

  it('has no fractions of a millisecond where the steady clock counts', () => {
    const it = world();
    it.hear();
    it.setClock(-hour);
    it.goes(1000.7);
    expect(it.time.now()).toBe(start + 1000);
    expect(it.time.stamp()).toBe(start + 1000);
    expect(it.time.server()).toBeUndefined();
    expect(it.time.remembered()).toEqual({ at: start + 1000, behind: [], wall: start - hour + 1000 });
  });

  it('follows a clock that was wrong and is put right', () => {
    const it = world(start + 400 * day);
    it.goes(1000);
    it.hear();
    expect(it.ahead()).toBe(0);
  });
});

describe('the clock of the server', () => {
  it('is known when it was heard, and goes on by the steady one', () => {
    const it = world();
    it.goes(1000);
    expect(it.time.server()).toBeUndefined();
    it.hear(-hour);
    it.goes(day);
    expect(it.time.server()).toBe(it.real() - hour);
  });

  it('is not known any more when the machine may have slept, until it is heard again', () => {
    const it = world();
    it.hear();
    it.asleep(hour);
    expect(it.time.server()).toBeUndefined();
    it.hear();
    expect(it.time.server()).toBe(it.real());
  });
});
