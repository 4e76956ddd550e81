import { expect, it } from 'vitest';
import { Lane } from './lane.ts';

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that tells when it begins, and ends when it is told to. */
function world(limit: number) {
  const lane = new Lane(limit);
  const begun: string[] = [];
  const ends = new Map<string, { readonly resolve: () => void; readonly reject: (why: Error) => void }>();
  const add = (name: string, rank = 0, signal = never) =>
    lane.run(rank, signal, () => {
      begun.push(name);
      return new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }));
    });
  return { lane, begun, add, end: (name: string) => (ends.get(name)?.resolve(), turn()), ends };
}

it('begins what is more pressing first, and among equals what came first', async () => {
  const { lane, begun, add, end } = world(1);
  void add('a', 2);
  void add('b', 2);
  void add('c', 2);
  void add('urgent', 0);
  expect(lane.waiting).toBe(3);
  for (const name of ['a', 'urgent', 'b']) await end(name);
  expect(begun).toEqual(['a', 'urgent', 'b', 'c']);
  expect(lane.waiting).toBe(0);
});

it('gives the room of what failed to the next', async () => {
  const { begun, add, ends } = world(1);
  const failing = add('a');
  void add('b');
  ends.get('a')?.reject(new Error('it failed'));
  await expect(failing).rejects.toThrow('it failed');
  expect(begun).toEqual(['a', 'b']);
});

it('lets go of what is cancelled while it waits, and ends what has begun as it would have', async () => {
  const { lane, begun, add, end } = world(1);
  const stop = new AbortController();
  const first = add('a', 0, stop.signal);
  const second = add('b', 0, stop.signal);
  void add('c');
  stop.abort();
  await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(lane.waiting).toBe(1);
  await end('a');
  await expect(first).resolves.toBeUndefined();
  expect(begun).toEqual(['a', 'c']);
  await expect(add('d', 0, stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
});

it('begins as many as a new limit has room for', async () => {
  const { lane, begun, add } = world(1);
  for (const name of ['a', 'b', 'c', 'd']) void add(name);
  lane.limit = 3;
  await turn();
  expect(begun).toEqual(['a', 'b', 'c']);
  expect(lane.limit).toBe(3);
});
