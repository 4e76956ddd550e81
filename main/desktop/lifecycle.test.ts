import { expect, test } from 'vitest';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { Lifecycle, type LateStep, type Step } from './lifecycle.ts';

function lifecycle(deadlineMs = 1_000) {
  const late: LateStep[] = [];
  const clock = createFakeClock();
  return { clock, late, life: new Lifecycle({ clock, deadlineMs, onLate: (step) => late.push(step) }) };
}

const noting = (seen: string[], name: string): Step => ({
  name,
  start: () => {
    seen.push(`+${name}`);
    return () => {
      seen.push(`-${name}`);
    };
  },
});

test('stops in the reverse order of the start, once', async () => {
  const { life, late } = lifecycle();
  const seen: string[] = [];
  await life.start([
    noting(seen, 'a'),
    { name: 'nothing to undo', start: () => undefined },
    noting(seen, 'b'),
  ]);
  expect(life.quitting).toBe(false);
  const stopping = life.stop();
  expect(life.quitting).toBe(true);
  await Promise.all([stopping, life.stop()]);
  expect(seen).toEqual(['+a', '+b', '-b', '-a']);
  expect(life.stopped).toBe(true);
  expect(late).toEqual([]);
});

test('a step that hangs or throws is named, and holds nobody up', async () => {
  const { clock, life, late } = lifecycle(200);
  const seen: string[] = [];
  const failure = new Error('no');
  await life.start([
    noting(seen, 'first'),
    { name: 'hangs', start: () => () => new Promise<void>(() => undefined) },
    {
      name: 'throws',
      start: () => () => {
        throw failure;
      },
    },
  ]);
  const before = clock.now();
  await clock.through(life.stop());
  // one deadline for all of them
  expect(clock.now() - before).toBeLessThanOrEqual(200);
  expect(seen).toEqual(['+first', '-first']);
  expect(late).toEqual([
    { name: 'throws', why: 'failed', error: failure },
    { name: 'hangs', why: 'not in time' },
  ]);
});

test('a start that fails half way is taken back as far as it came', async () => {
  const { life } = lifecycle();
  const seen: string[] = [];
  const start = life.start([
    noting(seen, 'a'),
    {
      name: 'b',
      start: () => {
        throw new Error('cannot');
      },
    },
    noting(seen, 'c'),
  ]);
  await expect(start).rejects.toThrow('cannot');
  await life.stop();
  expect(seen).toEqual(['+a', '-a']);
});

test('quitting while a step is being taken: it is taken back when it is done, and no other is begun', async () => {
  const { life } = lifecycle();
  const seen: string[] = [];
  let go: () => void = () => undefined;
  let reached: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (reached = resolve));
  const slow: Step = {
    name: 'slow',
    start: async () => {
      reached();
      await new Promise<void>((resolve) => (go = resolve));
      return () => {
        seen.push('-slow');
      };
    },
  };
  const start = life.start([noting(seen, 'a'), slow, noting(seen, 'never')]);
  await begun;
  await life.stop();
  go();
  await start;
  expect(seen).toEqual(['+a', '-a', '-slow']);
});
