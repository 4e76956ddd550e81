import { describe, expect, it } from 'vitest';
import { KooError } from '../model/errors.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

const offline = new KooError('OFFLINE', 'as the test wants');
const signIn = new KooError('SIGN_IN_NEEDED', 'as the test wants');
const pause = (retryAfterMs: number) =>
  new KooError('THROTTLED', 'as the test wants', { detail: { retryAfterMs } });
const open = (...errors: [KooError, number][]) => {
  const breaker = new CircuitBreaker(() => 0.5);
  const told = errors.map(([error, now]) => breaker.open(error, now));
  return { breaker, told };
};

describe('a circuit breaker', () => {
  it('is closed at first', () => {
    const { breaker } = open();
    expect([breaker.isOpen(0), breaker.isHalfOpen(0), breaker.trip]).toEqual([false, false, undefined]);
  });

  it('is open for a while, then half-open until the server answers', () => {
    const { breaker } = open([offline, 0]);
    expect([breaker.isOpen(999), breaker.isHalfOpen(999)]).toEqual([true, false]);
    expect([breaker.isOpen(1000), breaker.isHalfOpen(1000)]).toEqual([false, true]);
    breaker.succeeded(1000);
    expect(breaker.trip).toBeUndefined();
  });

  it('opens once however many fail at once, and is told once in a row', () => {
    const { breaker, told } = open([offline, 0], [offline, 10], [offline, 1000]);
    expect(told).toEqual([true, false, false]);
    expect(breaker.trip).toMatchObject({ times: 2, until: 3000, since: 0 });
  });

  it('waits a minute for what a user must mend, and never longer by itself', () => {
    expect(open([signIn, 0]).breaker.trip?.until).toBe(60_000);
    const { breaker } = open(
      ...Array.from({ length: 12 }, (_, i): [KooError, number] => [offline, i * 100_000]),
    );
    expect(breaker.trip?.until).toBe(11 * 100_000 + 60_000);
  });

  it('keeps the longest pause that the server named, whatever was under way', () => {
    const { breaker } = open([pause(30_000), 0], [pause(90_000), 1], [pause(5000), 2]);
    expect(breaker.trip?.until).toBe(90_001);
    breaker.succeeded(100);
    expect(breaker.isOpen(100)).toBe(true);
    breaker.succeeded(90_001);
    expect(breaker.trip).toBeUndefined();
  });

  it('is closed by a user, and does not wait for a former clock', () => {
    const { breaker } = open([pause(90_000), 1_000_000]);
    breaker.clockSetBack(5000);
    expect(breaker.isHalfOpen(5000)).toBe(true);
    breaker.close();
    expect(breaker.trip).toBeUndefined();
  });
});
