import { expect, test } from 'vitest';
import { createFakeClock } from '../../../tests/harness/simulated/clock.ts';
import { whenHostComes } from './late-host.ts';

function world(isThere: boolean) {
  const clock = createFakeClock();
  const seen = { asked: 0, come: 0, isThere };
  const end = whenHostComes({
    hasHost: async () => {
      seen.asked++;
      return seen.isThere;
    },
    clock,
    come: () => seen.come++,
  });
  return { clock, seen, end };
}

test('a panel that is there at first is asked once', async () => {
  const { clock, seen } = world(true);
  await clock.pass(60_000);
  expect(seen).toMatchObject({ asked: 1, come: 0 });
});

test('a panel that comes later is told, once', async () => {
  const { clock, seen } = world(false);
  await clock.pass(10_000);
  expect(seen.come).toBe(0);
  seen.isThere = true;
  await clock.pass(10_000);
  expect(seen.come).toBe(1);
  const { asked } = seen;
  await clock.pass(60_000);
  expect(seen).toMatchObject({ asked, come: 1 });
});

test('a desktop without a panel is not asked for ever, and nothing comes after the end', async () => {
  const { clock, seen } = world(false);
  await clock.pass(10 * 60_000);
  expect(seen.asked).toBeLessThan(70);
  const ended = world(false);
  ended.end();
  ended.seen.isThere = true;
  await ended.clock.pass(60_000);
  expect(ended.seen.come).toBe(0);
});
