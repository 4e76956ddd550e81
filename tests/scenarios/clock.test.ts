/**
 * The system's clock is set to anything, for seconds or for good, while deletions wait out their grace time, are held, or
 * can be undone: none goes early, none is forgotten, and none waits for years (lib/trusted-time.ts).
 */
import { beforeEach, expect, it } from 'vitest';
import { createEngine } from '../../main/engine/engine.ts';
import { createTrustedTime, type RememberedTime } from '../../main/lib/trusted-time.ts';
import type { Engine } from '../../main/engine/api.ts';
import { openPairs } from '../../main/storage/pairs.ts';
import { createSimClock } from '../harness/simulated/clock.ts';
import { createCrashSwitch, type CrashSwitch } from '../harness/simulated/crash-switch.ts';
import { createSimDisk, type SimDisk } from '../harness/simulated/disk.ts';
import { createSimServer, simContainer, type SimServer } from '../harness/simulated/server.ts';
import { createSimStore, type SimStore } from '../harness/simulated/database.ts';
import { createVirtual, type Virtual } from '../harness/simulated/self-timing.ts';

const minute = 60_000;
const day = 86_400_000;
const graceMs = 10 * minute;

let virtual: Virtual;
let disk: SimDisk;
let server: SimServer;
let store: SimStore;
let crashSwitch: CrashSwitch;
let engine: Engine;
/** how far the system's clock is ahead */
let skew: number;
let lastTime: RememberedTime | undefined;
let holdDeletionsCount: number;
/** the server does not answer */
let isOffline: boolean;

beforeEach(async () => {
  virtual = createVirtual(1);
  const { time, random } = virtual;
  [skew, lastTime, holdDeletionsCount, isOffline] = [0, undefined, 100, false];
  const stamps = { stampUs: 1, reuseInodes: false, birthTimes: true, renameStamps: true };
  disk = createSimDisk(time, random, { ...stamps, slowestUs: 100 }, () => skew * 1000);
  disk.mkdir('/pair');
  server = createSimServer(time, random, {
    strike: () => (isOffline ? { when: 'before', code: 'OFFLINE' } : undefined),
    latency: () => ({ there: 1000, back: 1000 }),
    linkLife: () => 900_000_000,
  });
  store = createSimStore();
  openPairs(store.open()).add({ folder: '/pair', containerId: simContainer, remote: 'R' }, 0);
  await start();
});

async function start(): Promise<void> {
  open();
  await virtual.through(engine.start());
}
/** Another life of the engine, which does nothing yet. */
function open(): void {
  crashSwitch = createCrashSwitch(virtual.time);
  const silent = () => undefined;
  const clock = createSimClock(virtual.time, crashSwitch, () => skew);
  const time = createTrustedTime(clock, lastTime);
  const life = crashSwitch;
  const state = store.open((_what, done) => void virtual.time.after(0, () => life.alive && done()));
  engine = createEngine({
    home: '/state',
    koodrive: server.koodrive(crashSwitch, (at) => time.heard(at)),
    clock,
    time,
    rememberTime: (known) => {
      lastTime = known;
    },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    settings: () => ({
      settleMs: 1000,
      maxWaitMs: 60_000,
      versionIntervalMs: 0,
      missingGraceMs: 2000,
      deleteGraceMs: graceMs,
      holdDeletionsCount,
      holdDeletionsShare: 1,
      concurrency: 3,
      compareWithKooDrive: false,
    }),
    sentence: (error) => error.code,
    disk: disk.disk(crashSwitch),
    store: { state, takeLock: () => silent },
    random: virtual.random.next,
    watcher: false,
  });
}
const pass = (ms: number) => virtual.time.runUntil(virtual.time.now() + ms * 1000);
const states = async () => (await engine.deletions()).map(({ state }) => state);
const isThere = () => server.at('R/a') !== undefined;
/** A file is deleted, and its grace time begins. */
async function deleted(): Promise<void> {
  disk.write('/pair/a', Buffer.alloc(700, 'a'));
  disk.write('/pair/b', Buffer.alloc(700, 'b'));
  await pass(minute);
  expect(isThere()).toBe(true);
  disk.remove('/pair/a');
  await virtual.through(engine.retry());
  await pass(minute);
}
async function sent(): Promise<void> {
  await deleted();
  await pass(graceMs);
  expect(await states()).toEqual(['sent']);
}

it.each([
  ['ahead for four seconds', 400 * day, 4000],
  ['ahead for a while', 400 * day, 3 * minute],
  ['back for four seconds', -400 * day, 4000],
  ['back for a while', -400 * day, 3 * minute],
])('a grace time goes on as it was: %s', async (_what, off, ms) => {
  await deleted();
  skew = off;
  await pass(ms);
  skew = 0;
  await pass(graceMs - ms - 2 * minute);
  expect(isThere()).toBe(true);
  await pass(2 * minute);
  expect(isThere()).toBe(false);
});

it.each([400 * day, -400 * day])('a clock that stays wrong by %s ms holds nobody up', async (off) => {
  await deleted();
  skew = off;
  await pass(graceMs - 2 * minute);
  expect(isThere()).toBe(true);
  await pass(3 * minute);
  expect(isThere()).toBe(false);
});

it.each([400 * day, -400 * day])('what is deleted while it is wrong by %s ms waits as long', async (off) => {
  skew = off;
  await deleted();
  await pass(2 * minute);
  skew = 0;
  await pass(graceMs - 5 * minute);
  expect(isThere()).toBe(true);
  await pass(graceMs);
  expect(isThere()).toBe(false);
});

it.each([
  ['ahead', 400 * day],
  ['back', -400 * day],
])('what can be undone stays in the list, whatever the clock says: %s', async (_what, off) => {
  await sent();
  skew = off;
  await pass(4000);
  skew = 0;
  await pass(minute);
  expect(await states()).toEqual(['sent']);
  // and at a start
  crashSwitch.crash();
  skew = off;
  await start();
  await pass(minute);
  skew = 0;
  await pass(minute);
  expect(await states()).toEqual(['sent']);
});

it('is forgotten after thirty days, as the server counts them', async () => {
  await sent();
  await virtual.through(engine.stop());
  await pass(31 * day);
  await start();
  disk.write('/pair/c', Buffer.alloc(700, 'c'));
  await virtual.through(engine.retry());
  await pass(minute);
  expect(await states()).toEqual([]);
});

it('what is held stays held', async () => {
  holdDeletionsCount = 0;
  await deleted();
  expect(await states()).toEqual(['held']);
  for (const off of [400 * day, 0, -400 * day, 0]) {
    skew = off;
    await pass(minute);
  }
  await pass(2 * graceMs);
  expect(await states()).toEqual(['held']);
  expect(isThere()).toBe(true);
});

it('at a start after days, the time between counts as soon as a server is heard', async () => {
  await deleted();
  await virtual.through(engine.stop());
  await pass(3 * day);
  isOffline = true;
  await start();
  await pass(minute);
  expect(isThere()).toBe(true);
  isOffline = false;
  await pass(2 * minute);
  expect(isThere()).toBe(false);
});

it.each([
  ['in one life', false],
  ['a crash in between', true],
])(
  'what is deleted after a start whose clock is back waits as long when it is put right: %s',
  async (_what, crashes) => {
    disk.write('/pair/a', Buffer.alloc(700, 'a'));
    disk.write('/pair/b', Buffer.alloc(700, 'b'));
    await pass(minute);
    await virtual.through(engine.stop());
    await pass(3 * 60 * minute);
    skew = -120 * minute;
    await start();
    disk.remove('/pair/a');
    await virtual.through(engine.retry());
    await pass(minute);
    expect(await states()).toEqual(['waiting']);
    if (crashes) {
      crashSwitch.crash();
      await start();
    }
    skew = 0;
    disk.write('/pair/c', Buffer.alloc(700, 'c'));
    await virtual.through(engine.retry());
    await pass(graceMs - 2 * minute);
    expect(isThere()).toBe(true);
    await pass(4 * minute);
    expect(isThere()).toBe(false);
  },
);

it('a pass comes to its end after the clock was set back by a year', async () => {
  skew = 400 * day;
  disk.write('/pair/a', Buffer.alloc(700, 'a'));
  await virtual.through(engine.retry());
  await pass(500);
  await virtual.through(engine.stop());
  skew = 0;
  open();
  disk.write('/pair/c', Buffer.alloc(700, 'c'));
  let hasEnded = false;
  void engine.syncOnce().then(() => (hasEnded = true));
  await pass(5 * minute);
  expect(hasEnded).toBe(true);
  expect(isThere()).toBe(true);
});
