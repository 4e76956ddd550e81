import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ErrorCode } from '../shared/error-codes.ts';
import { openJournal, type Entry, type Journal } from './journal/journal.ts';
import type { Clock } from './lib/clock.ts';
import { KooError } from './lib/errors.ts';
import { memoryLog } from './lib/logger.ts';
import { createPump, type Pump } from './pump.ts';
import { openPairs } from './state/pairs.ts';
import { openState, type State } from './state/state.ts';

/** Time passes only while somebody sleeps: at once, and as long as was asked for. */
let now: number;
const clock: Clock = {
  now: () => now,
  sleep: async (ms, signal) => {
    await new Promise((done) => setImmediate(done));
    if (!signal?.aborted) now += ms;
  },
};

let home: string;
let state: State;
let journal: Journal;
let pair: number;
/** what carrying a path comes to, call by call; the last goes on for ever */
let fates: Record<string, (ErrorCode | 'brought')[]>;
let carried: string[];
let notices: ErrorCode[];
let probes: (ErrorCode | 'good')[];
let pump: Pump;
/** nothing more can be written into the database */
let full: boolean;
const noRoom = (): never => {
  throw new KooError('DISK_FULL', 'as the test wants');
};

beforeEach(() => {
  now = 1_700_000_000_000;
  home = mkdtempSync(join(tmpdir(), 'koosync-pump-'));
  state = openState(home);
  pair = openPairs(state).add({ folder: '/a', containerId: 'c', remote: 'a' }, now).id;
  journal = openJournal(state);
  fates = {};
  full = false;
  carried = [];
  notices = [];
  probes = [];
  pump = createPump({
    journal: {
      ...journal,
      fail: (...how) => (full ? noRoom() : journal.fail(...how)),
      wait: (...how) => (full ? noRoom() : journal.wait(...how)),
    },
    clock,
    random: () => 0.5,
    log: memoryLog(),
    timing: { settleMs: 1000, maxWaitMs: 60_000, versionIntervalMs: 60_000, goneGraceMs: 2000 },
    carry: async (entry) => {
      carried.push(entry.path);
      await new Promise((done) => setImmediate(done));
      const fate = fates[entry.path] ?? ['brought'];
      const next = fate.length > 1 ? fate.shift() : fate[0];
      if (next !== 'brought') throw new KooError(next ?? 'UNEXPECTED', 'as the test wants');
      return {
        end: 'brought',
        brought: { kind: 'revision', foreign: false, record: () => undefined },
        again: false,
      };
    },
    probe: () => {
      const next = probes.shift() ?? 'good';
      return next === 'good' ? Promise.resolve() : Promise.reject(new KooError(next, 'as the test wants'));
    },
    settle: (entry: Entry) => journal.settle(entry, now),
    paused: () => false,
    changed: () => undefined,
    notice: (error) => notices.push(error.code),
  });
});
afterEach(() => {
  state.close();
  rmSync(home, { recursive: true, force: true });
});
const owe = (...paths: string[]) => journal.hintAll(pair, paths, 'noticed', now, 'event');
const drain = () => pump.drain(new AbortController().signal, () => false);

it('carries what is owed until nothing is', async () => {
  owe('a', 'b', 'c');
  await drain();
  expect(carried.sort()).toEqual(['a', 'b', 'c']);
  expect(journal.counts(pair)).toEqual({ pending: 0, failed: 0 });
});

it('one bad file never blocks another, and stands with its reason', async () => {
  fates['bad'] = ['SERVER_BUSY'];
  fates['unreadable'] = ['FILE_UNREADABLE'];
  owe('bad', 'unreadable', 'good');
  await drain();
  expect(journal.find(pair, 'good')).toBeUndefined();
  expect(journal.failures(pair, 10).map((entry) => [entry.path, entry.failure.code])).toEqual([
    ['bad', 'SERVER_BUSY'],
    ['unreadable', 'FILE_UNREADABLE'],
  ]);
  // what time may mend is tried again, later and later; what a person must mend is not
  expect(carried.filter((path) => path === 'bad')).toHaveLength(4);
  expect(carried.filter((path) => path === 'unreadable')).toHaveLength(1);
});

it('a line that is down closes the gate for all, is told once, and blames no file', async () => {
  fates['a'] = ['OFFLINE', 'OFFLINE', 'brought'];
  fates['b'] = ['OFFLINE', 'brought'];
  owe('a', 'b');
  await drain();
  expect(journal.counts(pair)).toEqual({ pending: 0, failed: 0 });
  expect(notices).toEqual(['OFFLINE']);
});

it('a single pass gives up when the line stays down, and says why', async () => {
  fates['a'] = ['OFFLINE'];
  owe('a');
  await expect(drain()).rejects.toMatchObject({ code: 'OFFLINE' });
  expect(journal.counts(pair)).toEqual({ pending: 1, failed: 0 });
});

it('a sign-in that is missing stops a pass at once', async () => {
  fates['a'] = ['SIGN_IN_NEEDED'];
  owe('a', 'b');
  await expect(drain()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
});

it('the gate is probed when nothing that is owed would show that the way is free', async () => {
  fates['a'] = ['OFFLINE', 'brought'];
  owe('a');
  probes = ['OFFLINE', 'OFFLINE', 'good'];
  const stop = new AbortController();
  const running = pump.run(stop.signal);
  while (!pump.gate()) await new Promise((done) => setImmediate(done));
  // it is gone by other means while the gate is closed
  state.run('DELETE FROM pending');
  while (pump.gate()) await new Promise((done) => setImmediate(done));
  expect(probes).toEqual([]);
  stop.abort();
  await running;
});

it('when not even a failure can be written down the entry stays owed', async () => {
  fates['a'] = ['FILE_UNREADABLE'];
  owe('a');
  full = true;
  await expect(drain()).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(journal.counts(pair)).toEqual({ pending: 1, failed: 0 });
});
