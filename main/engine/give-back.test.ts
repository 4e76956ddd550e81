import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../tests/harness/simulated/clock.ts';
import { Stirring } from '../lib/stirring.ts';
import { keepGivingBack } from './give-back.ts';

const mebibyte = 1024 * 1024;
const second = 1000;
let clock: FakeClock;
let stirring: Stirring;
let used: number;
let collected: number[];
let stop: AbortController;
let done: Promise<void>;

beforeEach(() => {
  clock = createFakeClock();
  stirring = new Stirring(clock);
  used = 60 * mebibyte;
  collected = [];
  stop = new AbortController();
  const since = clock.elapsed();
  const collect = () => {
    collected.push((clock.elapsed() - since) / second);
    used = 20 * mebibyte;
  };
  done = keepGivingBack({ heap: { usedBytes: () => used, collect }, stirring }, stop.signal);
});
afterEach(async () => {
  stop.abort();
  await clock.pass(second);
  await done;
});

const busy = async (seconds: number) => {
  for (let passed = 0; passed < seconds; passed++) {
    stirring.stirred();
    await clock.pass(second);
  }
};

it('what the start took is given back once, five to ten seconds after it', async () => {
  await busy(22);
  expect(collected).toEqual([]);
  await clock.pass(600 * second);
  expect(collected).toEqual([30]);
});

it('nobody waits for what is not worth it', async () => {
  await clock.pass(60 * second);
  expect(collected).toHaveLength(1);
  used += 31 * mebibyte;
  await clock.pass(60 * second);
  await busy(20);
  await clock.pass(60 * second);
  expect(collected).toHaveLength(1);
});

it('what a burst of changes took is given back after it', async () => {
  await clock.pass(60 * second);
  used = 200 * mebibyte;
  await busy(30);
  expect(collected).toHaveLength(1);
  await clock.pass(11 * second);
  expect(collected).toHaveLength(2);
});

it('a small heap is left as it is', async () => {
  used = 31 * mebibyte;
  await clock.pass(600 * second);
  expect(collected).toEqual([]);
});
