import { expect, it } from 'vitest';
import type { EventValue } from '../../../shared/ipc/events.ts';
import type { FetchOptions } from '../../history/contents.ts';
import { createHolding } from './holding.ts';

const content = { path: '/state/contents/1', size: 1000, sha256: 'ab' };

/** What the window hears of a fetch that goes so. */
async function heardOf(go: (options: FetchOptions) => void): Promise<EventValue<'history:fetching'>[]> {
  const heard: EventValue<'history:fetching'>[] = [];
  const holding = createHolding({
    history: {
      content: (_path, _revision, options = {}) => {
        go(options);
        return Promise.resolve(content);
      },
      present: () => Promise.reject(new Error('nobody asks for the file on disk')),
    },
    held: {
      hold: async (_key, name, fetch) => ({
        ...(await fetch(new AbortController().signal)),
        name,
        token: 't',
      }),
      release: () => undefined,
      releaseAll: () => undefined,
      find: () => undefined,
    },
    tell: (progress) => heard.push(progress),
  });
  await holding.version('/docs/a.pdf', 'r1');
  return heard;
}

it('the window hears of each hundredth once', async () => {
  const heard = await heardOf(({ progress }) => {
    for (const bytes of [10, 11, 12, 20, 1000]) progress?.(bytes, 1000);
  });
  expect(heard.map(({ bytes }) => bytes)).toEqual([10, 20, 1000]);
});

it('the window hears that a fetch broke off, and that it goes on, also from where it was', async () => {
  const heard = await heardOf(({ progress, waits }) => {
    progress?.(500, 1000);
    waits?.(500, 1000);
    progress?.(500, 1000);
  });
  expect(heard.map(({ bytes, waits }) => [bytes, waits])).toEqual([
    [500, undefined],
    [500, true],
    [500, undefined],
  ]);
});
