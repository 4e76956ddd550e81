/** What the recycler leaves alone while it is being brought back. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { KooError } from '../../model/errors.ts';
import { PathLocks } from '../apply/path-locks.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { Recycler } from './recycler.ts';

const now = 1000;
let stores: TestStores;
beforeEach(() => {
  stores = openTestStores(() => now);
});
afterEach(() => stores.close());

/** Synced, and missing since; gives the id of its deletion, which the user confirmed. */
function confirmed(path: string, kind: 'file' | 'folder'): number {
  const { baseline, deletions, pair } = stores;
  const local = { fingerprint: path, localId: path, size: 1 };
  const fileId = `id of ${path}`;
  const remote = { fileId, sha256: undefined, revisionId: undefined };
  baseline.put(pair.id, path, { kind, local, remote }, 1);
  baseline.markMissing(pair.id, path, now);
  const item = { pairId: pair.id, path, kind, fileId, files: 1, noticedAt: now } as const;
  const id = deletions.addHeld(item, 'too-many');
  deletions.approve(id);
  return id;
}

type During = {
  /** what happens before the answer to each call that recycles */
  answer?(): Promise<void>;
  notNow?(): boolean;
};

/** A recycler on a server that has all there is in one folder, and what that was told to put into its bin. */
function recycling(locks: PathLocks, during: During = {}) {
  const { baseline, pair } = stores;
  const recycled: string[] = [];
  const folderOf = (fileId: string) => (fileId === 'id of d/a' ? 'id of d' : 'root');
  const koodrive = {
    detail: (_container: string, fileId: string) =>
      Promise.resolve({
        fileId,
        name: fileId.replace(/^.*[ /]/u, ''),
        parentId: folderOf(fileId),
        isFolder: fileId === 'id of d',
        recycled: false,
      }),
    async *listFolder(_container: string, folderId: string) {
      if (folderId === 'id of d' && baseline.find(pair.id, 'd/a'))
        yield { fileId: 'id of d/a', isFolder: false, recycled: false };
    },
    listRevisions: () => Promise.resolve({ revisions: [] }),
    recycle: async ({ fileId }: { readonly fileId: string }) => {
      recycled.push(fileId);
      await during.answer?.();
    },
  };
  const root = { fileId: 'root', sha256: undefined, revisionId: undefined };
  baseline.put(pair.id, '', { kind: 'folder', local: undefined, remote: root }, 1);
  const failures: KooError[] = [];
  const log = { warn: () => undefined };
  const recycler = new Recycler({
    ...stores,
    commit: stores.deletionCommit,
    disk: { stat: () => Promise.resolve(undefined), list: () => Promise.resolve({ names: [] }) },
    clock: { now: () => now, elapsed: () => now },
    time: { stamp: () => now, now: () => now, server: () => undefined },
    random: () => 0.5,
    log,
    contexts: { all: () => [{ account: { koodrive, settings: () => ({}) }, pair }] },
    locks,
    deleteGraceMs: () => 0,
    judge: (error: KooError) => Promise.resolve({ place: undefined, error: (failures.push(error), error) }),
    notNow: () => during.notNow?.() ?? false,
    scannedRoot: () => undefined,
    changed: () => undefined,
    notice: () => undefined,
  } as never);
  return { run: () => recycler.recycleDue(new AbortController().signal), recycled, failures };
}

it('puts what the user confirmed into the bin', async () => {
  confirmed('d', 'folder');
  const { run, recycled, failures } = recycling(new PathLocks());
  await run();
  expect({ recycled, failures }).toEqual({ recycled: ['id of d'], failures: [] });
});

it('leaves a folder with something in it whose undo has just begun', async () => {
  const inside = confirmed('d/a', 'file');
  stores.baseline.setRecycled(stores.pair.id, 'd/a', true);
  stores.deletions.sent(inside, now);
  const folder = confirmed('d', 'folder');
  const locks = new PathLocks();
  let end: () => void = () => undefined;
  const undo = locks.once('undo', String(inside), () => new Promise<void>((resolve) => (end = resolve)));
  const { run, recycled, failures } = recycling(locks);
  await run();
  expect(recycled).toEqual([]);
  expect(failures).toMatchObject([{ code: 'FILE_BUSY' }]);
  expect(stores.deletions.find(folder)).toMatchObject({ state: 'approved', attempts: 1 });
  end();
  await undo;
  stores.deletions.again(folder, now);
  await run();
  expect(recycled).toEqual(['id of d']);
});

it('has what is being renamed in a folder looked at under its new name, and leaves the folder until then', async () => {
  const folder = confirmed('d', 'folder');
  const { pair, pending, renames } = stores;
  await renames.begin({ pairId: pair.id, from: 'd/a', to: 'd/b', fileId: 'id of d/a', leftAt: undefined });
  const { run, recycled, failures } = recycling(new PathLocks());
  await run();
  expect(recycled).toEqual([]);
  expect(failures).toMatchObject([{ code: 'FILE_BUSY' }]);
  expect(pending.find(pair.id, 'd/b')).toBeDefined();
  renames.end(pair.id, 'd/a');
  stores.deletions.again(folder, now);
  await run();
  expect(recycled).toEqual(['id of d']);
});

it('has what was begun in a folder looked at, and the folder, where the server may have made it by now', async () => {
  const folder = confirmed('d', 'folder');
  const { pair, pending, uploads } = stores;
  const intent = {
    pairId: pair.id,
    kind: 'file',
    fileId: 'id of d/b',
    fingerprint: 'f',
    localId: 'f',
  } as const;
  const parts = {
    baseRevisionId: undefined,
    sha256: undefined,
    size: 9,
    partSize: 4,
    mode: 'sequential',
  } as const;
  // of one there are parts alone, which nobody waits for
  for (const path of ['d/b', 'd/c']) await uploads.begin({ ...intent, ...parts, path }, now);
  await uploads.markOutcomeUnknown(pair.id, 'd/b', 'sha', 'id of d/b');
  const { run, recycled, failures } = recycling(new PathLocks());
  await run();
  expect(recycled).toEqual([]);
  expect(failures).toMatchObject([{ code: 'FILE_BUSY' }]);
  expect(pending.due(now, 9).map(({ path }) => path)).toEqual(['d', 'd/b']);
  uploads.end(pair.id, 'd/b');
  for (const path of ['d', 'd/b']) {
    const taken = pending.find(pair.id, path);
    if (taken) pending.ack(taken, now);
  }
  stores.deletions.again(folder, now);
  await run();
  expect(recycled).toEqual(['id of d']);
});

/** Twenty files that were picked and deleted. */
const twenty = () => Array.from({ length: 20 }, (_, nth) => confirmed(`f${String(nth)}`, 'file'));

it('sends several at once: many files that were picked do not wait for each other', async () => {
  twenty();
  let [underWay, most] = [0, 0];
  const answer = async () => {
    most = Math.max(most, ++underWay);
    await new Promise<void>((done) => setImmediate(done));
    underWay--;
  };
  const { run, recycled } = recycling(new PathLocks(), { answer });
  await run();
  expect(recycled).toHaveLength(20);
  expect(most).toBe(8);
});

it('a pause in the middle of a round ends it with what is under way; the rest goes when it is over', async () => {
  twenty();
  let isPaused = false;
  const answer = () => Promise.resolve(void (isPaused = true));
  const { run, recycled } = recycling(new PathLocks(), { answer, notNow: () => isPaused });
  await run();
  expect(recycled.length).toBeLessThanOrEqual(8);
  const { pair, deletions } = stores;
  expect(deletions.open(pair.id)).toHaveLength(20 - recycled.length);
  while (recycled.length < 20) {
    isPaused = false;
    await run();
  }
  expect(new Set(recycled).size).toBe(20);
});

it('what a user took back while the others were sent does not go', async () => {
  const ids = twenty();
  const { deletions } = stores;
  const answer = () => Promise.resolve(deletions.hold(ids.slice(15), 'too-many'));
  const { run, recycled } = recycling(new PathLocks(), { answer });
  await run();
  expect(recycled).toHaveLength(15);
});
