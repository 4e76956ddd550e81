/**
 * The engine's API over a message port: every call, every event, errors and cancelling, with a real engine against an
 * emulator at the other end. What the engine gives must arrive as it was given, so all of it must be data.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import type { Engine, EngineEvents } from '../../main/engine/api.ts';
import { undoDeletion } from '../../main/engine/deletions/undo.ts';
import { realWriter } from '../../main/disk/test-writer.ts';
import { KooError, toKooError } from '../../main/model/errors.ts';
import { purged, thrownAway } from '../harness/another-client.ts';
import { engineCalls, engineEvents, type EngineCall } from '../../main/engine-process/crossing.ts';
import { createPeer } from '../../main/engine-process/peer.ts';
import { createRemoteEngine } from '../../main/engine-process/remote-engine.ts';
import { realClock } from '../../main/lib/clock.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { nodePort } from '../harness/node-port.ts';

/** What a structured clone leaves as it is, said as a type: a function or a class in a value does not compile. */
type Data =
  undefined | null | boolean | number | bigint | string | readonly Data[] | { readonly [key: string]: Data };
type ArgumentsAreData = {
  readonly [C in EngineCall]: Exclude<Parameters<Engine[C]>[number], AbortSignal> extends Data ? true : C;
};
type ValuesAreData = {
  readonly [C in EngineCall]: Exclude<Awaited<ReturnType<Engine[C]>>, void> extends Data ? true : C;
};
type EventsAreData = {
  readonly [E in keyof EngineEvents]: Exclude<EngineEvents[E][number], KooError> extends Data ? true : E;
};
const dataAlone = <T extends Readonly<Record<keyof T, true>>>(): T | undefined => undefined;
dataAlone<ArgumentsAreData>();
dataAlone<ValuesAreData>();
dataAlone<EventsAreData>();

let world: EngineWorld;
let engine: Engine;

/** What a call was given and what it gave, on the engine's side, for comparing it with what crossed. */
type Served = { readonly call: EngineCall; readonly value?: unknown; readonly error?: unknown };
let served: Served[];
let close: () => void;

beforeEach(async () => {
  world = await openEngineWorld();
  const { port1, port2 } = new MessageChannel();
  served = [];
  const there = createPeer(nodePort(port1), () => ({ engine: recorded(world.koosync.engine) }));
  const here = createPeer(nodePort(port2), () => ({}));
  const remote = createRemoteEngine({ call: here.call, isRunning: () => true, clock: realClock });
  for (const event of engineEvents) {
    world.koosync.engine.on(event, (...args: readonly unknown[]) => {
      there.tell(event, ...args);
    });
    here.hear(event, (...args: readonly unknown[]) => {
      remote.emit(event, ...args);
    });
  }
  engine = remote.engine;
  close = () => {
    port1.close();
    port2.close();
  };
});
afterEach(async () => {
  close();
  await world.close();
});

/** The engine's calls, each of which notes what it gave. */
const recorded = (real: Engine) =>
  Object.fromEntries(
    engineCalls.map((call) => [
      call,
      async (...args: readonly unknown[]) => {
        try {
          const value = await (real[call] as (...given: readonly unknown[]) => Promise<unknown>)(...args);
          served.push({ call, value });
          return value;
        } catch (error) {
          served.push({ call, error });
          throw error;
        }
      },
    ]),
  );

const file = (name: string) => join(world.folder, name);
const write = (name: string, text = name) => {
  writeFileSync(file(name), text);
};
const remoteFiles = () => world.emulator.control.tree(defaults.containerId).map(({ path }) => path);

/** The value, after a comparison with what the engine gave at the other end. */
function arrived<T>(call: EngineCall, value: T): T {
  const last = served.findLast((one) => one.call === call);
  expect(last).toBeDefined();
  expect(value).toStrictEqual(last?.value);
  return value;
}

/** One deletion that is held: a folder that was emptied waits for the user's confirmation. */
async function heldDeletion(): Promise<number> {
  mkdirSync(file('goes'));
  write('goes/a.txt');
  write('goes/b.txt');
  await engine.syncOnce();
  rmSync(file('goes'), { recursive: true });
  await engine.syncOnce();
  const [held] = arrived('deletions', await engine.deletions());
  expect(held).toMatchObject({ path: file('goes'), files: 2, state: 'held' });
  return held?.id ?? 0;
}

/** One try per call. The type wants a row for each call of the API. */
const tries: Readonly<Record<EngineCall, () => Promise<void>>> = {
  start: async () => {
    write('a.txt');
    arrived('start', await engine.start());
    await vi.waitFor(() => expect(remoteFiles()).toContain('watched/a.txt'), 90_000);
    await engine.stop();
  },
  stop: async () => {
    await engine.start();
    arrived('stop', await engine.stop());
    // the lock is free again
    await engine.syncOnce();
  },
  close: async () => {
    arrived('close', await engine.close());
    await expect(engine.pairs()).rejects.toBeInstanceOf(KooError);
  },
  syncOnce: async () => {
    write('a.txt');
    write('b|c.txt');
    const status = arrived('syncOnce', await engine.syncOnce());
    expect(status.pairs).toMatchObject([{ files: 1, problems: [{ path: 'b|c.txt' }] }]);
  },
  addPair: async () => {
    const other = join(world.base, 'other');
    mkdirSync(other);
    const pair = arrived(
      'addPair',
      await engine.addPair({ folder: other, containerId: defaults.containerId }),
    );
    expect(pair).toMatchObject({ folder: other, remote: 'other' });
  },
  takeOver: async () => {
    const ids = (await engine.pairs()).map(({ id }) => id);
    arrived('takeOver', await engine.takeOver(ids));
    expect((await engine.pairs()).map(({ account }) => account?.userId)).toEqual(
      ids.map(() => defaults.userId),
    );
  },
  removePair: async () => {
    const [pair] = await engine.pairs();
    arrived('removePair', await engine.removePair(pair?.id ?? 0));
    expect(await engine.pairs()).toEqual([]);
  },
  pairs: async () => {
    expect(arrived('pairs', await engine.pairs())).toMatchObject([
      { folder: world.folder, remote: 'watched' },
    ]);
  },
  status: async () => {
    write('a.txt');
    await engine.syncOnce();
    const status = arrived('status', await engine.status(Number.POSITIVE_INFINITY));
    expect(status).toMatchObject({
      state: { kind: 'idle' },
      pairs: [{ files: 1 }],
      recent: [{ path: 'a.txt' }],
    });
  },
  files: async () => {
    write('a.txt');
    await engine.syncOnce();
    const [pair] = await engine.pairs();
    expect(arrived('files', await engine.files(pair?.id ?? 0, 'a', 10))).toMatchObject([
      { relativePath: 'a.txt' },
    ]);
  },
  searchFiles: async () => {
    write('a report.txt');
    await engine.syncOnce();
    expect(arrived('searchFiles', await engine.searchFiles('REPORT', 'all', 10))).toMatchObject([
      { path: file('a report.txt'), state: 'synced', kind: 'file' },
    ]);
  },
  folderChanges: async () => {
    write('a.txt');
    await engine.syncOnce();
    const changes = await engine.folderChanges(world.folder, { limit: 10 });
    expect(arrived('folderChanges', changes)).toMatchObject([
      { path: file('a.txt'), kind: 'new-file', size: 5 },
    ]);
  },
  remoteFile: async () => {
    write('a.txt');
    await engine.syncOnce();
    const { fileId } = await engine.locate(file('a.txt'));
    expect(fileId).toBeDefined();
    expect(arrived('remoteFile', await engine.remoteFile(file('a.txt')))).toMatchObject({ fileId });
  },
  pause: async () => {
    arrived('pause', await engine.pause());
    expect((await engine.status()).state).toEqual({ kind: 'paused' });
  },
  resume: async () => {
    await engine.pause();
    arrived('resume', await engine.resume());
    // its folder was not looked through yet
    expect((await engine.status()).state).toEqual({ kind: 'syncing', count: 0 });
  },
  deletions: async () => {
    expect(await heldDeletion()).toBeGreaterThan(0);
  },
  approveDeletions: async () => {
    const id = await heldDeletion();
    arrived('approveDeletions', await engine.approveDeletions([id]));
    await engine.syncOnce();
    expect(remoteFiles()).toEqual([]);
  },
  beginUndo: async () => {
    const id = await heldDeletion();
    const back = arrived('beginUndo', await engine.beginUndo(id));
    const files = [file('goes/a.txt'), file('goes/b.txt')];
    expect(back).toEqual({ ids: [id], folders: [file('goes')], files, beside: [] });
  },
  endUndo: async () => {
    const id = await heldDeletion();
    const { history } = world.koosync;
    const undone = await undoDeletion({ engine, history, disk: realWriter }, id);
    const files = [file('goes/a.txt'), file('goes/b.txt')];
    expect(undone).toEqual({ folders: [file('goes')], files, beside: [], lost: [] });
    expect(served.at(-1)).toMatchObject({ call: 'endUndo' });
  },
  traceMissing: async () => {
    await heldDeletion();
    const lost = await thrownAway(world.emulator, 'watched/goes');
    expect(await engine.traceMissing(file('goes/a.txt'))).toBe('there');
    await purged(world.emulator, lost);
    expect(arrived('traceMissing', await engine.traceMissing(file('goes/a.txt')))).toBe('lost');
    expect(await engine.deletions()).toMatchObject([{ path: file('goes/a.txt'), state: 'lost' }, {}]);
  },
  bringBack: async () => {
    const [pair] = await engine.pairs();
    write('a.txt');
    await engine.syncOnce();
    expect(arrived('bringBack', await engine.bringBack(pair?.id ?? 0))).toBe('there');
    await thrownAway(world.emulator, 'watched');
    expect(await engine.bringBack(pair?.id ?? 0)).toBe('out-of-bin');
    expect(remoteFiles()).toEqual(['watched/a.txt']);
  },
  compare: async () => {
    const [pair] = await engine.pairs();
    write('a.txt');
    await engine.syncOnce();
    await thrownAway(world.emulator, 'watched/a.txt');
    expect(arrived('compare', await engine.compare(pair?.id ?? 0, ''))).toMatchObject([
      { path: 'a.txt', kind: 'in-bin' },
    ]);
  },
  learn: async () => {
    write('a.txt');
    await engine.syncOnce();
    await thrownAway(world.emulator, 'watched/a.txt');
    expect(arrived('learn', await engine.learn(file('a.txt')))).toMatchObject({ kind: 'in-bin' });
  },
  retry: async () => {
    world.emulator.control.killTokens();
    write('a.txt');
    await expect(engine.syncOnce()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
    world.emulator.control.reviveTokens();
    arrived('retry', await engine.retry());
    await engine.syncOnce();
    expect(remoteFiles()).toEqual(['watched/a.txt']);
  },
  locate: async () => {
    write('a.txt');
    expect(arrived('locate', await engine.locate(file('a.txt')))).toMatchObject({ fileId: undefined });
    await engine.syncOnce();
    expect(arrived('locate', await engine.locate(file('a.txt')))).toMatchObject({
      relativePath: 'a.txt',
      size: 5,
    });
  },
  checkIgnore: async () => {
    write('.koosyncignore', '*.log\n');
    expect(arrived('checkIgnore', await engine.checkIgnore(file('a.log'), false))).toEqual({
      ignored: true,
      source: { from: 'file', pattern: '*.log', line: 1 },
      ruleFile: file('.koosyncignore'),
    });
  },
  syncNow: async () => {
    write('a.txt');
    arrived('syncNow', await engine.syncNow(file('a.txt')));
    expect(remoteFiles()).toEqual(['watched/a.txt']);
  },
  waitsFor: async () => {
    write('a.txt');
    await engine.syncOnce();
    expect(arrived('waitsFor', await engine.waitsFor(file('a.txt')))).toBeUndefined();
    await engine.retry();
  },
  restoring: async () => {
    write('a.txt', 'one');
    await engine.syncOnce();
    const sha256 = createHash('sha256').update('two').digest('hex');
    arrived('restoring', await engine.restoring(file('a.txt'), sha256));
    write('a.txt', 'two');
    const { recent } = await engine.syncOnce();
    expect(recent[0]).toMatchObject({ path: 'a.txt', kind: 'restored' });
  },
  written: async () => {
    write('a.txt', 'one');
    await engine.syncOnce();
    write('a.txt', 'two');
    arrived('written', await engine.written(file('a.txt')));
    expect((await engine.status()).pairs).toMatchObject([{ pending: 1 }]);
    // what is in no pair is nobody's
    await engine.written(world.base);
  },
};

describe('every call', () => {
  it.each(engineCalls)('%s', async (call) => {
    await tries[call]();
    expect(served.map((one) => one.call)).toContain(call);
  });

  it('is tried: the engine has no other', () => {
    const own = Object.keys(world.koosync.engine).filter((name) => name !== 'on');
    expect([...engineCalls].toSorted()).toEqual(own.toSorted());
  });
});

it('an error arrives as a KooError with code, message and detail', async () => {
  const outside = join(world.base, 'outside.txt');
  const error: unknown = await engine.locate(outside).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KooError);
  const { code, message, detail } = toKooError(served.at(-1)?.error);
  expect(error).toMatchObject({ code: 'NOT_IN_A_PAIR', message, detail });
  expect(code).toBe('NOT_IN_A_PAIR');
  expect(detail).toEqual({ path: outside });
});

describe('cancelling', () => {
  /** The first upload waits at the server for longer than the test does. */
  const uploadThatHangs = () =>
    world.emulator.control.fault({
      match: { operation: 'createFile' },
      action: { kind: 'delay', ms: 60_000 },
    });

  it('reaches a pass', async () => {
    write('a.txt');
    const slow = uploadThatHangs();
    const stop = new AbortController();
    const pass = engine.syncOnce(stop.signal);
    await vi.waitFor(() => expect(slow.struck()).toBe(1), 90_000);
    stop.abort();
    expect((await pass).pairs).toMatchObject([{ pending: 1 }]);
    expect(remoteFiles()).toEqual([]);
  });

  it('reaches one who waits for a file', async () => {
    write('a.txt');
    const slow = uploadThatHangs();
    const stop = new AbortController();
    const bringing = engine.syncNow(file('a.txt'), stop.signal).catch((thrown: unknown) => thrown);
    await vi.waitFor(() => expect(slow.struck()).toBe(1), 90_000);
    stop.abort();
    expect(await bringing).toMatchObject({ code: 'CANCELLED' });
  });

  it('is heard when it was asked for before the call', async () => {
    write('a.txt');
    uploadThatHangs();
    await expect(engine.syncNow(file('a.txt'), AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('events', () => {
  it('status and revision come while the engine works, and end with the subscription', async () => {
    const told: unknown[][] = [];
    const offs = [
      engine.on('status', (...args) => told.push(['status', ...args])),
      engine.on('revision', (...args) => told.push(['revision', ...args])),
    ];
    await engine.start();
    write('a.txt');
    await vi.waitFor(() => {
      expect(told).toContainEqual(['revision', file('a.txt')]);
      expect(told).toContainEqual(['status']);
    }, 90_000);
    for (const off of offs) off();
    // the answer to a later call comes after all that was sent before it
    await engine.status();
    const before = told.length;
    write('b.txt');
    await vi.waitFor(() => expect(remoteFiles()).toContain('watched/b.txt'), 90_000);
    await engine.stop();
    expect(told).toHaveLength(before);
  });

  it('a notice carries its error', async () => {
    world.emulator.control.setQuota(defaults.containerId, 1);
    const here: KooError[] = [];
    const there: KooError[] = [];
    world.koosync.engine.on('notice', (error) => here.push(error));
    engine.on('notice', (error) => there.push(error));
    write('a.txt', 'more than there is room for');
    await engine.syncOnce();
    const plain = ({ code, message, detail }: KooError) => ({ code, message, detail });
    expect(there.map(plain)).toEqual(here.map(plain));
    expect(there).toMatchObject([{ code: 'QUOTA_FULL' }]);
    expect(there[0]).toBeInstanceOf(KooError);
  });
});
