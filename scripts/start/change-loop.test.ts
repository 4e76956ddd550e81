import { describe, expect, it } from 'vitest';
import { ChangeLoop } from './change-loop.ts';
import type { Part } from './changes.ts';

/** Everything is done at once, but for what `during` does while a part is being renewed. */
const world = () => {
  const log: string[] = [];
  const broken = new Set<Part>();
  const during: { act: (() => void) | undefined } = { act: undefined };
  let time = 0;
  const loop = new ChangeLoop({
    settle: () => Promise.resolve(),
    now: () => ++time,
    renew: async (part) => {
      log.push(part);
      during.act?.();
      during.act = undefined;
      await Promise.resolve();
      return !broken.has(part);
    },
    show: (step, since) => {
      log.push(`${step} ${String(since)}`);
      return Promise.resolve();
    },
    onError: (error) => {
      throw error;
    },
  });
  return { log, broken, during, loop };
};

describe('the change loop', () => {
  it('renews what several changes want once, and shows it once', async () => {
    const { log, loop } = world();
    loop.want(['app', 'cli', 'renderer']);
    loop.want(['app']);
    loop.want([]);
    await loop.idle();
    expect(log).toEqual(['app', 'cli', 'renderer', 'restart 1']);
  });

  it('does nothing where nothing changed', async () => {
    const { log, loop } = world();
    loop.want([]);
    await loop.idle();
    expect(log).toEqual([]);
  });

  it('takes what changes during a round into the next one, and shows both together', async () => {
    const { log, loop, during } = world();
    during.act = () => {
      loop.want(['renderer']);
    };
    loop.want(['app']);
    await loop.idle();
    expect(log).toEqual(['app', 'renderer', 'restart 1']);
  });

  it('shows nothing while a part is broken, tries it again at the next change, and then shows all', async () => {
    const { log, loop, broken } = world();
    broken.add('renderer');
    loop.want(['app', 'renderer']);
    await loop.idle();
    expect(log).toEqual(['app', 'renderer']);
    broken.clear();
    loop.want(['cli']);
    await loop.idle();
    expect(log.slice(2)).toEqual(['cli', 'renderer', 'restart 2']);
    loop.want(['renderer']);
    await loop.idle();
    expect(log.slice(5)).toEqual(['renderer', 'reload 3']);
  });

  it('goes on after a step that failed', async () => {
    const heard: string[] = [];
    const loop = new ChangeLoop({
      settle: () => Promise.resolve(),
      now: () => 0,
      renew: () => Promise.resolve(true),
      show: (step) => {
        heard.push(step);
        return heard.length === 1 ? Promise.reject(new Error('no window')) : Promise.resolve();
      },
      onError: (error) => {
        heard.push(String(error));
      },
    });
    loop.want(['app']);
    await loop.idle();
    loop.want(['renderer']);
    await loop.idle();
    expect(heard).toEqual(['restart', 'Error: no window', 'reload']);
  });
});
