import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../tests/harness/simulated/clock.ts';
import type { NoUpdates, UpdateMode, UpdatesView } from '../../shared/updates.ts';
import { memoryLog } from '../lib/test-log.ts';
import { UpdateFailure } from './failure.ts';
import { beginningOf, readHandover } from './handover.ts';
import { usualTiming } from './machine.ts';
import { UpdateKeeper, type Updater } from './update-keeper.ts';

let folder: string;
let handoverFile: string;
let clock: FakeClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-keeper-'));
  handoverFile = join(folder, 'update.json');
  clock = createFakeClock();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

type World = {
  mode?: UpdateMode;
  updater?: NoUpdates;
  asksPassword?: boolean;
  beginning?: ReturnType<typeof beginningOf>;
};

/** The feed, the user's uploads and the app, as far as the keeper sees them. */
const world = (options: World = {}) => {
  const did: string[] = [];
  const wishes = {
    mode: options.mode ?? ('ask' as UpdateMode),
    channel: 'stable' as 'stable' | 'beta',
    forbidden: false,
  };
  const feed = { version: '1.1.0' as string | undefined, fails: undefined as UpdateFailure | undefined };
  const uploads = { inFlight: 0, paused: [9] as number[], broken: false };
  const state = { seen: false, installFails: undefined as Error | undefined, downloadFails: false };
  const updater: Updater = {
    asksPassword: options.asksPassword ?? false,
    installsQuietly: true,
    check: (channel) => {
      did.push(`check ${channel}`);
      return feed.fails === undefined ? Promise.resolve(feed.version) : Promise.reject(feed.fails);
    },
    download: (progress, signal) => {
      did.push('download');
      progress(41.7);
      if (state.downloadFails) return Promise.reject(new Error('broke off'));
      return clock.sleep(100, signal);
    },
    install: (restart) => {
      did.push(`install${restart ? ' and restart' : ''}`);
      return state.installFails === undefined ? Promise.resolve() : Promise.reject(state.installFails);
    },
  };
  const views: UpdatesView[] = [];
  const all = [1, 2, 9];
  const log = memoryLog();
  const keeper = new UpdateKeeper({
    clock,
    random: () => 0,
    timing: { ...usualTiming, firstCheckMs: 1000 },
    log,
    current: '1.0.0',
    updater: options.updater ?? updater,
    uploads: {
      active: () => Promise.resolve(all.filter((id) => !uploads.paused.includes(id))),
      hold: (ids) => {
        did.push(`hold ${ids.join(' ')}`);
        if (uploads.broken) return Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
        uploads.paused.push(...ids);
        return Promise.resolve();
      },
      letGo: (ids) => {
        did.push(`let go ${ids.join(' ')}`);
        uploads.paused = uploads.paused.filter((id) => !ids.includes(id));
        return Promise.resolve();
      },
      inFlight: () => Promise.resolve(uploads.inFlight),
    },
    wishes: () => wishes,
    seen: () => state.seen,
    handoverFile,
    beginning: options.beginning ?? beginningOf(undefined, '1.0.0'),
    changed: (view) => views.push(view),
    quit: () => {
      did.push('quit');
    },
  });
  return {
    ...{ keeper, did, wishes, feed, uploads, state, views, log },
    until: (kind: UpdatesView['phase']['kind']) => clock.until(() => keeper.view().phase.kind === kind),
  };
};
const ready = async (options: World = {}) => {
  const made = world(options);
  const stop = made.keeper.start();
  await made.until(options.mode === 'automatic' ? 'ready' : 'available');
  made.keeper.download();
  await made.until('ready');
  made.did.length = 0;
  return { ...made, stop };
};

describe('a new version', () => {
  it('is found by itself, fetched and installed when asked for, after what is on its way', async () => {
    const { keeper, did, uploads, views, until, stop } = await ready();
    expect(views.some(({ phase }) => phase.kind === 'downloading' && phase.percent === 41)).toBe(true);
    uploads.inFlight = 2;
    keeper.restart();
    await clock.pass(60_000);
    expect(did).toEqual(['hold 1 2']);
    expect(readHandover(handoverFile)).toEqual({
      ...{ from: '1.0.0', to: '1.1.0', held: [1, 2] },
      ...{ installing: false, hidden: false },
    });
    uploads.inFlight = 0;
    await until('installing');
    await clock.pass(0);
    expect(did).toEqual(['hold 1 2', 'quit']);
    await clock.through(stop());
    expect(await keeper.lastAct(false)).toBe(false);
    expect(await keeper.lastAct(false)).toBe(false);
    expect(did).toEqual(['hold 1 2', 'quit', 'install and restart']);
    expect(uploads.paused).toEqual([9, 1, 2]);
    expect(beginningOf(readHandover(handoverFile), '1.1.0')).toEqual({
      ...{ resume: [1, 2], hidden: false, updatedFrom: '1.0.0', problem: undefined },
    });
  });

  it('that cannot be put in place is told by the life after, which is the old one', async () => {
    const { keeper, state, until, stop } = await ready();
    keeper.restart();
    await until('installing');
    await clock.pass(0);
    await clock.through(stop());
    state.installFails = new UpdateFailure('declined', 'closed');
    expect(await keeper.lastAct(false)).toBe(true);
    const beginning = beginningOf(readHandover(handoverFile), '1.0.0');
    expect(beginning).toMatchObject({ problem: 'declined', resume: [1, 2] });
    expect(world({ beginning }).keeper.view().problem).toEqual({ kind: 'declined', at: clock.now() });
  });

  it('is not in the way of a system that ends', async () => {
    const { keeper, did, until, stop } = await ready();
    keeper.restart();
    await until('installing');
    await clock.through(stop());
    expect(await keeper.lastAct(true)).toBe(false);
    expect(did).not.toContain('install and restart');
    expect(beginningOf(readHandover(handoverFile), '1.0.0')).toMatchObject({
      problem: undefined,
      resume: [1, 2],
    });
  });

  it('waits when it is put off, and syncing goes on', async () => {
    const { keeper, did, uploads, stop } = await ready();
    uploads.inFlight = 1;
    keeper.restart();
    await clock.pass(1000);
    keeper.putOff();
    await clock.pass(1000);
    expect(did).toEqual(['hold 1 2', 'let go 1 2']);
    expect(readHandover(handoverFile)).toBeUndefined();
    expect(keeper.view().phase.kind).toBe('ready');
    await clock.through(stop());
  });

  it('waits when the user lets syncing go on', async () => {
    const { keeper, uploads, until, stop } = await ready();
    uploads.inFlight = 1;
    keeper.restart();
    await clock.pass(1000);
    uploads.paused = [];
    await until('ready');
    await clock.through(stop());
  });

  it('lets go of what was held when the app is quit meanwhile', async () => {
    const { keeper, did, uploads, stop } = await ready();
    uploads.inFlight = 1;
    keeper.restart();
    await clock.pass(1000);
    await clock.through(stop());
    expect(did).toEqual(['hold 1 2', 'let go 1 2']);
    expect(await keeper.lastAct(false)).toBe(false);
    await clock.pass(10_000_000);
    expect(did).toHaveLength(2);
  });

  it('is told to have failed where syncing cannot be held', async () => {
    const { keeper, uploads, stop } = await ready();
    uploads.broken = true;
    keeper.restart();
    await clock.pass(1000);
    expect(keeper.view()).toMatchObject({ phase: { kind: 'ready' }, problem: { kind: 'disk-full' } });
    await clock.through(stop());
  });

  it('is installed while the app ends where updates are automatic', async () => {
    const { keeper, did, stop } = await ready({ mode: 'automatic' });
    await clock.through(stop());
    expect(await keeper.lastAct(false)).toBe(false);
    expect(did).toEqual(['install']);
    expect(beginningOf(readHandover(handoverFile), '1.1.0')).toMatchObject({ updatedFrom: '1.0.0' });
  });

  it('comes by a restart that nobody sees where updates are automatic', async () => {
    const { did, until, stop, state, uploads } = await ready({ mode: 'automatic' });
    state.seen = true;
    await clock.pass(usualTiming.unattendedMs * 2);
    state.seen = false;
    uploads.inFlight = 1;
    await clock.pass(usualTiming.unattendedMs * 2);
    expect(did).toEqual([]);
    uploads.inFlight = 0;
    await until('installing');
    await clock.pass(0);
    expect(did).toEqual(['hold 1 2', 'quit']);
    expect(readHandover(handoverFile)?.hidden).toBe(true);
    await clock.through(stop());
  });
});

describe('a feed', () => {
  it('that is down is asked less and less often, and that is told', async () => {
    const { keeper, did, feed, log } = world({ mode: 'automatic' });
    feed.fails = new UpdateFailure('feed-down', 'no answer');
    const stop = keeper.start();
    await clock.pass(1000 + usualTiming.retryMs * 3);
    expect(did).toHaveLength(3);
    const { problem } = keeper.view();
    expect(problem?.kind).toBe('feed-down');
    expect(problem?.retryAt).toBeGreaterThan(clock.now() + usualTiming.retryMs * 3);
    expect(log.lines).toHaveLength(3);
    feed.fails = undefined;
    feed.version = undefined;
    keeper.check();
    await clock.pass(1);
    expect(keeper.view()).toMatchObject({ problem: undefined, checkedAt: clock.now() - 1 });
    await clock.through(stop());
  });

  it('of another channel is asked at once, and what came of the one before counts no more', async () => {
    const { keeper, did, wishes, until } = await ready({ mode: 'automatic' });
    wishes.channel = 'beta';
    keeper.wishesChanged();
    keeper.wishesChanged();
    await until('ready');
    expect(did).toEqual(['check beta', 'download']);
  });

  it('is asked by nobody who shall not', async () => {
    const off = world({ mode: 'off' });
    off.keeper.start();
    const none = world({ mode: 'automatic', updater: 'package-manager' });
    none.keeper.start();
    none.keeper.check();
    await clock.pass(100_000_000);
    expect([...off.did, ...none.did]).toEqual([]);
    expect(none.keeper.view().phase).toEqual({ kind: 'none', why: 'package-manager' });
    expect(await none.keeper.lastAct(false)).toBe(false);
  });
});

it('what is forbidden cannot be asked for either', async () => {
  const { keeper, did, wishes } = await ready();
  Object.assign(wishes, { mode: 'off', forbidden: true });
  keeper.wishesChanged();
  keeper.check();
  keeper.download();
  keeper.restart();
  await clock.pass(10_000);
  expect(did).toEqual([]);
  expect(keeper.view().phase).toEqual({ kind: 'none', why: 'policy' });
});

it('a download that breaks off is tried again later', async () => {
  const { keeper, state, did, until } = world({ mode: 'automatic' });
  state.downloadFails = true;
  keeper.start();
  await clock.pass(2000);
  expect(keeper.view()).toMatchObject({ phase: { kind: 'available' }, problem: { kind: 'feed-down' } });
  state.downloadFails = false;
  await until('ready');
  expect(did).toEqual(['check stable', 'download', 'check stable', 'download']);
  expect(keeper.view().problem).toBeUndefined();
});
