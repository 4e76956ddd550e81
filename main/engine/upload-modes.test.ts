import { beforeEach, expect, it } from 'vitest';
import { UploadModes } from './upload-modes.ts';

const day = 86_400_000;
const mb = 1_000_000;
let now: number;
let refusedAt: number | undefined;
let modes: UploadModes;
const opened = () =>
  new UploadModes(
    { sequenceRefused: () => refusedAt, setSequenceRefused: (at) => void (refusedAt = at) },
    mb,
    () => now,
  );
beforeEach(() => {
  now = 1000 * day;
  refusedAt = undefined;
  modes = opened();
});

it('takes the way in which more goes up, once both are measured', () => {
  expect(modes.choose()).toBe('sequential');
  modes.measured('sequential', 2 * mb, 1000);
  expect(modes.choose()).toBe('concurrent');
  modes.measured('concurrent', 8 * mb, 1000);
  expect(modes.choose()).toBe('concurrent');
  modes.measured('concurrent', mb, 4000);
  modes.measured('concurrent', mb, 4000);
  expect(modes.choose()).toBe('sequential');
});

it('learns nothing from a content that is too small, or took no time', () => {
  modes.measured('sequential', mb - 1, 1000);
  modes.measured('sequential', mb, 0);
  expect(modes.choose()).toBe('sequential');
});

it('measures the other way again after a while, and both on another network', () => {
  modes.measured('sequential', 20 * mb, 1000);
  modes.measured('concurrent', mb, 1000);
  const chosen = Array.from({ length: 21 }, () => modes.choose());
  expect(chosen.slice(0, 20)).toEqual(Array(20).fill('sequential'));
  expect(chosen[20]).toBe('concurrent');
  modes.forget();
  expect(modes.choose()).toBe('sequential');
});

it('keeps over a new start that a storage refused parts in sequence, for a month', () => {
  modes.refused();
  expect(modes.choose()).toBe('concurrent');
  expect(opened().choose()).toBe('concurrent');
  now -= day;
  expect(opened().choose()).toBe('concurrent');
  now += 32 * day;
  expect(opened().choose()).toBe('sequential');
});
