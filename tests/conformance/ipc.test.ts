/**
 * Walks the contract between window and main process (shared/ipc-contract.ts): no row without a handler and a function
 * in the bridge, no event that cannot be heard, nothing beside them, and the bridge's bundle holds only the bridge.
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { createHandlers } from '../../main/desktop/ipc/handlers.ts';
import { buildBridge } from '../../main/preload/bridge.ts';
import type { KooBridge, Off } from '../../shared/bridge.ts';
import { calls, events, type CallName, type EventName } from '../../shared/ipc-contract.ts';

const repo = join(import.meta.dirname, '..', '..');
const rows = Object.keys(calls).sort() as CallName[];
const eventNames = Object.keys(events).sort() as EventName[];

/** A bridge whose doors write down what goes through. */
function recordedBridge() {
  const sent: { channel: CallName; args: readonly unknown[] }[] = [];
  const heard = new Map<EventName, Set<(value: unknown) => void>>();
  const bridge = buildBridge({
    invoke: (channel, args) => {
      sent.push({ channel, args });
      return Promise.resolve({ ok: true, value: undefined });
    },
    subscribe: (channel, listener): Off => {
      const listeners = heard.get(channel) ?? new Set();
      listeners.add(listener);
      heard.set(channel, listeners);
      return () => listeners.delete(listener);
    },
    systemLanguage: 'zh-CN',
    platform: 'linux',
  });
  return { bridge, sent, heard };
}

/** One call of every function of the bridge; a new function without a line here is a type error. */
const everyCall: Readonly<
  Record<Exclude<keyof KooBridge, 'on' | 'systemLanguage' | 'platform'>, (koo: KooBridge) => unknown>
> = {
  status: (koo) => koo.status(),
  pause: (koo) => koo.pause(),
  resume: (koo) => koo.resume(),
  retry: (koo) => koo.retry(),
  addPair: (koo) => koo.addPair({ containerId: 'c', remote: 'docs' }),
  removePair: (koo) => koo.removePair(1),
  spaces: (koo) => koo.spaces(),
  files: (koo) => koo.files({ pairId: 1, query: '', limit: 10 }),
  versions: (koo) => koo.versions('/a/b'),
  restore: (koo) => koo.restore('/a/b', 'r'),
  saveAs: (koo) => koo.saveAs('/a/b', 'r'),
  keepForever: (koo) => koo.keepForever('/a/b', 'r', true),
  deletions: (koo) => koo.deletions(),
  approveDeletions: (koo) => koo.approveDeletions([1]),
  restoreDeletions: (koo) => koo.restoreDeletions([1]),
  reveal: (koo) => koo.reveal('/a/b'),
  account: (koo) => koo.account(),
  signIn: (koo) => koo.signIn({ kind: 'token', server: 's', userId: 'u', token: 't' }),
  signOut: (koo) => koo.signOut(),
  preferences: (koo) => koo.preferences(),
  setPreferences: (koo) => koo.setPreferences({ theme: 'dark' }),
  takeOpenRequest: (koo) => koo.takeOpenRequest(),
};

describe('calls', () => {
  test('every row has a function in the bridge, and sends what the row takes', () => {
    const { bridge, sent } = recordedBridge();
    for (const call of Object.values(everyCall)) void call(bridge);
    expect(sent.map(({ channel }) => channel).sort()).toEqual(rows);
    for (const { channel, args } of sent) expect(calls[channel].args.parse(args), channel).toEqual(args);
  });

  test('the bridge has nothing but these functions, on, and two words about the system', () => {
    const { bridge } = recordedBridge();
    expect(Object.keys(bridge).sort()).toEqual(
      [...Object.keys(everyCall), 'on', 'platform', 'systemLanguage'].sort(),
    );
    expect(bridge.systemLanguage).toBe('zh-CN');
    expect(bridge.platform).toBe('linux');
  });

  test('every row has a handler, and no handler is without a row', () => {
    // The handlers are only made, not called: nothing of their parts is touched.
    const parts = {} as Parameters<typeof createHandlers>[0];
    const handlers = createHandlers(parts);
    expect(Object.keys(handlers).sort()).toEqual(rows);
    for (const handler of Object.values(handlers)) expect(handler).toBeInstanceOf(Function);
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

test("the preload's bundle requires electron alone and holds no package", async () => {
  const { metafile } = await build({
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
});
