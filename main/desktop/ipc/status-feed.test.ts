import { expect, test } from 'vitest';
import type { EngineStatus } from '../../../shared/views.ts';
import { createFakeClock } from '../../../tests/harness/simulated/clock.ts';
import { feedStatus } from './status-feed.ts';

/** A source and a clock that move only when the test says so. */
function world(failures: readonly number[] = []) {
  let count = 0;
  const listeners = new Set<() => void>();
  const clock = createFakeClock();
  const told: number[] = [];
  const failed: unknown[] = [];
  const end = feedStatus({
    source: {
      status: async (): Promise<EngineStatus> => {
        if (failures.includes(count)) throw new Error(`no status ${count}`);
        return { state: { kind: 'syncing', count }, allPaused: false, pairs: [], recent: [] };
      },
      on: (_event, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    clock,
    everyMs: 100,
    listener: ({ state }) => {
      if (state.kind === 'syncing') told.push(state.count);
    },
    failed: (thrown) => failed.push(thrown),
  });
  return {
    told,
    failed,
    listeners,
    end,
    become: async (value: number) => {
      count = value;
      for (const listener of [...listeners]) listener();
      await new Promise((resolve) => setImmediate(resolve));
    },
    /** lets the time pass that the feed waits for */
    pass: () => clock.pass(100),
  };
}

test('at once, then the latest after the rest, and nothing in between', async () => {
  const { told, become, pass } = world();
  await become(1);
  await become(2);
  await become(3);
  expect(told).toEqual([1]);
  await pass();
  expect(told).toEqual([1, 3]);
  await pass();
  await become(4);
  expect(told).toEqual([1, 3, 4]);
});

test('the same status is not told twice', async () => {
  const { told, become, pass } = world();
  await become(1);
  await become(1);
  await pass();
  await pass();
  await become(1);
  expect(told).toEqual([1]);
});

test('after its end it says nothing, and has let go of the source', async () => {
  const { told, become, end, listeners, pass } = world();
  await become(1);
  await become(2);
  end();
  await pass();
  await become(3);
  expect(told).toEqual([1]);
  expect(listeners.size).toBe(0);
});

test('a status that ends up after the end of the feed is not told', async () => {
  const { told, become, end } = world();
  const becoming = become(1);
  end();
  await becoming;
  expect(told).toEqual([]);
});

test('a status that cannot be read is reported, and the next change is told', async () => {
  const { told, failed, become, pass } = world([1]);
  await become(1);
  expect(failed).toEqual([new Error('no status 1')]);
  await pass();
  await become(2);
  expect(told).toEqual([2]);
});
