import { expect, it } from 'vitest';
import { Stirring } from './stirring.ts';

/** A clock whose sleeps are ended by hand. */
const movable = () => {
  let ms = 0;
  const slept: { readonly ms: number; readonly done: () => void }[] = [];
  return {
    slept,
    pass: (by: number) => void (ms += by),
    elapsed: () => ms,
    sleep: (length: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        slept.push({ ms: length, done: resolve });
        if (signal?.aborted === true) resolve();
        signal?.addEventListener('abort', () => resolve());
      }),
  };
};
const never = new AbortController().signal;
const nothing = () => undefined;

it('looks come at their usual intervals until nothing happened for five seconds', () => {
  const clock = movable();
  const stirring = new Stirring(clock);
  clock.pass(4999);
  void stirring.sleep(1000, nothing, never);
  clock.pass(1);
  void stirring.sleep(1000, nothing, never);
  stirring.stirred();
  void stirring.sleep(1000, nothing, never);
  expect(clock.slept.map(({ ms }) => ms)).toEqual([1000, 30_000, 1000]);
});

it('a rest ends when something is due, but no earlier than a usual look would come', () => {
  const clock = movable();
  const stirring = new Stirring(clock);
  clock.pass(10_000);
  void stirring.sleep(1000, () => 7000, never);
  void stirring.sleep(1000, () => -5, never);
  void stirring.sleep(1000, () => 7000, never, 5000);
  expect(clock.slept.map(({ ms }) => ms)).toEqual([7000, 1000, 5000]);
});

it('a rest ends when something stirs, and when the work ends', async () => {
  const clock = movable();
  const stirring = new Stirring(clock);
  clock.pass(10_000);
  const stop = new AbortController();
  const resting = [stirring.sleep(1000, nothing, never), stirring.sleep(1000, nothing, never)];
  stirring.stirred();
  await Promise.all(resting);
  clock.pass(10_000);
  const last = stirring.sleep(1000, nothing, stop.signal);
  stop.abort();
  await last;
  await stirring.sleep(1000, nothing, stop.signal);
  expect(clock.slept).toHaveLength(4);
});
