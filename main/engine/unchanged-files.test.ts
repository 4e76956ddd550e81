import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import type { Content, KnownFile, Reread } from '../disk/read-content.ts';
import { NEEDS_REREAD } from '../model/baseline-entry.ts';
import { KooError } from '../model/errors.ts';
import type { FileStat } from '../model/file-stat.ts';
import { asKooDriveWants } from './plan/part-size.ts';
import { openTestStores, type TestStores } from './test-stores.ts';
import { keyOf, PathLocks } from './apply/path-locks.ts';
import { settleUnchanged, type UnchangedFilesDeps } from './unchanged-files.ts';

const clock = createFakeClock(1_700_000_000_000);
let stores: TestStores;
let locks: PathLocks;
/** what the disk holds of each path; undefined: nothing that could be read */
let disk: Record<string, Reread | undefined>;
/** folders that were read, with the names in them */
let read: [folder: string, names: string[]][];
let leftOut: string | undefined;
/** happens while the disk is read */
let meanwhile: () => void;
beforeEach(() => {
  stores = openTestStores(() => clock.now());
  [locks, disk, read, leftOut, meanwhile] = [new PathLocks(), {}, [], undefined, () => undefined];
});
afterEach(() => stores.close());

const id = () => stores.pair.id;
const stamps = (fingerprint: string, more: Partial<FileStat> = {}): FileStat => ({
  kind: 'file',
  size: 5,
  fingerprint,
  localId: 'i1',
  quietSince: clock.now() - 120_000,
  coarse: false,
  mode: 0o644,
  ...more,
});
const put = (path: string, kind: 'file' | 'folder' = 'file', fingerprint = 'old', size = 5) => {
  const local = { fingerprint, localId: kind === 'file' ? 'i1' : path, size };
  const remote = { fileId: `id of ${path}`, sha256: kind === 'file' ? 'same' : undefined, revisionId: 'r' };
  stores.baseline.put(id(), path, { kind, local, remote }, clock.now() - 600_000);
};
/** A known file of which the stamps alone changed, in a folder that is known. */
const touched = (path: string) => {
  if (path.includes('/') && !stores.baseline.find(id(), 'docs')) put('docs', 'folder');
  put(path);
  disk[path] = { stat: stamps('new'), sha256: 'same' };
  stores.pending.enqueue(id(), path, 'noticed', clock.now() - 10_000);
};
const reread: Content['reread'] = ({ path: folder }, files: readonly KnownFile[]) => {
  read.push([folder, files.map(({ name }) => name)]);
  meanwhile();
  return Promise.resolve(files.map(({ name }) => disk[folder === '' ? name : `${folder}/${name}`]));
};
const deps = (more: Partial<UnchangedFilesDeps> = {}): UnchangedFilesDeps => ({
  ...stores,
  clock,
  locks,
  contexts: { find: (pairId) => (stores.pairs.find(pairId) ? ({ pair: stores.pair } as never) : undefined) },
  monitors: {
    leftOut: (_id, path) => Promise.resolve(path === leftOut ? { top: path, rule: undefined } : undefined),
    allSeenFrom: () => Number.POSITIVE_INFINITY,
  },
  content: { reread },
  chunking: asKooDriveWants,
  timing: () => ({ settleMs: 1000, maxWaitMs: 60_000, versionIntervalMs: 60_000, missingGraceMs: 2000 }),
  ...more,
});
const settle = async (...paths: string[]) => {
  const changes = paths.flatMap((path) => stores.pending.find(id(), path) ?? []);
  const settled = await settleUnchanged(deps(), changes);
  return Object.fromEntries(paths.map((path) => [path, settled.get(keyOf(id(), path))]));
};
const known = (path: string) => stores.baseline.find(id(), path)?.local;
const isPending = (path: string) => stores.pending.find(id(), path) !== undefined;

describe('many changes at once', () => {
  it('are written down where the stamps alone changed, folder by folder', async () => {
    for (const path of ['a', 'docs/b', 'docs/c']) touched(path);
    expect(await settle('a', 'docs/b', 'docs/c')).toEqual({
      a: 'uploaded',
      'docs/b': 'uploaded',
      'docs/c': 'uploaded',
    });
    expect(read).toEqual([
      ['', ['a']],
      ['docs', ['b', 'c']],
    ]);
    expect(known('docs/b')).toMatchObject({ fingerprint: 'new', localId: 'i1', size: 5, mode: 0o644 });
    expect(isPending('a') || isPending('docs/b') || isPending('docs/c')).toBe(false);
    // nothing happened that a user would be told of
    expect(stores.notes.recent(10)).toEqual([]);
  });

  it('are off the queue where not even the stamps changed', async () => {
    touched('a');
    disk['a'] = { stat: stamps('old'), sha256: undefined };
    expect(await settle('a')).toEqual({ a: 'in-sync' });
    expect([known('a')?.fingerprint, isPending('a')]).toEqual(['old', false]);
  });

  it('are read once more where they were read soon after their last stamp', async () => {
    touched('a');
    touched('b');
    disk['a'] = { stat: stamps('new', { quietSince: clock.now() - 5000 }), sha256: 'same' };
    expect(await settle('a', 'b')).toEqual({ a: 'uploaded', b: 'uploaded' });
    expect(stores.unproven.find(id(), 'a')?.fingerprint).toBe('new');
    expect(stores.unproven.find(id(), 'b')).toBeUndefined();
  });

  const inDoubt: [string, () => void][] = [
    ['another content', () => (disk['docs/a'] = { stat: stamps('new'), sha256: 'other' })],
    ['nothing that could be read', () => (disk['docs/a'] = undefined)],
    [
      'what is written just now',
      () => (disk['docs/a'] = { stat: stamps('new', { quietSince: clock.now() - 10 }), sha256: 'same' }),
    ],
    [
      'what failed before',
      () => {
        const change = stores.pending.find(id(), 'docs/a');
        if (change)
          stores.pending.fail(change, new KooError('FILE_BUSY', 'x'), clock.now(), clock.now() + 9999);
      },
    ],
    ['what is large', () => put('docs/a', 'file', 'old', asKooDriveWants.tinyUpTo + 1)],
    [
      'what is to be read whatever its stamps are, and is another content',
      () => {
        put('docs/a', 'file', NEEDS_REREAD);
        disk['docs/a'] = { stat: stamps('new'), sha256: 'other' };
      },
    ],
    ['what is missing', () => stores.baseline.markMissing(id(), 'docs/a', clock.now())],
    ['what is not known', () => stores.baseline.forget(id(), 'docs/a')],
    ['what the rules leave out', () => (leftOut = 'docs/a')],
    ['what lies in a folder that is missing', () => stores.baseline.markMissing(id(), 'docs', clock.now())],
    ['what has a name that cannot stand beside another', () => put('docs/A')],
    ['what lies in a folder of such a name', () => put('Docs', 'folder')],
    [
      'what is on its way to the server',
      () =>
        void stores.uploads.begin(
          {
            pairId: id(),
            path: 'docs/a',
            kind: 'revision',
            fileId: 'id of docs/a',
            mode: 'concurrent',
            baseRevisionId: 'r',
            fingerprint: 'new',
            localId: 'i1',
            size: 5,
            sha256: 'other',
            partSize: 5,
          },
          clock.now(),
        ),
    ],
    [
      'what is in a folder that is on its way to another name',
      () =>
        void stores.renames.begin({
          pairId: id(),
          from: 'docs',
          to: 'other',
          fileId: 'id of docs',
          leftAt: undefined,
        }),
    ],
    ['what is being renamed', () => locks.holdRenaming(keyOf(id(), 'docs'))],
    [
      'what somebody works on',
      () => void locks.once('sync', keyOf(id(), 'docs/a'), () => new Promise(() => 0)),
    ],
    [
      'what is on its way into the bin',
      () => void locks.once('recycle', keyOf(id(), 'docs'), () => new Promise(() => 0)),
    ],
    [
      'what another client threw away',
      () =>
        stores.differences.note(id(), {
          path: 'docs/a',
          fileId: 'id of docs/a',
          kind: 'gone',
          detail: undefined,
        }),
    ],
    [
      'what lies in a pair that is away on the server',
      () =>
        stores.pending.enqueueFailed(
          id(),
          '',
          new KooError('PAIR_RECYCLED', 'x'),
          clock.now(),
          clock.now() + 9999,
        ),
    ],
  ];
  it.each(inDoubt)('go their usual way: %s', async (_what, happens) => {
    touched('docs/a');
    touched('docs/b');
    happens();
    const before = known('docs/a');
    expect((await settle('docs/a'))['docs/a']).toBeUndefined();
    expect(known('docs/a')).toEqual(before);
  });

  const duringRead: [string, () => void][] = [
    ['it was synced meanwhile', () => put('docs/a', 'file', 'newer')],
    ['it was found to be missing', () => stores.baseline.markMissing(id(), 'docs/a', clock.now())],
    ['its folder was renamed', () => stores.baseline.move(id(), 'docs', 'papers')],
    ['its pair was removed', () => stores.pairs.remove(id())],
    ['its rename began', () => locks.holdRenaming(keyOf(id(), 'docs/a'))],
  ];
  it.each(duringRead)('go their usual way when, while they were read, %s', async (_what, happens) => {
    touched('docs/a');
    meanwhile = happens;
    expect(await settle('docs/a')).toEqual({ 'docs/a': undefined });
    expect(known('docs/a')?.fingerprint).not.toBe('new');
  });

  it('stay pending where something was noticed while they were read', async () => {
    touched('a');
    meanwhile = () => stores.pending.enqueue(id(), 'a', 'noticed', clock.now());
    expect(await settle('a')).toEqual({ a: 'uploaded' });
    expect([known('a')?.fingerprint, isPending('a')]).toEqual(['new', true]);
  });

  it('are left where looking at them takes long: saves wait meanwhile', async () => {
    for (const path of ['a', 'docs/b']) touched(path);
    for (const folder of ['d1', 'd2', 'd3']) {
      put(folder, 'folder');
      touched(`${folder}/c`);
    }
    let elapsed = 0;
    const slow = { now: () => clock.now(), elapsed: () => (elapsed += 100) };
    const changes = ['a', 'docs/b', 'd1/c', 'd2/c', 'd3/c'].flatMap(
      (path) => stores.pending.find(id(), path) ?? [],
    );
    const settled = await settleUnchanged(deps({ clock: slow }), changes);
    expect(settled.size).toBeLessThan(5);
    expect(settled.size).toBeGreaterThan(0);
  });
});
