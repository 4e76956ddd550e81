import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { keyOf, PathLocks } from './apply/path-locks.ts';
import { Breakers } from './breakers.ts';
import type { BulkCheckDeps } from './bulk-check.ts';
import { Outages } from './outages.ts';
import { PendingChanges } from './pending/pending-changes.ts';
import { createFakeClock, type FakeClock } from '../../tests/harness/simulated/clock.ts';
import { KooError } from '../model/errors.ts';
import type { Host } from '../model/hosts.ts';
import { memoryLog } from '../lib/test-log.ts';
import { Scheduler } from './scheduler.ts';
import { TransferLimit } from './transfer-limit.ts';
import { openPairs, type Pairs } from '../storage/pairs.ts';
import { openDatabase, type Database } from '../storage/database.ts';

const beginning = 1_700_000_000_000;
const storage = 'https://storage.example';
let clock: FakeClock;

let home: string;
let state: Database;
let pairs: Pairs;
let pending: PendingChanges;
let pair: number;
/** what syncing a path comes to, call by call; the last goes on for ever */
type Fate =
  | ErrorCode
  | 'uploaded'
  | 'unchanged'
  /** and written again meanwhile */
  | 'uploaded, and changed'
  | 'never answers'
  | 'seen, and interrupted'
  | 'seen, and its storage does not answer'
  | { code: ErrorCode; retryAfterMs?: number; host?: Host };
let fates: Record<string, Fate[]>;
let synced: string[];
/** when each was synced, from the beginning */
let times: number[];
let notices: ErrorCode[];
/** what stands in the way of a host, a space or our own state, as a probe finds it; undefined: nothing */
let inTheWay: Partial<Record<string, ErrorCode>>;
/** who was probed, and when */
let probes: { of: string; at: number }[];
let breakers: Breakers;
let outages: Outages;
let scheduler: Scheduler;
let network: string;
/** bytes of these are being sent all the time */
let waitingLarge: number;
let moves: Set<string>;
/** so many that are due are looked at together, and what comes of it */
let bulkFrom: number;
let settleMany: BulkCheckDeps['settle'];
/** what the clock showed when it was set back */
let aheads: number[];
/** and when a life before read it last */
let formerNow: number | undefined;
/** when it was told that the clock shows another time, ms from the beginning */
let wasSet: number[];
/** nothing more can be written into the database */
let full: boolean;
/** the pairs cannot be read */
let unread: boolean;
const noRoom = (): never => {
  throw new KooError('DISK_FULL', 'as the test wants');
};
const at = () => clock.now() - beginning;

beforeEach(() => {
  clock = createFakeClock(beginning);
  home = mkdtempSync(join(tmpdir(), 'koosync-scheduler-'));
  state = openDatabase(home);
  pairs = openPairs(state);
  pair = pairs.add({ folder: '/a', containerId: 'c', remote: 'a' }, beginning).id;
  pending = new PendingChanges(state);
  fates = {};
  bulkFrom = Infinity;
  aheads = [];
  wasSet = [];
  formerNow = undefined;
  settleMany = () => Promise.resolve(new Map());
  full = false;
  unread = false;
  network = 'one';
  moves = new Set();
  waitingLarge = 0;
  synced = [];
  times = [];
  notices = [];
  inTheWay = {};
  probes = [];
  breakers = new Breakers(() => 0.5);
  const notice = (error: KooError) => notices.push(error.code);
  outages = new Outages({
    account: {
      koodrive: probedKooDrive(),
      breakers,
      limit: new TransferLimit(0),
      modes: { forget: () => undefined },
      roundTrip: { forget: () => undefined },
    },
    pairs: { all: () => pairs.all(), find: (id) => (unread ? noRoom() : pairs.find(id)) },
    clock,
    log: memoryLog(),
    entry: () => undefined,
    writeOwnState: () => (full ? noRoom() : undefined),
    opened: (place) => scheduler.opened(place),
    changed: () => undefined,
    notice,
  });
  scheduler = new Scheduler({
    pending: {
      due: (now, limit, except) => pending.due(now, limit, except),
      dueRank: (now, except) => pending.dueRank(now, except),
      nextDue: (except) => pending.nextDue(except),
      find: (pairId, path) => pending.find(pairId, path),
      open: (tries, limit) => pending.open(tries, limit),
      isAhead: (now) => pending.isAhead(now),
      clockSetBack: (now) => (full ? noRoom() : pending.clockSetBack(now)),
      fail: (...how) => (full ? noRoom() : pending.fail(...how)),
      postpone: (...how) => (full ? noRoom() : pending.postpone(...how)),
      forgive: (...how) => (full ? noRoom() : pending.forgive(...how)),
      hasten: (...how) => (full ? noRoom() : pending.hasten(...how)),
      excuse: (...how) => (full ? noRoom() : pending.excuse(...how)),
      retryFailed: (...how) => (full ? noRoom() : pending.retryFailed(...how)),
    },
    breakers,
    outages,
    get formerNow() {
      return formerNow;
    },
    wasAhead: (before) => void aheads.push(before - beginning),
    clockWasSet: () => void wasSet.push(at()),
    bulk: {
      get from() {
        return bulkFrom;
      },
      restsFor: 1000,
      clock,
      settle: (changes) => settleMany(changes),
    },
    locks: new PathLocks(),
    clock,
    stirring: { isQuiet: false },
    random: () => 0.5,
    log: memoryLog(),
    timing: () => ({ settleMs: 1000 }),
    sync: (entry, signal) => syncAsFated(entry, signal),
    waitingLarge: () => waitingLarge,
    movedAt: (_pair, path) => (moves.has(path) ? clock.now() : undefined),
    network: () => network,
    paused: () => false,
    pausedPairs: () => pairs.paused(),
    changed: () => undefined,
    notice,
  });
});
afterEach(() => {
  state.close();
  rmSync(home, { recursive: true, force: true });
});

/** Answers probes alone, each a moment after it was asked. */
function probedKooDrive(): ConstructorParameters<typeof Outages>[0]['account']['koodrive'] {
  const answer = async (of: string) => {
    probes.push({ of, at: at() });
    await clock.sleep(1);
    const code = inTheWay[of];
    const detail = of === 'space' ? {} : { host: of };
    if (code !== undefined) throw new KooError(code, 'as the test wants', { detail });
  };
  const known = {
    probe: answer,
    space: async () => {
      await answer('space');
      return { active: true, used: 1, capacity: 2 };
    },
  };
  return known as never;
}

async function syncAsFated(entry: { path: string; version: number; pairId: number }, signal: AbortSignal) {
  synced.push(entry.path);
  times.push(at());
  await clock.sleep(1);
  const fate = fates[entry.path] ?? ['uploaded'];
  const next = fate.length > 1 ? fate.shift() : fate[0];
  if (next === 'never answers') {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    throw new KooError('CANCELLED', 'cancelled');
  }
  if (next === 'seen, and interrupted' || next === 'seen, and its storage does not answer') {
    pending.observe(entry.pairId, entry.path, { fingerprint: 'seen', at: 7 });
    const code = next === 'seen, and interrupted' ? 'CANCELLED' : 'OFFLINE';
    throw new KooError(code, 'as the test wants', code === 'OFFLINE' ? { detail: { host: storage } } : {});
  }
  if (typeof next === 'object') {
    const { code, ...detail } = next;
    throw new KooError(code, 'as the test wants', { detail });
  }
  if (next !== 'uploaded' && next !== 'unchanged' && next !== 'uploaded, and changed')
    throw new KooError(next ?? 'UNEXPECTED', 'as the test wants');
  pending.ack(entry, clock.now());
  if (next === 'uploaded, and changed') change(entry.path);
  const local = { fingerprint: 'f', localId: 'i', size: 1 };
  const remote = { fileId: 'f1', sha256: 's', revisionId: undefined };
  const kind = next === 'unchanged' ? next : ('revision' as const);
  return {
    kind: 'uploaded' as const,
    result: { kind, local, remote, concurrentEdit: false },
    lookAgain: false,
    supersedes: [],
    provenFrom: undefined,
  };
}

const change = (...paths: string[]) => pending.enqueueAll(pair, paths, 'noticed', clock.now(), 'event');
const drain = () => clock.through(scheduler.drain(new AbortController().signal, () => false));
const failures = () => pending.problems(pair, 100).map(({ path, failure }) => [path, failure.code]);
/** Runs until the test ends it. */
const start = () => {
  const stop = new AbortController();
  const running = scheduler.run(stop.signal);
  return async () => {
    stop.abort();
    await clock.through(running);
  };
};
const files = (count: number) => Array.from({ length: count }, (_, i) => `f${i}`);
const uploadsWait: Fate = { code: 'OFFLINE', host: storage };

it('works on so many at once, and on more beside large files that wait for their turn', async () => {
  for (const path of files(60)) fates[path] = ['never answers'];
  change(...files(60));
  const end = start();
  const begun = async (large: number) => {
    waitingLarge = large;
    scheduler.wake();
    await clock.pass(10);
    return synced.length;
  };
  expect(await begun(0)).toBe(48);
  expect(await begun(5)).toBe(53);
  expect(await begun(46)).toBe(60);
  await end();
});

it('syncs what is pending until nothing is', async () => {
  change('a', 'b', 'c');
  await drain();
  expect(synced.sort()).toEqual(['a', 'b', 'c']);
  expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
});

it('a single pass sends what is written all the time once, whatever comes after it, and ends', async () => {
  // more of it than is looked at in one go
  const logs = files(100);
  for (const log of logs) fates[log] = ['uploaded, and changed'];
  change(...logs, 'z');
  const sent = await drain();
  expect(synced.toSorted()).toEqual([...logs, 'z'].toSorted());
  expect([...sent].toSorted()).toEqual([...logs, 'z'].map((path) => keyOf(pair, path)).toSorted());
  expect(pending.unsynced(pair)).toEqual(logs.toSorted());
  // the next pass does
  synced = [];
  await drain();
  expect(synced.toSorted()).toEqual(logs.toSorted());
});

describe('many that are due at once', () => {
  /** Settles these, each `ms` after it was asked. */
  const settling = (isUnchanged: (path: string) => boolean, ms = 50) => {
    const asked: string[][] = [];
    settleMany = async (changes) => {
      asked.push(changes.map(({ path }) => path));
      await clock.sleep(ms);
      const unchanged = changes.filter(({ path }) => isUnchanged(path));
      for (const one of unchanged) pending.ack(one, clock.now());
      return new Map(unchanged.map(({ pairId, path }) => [keyOf(pairId, path), 'uploaded'] as const));
    };
    return asked;
  };
  beforeEach(() => {
    bulkFrom = 10;
  });

  it('are looked at together first, and only what changed goes its way, once', async () => {
    const asked = settling((path) => path !== 'f3' && path !== 'f7');
    change(...files(30));
    const sent = await drain();
    expect(asked.map((paths) => paths.toSorted())).toEqual([files(30).toSorted()]);
    expect(synced).toEqual(['f3', 'f7']);
    expect([...sent].toSorted()).toEqual(
      files(30)
        .map((path) => keyOf(pair, path))
        .toSorted(),
    );
  });

  it('are not looked at together where they are fewer', async () => {
    const asked = settling(() => true);
    change(...files(9));
    await drain();
    expect([asked, synced.length]).toEqual([[], 9]);
  });

  it('are not looked at together for a while after that came to little', async () => {
    const asked = settling(() => false);
    change(...files(600));
    await drain();
    expect(asked.map((paths) => paths.length)).toEqual([256]);
    expect(synced.length).toBe(600);
  });

  it('go their way, all of them, when looking at them fails', async () => {
    settleMany = () => Promise.reject(new Error('the database is locked'));
    change(...files(20));
    await drain();
    expect(synced.toSorted()).toEqual(files(20).toSorted());
  });

  it('are looked at together again when they were noticed anew', async () => {
    const asked = settling((path) => path !== 'f0');
    change(...files(12));
    const end = start();
    await clock.pass(200);
    expect([asked.length, synced]).toEqual([1, ['f0']]);
    // the queue is asked for many again when some went their way
    change(...files(30));
    scheduler.wake();
    await clock.pass(200);
    await end();
    expect(asked.length).toBe(2);
    expect(new Set([...synced, ...(asked[1] ?? [])])).toEqual(new Set(files(30)));
    expect(synced.length).toBe(1 + 30 - (asked[1] ?? []).length + (asked[1]?.includes('f0') ? 1 : 0));
  });

  it('hold up nothing for long where the drive does not answer', async () => {
    settleMany = () => new Promise(() => undefined);
    change(...files(20));
    const end = start();
    await clock.pass(1900);
    expect(synced).toEqual([]);
    await clock.pass(200);
    expect(synced.toSorted()).toEqual(files(20).toSorted());
    await end();
  });

  it('hold up nothing that a user waits for', async () => {
    settling(() => true, 5000);
    change(...files(20));
    const end = start();
    await clock.pass(10);
    change('urgent');
    const urgent = pending.find(pair, 'urgent');
    if (!urgent) throw new Error('nothing pending');
    void scheduler.syncOne(urgent, new AbortController().signal);
    await clock.pass(10);
    expect(synced).toEqual(['urgent']);
    await end();
  });

  it('are none while the work is stopped before it ends', async () => {
    const asked = settling(() => true, 50);
    change(...files(20));
    const end = start();
    await clock.pass(10);
    // what was begun is ended
    await end();
    expect([asked.length, pending.counts(pair).pending]).toEqual([1, 0]);
  });
});

it('a change that is put off keeps what was seen of it during the try', async () => {
  change('a');
  fates['a'] = ['seen, and interrupted'];
  const entry = pending.find(pair, 'a');
  if (!entry) throw new Error('nothing pending');
  await clock.through(scheduler.syncOne(entry, new AbortController().signal));
  expect(pending.find(pair, 'a')).toMatchObject({
    observed: { fingerprint: 'seen', at: 7 },
    failure: undefined,
  });
});

it('a file that somebody waits for is synced once, whoever begins with it', async () => {
  pending.enqueue(pair, 'a', 'urgent', clock.now());
  const entry = pending.find(pair, 'a');
  if (!entry) throw new Error('nothing pending');
  const { signal } = new AbortController();
  await clock.through(
    Promise.all([
      scheduler.syncOne(entry, signal),
      scheduler.syncOne(entry, signal),
      scheduler.drain(signal, () => false),
    ]),
  );
  expect(synced).toEqual(['a']);
});

it('one bad file never blocks another, and stands with its reason', async () => {
  fates['bad'] = ['CHECK_FAILED'];
  fates['unreadable'] = ['FILE_UNREADABLE'];
  change('bad', 'unreadable', 'good');
  await drain();
  expect(pending.find(pair, 'good')).toBeUndefined();
  expect(failures()).toEqual([
    ['bad', 'CHECK_FAILED'],
    ['unreadable', 'FILE_UNREADABLE'],
  ]);
  // what time may mend is tried again, later and later; what a user must mend is not
  expect(synced.filter((path) => path === 'bad')).toHaveLength(4);
  expect(synced.filter((path) => path === 'unreadable')).toHaveLength(1);
  expect(probes).toEqual([]);
});

it("what is under way for a pair that was removed ends, and is nobody's trouble", async () => {
  fates['hangs'] = ['never answers'];
  change('hangs');
  const end = start();
  await clock.until(() => synced.includes('hangs'));
  await clock.pass(10);
  pairs.remove(pair);
  scheduler.follow(new Set());
  await clock.until(() => scheduler.inFlight() === 0);
  await clock.pass(60_000);
  expect(synced).toEqual(['hangs']);
  expect([notices, probes, breakers.standing()]).toEqual([[], [], []]);
  await end();
});

describe('nothing wider than a file is declared before a probe agrees:', () => {
  it.each([
    'OFFLINE',
    'TIMED_OUT',
    'SERVER_BUSY',
    'BAD_ANSWER',
    'PORTAL',
    'TLS_FAILED',
    'SIGN_IN_NEEDED',
  ] as const)('%s of one file whose host answers is that file alone', async (code) => {
    fates['a'] = [{ code, host: 'api' }];
    change('a');
    const end = start();
    await clock.until(() => probes.length === 1);
    change('b', 'c');
    await clock.until(() => synced.includes('b') && synced.includes('c'));
    expect(breakers.standing()).toEqual([]);
    expect(notices).toEqual([]);
    expect(pending.find(pair, 'a')?.failure).toBeDefined();
    await end();
  });

  it('a file that is cut off is told as such, and not as a line that is down', async () => {
    fates['large'] = [uploadsWait];
    change('large', 'small');
    await drain();
    expect(probes.every(({ of }) => of === storage)).toBe(true);
    expect(failures()).toEqual([['large', 'TRANSFER_CUT']]);
    expect(synced.filter((path) => path === 'small')).toHaveLength(1);
  });

  it('one question serves all that fail at once', async () => {
    for (const path of files(43)) fates[path] = ['SERVER_BUSY', 'uploaded'];
    change(...files(43));
    await drain();
    expect(probes).toHaveLength(1);
    expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
  });

  it('what snapshots have no room for is one file, when our own database has', async () => {
    fates['huge'] = ['DISK_FULL'];
    change('huge', 'small');
    await drain();
    expect(failures()).toEqual([['huge', 'DISK_FULL']]);
    expect(synced).toContain('small');
  });
});

describe('a host that does not answer', () => {
  it('holds everything back, is one trouble, and blames no file', async () => {
    inTheWay['api'] = 'PORTAL';
    for (const path of files(43)) fates[path] = ['BAD_ANSWER', 'uploaded'];
    change(...files(43));
    const end = start();
    await clock.until(() => breakers.blocking() !== undefined);
    await clock.pass(180_000);
    expect(pending.counts(pair)).toEqual({ pending: 43, failed: 0 });
    expect(synced).toHaveLength(43);
    // twelve in the first minute and eight in the two after it, beside the one that agreed
    expect(probes.length).toBeGreaterThanOrEqual(20);
    expect(probes.length).toBeLessThanOrEqual(22);
    expect(outages.blockers(() => true).map(({ code }) => code)).toEqual(['PORTAL']);
    expect(notices).toEqual(['PORTAL']);
    inTheWay = {};
    const free = at();
    await clock.until(() => pending.counts(pair).pending === 0);
    const [first] = probes.filter((probe) => probe.at >= free);
    expect(Math.max(...times)).toBeLessThan((first?.at ?? 0) + 10_000);
    expect(outages.blockers(() => true)).toEqual([]);
    await end();
  });

  it('what failed by it before it was found out is pending again, and due with all else', async () => {
    fates['a'] = ['SERVER_BUSY', 'SERVER_BUSY', 'SERVER_BUSY', 'SERVER_BUSY', 'SERVER_BUSY', 'uploaded'];
    change('a');
    const end = start();
    // its probes are good by luck at first
    await clock.until(() => pending.find(pair, 'a')?.attempts === 4);
    expect(failures()).toEqual([['a', 'SERVER_BUSY']]);
    inTheWay['api'] = 'SERVER_BUSY';
    await clock.until(() => breakers.blocking() !== undefined);
    expect(failures()).toEqual([]);
    inTheWay = {};
    const free = at();
    await clock.until(() => pending.find(pair, 'a') === undefined);
    expect(at() - free).toBeLessThan(10_000);
    await end();
  });

  it('a short cut is told nobody; one that lasts is told once', async () => {
    inTheWay['api'] = 'OFFLINE';
    fates['a'] = ['OFFLINE', 'uploaded', 'OFFLINE', 'uploaded'];
    change('a');
    const end = start();
    await clock.until(() => breakers.blocking() !== undefined);
    inTheWay = {};
    await clock.until(() => pending.counts(pair).pending === 0);
    expect(notices).toEqual([]);
    inTheWay['api'] = 'OFFLINE';
    change('a');
    await clock.pass(120_000);
    expect(notices).toEqual(['OFFLINE']);
    await end();
  });

  it('is asked at once when the network changes, when the machine wakes, and when a user asks', async () => {
    inTheWay['api'] = 'OFFLINE';
    fates['a'] = ['OFFLINE'];
    change('a');
    const end = start();
    // from here on a probe comes every minute
    await clock.pass(700_000);
    const after = async (happens: () => void) => {
      await clock.until(() => (breakers.blocking()?.until ?? 0) - clock.now() > 50_000);
      const before = probes.length;
      const began = at();
      happens();
      await clock.until(() => probes.length > before);
      return (probes.at(-1)?.at ?? 0) - began;
    };
    expect(await after(() => (network = 'another'))).toBeLessThanOrEqual(1000);
    expect(await after(() => clock.jump(30_000))).toBeLessThanOrEqual(31_000);
    expect(
      await after(() => {
        scheduler.recheck();
      }),
    ).toBeLessThanOrEqual(1);
    await end();
  });

  it('leaves nothing hanging on a dead connection when it is back', async () => {
    fates['hangs'] = ['never answers', 'uploaded'];
    change('hangs');
    const end = start();
    await clock.until(() => synced.includes('hangs'));
    inTheWay['api'] = 'TIMED_OUT';
    fates['b'] = ['TIMED_OUT', 'uploaded'];
    change('b');
    await clock.until(() => breakers.blocking() !== undefined);
    inTheWay = {};
    const free = at();
    await clock.until(() => pending.counts(pair).pending === 0);
    expect(at() - free).toBeLessThan(10_000);
    expect(synced.sort()).toEqual(['b', 'b', 'hangs', 'hangs']);
    await end();
  });

  it('interrupts nothing that moves, whoever asks', async () => {
    fates['large'] = ['never answers', 'uploaded'];
    change('large');
    const end = start();
    await clock.until(() => synced.includes('large'));
    moves.add('large');
    scheduler.recheck();
    network = 'another';
    clock.jump(30_000);
    await clock.pass(60_000);
    expect(synced).toEqual(['large']);
    // it does not move any more
    moves.clear();
    scheduler.recheck();
    await clock.pass(15_000);
    expect(synced).toEqual(['large', 'large']);
    await end();
  });

  it('leaves nothing hanging after a sleep, either', async () => {
    fates['hangs'] = ['never answers', 'uploaded'];
    change('hangs');
    const end = start();
    await clock.until(() => synced.includes('hangs'));
    await clock.pass(5000);
    clock.jump(3_600_000);
    await clock.until(() => pending.counts(pair).pending === 0);
    expect(synced).toEqual(['hangs', 'hangs']);
    await end();
  });
});

describe('a storage that does not answer', () => {
  it('holds back uploads alone, is told by its name, and lets them go when it is back', async () => {
    inTheWay[storage] = 'OFFLINE';
    fates['a'] = [uploadsWait, 'uploaded'];
    change('a', 'renamed');
    const end = start();
    await clock.until(() => breakers.standing().length === 1);
    change('deleted');
    await clock.until(() => synced.includes('deleted'));
    expect(breakers.blocking()).toBeUndefined();
    expect(failures()).toEqual([]);
    const [blocker, ...more] = outages.blockers((place) => scheduler.isAwaited(place));
    expect(blocker).toMatchObject({ code: 'STORAGE_UNREACHABLE', values: { host: 'storage.example' } });
    expect(more).toEqual([]);
    // it is not tried again in vain
    await clock.pass(50_000);
    expect(synced.filter((path) => path === 'a')).toHaveLength(1);
    inTheWay = {};
    const free = at();
    await clock.until(() => pending.counts(pair).pending === 0);
    expect(at() - free).toBeLessThan(10_000);
    await end();
  });

  it('has what waits for it keep what was seen of it', async () => {
    inTheWay[storage] = 'OFFLINE';
    fates['a'] = [uploadsWait];
    fates['b'] = ['seen, and its storage does not answer'];
    change('a');
    const end = start();
    await clock.until(() => breakers.standing().length === 1);
    change('b');
    await clock.until(() => (pending.find(pair, 'b')?.dueAt ?? 0) > clock.now() + 60_000);
    expect(pending.find(pair, 'b')?.observed).toEqual({ fingerprint: 'seen', at: 7 });
    await end();
  });

  it('is one trouble with an API that does not answer, either', async () => {
    inTheWay = { [storage]: 'OFFLINE', api: 'OFFLINE' };
    fates['a'] = [uploadsWait];
    change('a');
    const end = start();
    await clock.until(() => breakers.standing().length === 2);
    expect(outages.blockers((place) => scheduler.isAwaited(place)).map(({ code }) => code)).toEqual([
      'OFFLINE',
    ]);
    await end();
  });

  it.each([
    ['it is the only one known', []],
    ['another one answers', ['https://another.example']],
  ])('that is never back is not waited for when links lead elsewhere: %s', async (_what, others) => {
    inTheWay[storage] = 'OFFLINE';
    for (const path of ['a', 'b', 'c']) fates[path] = [uploadsWait, 'uploaded'];
    for (const host of [storage, ...others]) breakers.know(host);
    change('a', 'b', 'c');
    const end = start();
    await clock.until(() => breakers.standing().length === 1);
    const began = at();
    await clock.until(() => pending.counts(pair).pending === 0);
    // one finds out, and all go
    expect(at() - began).toBeLessThan(65_000);
    await end();
  });

  it('ends a single pass in time, with all else synced', async () => {
    inTheWay[storage] = 'OFFLINE';
    fates['a'] = [uploadsWait];
    change('a', 'b');
    await drain();
    expect(pending.counts(pair)).toEqual({ pending: 1, failed: 0 });
    expect(at()).toBeLessThan(30_000);
    expect(outages.blockers((place) => scheduler.isAwaited(place)).map(({ code }) => code)).toEqual([
      'STORAGE_UNREACHABLE',
    ]);
  });
});

describe('a single pass', () => {
  it('gives up when the line stays down, and says why', async () => {
    inTheWay['api'] = 'OFFLINE';
    fates['a'] = ['OFFLINE'];
    change('a');
    await expect(drain()).rejects.toMatchObject({ code: 'OFFLINE' });
    expect(pending.counts(pair)).toEqual({ pending: 1, failed: 0 });
    expect(at()).toBeLessThan(30_000);
  });

  it('is stopped at once by a sign-in that is missing, and not by one that was', async () => {
    inTheWay['api'] = 'SIGN_IN_NEEDED';
    fates['a'] = ['SIGN_IN_NEEDED', 'uploaded'];
    change('a');
    await expect(drain()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
    expect(at()).toBeLessThan(2000);
    inTheWay = {};
    await drain();
    expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
  });
});

describe('a pause', () => {
  it('of one pair holds its changes alone, and costs no turns', async () => {
    const other = pairs.add({ folder: '/b', containerId: 'c', remote: 'b' }, beginning).id;
    pairs.setPaused(pair, beginning);
    change('a', 'b');
    pending.enqueue(other, 'x', 'noticed', clock.now());
    const abort = new AbortController();
    const work = scheduler.run(abort.signal);
    await clock.pass(5000);
    expect(synced).toEqual(['x']);
    pairs.setPaused(pair, undefined);
    scheduler.wake();
    await clock.pass(1000);
    expect(synced).toEqual(['x', 'a', 'b']);
    abort.abort();
    await work;
  });

  it('that the server asks for is kept, whatever was under way when it did', async () => {
    fates['a'] = [{ code: 'THROTTLED', retryAfterMs: 30_000 }, 'uploaded'];
    fates['b'] = ['uploaded'];
    fates['c'] = ['THROTTLED', 'uploaded'];
    // a longer pause than the one that stands
    fates['d'] = [{ code: 'THROTTLED', retryAfterMs: 90_000 }, 'uploaded'];
    change('a', 'b', 'c', 'd');
    await drain();
    expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
    expect(times.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(Math.min(...times.slice(4))).toBeGreaterThanOrEqual(90_000);
    // not even a probe comes before its end
    expect(Math.min(...probes.map((probe) => probe.at))).toBeGreaterThanOrEqual(90_000);
    expect(notices).toEqual([]);
  });

  it('that is asked for with one file is kept for that file alone', async () => {
    fates['a'] = [{ code: 'SERVER_BUSY', retryAfterMs: 120_000 }, 'uploaded'];
    change('a', 'b');
    await drain();
    expect(synced).toEqual(['a', 'b', 'a']);
    expect(times[1]).toBe(0);
    expect(times[2]).toBeGreaterThanOrEqual(120_000);
  });
});

describe('a full space', () => {
  it('is one trouble of its pairs, however many files wait for room; all of them do', async () => {
    const waiting = files(60);
    inTheWay['space'] = 'QUOTA_FULL';
    for (const path of waiting) fates[path] = ['QUOTA_FULL', 'uploaded'];
    fates['small'] = ['unchanged'];
    change(...waiting, 'small');
    await drain();
    expect(notices).toEqual(['QUOTA_FULL']);
    expect(pending.find(pair, 'small')).toBeUndefined();
    expect(failures()).toEqual([]);
    expect(outages.blockers(() => false)).toMatchObject([{ code: 'QUOTA_FULL', pairId: pair }]);
    // there is room: all goes up by itself, nothing is forgotten
    inTheWay = {};
    const end = start();
    await clock.until(() => pending.counts(pair).pending === 0);
    expect(outages.blockers(() => false)).toEqual([]);
    await end();
  });

  it('that has room for others is the trouble of those that do not fit; it is told once', async () => {
    for (const path of ['a', 'b']) fates[path] = ['QUOTA_FULL', 'QUOTA_FULL', 'uploaded', 'QUOTA_FULL'];
    change('a', 'b', 'small');
    await drain();
    expect(notices).toEqual(['QUOTA_FULL']);
    expect(failures()).toEqual([
      ['a', 'QUOTA_FULL'],
      ['b', 'QUOTA_FULL'],
    ]);
    // asked for by a user, in vain: they see that in the list
    pending.retryAll(clock.now());
    await drain();
    expect(notices).toEqual(['QUOTA_FULL']);
    clock.jump(3_600_000);
    await drain();
    expect(pending.counts(pair)).toEqual({ pending: 0, failed: 0 });
    // full again: that is news
    change('a');
    await drain();
    expect(notices).toEqual(['QUOTA_FULL', 'QUOTA_FULL']);
  });
});

it('when not even a failure can be written down the change stays pending', async () => {
  fates['a'] = ['FILE_UNREADABLE'];
  change('a');
  full = true;
  await expect(drain()).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(pending.counts(pair)).toEqual({ pending: 1, failed: 0 });
});

it('when a failure cannot even be judged the change stays pending, and goes on (seed 20784604423)', async () => {
  fates['a'] = ['FILE_UNREADABLE'];
  change('a');
  unread = true;
  const end = start();
  await clock.until(() => breakers.blocking() !== undefined);
  expect(pending.counts(pair)).toEqual({ pending: 1, failed: 0 });
  unread = false;
  await clock.until(() => breakers.blocking() === undefined && pending.counts(pair).pending === 0);
  await end();
});

it('a disk that is full when work begins, or when the clock is set back, does not end the work', async () => {
  full = true;
  change('a');
  const end = start();
  await clock.until(() => breakers.blocking() !== undefined);
  full = false;
  await clock.until(() => synced.length === 1 && breakers.blocking() === undefined);
  full = true;
  clock.jump(-7_200_000);
  change('b');
  await clock.until(() => breakers.blocking() !== undefined);
  full = false;
  await clock.until(() => synced.length === 2);
  expect(notices).toEqual(['DISK_FULL', 'DISK_FULL']);
  await end();
});

it('tells what the clock showed when it was set back, and nothing where it goes on', async () => {
  const end = start();
  await clock.pass(5000);
  expect(aheads).toEqual([]);
  clock.jump(-3_600_000);
  await clock.pass(5000);
  expect(aheads.length).toBe(1);
  expect(aheads[0]).toBeGreaterThanOrEqual(4000);
  await end();
});

it('tells that it was set back since the last look when the work ends', async () => {
  const end = start();
  await clock.pass(4500);
  clock.jump(-3_600_000);
  await end();
  expect(aheads).toHaveLength(1);
});

it.each([
  ['set back', 3_600_000, [3_600_000]],
  ['as it was', -60_000, []],
])(
  'tells at the start of a life whether the clock was %s while there was none',
  async (_which, ahead, told) => {
    formerNow = beginning + ahead;
    const end = start();
    await clock.pass(5000);
    await end();
    expect(aheads).toEqual(told);
  },
);

it('tells before anything is sent that the clock shows another time: a kill may come (crossing 963395)', async () => {
  const end = start();
  await clock.pass(5000);
  expect(wasSet).toEqual([0]);
  clock.jump(3_600_000);
  change('a');
  await clock.pass(5000);
  expect(wasSet).toHaveLength(2);
  expect(wasSet[1]).toBeLessThanOrEqual(times[0] ?? 0);
  clock.jump(-3_600_000);
  await clock.pass(5000);
  expect(wasSet).toHaveLength(3);
  await end();
});

it('what was found while the clock was set forward is asked about when it was set back (seed 20898228431)', async () => {
  const end = start();
  await clock.pass(500);
  clock.jump(400 * 86_400_000);
  breakers.of({ scope: 'host', host: 'api' }).open(new KooError('OFFLINE', 'as the test wants'), clock.now());
  clock.jump(-400 * 86_400_000);
  change('a');
  await clock.pass(90_000);
  expect(synced).toEqual(['a']);
  await end();
});
