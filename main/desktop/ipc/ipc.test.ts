import { expect, test } from 'vitest';
import { calls } from '../../../shared/ipc/calls.ts';
import type { HeldContent } from '../../../shared/views.ts';
import { KooError } from '../../model/errors.ts';
import type { HandlerDeps } from './handler-deps.ts';
import { handlers } from './handlers.ts';
import { installIpc, isOurFrame, type Frame } from './ipc.ts';

type Invoked = (event: { senderFrame: Frame | null }, ...args: unknown[]) => Promise<unknown>;

const content: HeldContent = { url: 'app://koo/content/1', size: 3, sha256: 'ab' };

const ours: Frame = { origin: 'app://koo', url: 'app://koo/index.html', processId: 4, routingId: 1 };

/** The door, with one row that the test answers. */
function door(answer: (path: string) => unknown, window: Frame | undefined = ours) {
  const rows = new Map<string, Invoked>();
  const seen: string[] = [];
  const off = installIpc({
    ipcMain: {
      handle: (name, listener) => rows.set(name, listener as unknown as Invoked),
      removeHandler: (name) => rows.delete(name),
    },
    handlers: {
      ...handlers,
      holdPresent: { ...handlers.holdPresent, answer: (_deps, path) => answer(path) as HeldContent },
    },
    deps: {} as HandlerDeps,
    ourFrame: () => window,
    now: () => 0,
    sentence: (error) => `sentence of ${error.code}`,
    log: {
      refused: (channel, why) => seen.push(`refused ${channel}: ${why}`),
      unexpected: (channel, error) => seen.push(`unexpected ${channel}: ${error.message}`),
    },
  });
  const call = (sender: Frame | null, ...args: unknown[]) => {
    const row = rows.get('history:hold-present');
    if (row === undefined) throw new Error('the row is not there');
    return row({ senderFrame: sender }, ...args);
  };
  return { rows, seen, off, call };
}

test('a call from our window is answered as a Result', async () => {
  const { call } = door((path) => {
    expect(path).toBe('/a/b');
    return content;
  });
  expect(await call(ours, '/a/b')).toEqual({ ok: true, value: content });
});

test.each([
  ['a frame inside our window', { ...ours, routingId: 9 }],
  ['another window', { ...ours, processId: 5 }],
  ['our window, led elsewhere', { ...ours, origin: 'https://evil.example' }],
  ['an empty page with our origin', { ...ours, url: 'about:blank' }],
  ['a sandboxed frame', { ...ours, origin: 'null' }],
  ['a frame that is gone', null],
])('%s is refused, and the handler never runs', async (_who, sender) => {
  const { call, seen } = door(() => {
    throw new Error('must not run');
  });
  await expect(call(sender, '/a/b')).rejects.toThrow(/^refused$/u);
  expect(seen).toEqual(['refused history:hold-present: not from our window']);
});

test('without a window nobody is answered', () => {
  expect(isOurFrame(ours, undefined)).toBe(false);
});

test.each([[[]], [[7]], [['']], [['/a', 'more']], [[{ path: '/a' }]], [['/'.repeat(40_000)]]])(
  'arguments %j of another shape are refused as BAD_USAGE',
  async (args) => {
    const { call } = door(() => {
      throw new Error('must not run');
    });
    expect(await call(ours, ...args)).toEqual({
      ok: false,
      error: { code: 'BAD_USAGE', message: 'sentence of BAD_USAGE' },
    });
  },
);

test('our errors cross as code, sentence and path', async () => {
  const { call, seen } = door(() => {
    throw new KooError('NOT_IN_A_PAIR', 'internal words', { detail: { path: '/a/b' } });
  });
  expect(await call(ours, '/a/b')).toEqual({
    ok: false,
    error: { code: 'NOT_IN_A_PAIR', message: 'sentence of NOT_IN_A_PAIR', path: '/a/b' },
  });
  expect(seen).toEqual([]);
});

test('anything else is a bug: logged loudly, and no word of it crosses', async () => {
  const { call, seen } = door(() => {
    throw new TypeError('token=abc at secret.ts:7');
  });
  const answer = await call(ours, '/a/b');
  expect(answer).toEqual({ ok: false, error: { code: 'UNEXPECTED', message: 'sentence of UNEXPECTED' } });
  expect(seen).toEqual(['unexpected history:hold-present: token=abc at secret.ts:7']);
});

test('what the row does not name does not cross', async () => {
  const { call, seen } = door(() => ({ ...content, token: 'secret' }));
  expect(await call(ours, '/a/b')).toEqual({ ok: true, value: content });
  expect(seen).toEqual([]);
});

test('a value of another shape is a bug: where it differs is logged, and nothing of it crosses', async () => {
  const { call, seen } = door(() => ({ ...content, size: 'secret' }));
  const answer = await call(ours, '/a/b');
  expect(answer).toEqual({ ok: false, error: { code: 'UNEXPECTED', message: 'sentence of UNEXPECTED' } });
  expect(seen).toEqual(['unexpected history:hold-present: a value of another shape: size (invalid_type)']);
});

test('a text that is longer than anything is crosses cut, in a value and in an error', async () => {
  const long = 'n'.repeat(10_000_000);
  const { call } = door((path) => {
    if (path === '/thrown') throw new KooError('NOT_IN_A_PAIR', '', { detail: { path: long } });
    return { ...content, sha256: long };
  });
  const crossed = [await call(ours, '/a'), await call(ours, '/thrown')];
  expect(JSON.stringify(crossed).length).toBeLessThan(100_000);
});

test('calls without end are refused, which is logged once', async () => {
  const { call, seen } = door(() => content);
  const calls = await Promise.allSettled(Array.from({ length: 2_000 }, () => call(ours, '/a')));
  expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(500);
  expect(seen).toEqual(['refused history:hold-present: too many calls']);
});

test('every row is registered, and taken off again', () => {
  const { rows, off } = door(() => []);
  const channels = Object.values(calls).map(({ channel }) => channel);
  expect([...rows.keys()].sort()).toEqual(channels.sort());
  off();
  expect(rows.size).toBe(0);
});
