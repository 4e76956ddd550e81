import { expect, it } from 'vitest';
import { createHeap } from './heap.ts';

it('what nobody uses any more is collected, and what somebody uses stays', () => {
  const heap = createHeap();
  const kept = { value: 'kept' };
  const seen = new WeakRef(kept);
  const before = heap.usedBytes();
  const much = fill();
  expect(heap.usedBytes()).toBeGreaterThan(before + 30_000_000);
  much.length = 0;
  heap.collect();
  expect(heap.usedBytes()).toBeLessThan(before + 10_000_000);
  expect(seen.deref()).toBe(kept);
});

it('no code of the process sees the collector', () => {
  createHeap().collect();
  expect('gc' in globalThis).toBe(false);
});

const fill = (): number[][] =>
  Array.from({ length: 50 }, () => Array.from({ length: 100_000 }, (_, at) => at + 0.5));
