import { beforeEach, expect, it } from 'vitest';
import { ClockLooks } from './clock-looks.ts';

const second = 1000;
const hour = 3600 * second;
let at: { now: number; elapsed: number };
let isAhead: boolean;
let formerNow: number | undefined;
let told: string[];

const looks = () =>
  new ClockLooks({
    pending: { clockSetBack: () => void told.push('pending'), isAhead: () => isAhead },
    breakers: { clockSetBack: () => void told.push('breakers'), isAhead: () => false },
    clock: { now: () => at.now, elapsed: () => at.elapsed },
    formerNow,
    wasAhead: (before) => void told.push(`was ahead by ${before - at.now}`),
    clockWasSet: () => void told.push('was set'),
  });
const pass = (ms: number) => {
  at.now += ms;
  at.elapsed += ms;
};

beforeEach(() => {
  at = { now: 1000 * hour, elapsed: 7 };
  [isAhead, formerNow, told] = [false, undefined, []];
});

it('a clock that goes on tells nothing after the first look', () => {
  const it = looks();
  expect(it.look([])).toEqual({ now: at.now, before: at.now, isSetBack: false });
  pass(hour);
  expect(it.look([])).toEqual({ now: at.now, before: at.now - hour, isSetBack: false });
  expect(told).toEqual(['was set']);
});

it('a clock that was set forward is told, and nothing waits for it', () => {
  const it = looks();
  it.look([]);
  at.now += hour;
  expect(it.look([]).isSetBack).toBe(false);
  expect(told).toEqual(['was set', 'was set']);
});

it('of a clock that was set back all is told, and what was under way may end by the former one', () => {
  const it = looks();
  it.look([]);
  at.now -= hour;
  expect(it.look(['a'])).toEqual({ now: at.now, before: at.now + hour, isSetBack: true });
  expect(told).toEqual(['was set', 'pending', 'breakers', `was ahead by ${hour}`, 'was set']);
  expect([it.endedAfterSetBack('a'), it.endedAfterSetBack('a'), it.endedAfterSetBack('b')]).toEqual([
    true,
    false,
    false,
  ]);
});

it('a clock that a life before saw ahead was set back', () => {
  formerNow = at.now + hour;
  expect(looks().look([]).isSetBack).toBe(true);
  expect(told).toContain(`was ahead by ${hour}`);
});

it('what waits for a time that is still to come tells that it was set forward and back between two looks', () => {
  const it = looks();
  it.look([]);
  isAhead = true;
  pass(60 * second);
  expect(it.look([]).isSetBack).toBe(true);
  expect(told).toEqual(['was set', 'pending', 'breakers']);
});

it('a small correction is none', () => {
  const it = looks();
  it.look([]);
  at.now -= 900;
  expect(it.look([]).isSetBack).toBe(false);
  expect(told).toEqual(['was set']);
});
