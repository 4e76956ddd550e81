/**
 * Walks the two tables of the window's calls, shared/ipc/calls.ts and main/desktop/ipc/handlers.ts: what is derived from
 * them has every row and nothing beside. Arguments are drawn from each row's own shapes, so that a new row needs no line
 * here. What the handlers answer: ipc-answers.test.ts.
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handlers } from '../../main/desktop/ipc/handlers.ts';
import { createFakeBridge } from '../../renderer/dev/fake-bridge.ts';
import { buildBridge, type KooBridge, type Off } from '../../shared/ipc/bridge.ts';
import { callNames, calls, type CallName } from '../../shared/ipc/calls.ts';
import { events, type EventName } from '../../shared/ipc/events.ts';
import type { Result } from '../../shared/result.ts';
import { valuesOf } from '../harness/values-of-shape.ts';

const repo = join(import.meta.dirname, '..', '..');
const eventNames = Object.keys(events) as EventName[];

/** A bridge whose doors write down what goes through. */
function recordedBridge() {
  const sent: { name: CallName; args: readonly unknown[] }[] = [];
  const heard = new Map<EventName, Set<(value: unknown) => void>>();
  const bridge = buildBridge({
    invoke: (name, args) => {
      sent.push({ name, args });
      return Promise.resolve({ ok: true, value: undefined });
    },
    subscribe: (event, listener): Off => {
      const listeners = heard.get(event) ?? new Set();
      listeners.add(listener);
      heard.set(event, listeners);
      return () => listeners.delete(listener);
    },
    systemLanguage: 'zh-CN',
    platform: 'linux',
  });
  return { bridge, sent, heard };
}

const argsOf = (name: CallName) => valuesOf(handlers[name].args) as fc.Arbitrary<readonly unknown[]>;

/** Calls a function of the bridge by a name that TypeScript does not know. */
const ask = (bridge: KooBridge, name: CallName, args: readonly unknown[]): Promise<Result<unknown>> =>
  (bridge[name] as (...args: readonly unknown[]) => Promise<Result<unknown>>)(...args);

/** Without the one that they take, they are for all pairs. */
const forAllWithout = ['pause', 'resume'] as const satisfies readonly CallName[];

describe('calls', () => {
  test.each(callNames)('%s sends what its row takes, as it was given', (name) => {
    fc.assert(
      fc.property(argsOf(name), (args) => {
        const { bridge, sent } = recordedBridge();
        void ask(bridge, name, args);
        expect(sent).toEqual([{ name, args }]);
        expect(handlers[name].args.parse(args)).toEqual(args);
      }),
      { numRuns: 25 },
    );
  });

  test.each(callNames)('%s takes neither more nor fewer arguments than its row has', (name) => {
    const [args = []] = fc.sample(argsOf(name), { numRuns: 1, seed: 1 });
    expect(handlers[name].args.safeParse([...args, 'more']).success).toBe(false);
    const isFewer = args.length > 0 && !(forAllWithout as readonly string[]).includes(name);
    if (isFewer) expect(handlers[name].args.safeParse(args.slice(1)).success).toBe(false);
  });

  test('each has a channel of its own', () => {
    const channels = Object.values(calls).map(({ channel }) => channel);
    expect(new Set([...channels, ...eventNames]).size).toBe(channels.length + eventNames.length);
    for (const channel of channels) expect(channel).toMatch(/^[a-z-]+:[a-z-]+$/u);
  });

  test('the bridge has nothing but these functions, on, and two words about the system; nobody changes it', () => {
    const { bridge } = recordedBridge();
    expect(Object.keys(bridge).sort()).toEqual([...callNames, 'on', 'platform', 'systemLanguage'].sort());
    expect(bridge.systemLanguage).toBe('zh-CN');
    expect(bridge.platform).toBe('linux');
    expect(Object.isFrozen(bridge)).toBe(true);
  });

  test('every row has a handler, and no handler is without a row', () => {
    expect(Object.keys(handlers).sort()).toEqual([...callNames].sort());
  });
});

describe('events', () => {
  test.each(eventNames)('%s can be heard: data alone, and no more after off', (event) => {
    const { bridge, heard } = recordedBridge();
    const got: unknown[][] = [];
    const off = bridge.on(event, (...values: unknown[]) => got.push(values));
    const other = bridge.on(event, () => undefined);
    for (const listener of heard.get(event) ?? []) listener('data');
    expect(got).toEqual([['data']]);
    off();
    off();
    expect(heard.get(event)?.size, 'off takes off its own listener only').toBe(1);
    other();
    expect(heard.get(event)?.size).toBe(0);
  });

  test.each(['status:get', 'electron', '__proto__', 'constructor'])('%s cannot', (name) => {
    const { bridge, heard } = recordedBridge();
    expect(() => bridge.on(name as EventName, () => undefined)).toThrow(TypeError);
    expect(heard.size).toBe(0);
  });
});

/** What the dev page is shown must be what the real main process may answer. */
describe('the dev page', () => {
  const states =
    'idle syncing problem problems paused some-paused offline expired held sign-in empty no-spaces';
  const { answered } = createFakeBridge('').fake;

  test.each(states.split(' '))('is answered in the shapes of the rows in the state %s', async (state) => {
    expect(answered).toContain('status');
    for (const language of ['en', 'zh'])
      for (const name of answered) {
        const bridge = createFakeBridge(`?state=${state}&lang=${language}&history=long`);
        const [args = []] = fc.sample(argsOf(name), { numRuns: 1, seed: 1 });
        const result = await ask(bridge, name, args);
        if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
        expect(handlers[name].value.parse(result.value), name).toEqual(result.value);
      }
  });
});

test("the preload's bundle requires electron alone, holds no package, and is small", async () => {
  const { metafile, outputFiles } = await build({
    absWorkingDir: repo,
    entryPoints: ['main/preload/index.ts'],
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    external: ['electron'],
    logLevel: 'silent',
  });
  const required = Object.values(metafile.outputs).flatMap((output) =>
    output.imports.map(({ path }) => path),
  );
  expect(required).toEqual(['electron']);
  expect(Object.keys(metafile.inputs).filter((file) => file.includes('node_modules'))).toEqual([]);
  expect(outputFiles[0]?.contents.byteLength).toBeLessThan(8 * 1024);
});
