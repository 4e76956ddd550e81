import { expect, test } from 'vitest';
import type { EngineStatus } from '../../../shared/views.ts';
import { feedStatus } from './status-feed.ts';

/** A source and a clock that move only when the test says so. */
function world() {
  let count = 0;
  const listeners = new Set<() => void>();
  const sleepers: (() => void)[] = [];
  const told: number[] = [];
  const end = feedStatus({
    source: {
      status: (): EngineStatus => ({ state: { kind: 'syncing', count }, pairs: [], recent: [] }),
      on: (_event, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    clock: {
      now: () => 0,
      sleep: (_ms, signal) =>
        new Promise((resolve) => {
          sleepers.push(resolve);
          signal?.addEventListener('abort', () => {
            resolve();
          });
        }),
    },
    everyMs: 100,
    listener: ({ state }) => {
      if (state.kind === 'syncing') told.push(state.count);
    },
  });
  return {
    told,
    listeners,
    end,
    become: (value: number) => {
      count = value;
      for (const listener of [...listeners]) listener();
    },
    /** lets the time pass that the feed waits for */
    pass: async () => {
      for (const wake of sleepers.splice(0)) wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('at once, then the latest after the rest, and nothing in between', async () => {
  const { told, become, pass } = world();
  become(1);
  become(2);
  become(3);
  expect(told).toEqual([1]);
  await pass();
  expect(told).toEqual([1, 3]);
  await pass();
  become(4);
  expect(told).toEqual([1, 3, 4]);
});

test('the same status is not told twice', async () => {
  const { told, become, pass } = world();
  become(1);
  become(1);
  await pass();
  await pass();
  become(1);
  expect(told).toEqual([1]);
});

test('after its end it says nothing, and has let go of the source', async () => {
  const { told, become, end, listeners, pass } = world();
  become(1);
  become(2);
  end();
  await pass();
  become(3);
  expect(told).toEqual([1]);
  expect(listeners.size).toBe(0);
});
