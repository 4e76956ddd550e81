/**
 * Moments that chance seldom meets: the engine over the simulator's disk, server and database, with one thing set to
 * happen at one call. Each is a bug that was met once, or planted (npm run mutations).
 */
import { simCutting } from '../simulation/program.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../main/engine/engine.ts';
import type { KooDrive } from '../../main/koodrive/api.ts';
import { openPairs } from '../../main/storage/pairs.ts';
import type { Database } from '../../main/storage/database.ts';
import { createSimClock } from '../harness/simulated/clock.ts';
import { createCrashSwitch, type CrashSwitch } from '../harness/simulated/crash-switch.ts';
import { createSimDisk, shaOf, type SimDisk } from '../harness/simulated/disk.ts';
import { createSimServer, simContainer, type Fault, type SimServer } from '../harness/simulated/server.ts';
import { createSimStore, type SimStore } from '../harness/simulated/database.ts';
import { createVirtual, type Virtual } from '../harness/simulated/self-timing.ts';

const settings = {
  settleMs: 1000,
  maxWaitMs: 60_000,
  versionIntervalMs: 0,
  missingGraceMs: 2000,
  deleteGraceMs: 20_000,
  holdDeletionsCount: 100,
  holdDeletionsShare: 1,
  compareWithKooDrive: false,
  concurrency: 3,
};
const minute = 60_000;
const contentA = Buffer.alloc(700, 'a');
const contentB = Buffer.alloc(800, 'b');

let virtual: Virtual;
let disk: SimDisk;
let server: SimServer;
let store: SimStore;
let crashSwitch: CrashSwitch;
let state: Database;
/** what happens when the engine makes this call, once, before the server hears of it */
let atCall: Map<keyof KooDrive, () => void>;
/** what goes wrong with every call of this kind */
let faults: Map<keyof KooDrive, Fault>;
/** what happens on the disk after the engine looked at a path so many times, by its path in the pair */
let afterLooks: Map<string, { looks: number; readonly happens: () => void }>;
/** ms that a call takes there, and its answer back */
let slow: Map<keyof KooDrive, { there?: number; back?: number }>;

beforeEach(async () => {
  virtual = createVirtual(1);
  const { time, random } = virtual;
  atCall = new Map();
  faults = new Map();
  afterLooks = new Map();
  slow = new Map();
  const stamps = { stampUs: 1, reuseInodes: false, birthTimes: true, renameStamps: true };
  disk = createSimDisk(time, random, { ...stamps, slowestUs: 100 }, () => 0);
  disk.mkdir('/pair');
  server = createSimServer(time, random, {
    strike: (operation) => faults.get(operation),
    latency(operation) {
      const happens = atCall.get(operation);
      atCall.delete(operation);
      happens?.();
      const { there = 1, back = 1 } = slow.get(operation) ?? {};
      return { there: there * 1000, back: back * 1000 };
    },
    linkLife: () => 900_000_000,
  });
  store = createSimStore();
  openPairs(store.open()).add({ folder: '/pair', containerId: simContainer, remote: 'R' }, 0);
  await start();
});

/** Another life of the engine. */
async function start(): Promise<void> {
  crashSwitch = createCrashSwitch(virtual.time);
  const life = crashSwitch;
  state = store.open((_what, done) => void virtual.time.after(0, () => life.alive && done()));
  const silent = () => undefined;
  const seen = disk.disk(crashSwitch);
  const engine = createEngine({
    home: '/state',
    koodrive: server.koodrive(crashSwitch),
    clock: createSimClock(virtual.time, crashSwitch, () => 0),
    log: { debug: silent, info: silent, warn: silent, error: silent },
    settings: () => settings,
    sentence: (error) => error.code,
    disk: {
      ...seen,
      stat: async (at) => {
        const stat = await seen.stat(at);
        const then = afterLooks.get(at.path);
        if (then && (then.looks -= 1) === 0) then.happens();
        return stat;
      },
    },
    store: { state, takeLock: () => silent },
    random: virtual.random.next,
    watcher: false,
    chunking: simCutting,
  });
  await virtual.through(engine.start());
}
const pass = (ms: number) => virtual.time.runUntil(virtual.time.now() + ms * 1000);

/** Time goes on until the server has done so many of these; what the engine hears of it is another matter. */
async function until(operation: keyof KooDrive, count = 1): Promise<void> {
  const done = () => server.counts.get(operation) === count;
  await virtual.time.runUntil(virtual.time.now() + 10 * minute * 1000, done);
  if (!done()) throw new Error(`${operation} was not called`);
}
/** The process is gone, and all but so many commits: `store.commits()` after a kill, `store.durable()` after a power cut. */
function end(commits: number): void {
  crashSwitch.crash();
  slow.clear();
  store.restore(commits);
}
/** the revisions on the server, oldest first, as letters */
const history = (path: string): string =>
  server
    .at(`R/${path}`)
    ?.revisions.map(({ sha256 }) =>
      sha256 === shaOf(contentA) ? 'A' : sha256 === shaOf(contentB) ? 'B' : '?',
    )
    .join(' ') ?? 'not there';

it('a power cut just after the call that makes the revision: what it made is known, so the old content comes again', async () => {
  disk.write('/pair/a', contentA);
  await pass(minute);
  // as the database does by itself now and then
  state.durably(() => undefined);
  slow.set('completeRevision', { back: 60 * minute });
  disk.write('/pair/a', contentB);
  await until('completeRevision');
  end(store.durable());
  disk.write('/pair/a', contentA);
  await start();
  await pass(5 * minute);
  expect(history('a')).toBe('A B A');
});

it('a document that is saved waits for no large files, however many of them are on their way', async () => {
  slow.set('putPart', { back: 60 * minute });
  for (let n = 0; n < 60; n += 1) disk.write(`/pair/film${n}`, Buffer.alloc(5000, `${n}`));
  await pass(5 * minute);
  slow.clear();
  disk.write('/pair/a', contentA);
  await pass(5 * minute);
  expect(history('a')).toBe('A');
});

it('an upload whose outcome is not known goes along with the folder that is renamed', async () => {
  disk.mkdir('/pair/d');
  disk.write('/pair/d/a', contentA);
  await pass(minute);
  atCall.set('completeRevision', () => {
    faults.set('completeRevision', { when: 'after', code: 'BAD_ANSWER' });
    faults.set('listRevisions', { when: 'before', code: 'BAD_ANSWER' });
  });
  disk.write('/pair/d/a', contentB);
  // the next try is minutes away by then, and the folder is synced before it
  await pass(5 * minute);
  atCall.set('listRevisions', () => {
    disk.rename('/pair/d', '/pair/e');
    disk.write('/pair/e/a', contentA);
  });
  await until('rename');
  faults.clear();
  await pass(10 * minute);
  expect(history('e/a')).toBe('A B A');
});

it('a file that is renamed while its content goes up keeps its place and its history', async () => {
  disk.write('/pair/a', contentA);
  await pass(minute);
  const fileId = server.at('R/a')?.fileId;
  slow.set('completeRevision', { there: 2 * minute });
  disk.write('/pair/a', contentB);
  atCall.set('completeRevision', () => disk.rename('/pair/a', '/pair/b'));
  await pass(10 * minute);
  expect(history('b')).toBe('A B');
  expect(server.at('R/b')?.fileId).toBe(fileId);
  expect(history('a')).toBe('not there');
  // nor does anybody think that something was deleted
  expect(state.all('SELECT path FROM deletion')).toEqual([]);
});

it('a folder that gets the name of one that somebody made on KooDrive becomes that one, file by file', async () => {
  disk.mkdir('/pair/d');
  disk.write('/pair/d/a', contentA);
  await pass(minute);
  const { fileId } = server.at('R/d/a') ?? {};
  const parentId = server.at('R')?.fileId ?? '';
  void server.koodrive(crashSwitch).createFolder({ containerId: simContainer, parentId, name: 'e' });
  await pass(minute);
  server.otherFile('R/e', 'x', contentB);
  disk.rename('/pair/d', '/pair/e');
  await pass(minute);
  disk.write('/pair/e/a', contentB);
  await pass(5 * minute);
  expect(history('e/a')).toBe('A B');
  expect(server.at('R/e/a')?.fileId).toBe(fileId);
  expect(history('e/x')).toBe('B');
  expect(server.at('R/d')).toBeUndefined();
});

it('a folder that gets the name of one that is known at another path waits until that has its own again', async () => {
  disk.mkdir('/pair/d');
  disk.write('/pair/d/a', contentA);
  disk.mkdir('/pair/x');
  disk.write('/pair/x/b', contentB);
  await pass(minute);
  server.otherRename('R/x', 'e');
  disk.rename('/pair/d', '/pair/e');
  await pass(10_000);
  expect([history('d/a'), history('e/a'), history('e/b')]).toEqual(['A', 'not there', 'B']);
  server.otherRename('R/e', 'x');
  await pass(60 * minute);
  expect([history('e/a'), history('x/b'), history('x/a')]).toEqual(['A', 'B', 'not there']);
});

it('what somebody else renamed on the server is left to them when it is renamed here, a folder with all it holds', async () => {
  disk.mkdir('/pair/d');
  disk.write('/pair/d/a', contentA);
  disk.write('/pair/b', contentB);
  await pass(minute);
  server.otherRename('R/d', 'theirs');
  server.otherRename('R/b', 'theirs too');
  disk.rename('/pair/d', '/pair/e');
  disk.rename('/pair/b', '/pair/c');
  await pass(5 * minute);
  expect([history('theirs/a'), history('theirs too')]).toEqual(['A', 'B']);
  expect([history('e/a'), history('c'), history('b')]).toEqual(['A', 'B', 'not there']);
});

it('a kill just after the server did a move, and a new file at the old path: each has its own history', async () => {
  disk.mkdir('/pair/d');
  disk.write('/pair/a', contentA);
  await pass(minute);
  const fileId = server.at('R/a')?.fileId;
  slow.set('move', { back: 60 * minute });
  disk.rename('/pair/a', '/pair/d/a');
  await until('move');
  end(store.commits());
  disk.write('/pair/a', contentB);
  await start();
  await pass(5 * minute);
  expect(history('d/a')).toBe('A');
  expect(server.at('R/d/a')?.fileId).toBe(fileId);
  expect(history('a')).toBe('B');
});

it.each([1, 2, 3, 4])(
  'a folder was made by a call of which nothing is known, and a file takes its name after look %i',
  async (looks) => {
    await pass(minute);
    disk.mkdir('/pair/d');
    slow.set('createFolder', { back: 60 * minute });
    await until('createFolder', 2);
    end(store.commits());
    const happens = () => {
      disk.remove('/pair/d');
      virtual.time.after(3_000_000, () => disk.write('/pair/d', contentA));
    };
    afterLooks.set('d', { looks, happens });
    await start();
    await pass(5 * minute);
    expect(history('d')).toBe('A');
  },
);

it('a move that was cut off under the name between is gone on with, and that name is not given once more', async () => {
  disk.mkdir('/pair/d');
  disk.mkdir('/pair/e');
  disk.write('/pair/d/a', contentA);
  await pass(minute);
  disk.rename('/pair/d/a', '/pair/e/b');
  await until('rename');
  // one that was sent again may arrive after all the rest
  end(store.commits());
  await start();
  await pass(5 * minute);
  expect([history('e/b'), history('d/a'), server.counts.get('rename')]).toEqual(['A', 'not there', 2]);
});

it('a kill just after the server did a rename within the folder, and a new file at the old path: it is a save', async () => {
  disk.write('/pair/a', contentA);
  await pass(minute);
  const fileId = server.at('R/a')?.fileId;
  slow.set('rename', { back: 60 * minute });
  disk.rename('/pair/a', '/pair/b');
  await until('rename');
  end(store.commits());
  disk.write('/pair/a', contentB);
  await start();
  await pass(5 * minute);
  expect(history('a')).toBe('A B');
  expect(server.at('R/a')?.fileId).toBe(fileId);
  expect(history('b')).toBe('A');
});

it('a file that is back while its deletion is looked into is not deleted', async () => {
  disk.write('/pair/a', contentA);
  await pass(minute);
  const fileId = server.at('R/a')?.fileId;
  disk.remove('/pair/a');
  atCall.set('listRevisions', () => disk.write('/pair/a', contentA));
  await pass(10 * minute);
  expect(atCall.size).toBe(0);
  expect(server.counts.has('recycle'), 'recycled').toBe(false);
  expect(server.at('R/a')?.fileId).toBe(fileId);
});

it('a file that comes back under another name just before its deletion is due is renamed, not deleted', async () => {
  disk.write('/pair/a', contentA);
  await pass(minute);
  const fileId = server.at('R/a')?.fileId;
  disk.rename('/pair/a', '/elsewhere');
  // it is known to be gone, and its deletion waits
  await pass(settings.deleteGraceMs - 2000);
  slow.set('rename', { there: 2 * minute });
  disk.rename('/elsewhere', '/pair/b');
  await pass(10 * minute);
  expect(server.counts.has('recycle'), 'recycled').toBe(false);
  expect(history('b')).toBe('A');
  expect(server.at('R/b')?.fileId).toBe(fileId);
});

it.each([0, 1000, 2000, 3000, 4000])(
  'a folder that took the place of the synced one is not taken for it before somebody saw what it lacks, %i ms after',
  async (afterMs) => {
    for (const name of ['a', 'b', 'c']) disk.write(`/pair/${name}`, contentA);
    await pass(minute + afterMs);
    disk.rename('/pair', '/elsewhere');
    disk.mkdir('/pair');
    disk.write('/pair/stray', contentB);
    await pass(5 * minute);
    expect(['a', 'b', 'c', 'stray'].map(history)).toEqual(['A', 'A', 'A', 'B']);
    expect(state.all('SELECT DISTINCT state, reason FROM deletion')).toEqual([
      { state: 'held', reason: 'root-replaced' },
    ]);
  },
);

it('a file that comes back under another name while its deletion is on its way is not taken along by it', async () => {
  disk.write('/pair/a', contentA);
  await pass(minute);
  disk.rename('/pair/a', '/elsewhere');
  slow.set('recycle', { there: 2 * minute });
  atCall.set('recycle', () => disk.rename('/elsewhere', '/pair/b'));
  await until('recycle');
  await pass(10 * minute);
  expect([history('a'), history('b')]).toEqual(['not there', 'A']);
});

it('a deletion that hangs on a connection from before an outage is begun again when the way is free', async () => {
  disk.write('/pair/a', contentA);
  await pass(minute);
  // its answer never comes
  slow.set('recycle', { there: 60 * minute });
  disk.remove('/pair/a');
  await pass(minute);
  expect(server.counts.get('recycle')).toBeUndefined();
  for (const operation of ['probe', 'createFile'] as const)
    faults.set(operation, { when: 'before', code: 'TIMED_OUT' });
  disk.write('/pair/b', contentB);
  await pass(minute);
  faults.clear();
  slow.clear();
  await pass(20_000);
  expect(history('a')).toBe('not there');
  expect(history('b')).toBe('B');
});

it('a deletion that was held since the folder was away goes when it is back, and nothing else does', async () => {
  for (const name of ['a', 'b', 'c']) disk.write(`/pair/${name}`, contentA);
  await pass(minute);
  disk.remove('/pair/a');
  await pass(15_000);
  disk.rename('/pair', '/elsewhere');
  await pass(5 * minute);
  expect(state.all('SELECT path, state, reason FROM deletion')).toEqual([
    { path: 'a', state: 'held', reason: 'root-missing' },
  ]);
  disk.rename('/elsewhere', '/pair');
  await pass(5 * minute);
  expect(['a', 'b', 'c'].map(history)).toEqual(['not there', 'A', 'A']);
});

describe('what was renamed to a name that KooDrive does not take', () => {
  const hour = 60 * minute;
  beforeEach(async () => {
    disk.write('/pair/a', contentA);
    disk.mkdir('/pair/d');
    disk.write('/pair/d/b', contentB);
    await pass(minute);
    disk.rename('/pair/a', '/pair/a?');
    disk.rename('/pair/d', '/pair/d|d');
    await pass(hour);
  });
  const binned = () => server.counts.get('recycle') ?? 0;

  it('stays at its old place there, and has its history when it gets another name', async () => {
    expect([history('a'), history('d/b'), binned()]).toEqual(['A', 'B', 0]);
    expect(state.all('SELECT path FROM deletion')).toEqual([]);
    disk.write('/pair/a?', contentB);
    disk.rename('/pair/a?', '/pair/z');
    disk.rename('/pair/d|d', '/pair/e');
    await pass(5 * minute);
    expect([history('z'), history('e/b'), binned()]).toEqual(['A B', 'B', 0]);
    expect([history('a'), history('d/b')]).toEqual(['not there', 'not there']);
  });

  it('goes into the bin when it is really gone, and so does a part of it', async () => {
    disk.remove('/pair/a?');
    disk.remove('/pair/d|d/b');
    await pass(2 * hour);
    expect([history('a'), history('d/b')]).toEqual(['not there', 'not there']);
    expect(server.at('R/d')).toBeDefined();
  });

  it('stays through a restart, and goes when it went meanwhile', async () => {
    end(store.commits());
    await start();
    await pass(hour);
    expect([history('a'), history('d/b'), binned()]).toEqual(['A', 'B', 0]);
    end(store.commits());
    disk.remove('/pair/a?');
    await start();
    await pass(2 * hour);
    expect([history('a'), history('d/b')]).toEqual(['not there', 'B']);
  });
});

it('a rename that KooDrive refuses for long costs the file nothing: its deletion was on its way', async () => {
  disk.write('/pair/a', contentA);
  await pass(minute);
  faults.set('rename', { when: 'before', code: 'NOT_PERMITTED' });
  disk.rename('/pair/a', '/elsewhere');
  await pass(10_000);
  disk.rename('/elsewhere', '/pair/z');
  await pass(60 * minute);
  expect([history('a'), server.counts.get('recycle') ?? 0]).toEqual(['A', 0]);
  faults.clear();
  await pass(6 * 60 * minute);
  expect([history('z'), history('a')]).toEqual(['A', 'not there']);
});

it('an undo that begins while its deletion is being judged counts, and not the judgement', async () => {
  disk.mkdir('/pair/d');
  // more than may go unasked
  for (let n = 0; n <= settings.holdDeletionsCount; n += 1) disk.write(`/pair/d/${n}`, Buffer.from(`${n}`));
  await pass(5 * minute);
  disk.remove('/pair/d');
  const deletion = () => state.get('SELECT state, reason FROM deletion');
  await virtual.time.runUntil(virtual.time.now() + 10 * minute * 1000, () => deletion() !== undefined);
  // as another process of KooSync does it
  const undo = () => state.run("UPDATE deletion SET state = 'held', reason = 'not-back-yet'");
  afterLooks.set('', { looks: 1, happens: undo });
  await pass(5 * minute);
  expect(deletion()).toEqual({ state: 'held', reason: 'not-back-yet' });
});

it.each([10, 600])('a folder of %i files that is renamed is a few changes of the database', async (files) => {
  disk.mkdir('/pair/d');
  disk.mkdir('/pair/d/e');
  for (let n = 0; n < files; n += 1) disk.write(`/pair/d/e/${n}`, Buffer.from(`${n}`));
  await pass(5 * minute);
  // what happened long ago is forgotten twenty at a time
  state.run('DELETE FROM recent');
  const changes = () => Number(state.get('SELECT total_changes() AS n')?.['n']);
  const before = changes();
  disk.rename('/pair/d', '/pair/f');
  await until('rename');
  await pass(5000);
  expect(changes() - before).toBeLessThanOrEqual(20);
  expect(server.at(`R/f/e/${files - 1}`)).toBeDefined();
  expect(state.all("SELECT path FROM node_path WHERE path LIKE 'd%'")).toEqual([]);
});
