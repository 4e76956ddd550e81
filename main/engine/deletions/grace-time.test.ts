import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTrustedTime, type TrustedTime } from '../../lib/trusted-time.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { timesFrom, undoForMs } from './deletion-queue.ts';
import { GraceTime } from './grace-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const graceMs = 10 * minute;
const start = Date.UTC(2026, 10, 27);

let stores: TestStores;
/** the truth, and what the steady clock has counted of it */
let real: number;
let elapsed: number;
/** how far the system's clock is ahead */
let skew: number;
let time: TrustedTime;
let grace: GraceTime;

beforeEach(() => {
  [real, elapsed, skew] = [start, 5000, 0];
  stores = openTestStores(() => real + skew);
  beginLife(start);
});
afterEach(() => {
  stores.close();
});

/** `last`: the time that the life before knew last */
function beginLife(last: number | undefined): void {
  const clock = { now: () => real + skew, elapsed: () => elapsed };
  time = createTrustedTime(clock, last === undefined ? undefined : { at: last, behind: [], wall: undefined });
  grace = new GraceTime({ clock, time, deletions: stores.deletions });
}
const goes = (ms: number) => {
  real += ms;
  elapsed += ms;
};
const hear = () => {
  time.heard(real);
};
const item = () => ({ pairId: stores.pair.id, path: 'a', kind: 'file' as const, fileId: 'f', files: 1 });
const note = () => {
  stores.deletions.note(item(), timesFrom(time.stamp(), graceMs));
  look();
};
const look = () => {
  stores.deletions.clockSetBack(time.stamp(), time.stamp() + hour);
  grace.see(stores.deletions.open(stores.pair.id));
  grace.look();
};
const hasCome = () => {
  look();
  const [one] = stores.deletions.open(stores.pair.id);
  return one !== undefined && grace.hasCome(one);
};

describe('a grace time', () => {
  it('is over when it is over', () => {
    hear();
    note();
    goes(graceMs - 1);
    expect(hasCome()).toBe(false);
    goes(1);
    expect(hasCome()).toBe(true);
  });

  it('is not ended by the truth about a clock that was back at a start (seed 20788001628)', () => {
    beginLife(start - hour);
    skew = -2 * hour;
    note();
    goes(6000);
    skew = 0;
    hear();
    expect(time.now()).toBe(real);
    expect(hasCome()).toBe(false);
    goes(graceMs);
    expect(hasCome()).toBe(true);
  });

  it('nor after a start of the next life, which knows no better', () => {
    beginLife(start - 3 * hour);
    skew = -2 * hour;
    note();
    goes(6000);
    beginLife(time.now());
    skew = 0;
    hear();
    expect(hasCome()).toBe(false);
    goes(graceMs);
    expect(hasCome()).toBe(true);
  });

  it.each([400 * 24 * hour, -2 * hour, -400 * 24 * hour])(
    'goes on in single passes, an hour apart, with a clock that is always off by %s ms',
    (off) => {
      skew = off;
      note();
      hear();
      look();
      const come: boolean[] = [];
      for (let passes = 0; passes < 3; passes++) {
        const last = time.now();
        real += hour;
        beginLife(last);
        hear();
        come.push(hasCome());
        goes(3000);
      }
      expect(come.at(-1)).toBe(true);
    },
  );

  it('counts the time between two lives by the dates of the server', () => {
    hear();
    note();
    real += 3 * hour;
    elapsed = 700;
    beginLife(start);
    expect(hasCome()).toBe(false);
    hear();
    expect(hasCome()).toBe(true);
  });

  it('counts a sleep by them too', () => {
    hear();
    note();
    real += 8 * hour;
    expect(hasCome()).toBe(false);
    hear();
    expect(hasCome()).toBe(true);
  });

  it('is counted by the steady clock where no server gives a date', () => {
    note();
    goes(graceMs);
    expect(hasCome()).toBe(true);
  });

  it('is no matter of a deletion that a user confirmed, or that was tried', () => {
    beginLife(start - hour);
    note();
    const id = stores.deletions.open(stores.pair.id)[0]?.id ?? 0;
    stores.deletions.approve(id);
    expect(hasCome()).toBe(true);
    stores.deletions.again(id, time.now());
    expect(hasCome()).toBe(true);
  });

  it('begins anew for what is held no longer, tried or not', () => {
    hear();
    note();
    const id = stores.deletions.open(stores.pair.id)[0]?.id ?? 0;
    goes(graceMs);
    stores.deletions.again(id, real);
    stores.deletions.hold([id], 'root-missing');
    stores.deletions.waitAgain([id], real, graceMs);
    stores.deletions.retry(real);
    expect(hasCome()).toBe(false);
    goes(graceMs);
    expect(hasCome()).toBe(true);
  });

  it('changes with the setting', () => {
    hear();
    note();
    stores.deletions.setGrace(minute);
    goes(minute);
    beginLife(real);
    hear();
    expect(hasCome()).toBe(true);
    stores.deletions.setGrace(graceMs);
    expect(hasCome()).toBe(false);
  });
});

it('what was thrown away while the clock was back can be undone for a month', () => {
  beginLife(start - 20 * 24 * hour);
  skew = -25 * 24 * hour;
  hear();
  note();
  const id = stores.deletions.open(stores.pair.id)[0]?.id ?? 0;
  stores.deletions.sent(id, time.stamp());
  look();
  skew = 0;
  const forget = () => {
    hear();
    stores.deletions.forgetSent(time.now(), time.server() ?? 0);
  };
  goes(undoForMs - minute);
  forget();
  expect(stores.deletions.find(id)).toBeDefined();
  goes(2 * minute);
  forget();
  expect(stores.deletions.find(id)).toBeUndefined();
});
