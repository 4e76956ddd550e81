import { describe, expect, it } from 'vitest';
import { KooError } from '../model/errors.ts';
import { Breakers } from './breakers.ts';
import { CircuitBreaker, type Place } from './circuit-breaker.ts';

const offline = new KooError('OFFLINE', 'as the test wants');
const signIn = new KooError('SIGN_IN_NEEDED', 'as the test wants');
const pause = (retryAfterMs: number) =>
  new KooError('THROTTLED', 'as the test wants', { detail: { retryAfterMs } });
const open = (scope: Place['scope'], ...errors: [KooError, number][]) => {
  const breaker = new CircuitBreaker(scope, () => 0.5);
  for (const [error, now] of errors) breaker.open(error, now);
  return breaker;
};

describe('a circuit breaker', () => {
  it('is closed at first', () => {
    const breaker = open('host');
    expect([breaker.trip, breaker.isDue(0)]).toEqual([undefined, false]);
  });

  it('of a host is probed every 5 s for a minute, every 15 s to ten minutes, then every minute', () => {
    const breaker = open('host', [offline, 0]);
    const waits: number[] = [];
    for (let now = 0; now < 900_000;) {
      const until = breaker.trip?.until ?? 0;
      waits.push(until - now);
      now = until;
      expect([breaker.isDue(now - 1), breaker.isDue(now)]).toEqual([false, true]);
      breaker.open(offline, now);
    }
    const of = (ms: number) => waits.filter((one) => one === ms).length;
    expect([of(5000), of(15_000), of(60_000)]).toEqual([12, 36, 5]);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });

  it.each([
    ['account', signIn],
    ['all', new KooError('DISK_FULL', 'as the test wants')],
    ['pair', new KooError('QUOTA_FULL', 'as the test wants')],
  ] as const)('of %s waits a minute for what a user must mend', (scope, error) => {
    expect(open(scope, [error, 0]).trip?.until).toBe(60_000);
  });

  it('finds once however many fail at once', () => {
    const breaker = open('host', [offline, 0], [offline, 10], [offline, 5000]);
    expect(breaker.trip).toMatchObject({ times: 2, until: 10_000, since: 0 });
  });

  it('is closed by an answer to what was begun since it opened', () => {
    const breaker = open('host', [offline, 1000]);
    expect(breaker.answered(999, 1500)).toBe(false);
    expect(breaker.trip).toBeDefined();
    expect(breaker.answered(1200, 1500)).toBe(true);
    expect(breaker.trip).toBeUndefined();
    expect(breaker.answered(1200, 1500)).toBe(false);
  });

  it('keeps the longest pause that the server named, whatever was under way', () => {
    const breaker = open('account', [pause(30_000), 0], [pause(90_000), 1], [pause(5000), 2]);
    expect(breaker.trip?.until).toBe(90_001);
    expect(breaker.answered(50, 100)).toBe(false);
    breaker.recheck(100, false);
    expect(breaker.isDue(100)).toBe(false);
    expect(breaker.answered(90_001, 90_001)).toBe(true);
  });

  it('waits longer and longer where the server asks for a pause and does not say how long', () => {
    const throttled = new KooError('THROTTLED', 'as the test wants');
    const breaker = open('account', [throttled, 0]);
    expect(breaker.trip?.until).toBe(1000);
    breaker.open(throttled, 1000);
    expect(breaker.trip?.until).toBe(3000);
  });

  it('is asked about at once when something changed; a named pause only when a user asks', () => {
    const line = open('host', [offline, 0]);
    line.recheck(10, false);
    expect(line.isDue(10)).toBe(true);
    const paused = open('account', [pause(90_000), 0]);
    paused.recheck(10, true);
    expect(paused.isDue(10)).toBe(true);
  });

  it('does not wait for a former clock', () => {
    const breaker = open('account', [pause(90_000), 1_000_000]);
    breaker.clockSetBack(5000);
    expect(breaker.isDue(5000)).toBe(true);
    expect(breaker.trip?.since).toBe(5000);
  });
});

describe('the breakers of an account', () => {
  const api: Place = { scope: 'host', host: 'api' };
  const storage = (host: string): Place => ({ scope: 'host', host });
  const make = () => {
    const breakers = new Breakers(() => 0.5);
    const closed: [Place, number][] = [];
    breakers.onClosed((place, since) => closed.push([place, since]));
    return { breakers, closed };
  };

  it('are one for each place, and only the wide ones and the API hold everything', () => {
    const { breakers } = make();
    breakers.of(storage('https://a')).open(offline, 0);
    breakers.of({ scope: 'pair', containerId: 'c' }).open(offline, 0);
    expect(breakers.blocking()).toBeUndefined();
    breakers.of(api).open(offline, 0);
    expect(breakers.blocking()?.error.code).toBe('OFFLINE');
    breakers.of({ scope: 'account' }).open(signIn, 0);
    expect(breakers.blocking()?.error.code).toBe('SIGN_IN_NEEDED');
    expect(breakers.standing()).toHaveLength(4);
  });

  it('tell what is free, and since when it was not', () => {
    const { breakers, closed } = make();
    breakers.of(api).open(offline, 5);
    breakers.of({ scope: 'account' }).open(signIn, 6);
    breakers.answered('https://a', 10, 20);
    expect(closed).toEqual([]);
    breakers.answered('api', 10, 20);
    expect(closed).toEqual([
      [api, 5],
      [{ scope: 'account' }, 6],
    ]);
    breakers.close(api);
    expect(closed).toHaveLength(2);
  });

  it('know that the clock was set back since one of them opened (seed 20898228431)', () => {
    const { breakers } = make();
    expect(breakers.isAhead(0)).toBe(false);
    breakers.of(api).open(offline, 1000);
    breakers.of(storage('https://a')).open(offline, 10);
    expect([breakers.isAhead(999), breakers.isAhead(1000)]).toEqual([true, false]);
    breakers.clockSetBack(500);
    expect(breakers.isAhead(500)).toBe(false);
    expect(breakers.of(api).isDue(500)).toBe(true);
  });

  it('say that no content can be sent only when no storage answers, and let one upload a minute try', () => {
    const { breakers } = make();
    expect(breakers.storage()).toBeUndefined();
    breakers.know('https://a');
    breakers.know('https://b');
    breakers.of(storage('https://a')).open(offline, 0);
    expect(breakers.storage()).toBeUndefined();
    breakers.of(storage('https://b')).open(offline, 0);
    expect(breakers.storage()?.host).toBe('https://b');
    expect([30_000, 60_000, 60_001, 119_999, 120_000].map((now) => breakers.mayTryStorage(now))).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
    breakers.answered('https://a', 1, 2);
    expect(breakers.storage()).toBeUndefined();
    expect(breakers.mayTryStorage(120_001)).toBe(true);
  });
});
