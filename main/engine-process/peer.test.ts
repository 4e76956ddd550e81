import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { KooError } from '../model/errors.ts';
import { createPeer, type Served } from './peer.ts';
import type { Port } from './port.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

const over = (port: MessagePort): Port => ({
  post: (message) => {
    port.postMessage(message);
  },
  listen: (hear) => {
    port.on('message', hear);
  },
});

/** Two sides, of which the second answers with `served`. */
const pair = (served: Served, ofFirst: Served = {}) => {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const second = createPeer(over(port2), () => served);
  return { first: createPeer(over(port1), () => ofFirst), second };
};

it('answers calls of the other side with values and with errors, both ways', async () => {
  const { first, second } = pair(
    {
      sums: {
        add: async (a: number, b: number) => a + b,
        fail: () =>
          Promise.reject(new KooError('DISK_FULL', 'as the test wants', { detail: { path: '/x' } })),
      },
    },
    { words: { upper: async (text: string) => text.toUpperCase() } },
  );
  expect(await first.call('sums', 'add', [2, 3])).toBe(5);
  expect(await second.call('words', 'upper', ['a'])).toBe('A');
  const error: unknown = await first.call('sums', 'fail', []).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KooError);
  expect(error).toMatchObject({ code: 'DISK_FULL', message: 'as the test wants', detail: { path: '/x' } });
});

it('answers no call that nobody serves, such as what every object has', async () => {
  const { first } = pair({ sums: {} });
  for (const [part, call] of [
    ['sums', 'add'],
    ['sums', 'toString'],
    ['other', 'add'],
  ] as const)
    await expect(first.call(part, call, [])).rejects.toMatchObject({ code: 'BAD_USAGE' });
});

it('a value that is no data is an error, and keeps nobody waiting', async () => {
  const { first } = pair({ odd: { give: async () => () => 1 } });
  await expect(first.call('odd', 'give', [])).rejects.toMatchObject({ code: 'UNEXPECTED' });
});

it('carries a signal and functions in the options of a call', async () => {
  const { first } = pair({
    work: {
      run: (path: string, options: { signal: AbortSignal; to: string; progress: (n: number) => void }) =>
        new Promise((resolve) => {
          options.progress(1);
          options.progress(2);
          options.signal.addEventListener('abort', () => resolve([path, options.to, 'stopped']));
        }),
    },
  });
  const stop = new AbortController();
  const told: number[] = [];
  const progress = (n: number) => {
    told.push(n);
    if (n === 2) stop.abort();
  };
  const run = first.call('work', 'run', ['/a', { signal: stop.signal, to: '/b', progress }]);
  expect(await run).toEqual(['/a', '/b', 'stopped']);
  expect(told).toEqual([1, 2]);
});

it('tells events in order, with errors as errors', async () => {
  const { first, second } = pair({ any: { call: async () => undefined } });
  const told: unknown[][] = [];
  first.hear('news', (...args: unknown[]) => told.push(args));
  second.tell('news', 'one', 1);
  second.tell('news', new KooError('OFFLINE', 'away'));
  second.tell('nobody hears this');
  await first.call('any', 'call', []);
  expect(told).toMatchObject([['one', 1], [{ code: 'OFFLINE', message: 'away' }]]);
  expect(told[1]?.[0]).toBeInstanceOf(KooError);
});

it('what waits for a side that is gone rejects with why, and so does what is asked of it later', async () => {
  const { first } = pair({ slow: { call: () => new Promise(() => undefined) } });
  const waiting = first.call('slow', 'call', []);
  first.end(new KooError('ENGINE_RESTARTING', 'gone'));
  await expect(waiting).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
  await expect(first.call('slow', 'call', [])).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
});
