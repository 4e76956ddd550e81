import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { PathLocks } from './apply/path-locks.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { PendingChanges } from './pending/pending-changes.ts';
import { createFakeClock, type FakeClock } from '../../tests/harness/simulated/clock.ts';
import { KooError } from '../model/errors.ts';
import { memoryLog } from '../lib/test-log.ts';
import { Scheduler } from './scheduler.ts';
import { openPairs } from '../storage/pairs.ts';
import { openDatabase, type Database } from '../storage/database.ts';

const beginning = 1_700_000_000_000;
let clock: FakeClock;

let home: string;
let state: Database;
let pending: PendingChanges;
let pair: number;
/** what syncing a path comes to, call by call; the last goes on for ever */
type Fate = ErrorCode | 'uploaded' | 'unchanged' | { code: ErrorCode; retryAfterMs: number };
let fates: Record<string, Fate[]>;
let synced: string[];
/** when each was synced, from the beginning */
let times: number[];
let notices: ErrorCode[];
let probes: (ErrorCode | 'good')[];
let breaker: CircuitBreaker;
let scheduler: Scheduler;
/** nothing more can be written into the database */
let full: boolean;
const noRoom = (): never => {
  throw new KooError('DISK_FULL', 'as the test wants');
};

beforeEach(() => {
  clock = createFakeClock(beginning);
  home = mkdtempSync(join(tmpdir(), 'koosync-scheduler-'));
  state = openDatabase(home);
  pair = openPairs(state).add({ folder: '/a', containerId: 'c', remote: 'a' }, beginning).id;
  pending = new PendingChanges(state);
  fates = {};
  full = false;
  synced = [];
  times = [];
  notices = [];
  probes = [];
  breaker = new CircuitBreaker(() => 0.5);
  scheduler = new Scheduler({
    pending: {
      due: (at, limit) => pending.due(at, limit),
      nextDue: () => pending.nextDue(),
      find: (pairId, path) => pending.find(pairId, path),
      hasOpen: (tries) => pending.hasOpen(tries),
      clockSetBack: (at) => (full ? noRoom() : pending.clockSetBack(at)),
      fail: (...how) => (full ? noRoom() : pending.fail(...how)),
      postpone: (...how) => (full ? noRoom() : pending.postpone(...how)),
    },
    breaker,
    locks: new PathLocks(),
    clock,
    random: () => 0.5,
    log: memoryLog(),
    timing: () => ({ settleMs: 1000 }),
    sync: async (entry) => {
      synced.push(entry.path);
      times.push(clock.now() - beginning);
      await new Promise((done) => setImmediate(done));
      const fate = fates[entry.path] ?? ['uploaded'];
      const next = fate.length > 1 ? fate.shift() : fate[0];
      if (typeof next === 'object') {
        const { code, retryAfterMs } = next;
        throw new KooError(code, 'as the test wants', { detail: { retryAfterMs } });
      }
      if (next !== 'uploaded' && next !== 'unchanged')
        throw new KooError(next ?? 'UNEXPECTED', 'as the test wants');
      pending.ack(entry, clock.now());
      const local = { fingerprint: 'f', localId: 'i', size: 1 };
      const remote = { fileId: 'f1', sha256: 's', revisionId: undefined };
      return {
        kind: 'uploaded',
        result: {
          kind: next === 'uploaded' ? 'revision' : 'unchanged',
          local,
          remote,
          concurrentEdit: false,
        },
        neverQuiet: false,
      };
    },
    probe: () => {
      const next = probes.shift() ?? 'good';
      return next === 'good' ? Promise.resolve() : Promise.reject(new KooError(next, 'as the test wants'));
    },
    paused: () => false,
    changed: () => undefined,
    notice: (error) => notices.push(error.code),
  });
});
afterEach(() => {
  state.close();
  rmSync(home, { recursive: true, force: true });
});
const change = (...paths: string[]) => pending.enqueueAll(pair, paths, 'noticed', clock.now(), 'event');
const drain = () => clock.through(scheduler.drain(new AbortController().signal, () => false));

it('syncs what is pending until nothing is', async () => {
  change('a', 'b', 'c');
  await drain();
  expect(synced.sort()).toEqual(['a', 'b', 'c']);
  expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
});

it('a file that somebody waits for is synced once, whoever begins with it', async () => {
  pending.enqueue(pair, 'a', 'urgent', clock.now());
  const entry = pending.find(pair, 'a');
  if (!entry) throw new Error('nothing pending');
  const { signal } = new AbortController();
  await Promise.all([
    scheduler.syncOne(entry, signal),
    scheduler.syncOne(entry, signal),
    scheduler.drain(signal, () => false),
  ]);
  expect(synced).toEqual(['a']);
});

it('one bad file never blocks another, and stands with its reason', async () => {
  fates['bad'] = ['SERVER_BUSY'];
  fates['unreadable'] = ['FILE_UNREADABLE'];
  change('bad', 'unreadable', 'good');
  await drain();
  expect(pending.find(pair, 'good')).toBeUndefined();
  expect(pending.problems(pair, 10).map((entry) => [entry.path, entry.failure.code])).toEqual([
    ['bad', 'SERVER_BUSY'],
    ['unreadable', 'FILE_UNREADABLE'],
  ]);
  // what time may mend is tried again, later and later; what a user must mend is not
  expect(synced.filter((path) => path === 'bad')).toHaveLength(4);
  expect(synced.filter((path) => path === 'unreadable')).toHaveLength(1);
});

it('a line that is down opens the breaker for all, is told once, and blames no file', async () => {
  fates['a'] = ['OFFLINE', 'OFFLINE', 'uploaded'];
  fates['b'] = ['OFFLINE', 'uploaded'];
  change('a', 'b');
  await drain();
  expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
  expect(notices).toEqual(['OFFLINE']);
});

it('a single pass gives up when the line stays down, and says why', async () => {
  fates['a'] = ['OFFLINE'];
  change('a');
  await expect(drain()).rejects.toMatchObject({ code: 'OFFLINE' });
  expect(pending.counts(pair)).toEqual({ pending: 1, failed: 0 });
});

it('a sign-in that is missing stops a pass at once', async () => {
  fates['a'] = ['SIGN_IN_NEEDED'];
  change('a', 'b');
  await expect(drain()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
});

it('a pause that the server asks for is kept, whatever was under way when it did', async () => {
  fates['a'] = [{ code: 'THROTTLED', retryAfterMs: 30_000 }, 'uploaded'];
  // its answer comes after the refusal: no leave to go on
  fates['b'] = ['uploaded'];
  fates['c'] = ['THROTTLED', 'uploaded'];
  // a longer pause than the one that stands
  fates['d'] = [{ code: 'THROTTLED', retryAfterMs: 90_000 }, 'uploaded'];
  change('a', 'b', 'c', 'd');
  await drain();
  expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
  expect(times.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(Math.min(...times.slice(4))).toBeGreaterThanOrEqual(90_000);
  expect(notices).toEqual(['THROTTLED']);
});

it('a pause that is asked for with one file is kept for that file alone', async () => {
  fates['a'] = [{ code: 'SERVER_BUSY', retryAfterMs: 120_000 }, 'uploaded'];
  change('a', 'b');
  await drain();
  expect(synced).toEqual(['a', 'b', 'a']);
  expect(times[1]).toBe(0);
  expect(times[2]).toBeGreaterThanOrEqual(120_000);
});

it('what makes no call to the server does not say that the way is free', async () => {
  fates['a'] = ['OFFLINE'];
  fates['b'] = ['unchanged'];
  change('a', 'b');
  await expect(drain()).rejects.toMatchObject({ code: 'OFFLINE' });
  expect(notices).toEqual(['OFFLINE']);
});

it('a full space is told once, however many files wait for room; all of them do', async () => {
  const waiting = Array.from({ length: 60 }, (_, i) => `f${i}`);
  for (const path of waiting) fates[path] = ['QUOTA_FULL', 'QUOTA_FULL', 'uploaded', 'QUOTA_FULL'];
  change(...waiting, 'small');
  await drain();
  expect(notices).toEqual(['QUOTA_FULL']);
  expect(pending.find(pair, 'small')).toBeUndefined();
  const failures = pending.problems(pair, 100);
  expect(failures.map(({ failure }) => failure.code)).toEqual(waiting.map(() => 'QUOTA_FULL'));
  // asked for by a user, in vain: they see that in the list
  pending.retryAll(clock.now());
  await drain();
  expect(notices).toEqual(['QUOTA_FULL']);
  // there is room: all goes up by itself, nothing is forgotten
  clock.jump(3_600_000);
  await drain();
  expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
  // full again: that is news
  change('f0');
  await drain();
  expect(notices).toEqual(['QUOTA_FULL', 'QUOTA_FULL']);
});

it('the server is probed when nothing that is pending would show that the way is free', async () => {
  fates['a'] = ['OFFLINE', 'uploaded'];
  change('a');
  probes = ['OFFLINE', 'OFFLINE', 'good'];
  const stop = new AbortController();
  const running = scheduler.run(stop.signal);
  await clock.until(() => breaker.trip !== undefined);
  // it is gone by other means while the breaker is open
  state.run('DELETE FROM pending');
  await clock.until(() => breaker.trip === undefined);
  expect(probes).toEqual([]);
  stop.abort();
  await running;
});

it('when not even a failure can be written down the change stays pending', async () => {
  fates['a'] = ['FILE_UNREADABLE'];
  change('a');
  full = true;
  await expect(drain()).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(pending.counts(pair)).toEqual({ pending: 1, failed: 0 });
});

it('a disk that is full when work begins, or when the clock is set back, does not end the work', async () => {
  full = true;
  change('a');
  const stop = new AbortController();
  const running = scheduler.run(stop.signal);
  await clock.until(() => breaker.trip !== undefined);
  full = false;
  await clock.until(() => synced.length === 1 && breaker.trip === undefined);
  full = true;
  clock.jump(-7_200_000);
  change('b');
  await clock.until(() => breaker.trip !== undefined);
  full = false;
  await clock.until(() => synced.length === 2);
  expect(notices).toEqual(['DISK_FULL', 'DISK_FULL']);
  stop.abort();
  await running;
});
