import { expect, it } from 'vitest';
import { createUploadLanes } from './upload-lanes.ts';

/** Small uploads that end when they are told to. */
function world(small: number, roundTripMs: number | undefined = undefined, size = 50) {
  const lanes = createUploadLanes({
    small,
    large: 1,
    chunking: { tinyUpTo: 10, singlePartUpTo: 100 },
    roundTripMs: () => roundTripMs,
  });
  const running = new Map<number, () => void>();
  let started = 0;
  const upload = () => {
    void lanes.run(size, 'noticed', new AbortController().signal, () => {
      const id = (started += 1);
      return new Promise<void>((resolve) => {
        running.set(id, () => {
          running.delete(id);
          resolve();
        });
      });
    });
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    lanes,
    add: async (count: number) => {
      for (let n = 0; n < count; n += 1) upload();
      await settle();
    },
    set: async (limit: number) => {
      lanes.setConcurrency(limit);
      await settle();
    },
    end: async (id: number) => {
      running.get(id)?.();
      await settle();
    },
    running: () => [...running.keys()],
  };
}

it('starts what waits as soon as more may go up at the same time', async () => {
  const { add, set, running } = world(1);
  await add(5);
  expect(running()).toEqual([1]);
  await set(4);
  expect(running()).toEqual([1, 2, 3, 4]);
});

it('lets what has begun end, and starts nothing before there is room for it', async () => {
  const { add, set, end, running } = world(3);
  await add(5);
  await set(1);
  expect(running()).toEqual([1, 2, 3]);
  await end(1);
  await end(2);
  expect(running()).toEqual([3]);
  await end(3);
  expect(running()).toEqual([4]);
});

it('sends more tiny files at the same time the further away the server is, and larger ones as the user says', async () => {
  const near = world(2, undefined, 5);
  await near.add(20);
  expect(near.running()).toHaveLength(2);
  const far = world(2, 30, 5);
  await far.add(20);
  expect(far.running()).toHaveLength(10);
  await far.set(3);
  expect(far.running()).toHaveLength(15);
  const larger = world(2, 30, 50);
  await larger.add(20);
  expect(larger.running()).toHaveLength(2);
});
