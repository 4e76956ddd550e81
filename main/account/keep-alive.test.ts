import { expect, it } from 'vitest';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { KooError } from '../model/errors.ts';
import type { Log } from '../lib/logger.ts';
import type { Credentials } from '../vault/token-vault.ts';
import { keepSessionAlive } from './keep-alive.ts';

const minute = 60_000;
const nothing = () => undefined;
const log = { info: nothing, warn: nothing, error: nothing, debug: nothing } as unknown as Log;
const token: Credentials = { kind: 'token', userId: 'u', token: 't' };
const app: Credentials = { kind: 'app', userId: 'u', appId: 'a', appSecret: 's' };

const run = (options: { credentials?: Credentials; fails?: (call: number) => KooError | undefined } = {}) => {
  const clock = createFakeClock(0);
  const { pass, sleeping } = clock;
  const stop = new AbortController();
  const calls: number[] = [];
  let current = options.credentials;
  const done = keepSessionAlive(
    {
      account: {
        current: () => {
          if (current === undefined) return Promise.reject(new KooError('SIGN_IN_NEEDED', 'nobody'));
          return Promise.resolve({ server: '', source: { current: () => Promise.resolve(current) } });
        },
      },
      koodrive: {
        checkSession: () => {
          calls.push(clock.now() / minute);
          const error = options.fails?.(calls.length);
          return error ? Promise.reject(error) : Promise.resolve({ userId: 'u', name: 'U' });
        },
      },
      clock,
      log,
    },
    stop.signal,
  );
  return { pass, stop, done, calls, sleeping, signIn: (as: Credentials) => (current = as) };
};

it('uses the token well within its 20 minutes, for as long as it runs', async () => {
  const { pass, calls, stop, done, sleeping } = run({ credentials: token });
  await pass(9 * minute);
  expect(calls).toEqual([]);
  await pass(26 * minute);
  expect(calls).toEqual([10, 20, 30]);
  stop.abort();
  await done;
  expect(sleeping()).toBe(0);
  await pass(60 * minute);
  expect(calls).toHaveLength(3);
});

it('tries again soon when the line was down', async () => {
  const { pass, calls, stop } = run({
    credentials: token,
    fails: (call) => (call <= 2 ? new KooError('OFFLINE', '') : undefined),
  });
  await pass(23 * minute);
  expect(calls).toEqual([10, 11, 12, 22]);
  stop.abort();
});

it('does not press a sign-in that was refused', async () => {
  const { pass, calls, stop } = run({ credentials: token, fails: () => new KooError('SIGN_IN_NEEDED', '') });
  await pass(25 * minute);
  expect(calls).toEqual([10, 20]);
  stop.abort();
});

it('asks nothing for app credentials, nor while nobody is signed in', async () => {
  const byApp = run({ credentials: app });
  await byApp.pass(60 * minute);
  expect(byApp.calls).toEqual([]);
  byApp.stop.abort();
  const nobody = run();
  await nobody.pass(25 * minute);
  expect(nobody.calls).toEqual([]);
  nobody.signIn(token);
  await nobody.pass(10 * minute);
  expect(nobody.calls).toEqual([30]);
  nobody.stop.abort();
});
