import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Clock } from '../lib/clock.ts';
import { KooError } from '../model/errors.ts';
import { createEngineProcess, type EngineChild, type EngineProcess } from './engine-process.ts';
import { createPeer, type Peer, type Served } from './peer.ts';
import { createRemoteEngine, type RemoteEngine } from './remote-engine.ts';

const nothing = () => undefined;

/** A process of which the test decides how it lives: answers as `served` says. */
type Fake = { readonly peer: Peer; die(code: number): void };
let lives: Fake[];
let open: () => Promise<{ found: [] }>;
let slept: number[];
let started: number;
let askedToClose: number;
let now: number;
let remote: RemoteEngine;
let running: EngineProcess;
let said: string[];

const status = { state: { kind: 'idle' }, allPaused: false, pairs: [], recent: [] };
let start: () => Promise<void>;
const served = (): Served => ({
  process: { open: () => open(), close: async () => void (askedToClose += 1) },
  engine: {
    start: () => start(),
    stop: async () => undefined,
    retry: async () => undefined,
    status: async () => status,
    pause: () => new Promise(nothing),
  },
});

function fork(): EngineChild {
  const { port1, port2 } = new MessageChannel();
  let end: (code: number) => void = nothing;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const peer = createPeer(
    { post: (message) => port2.postMessage(message), listen: (hear) => port2.on('message', hear) },
    served,
  );
  const die = (code: number) => {
    port1.close();
    port2.close();
    end(code);
  };
  lives.push({ peer, die });
  return {
    port: { post: (message) => port1.postMessage(message), listen: (hear) => port1.on('message', hear) },
    ended,
    kill: () => die(9),
  };
}

/** What a process that could not be opened may take to end: here until it was asked to. */
const endsMs = 500;
/** Every other sleep is over at once, and counted. */
const clock: Clock = {
  now: () => now,
  elapsed: () => now,
  sleep: async (ms) => {
    slept.push(ms);
    now += ms;
    const ends = slept.filter((one) => one === endsMs).length;
    if (ms === endsMs) await vi.waitFor(() => expect(askedToClose).toBe(ends), 25_000);
  },
};
const log = { info: nothing, warn: nothing, error: nothing };

const openIt = async () => {
  running = createEngineProcess(
    { fork, clock, log, served: {}, options: {} as never },
    {
      told: (event, ...args) => remote.emit(event as 'status', ...args),
      ended: () => {
        said.push('ended');
        remote.ended();
      },
      back: () => {
        said.push('back');
        void remote.back();
      },
      found: (error) => said.push(error.code),
    },
  );
  await running.open();
};

beforeEach(() => {
  [lives, slept, said, started, askedToClose, now] = [[], [], [], 0, 0, 0];
  open = async () => ({ found: [] });
  start = async () => {
    started++;
  };
  remote = createRemoteEngine({
    call: (...asked) => running.call(...asked),
    isRunning: () => running.isRunning(),
    clock: { sleep: clock.sleep },
  });
});
afterEach(async () => {
  await running.close();
});

it('a process that ends by itself is started again, and what ran in it runs again', async () => {
  await openIt();
  await remote.engine.start();
  const waiting = remote.engine.pause();
  lives[0]?.die(1);
  await expect(waiting).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
  await vi.waitFor(() => expect(started).toBe(2), 25_000);
  expect(said).toEqual(['ended', 'back']);
  expect(slept).toEqual([1000]);
  expect((await remote.engine.status()).state).toEqual({ kind: 'idle' });
});

it('what did not run is not started', async () => {
  await openIt();
  await remote.engine.start();
  await remote.engine.stop();
  lives[0]?.die(1);
  await vi.waitFor(() => expect(said).toEqual(['ended', 'back']), 25_000);
  await remote.engine.status();
  expect(started).toBe(1);
});

it('says that it is restarting, and what was so before, while there is no process', async () => {
  await openIt();
  await remote.engine.start();
  await remote.engine.status();
  let goOn: () => void = nothing;
  open = () => new Promise((resolve) => (goOn = () => resolve({ found: [] })));
  const told = vi.fn();
  remote.engine.on('status', told);
  lives[0]?.die(1);
  await vi.waitFor(() => expect(lives).toHaveLength(2), 25_000);
  expect(told).toHaveBeenCalled();
  expect(await remote.engine.status()).toEqual({ ...status, state: { kind: 'restarting' } });
  // moot: the life that begins looks at everything
  await remote.engine.retry();
  await expect(remote.engine.pause()).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
  await vi.waitFor(() => {
    goOn();
    expect(started).toBe(2);
  });
});

it('what cannot be opened again is told once, and tried later and later', async () => {
  await openIt();
  let tries = 0;
  open = async () => {
    tries++;
    if (tries < 4) throw new KooError('DISK_FULL', 'as the test wants');
    return { found: [] };
  };
  lives[0]?.die(1);
  await vi.waitFor(() => expect(said).toContain('back'), 25_000);
  expect(said).toEqual(['ended', 'DISK_FULL', 'back']);
  expect(slept.filter((ms) => ms !== endsMs)).toEqual([1000, 2000, 4000, 8000]);
  // each is asked to end, for one that is killed leaves the log of a database that it only looked at
  expect(askedToClose).toBe(3);
});

it('a start that another process keeps from the state folder is tried again, and told once', async () => {
  await openIt();
  await remote.engine.start();
  let tries = 0;
  start = async () => {
    if (++tries < 3) throw new KooError('STATE_LOCKED', 'as the test wants');
    started++;
  };
  const told: string[] = [];
  remote.engine.on('notice', ({ code }) => told.push(code));
  lives[0]?.die(1);
  await vi.waitFor(() => expect(started).toBe(2), 25_000);
  expect(told).toEqual(['STATE_LOCKED']);
});

it('the first opening throws what stands in its way, and tries a process that dies three times', async () => {
  open = () => Promise.reject(new KooError('STATE_BROKEN', 'as the test wants'));
  await expect(openIt()).rejects.toMatchObject({ code: 'STATE_BROKEN' });
  expect(lives).toHaveLength(1);
  open = () => {
    lives.at(-1)?.die(5);
    return new Promise(nothing);
  };
  [lives, slept] = [[], []];
  await expect(openIt()).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
  expect(lives).toHaveLength(3);
  open = async () => ({ found: [] });
  await openIt();
});

it('one that is closed is not started again', async () => {
  await openIt();
  await running.close();
  expect(running.isRunning()).toBe(false);
  expect(lives).toHaveLength(1);
  expect(said).toEqual([]);
  await expect(running.call('engine', 'status', [])).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
});
