import { expect, test } from 'vitest';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { followSleep } from './sleep.ts';

function world() {
  const clock = createFakeClock();
  const heard = new Map<string, () => void>();
  const seen: string[] = [];
  const failures: unknown[] = [];
  let isBusy = 0;
  let release: (() => void) | undefined;
  const engine = {
    start: async () => {
      if (isBusy-- > 0) throw new Error('STATE_LOCKED');
      seen.push('start');
    },
    stop: async () => {
      seen.push('stop');
      if (release !== undefined) await new Promise<void>((resolve) => (release = resolve));
      seen.push('stopped');
    },
    retry: async () => {
      seen.push('retry');
    },
  };
  const end = followSleep({
    powerMonitor: {
      on: ((event: string, listener: () => void) => heard.set(event, listener)) as never,
      off: ((event: string) => heard.delete(event)) as never,
    },
    engine,
    clock,
    failed: (thrown) => failures.push(thrown),
  });
  return {
    clock,
    seen,
    failures,
    end,
    tell: (event: 'suspend' | 'resume') => heard.get(event)?.(),
    busy: (times: number) => (isBusy = times),
    stopSlowly: () => (release = () => undefined),
    release: () => release?.(),
  };
}
const turns = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

test('what is sent is put down before the sleep, in the same moment, and taken up when it wakes', async () => {
  const { tell, seen } = world();
  tell('suspend');
  expect(seen).toEqual(['stop', 'stopped']);
  await turns();
  tell('resume');
  await turns();
  expect(seen).toEqual(['stop', 'stopped', 'start', 'retry']);
  tell('resume');
  await turns();
  expect(seen).toHaveLength(4);
});

test('a wake in the middle of the stop waits for it', async () => {
  const { tell, seen, stopSlowly, release } = world();
  stopSlowly();
  tell('suspend');
  tell('resume');
  await turns();
  expect(seen).toEqual(['stop']);
  release();
  await turns();
  expect(seen).toEqual(['stop', 'stopped', 'start', 'retry']);
});

test('a system that never says it woke: the work goes on after a minute', async () => {
  const { clock, tell, seen } = world();
  tell('suspend');
  await clock.pass(59_000);
  expect(seen).toEqual(['stop', 'stopped']);
  await clock.pass(2_000);
  await turns();
  expect(seen).toEqual(['stop', 'stopped', 'start', 'retry']);
});

test('a state folder that another process took is tried again, and told once', async () => {
  const { clock, tell, seen, busy, failures } = world();
  tell('suspend');
  await turns();
  busy(2);
  tell('resume');
  await turns();
  expect(failures).toHaveLength(1);
  await clock.pass(5_000);
  await clock.pass(5_000);
  await turns();
  expect(seen).toEqual(['stop', 'stopped', 'start', 'retry']);
  expect(failures).toHaveLength(1);
});

test('quitting in the sleep starts nothing', async () => {
  const { clock, tell, seen, end } = world();
  tell('suspend');
  await turns();
  await end();
  tell('resume');
  await clock.pass(120_000);
  expect(seen).toEqual(['stop', 'stopped']);
});
