/** Single paths on a disk and a KooDrive in memory, looked at one by one as the queue would have them looked at. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../../tests/harness/simulated/clock.ts';
import type { SimDisk } from '../../../tests/harness/simulated/disk.ts';
import { createFakeDisk } from '../../../tests/harness/simulated/fake-disk.ts';
import { createFakeKooDrive, type FakeKooDrive } from '../../../tests/harness/simulated/fake-koodrive.ts';
import type { Disk } from '../../disk/disk.ts';
import { createContent, sha256Of } from '../../disk/read-content.ts';
import type { KooDrive } from '../../koodrive/api.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import type { AccountContext } from '../contexts.ts';
import { saveWindowMs } from '../plan/save-by-renaming.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { noticingSetBacks } from '../../lib/set-back-clock.ts';
import { FileWriters } from './file-writers.ts';
import { PathLocks } from './path-locks.ts';
import type { OutcomeOfRules, PathOutcome } from './path-outcome.ts';
import { SupersededFiles } from './superseded-files.ts';
import { SyncPath } from './sync-path.ts';
import { createUploadLanes } from './upload-lanes.ts';

const second = 1000;
const day = 86_400_000;
const timing = {
  settleMs: second,
  maxWaitMs: 10 * second,
  versionIntervalMs: 60 * second,
  missingGraceMs: 2 * second,
};
const chunking = { singlePartUpTo: 4096, tinyUpTo: 1024, smallestPart: 2048, leastPart: 1024 };

let clock: FakeClock;
let stores: TestStores;
let files: SimDisk;
let server: FakeKooDrive;
let syncPath: SyncPath;
/** what the rules say of whatever is there */
let rule: OutcomeOfRules | undefined;
/** done when something at this path has just been looked at */
let whenSeen: (path: string) => void;
/** done when a revision, or a new file, is about to go up */
let whenSent: () => Promise<unknown>;

beforeEach(() => {
  clock = createFakeClock();
  stores = openTestStores(() => clock.now());
  server = createFakeKooDrive();
  rule = undefined;
  whenSeen = () => undefined;
  whenSent = () => Promise.resolve();
  const { disk: plain, files: onDisk } = createFakeDisk(clock);
  files = onDisk;
  files.mkdir('/pair');
  const remote = { fileId: server.rootId, sha256: undefined, revisionId: undefined };
  const local = { fingerprint: 'root', localId: 'root', size: 0 };
  stores.baseline.put(stores.pair.id, '', { kind: 'folder', local, remote }, clock.now());
  const disk: Disk = {
    ...plain,
    stat: async (at) => {
      const found = await plain.stat(at);
      if (found) whenSeen(at.path);
      return found;
    },
  };
  syncPath = new SyncPath({
    ...stores,
    disk,
    content: createContent(disk),
    snapshots: undefined,
    locks: new PathLocks(),
    lanes: createUploadLanes({ small: 2, large: 2, chunking, roundTripMs: () => undefined }),
    clock: noticingSetBacks(clock),
    writers: new FileWriters({ disk, clock }),
    time: { mayBeLater: () => false },
    timing: () => timing,
    paused: () => false,
    chunking,
  });
});
afterEach(() => stores.close());

const write = (path: string, text: string) => files.write(`/pair/${path}`, Buffer.from(text));
const rename = (from: string, to: string) => files.rename(`/pair/${from}`, `/pair/${to}`);
const remove = (path: string) => files.remove(`/pair/${path}`);
const known = (path: string): BaselineEntry | undefined => stores.baseline.find(stores.pair.id, path);
const waiting = (path: string) => stores.pending.find(stores.pair.id, path);

/** Syncs the path as its change in the queue says; one that is not there is noticed now. */
function sync(path: string): Promise<PathOutcome> {
  const { pending } = stores;
  const pair = { ...stores.pair, folder: '/pair' };
  if (!waiting(path)) pending.enqueue(pair.id, path, 'noticed', clock.now());
  const {
    noticedAt = clock.now(),
    observed,
    failure,
    attempts = 0,
    priority = 'noticed',
  } = waiting(path) ?? {};
  const koodrive: KooDrive = {
    ...server.koodrive,
    createRevision: async (...given) => {
      await whenSent();
      return server.koodrive.createRevision(...given);
    },
    createFile: async (...given) => {
      await whenSent();
      return server.koodrive.createFile(...given);
    },
  };
  const modes = { choose: () => 'concurrent', measured: () => undefined, refused: () => undefined };
  const account = { koodrive, limit: { bytes: undefined }, modes } as unknown as AccountContext;
  return syncPath.sync({
    account,
    pair,
    path,
    noticedAt,
    observed,
    leftOut: () => Promise.resolve(rule),
    allSeenFrom: Number.POSITIVE_INFINITY,
    isComparedLater: () => false,
    isLeftOut: () => Promise.resolve(false),
    failed: failure && { code: failure.code, at: failure.at, attempts },
    priority,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
}

/** One look at the path. What comes of it as a problem stands in the queue then, and is tried again in a day. */
async function look(path: string): Promise<PathOutcome> {
  const outcome = await clock.through(sync(path));
  if (outcome.kind === 'problem') failed(path, outcome.error);
  return outcome;
}

function failed(path: string, error: KooError): void {
  const version = stores.pending.versionOf(stores.pair.id, path) ?? 0;
  stores.pending.fail({ pairId: stores.pair.id, path, version }, error, clock.now(), clock.now() + day);
}

/** A file is saved and goes up. */
async function saved(path: string, text: string): Promise<void> {
  write(path, text);
  await clock.pass(timing.settleMs);
  expect(await look(path)).toMatchObject({ kind: 'uploaded' });
}

/** What is not there any more is looked at until that counts. */
async function gone(path: string): Promise<PathOutcome> {
  expect(await look(path)).toMatchObject({ kind: 'wait' });
  await clock.pass(saveWindowMs);
  return look(path);
}

it('a name that is no text is told, and is no problem where a rule leaves it out', async () => {
  files.mkdir('/pair/f');
  await look('f');
  write('f/\uFFFD.doc', 'text');
  expect(await look('f/\uFFFD.doc')).toMatchObject({ kind: 'problem', error: { code: 'NAME_NOT_UTF8' } });
  rule = { kind: 'left-alone' };
  expect(await look('f/\uFFFD.doc')).toEqual({ kind: 'left-alone' });
  expect(waiting('f/\uFFFD.doc')).toBeUndefined();
});

it('a folder that a killed life had made is known, though it went while it was looked at', async () => {
  files.mkdir('/pair/d');
  const { fingerprint = '', localId } = files.factsNow('/pair/d') ?? {};
  const nothing = { fileId: undefined, baseRevisionId: undefined, sha256: undefined, size: 0, partSize: 0 };
  const intent = { pairId: stores.pair.id, path: 'd', kind: 'folder', fingerprint, localId } as const;
  await stores.uploads.begin({ ...intent, ...nothing, mode: 'concurrent' }, clock.now());
  const made = await server.koodrive.createFolder({ containerId: 'c', parentId: server.rootId, name: 'd' });
  whenSeen = (path) => void (path === 'd' && remove('d'));
  expect(await look('d')).toMatchObject({ kind: 'wait' });
  expect(known('d')).toMatchObject({ kind: 'folder', remote: { fileId: made.fileId } });
  // so a file that takes its name finds that free
  whenSeen = () => undefined;
  write('d', 'text');
  await clock.pass(timing.settleMs);
  expect(await look('d')).toMatchObject({ kind: 'moved-aside' });
  expect(await look('d')).toMatchObject({ kind: 'uploaded' });
});

/** Two names that cannot stand beside each other, of which the first went; the space is full by then. */
async function clashWithFullSpace(onceTold: () => void = () => undefined): Promise<void> {
  await saved('b.txt', 'first');
  write('B.TXT', 'second');
  await clock.pass(timing.settleMs);
  expect(await look('B.TXT')).toMatchObject({ kind: 'problem', error: { code: 'NAME_CLASH' } });
  onceTold();
  remove('b.txt');
  server.server.setCapacity(0);
  const error = await look('B.TXT').catch(toKooError);
  expect(error).toMatchObject({ code: 'QUOTA_FULL' });
}

it('a clash that is over is told no longer, though the space is full', async () => {
  await clashWithFullSpace();
  expect(waiting('B.TXT')).toMatchObject({ failure: undefined });
});

it('a clash that is over is told no longer, though the clock was set back since it was told', async () => {
  clock.jump(400 * day);
  await clashWithFullSpace(() => clock.jump(-400 * day));
  expect(waiting('B.TXT')).toMatchObject({ failure: undefined });
});

it('what a program exchanged and removed is no deletion, though it became known while the document was sent', async () => {
  await saved('notes.txt', 'old');
  write('save.new', 'new');
  rename('notes.txt', 'aside');
  rename('save.new', 'notes.txt');
  rename('aside', 'save.new');
  // a killed life had sent what it found under the program's name, and has no answer
  const { fingerprint = '', localId, size = 0 } = files.factsNow('/pair/save.new') ?? {};
  const of = { pairId: stores.pair.id, path: 'save.new', kind: 'file', fingerprint, localId, size } as const;
  const unknown = { fileId: undefined, baseRevisionId: undefined, sha256: undefined };
  await stores.uploads.begin({ ...of, ...unknown, partSize: size, mode: 'concurrent' }, clock.now());
  await stores.uploads.markOutcomeUnknown(of.pairId, of.path, sha256Of(Buffer.from('old')), undefined);
  server.otherFile('save.new', Buffer.from('old'));
  remove('save.new');
  await clock.pass(timing.settleMs);
  whenSent = async () => {
    expect(known('save.new')).toBeUndefined();
    expect(await sync('save.new')).toMatchObject({ kind: 'wait' });
    expect(known('save.new')).toBeDefined();
  };
  expect(await look('notes.txt')).toMatchObject({ kind: 'uploaded', result: { kind: 'revision' } });
  expect(await gone('save.new')).toEqual({ kind: 'missing', superseded: true });
});

it('a document is deleted that is gone after its file became a backup, where a backup had been missing', async () => {
  await saved('notes.txt', 'first');
  await saved('notes.bak', 'before that');
  remove('notes.bak');
  expect(await gone('notes.bak')).toEqual({ kind: 'missing', superseded: false });
  rename('notes.txt', 'notes.bak');
  write('notes.txt', 'second');
  await clock.pass(timing.settleMs);
  expect(await look('notes.bak')).toMatchObject({ kind: 'uploaded', result: { kind: 'revision' } });
  remove('notes.txt');
  expect(await look('notes.txt')).toMatchObject({ kind: 'wait' });
  await clock.pass(timing.missingGraceMs);
  expect(await look('notes.txt')).toEqual({ kind: 'missing', superseded: false });
});

it('what could not stand beside a name goes up when that one was renamed to what KooDrive does not take', async () => {
  await saved('b.txt', 'first');
  write('B.TXT', 'second');
  await clock.pass(timing.settleMs);
  expect(await look('B.TXT')).toMatchObject({ kind: 'problem', error: { code: 'NAME_CLASH' } });
  rename('b.txt', 'con:x');
  expect(await look('con:x')).toMatchObject({ kind: 'problem', error: { code: 'NAME_FORBIDDEN' } });
  expect(await look('b.txt')).toEqual({ kind: 'left-alone' });
  const due = stores.pending.due(clock.now(), 9).map(({ path }) => path);
  expect(due).toEqual(['B.TXT']);
  expect(await look('B.TXT')).toMatchObject({ kind: 'uploaded', result: { kind: 'new-file' } });
});

it('a folder that cannot be listed gets its new name, and stays a problem (crossing 891873)', async () => {
  files.mkdir('/pair/d');
  await look('d');
  await saved('d/a', 'text');
  rename('d', 'n');
  files.setReadable('/pair/n', false);
  const closed = new KooError('FOLDER_UNREADABLE', 'as a scan found');
  stores.pending.enqueueFailed(stores.pair.id, 'n', closed, clock.now(), clock.now() + day);
  expect(await look('n')).toMatchObject({ kind: 'renamed' });
  expect(server.server.at('n')).toBeDefined();
  expect(waiting('n')).toMatchObject({ failure: { code: 'FOLDER_UNREADABLE' } });
  expect(await look('n').catch(toKooError)).toMatchObject({ code: 'FOLDER_UNREADABLE' });
  files.setReadable('/pair/n', true);
  await look('n');
  expect(waiting('n')).toBeUndefined();
});

it('a folder that was missing is back though it cannot be listed, and stays a problem (crossing 963538)', async () => {
  files.mkdir('/pair/d');
  await look('d');
  stores.baseline.markMissing(stores.pair.id, 'd', clock.now());
  files.setReadable('/pair/d', false);
  const closed = new KooError('FOLDER_UNREADABLE', 'as a scan found');
  stores.pending.enqueueFailed(stores.pair.id, 'd', closed, clock.now(), clock.now() + day);
  expect(await look('d')).toMatchObject({ kind: 'folder-back' });
  expect(stores.baseline.heldFolderId(stores.pair.id, 'd')).toBeDefined();
  expect(waiting('d')).toMatchObject({ failure: { code: 'FOLDER_UNREADABLE' } });
  expect(await look('d').catch(toKooError)).toMatchObject({ code: 'FOLDER_UNREADABLE' });
});

it('that a document was exchanged with its new file is written down before what it was goes up', async () => {
  await saved('notes.txt', 'old');
  const { localId = '' } = files.factsNow('/pair/notes.txt') ?? {};
  write('save.new', 'new');
  rename('notes.txt', 'aside');
  rename('save.new', 'notes.txt');
  rename('aside', 'save.new');
  await clock.pass(timing.settleMs);
  const sentAt = clock.now();
  // nothing is known of it after that: KooSync is killed
  whenSent = () => Promise.reject(new KooError('CANCELLED', 'killed'));
  await look('save.new').catch(toKooError);
  const next = new SupersededFiles(stores.db);
  const sent = { ...known('notes.txt'), path: 'save.new', sentAt } as BaselineEntry;
  expect(sent.local?.localId).toBe(localId);
  expect(next.exchangedWith(stores.pair.id, sent, clock.now(), clock.now())).toMatchObject({
    document: 'notes.txt',
  });
});

it('what a program saved a document through is no deletion, though a rule leaves the document out since', async () => {
  await saved('notes.txt', 'old');
  await saved('save.new', 'new');
  rename('save.new', 'notes.txt');
  rule = { kind: 'left-alone' };
  expect(await look('notes.txt')).toEqual({ kind: 'left-alone' });
  rule = undefined;
  expect(await gone('save.new')).toEqual({ kind: 'missing', superseded: true });
});
