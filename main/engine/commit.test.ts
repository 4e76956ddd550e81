import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalState } from '../model/baseline-entry.ts';
import { KooError } from '../model/errors.ts';
import type { PathOutcome, UploadResult } from './apply/path-outcome.ts';
import { timesFrom } from './deletions/deletion-queue.ts';
import { saveWindowMs } from './plan/save-by-renaming.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

const now = 1000;
/** how far the clock was set on since */
let skew: number;
let stores: TestStores;
let pairId: number;
beforeEach(() => {
  skew = 0;
  stores = openTestStores(() => now + skew);
  pairId = stores.pair.id;
});
afterEach(() => stores.close());

const local = (fingerprint: string): LocalState => ({
  fingerprint,
  localId: `id of ${fingerprint}`,
  size: 1,
});
const remote = (sha256: string) => ({ fileId: 'f1', sha256, revisionId: 'r1' });
const known = (path: string, kind: 'file' | 'folder' = 'file') =>
  stores.baseline.put(
    pairId,
    path,
    { kind, local: local(path), remote: { ...remote('old'), fileId: path } },
    1,
  );
const notice = (path: string) => stores.pending.enqueue(pairId, path, 'noticed', now);
const version = (path: string) => stores.pending.find(pairId, path)?.version;
type More = { readonly requested?: boolean; readonly version?: number };
const committed = (path: string, outcome: PathOutcome, more: More = {}) =>
  stores.commit.outcome(
    { pairId, path, version: version(path), observed: undefined, requested: true, ...more },
    outcome,
  );
/** What was written is read at once. */
const commit = (path: string, outcome: PathOutcome, more: More = {}) => void committed(path, outcome, more);
const uploaded = (kind: UploadResult['kind'], sha256 = 'new'): PathOutcome => ({
  kind: 'uploaded',
  result: { kind, local: local('as uploaded'), remote: remote(sha256), concurrentEdit: false },
  supersedes: [],
  provenFrom: undefined,
  lookAgain: false,
});
/** all rows of all tables, to see that nothing was written */
const everything = () =>
  ['node', 'pending', 'upload', 'renaming', 'deletion', 'recent', 'skip', 'known_content'].map((table) =>
    stores.db.all(`SELECT * FROM ${table}`),
  );

describe('an outcome', () => {
  it('is recorded, and its change is off the queue', () => {
    notice('a');
    commit('a', uploaded('new-file'));
    expect(stores.baseline.find(pairId, 'a')).toMatchObject({ remote: { sha256: 'new' } });
    expect(version('a')).toBeUndefined();
    expect(stores.notes.recent(1)).toMatchObject([{ path: 'a', kind: 'new-file' }]);
  });

  it('leaves pending what was noticed since the path was looked at', () => {
    notice('a');
    const taken = version('a') ?? 0;
    notice('a');
    commit('a', uploaded('revision'), { version: taken });
    expect(version('a')).toBe(taken + 1);
  });

  it.each<[string, PathOutcome, { readonly known: boolean }, string[]]>([
    ['is missing', { kind: 'missing', superseded: false }, { known: true }, ['a']],
    [
      'lives on in another file (seed 773400588)',
      { kind: 'missing', superseded: true },
      { known: true },
      ['a'],
    ],
    ['was begun, never arrived, and is here no more', { kind: 'in-sync' }, { known: false }, ['a']],
    ['is left out, and was never sent', { kind: 'left-alone' }, { known: false }, ['a']],
    ['is still here', { kind: 'in-sync' }, { known: true }, []],
    ['is waited for', { kind: 'wait', dueAt: now + 9, observed: undefined }, { known: false }, []],
  ])(
    'frees its name for one that could not stand beside it, or not: it %s',
    (_what, outcome, before, due) => {
      if (before.known) known('A');
      for (const path of ['a', 'b', 'sub/a']) {
        notice(path);
        const change = stores.pending.find(pairId, path);
        if (change)
          stores.pending.fail(change, new KooError('NAME_CLASH', 'as the test wants'), now, now + 86_400_000);
      }
      commit('A', outcome);
      expect(stores.pending.due(now, 9).map(({ path }) => path)).toEqual(due);
    },
  );

  it.each<[string, PathOutcome]>([
    [
      'was made',
      { kind: 'folder', update: { kind: 'folder', local: local('d'), remote: remote('d') }, adopted: [] },
    ],
    ['is there no more', { kind: 'in-sync' }],
    ['is left out from now on', { kind: 'left-alone' }],
  ])('of a folder makes what waited for it due: it %s', (_how, outcome) => {
    for (const path of ['d', 'd/a', 'e/a']) notice(path);
    for (const path of ['d', 'e', 'd/a', 'e/a']) {
      if (version(path) === undefined) notice(path);
      const taken = { pairId, path, version: version(path) ?? 0 };
      const code = path.length > 1 ? 'ABOVE_FAILED' : 'NAME_FORBIDDEN';
      stores.pending.fail(taken, new KooError(code, 'no'), now, now + 9000);
    }
    commit('d', { kind: 'wait', dueAt: now + 10, observed: undefined });
    expect(stores.pending.due(now, 9)).toEqual([]);
    commit('d', outcome);
    expect(stores.pending.due(now, 9).map(({ path }) => path)).toEqual(['d/a']);
  });

  it('is all or nothing: when the queue cannot be written the baseline is not either', async () => {
    notice('a');
    known('a');
    const before = everything();
    stores.db.run(
      "CREATE TRIGGER full BEFORE DELETE ON pending BEGIN SELECT raise(ABORT, 'disk is full'); END",
    );
    await expect(committed('a', uploaded('revision'))).rejects.toThrow('disk is full');
    expect(everything()).toEqual(before);
  });

  it('is all or nothing: when the baseline cannot be written the change stays pending', async () => {
    notice('a');
    known('a');
    const before = everything();
    stores.db.run("CREATE TRIGGER full BEFORE UPDATE ON node BEGIN SELECT raise(ABORT, 'disk is full'); END");
    await expect(committed('a', uploaded('revision'))).rejects.toThrow('disk is full');
    expect(everything()).toEqual(before);
  });

  it('of a problem writes nothing: the scheduler does', () => {
    notice('a');
    const before = everything();
    commit('a', { kind: 'problem', error: new KooError('NAME_CLASH', 'as the test wants') });
    expect(everything()).toEqual(before);
  });

  it('that has to wait postpones its own change, and nobody else’s', () => {
    notice('d');
    commit('d', { kind: 'wait', dueAt: 9000, observed: undefined }, { requested: false });
    expect(stores.pending.find(pairId, 'd')?.dueAt).toBe(now);
    commit('d', { kind: 'wait', dueAt: 9000, observed: { fingerprint: 'x', at: 5 } });
    expect(stores.pending.find(pairId, 'd')).toMatchObject({ dueAt: 9000, observed: { fingerprint: 'x' } });
  });

  it('of a folder that nobody asked for is recorded without a queue entry', () => {
    const update = { kind: 'folder', local: local('d'), remote: remote('x') } as const;
    const adopted = [{ path: 'd/theirs', remote: { ...remote('t'), fileId: 'f9' } }];
    commit('d', { kind: 'folder', update, adopted }, { requested: false });
    expect(stores.baseline.find(pairId, 'd')?.kind).toBe('folder');
    expect(stores.baseline.find(pairId, 'd/theirs')).toMatchObject({
      local: undefined,
      remote: { fileId: 'f9' },
    });
  });

  it('of a content that may be followed by more at once is looked at again', () => {
    notice('a');
    commit('a', { ...uploaded('revision'), lookAgain: true } as PathOutcome);
    expect(version('a')).toBe(1);
  });

  it('of a replaced content keeps that content known', () => {
    known('a');
    commit('a', uploaded('revision'));
    expect(stores.contents.has('old')).toBe(true);
    expect(stores.baseline.holdsContent('old')).toBe(false);
  });

  it('of one hard link has the others looked at', () => {
    known('a');
    known('b');
    stores.db.run("UPDATE node SET identity = 'id of as uploaded'");
    commit('a', uploaded('revision'));
    expect([version('a'), version('b')]).toEqual([undefined, 1]);
  });

  it('of one hard link, replaced by another file, has the former others looked at', () => {
    known('a');
    known('b');
    stores.db.run("UPDATE node SET identity = 'id before'");
    commit('a', uploaded('revision'));
    expect([version('a'), version('b')]).toEqual([undefined, 1]);
  });

  it.each<[string, string]>([
    ['a file', 'd/a'],
    ['a folder', 'd'],
  ])('that %s is missing has the other names of its files looked at', (_what, missing) => {
    known('d', 'folder');
    for (const path of ['d/a', 'd/z', 'b', 'c']) known(path);
    stores.db.run(
      "UPDATE node SET identity = 'id of a' WHERE id IN (SELECT id FROM node_path WHERE path IN ('d/a', 'b'))",
    );
    commit(missing, { kind: 'missing', superseded: false });
    expect(['b', 'c', 'd/a', 'd/z'].map(version)).toEqual([1, undefined, undefined, undefined]);
  });

  it('of a rename takes along what is pending, begun and to be deleted below', () => {
    known('d', 'folder');
    known('d/a');
    notice('d/a');
    void stores.renames.begin({ pairId, from: 'd', to: 'e', fileId: 'd', leftAt: undefined });
    notice('e');
    commit('e', { kind: 'renamed', from: 'd', contentToo: false, leftAt: undefined, isReplaced: false });
    expect(stores.baseline.find(pairId, 'e/a')?.remote.fileId).toBe('d/a');
    expect(version('e/a')).toBeDefined();
    expect(version('e')).toBeUndefined();
    expect(stores.renames.touching(pairId, 'e')).toEqual([]);
  });

  it.each([
    ['folder', now],
    ['file', now + 2000],
  ] as const)('of a renamed %s has its old name looked at when it was to be', (kind, due) => {
    known('d', kind);
    for (const path of ['d', 'e']) notice(path);
    stores.pending.postpone({ pairId, path: 'd' }, now + 2000, { fingerprint: 'absent', at: now });
    commit('e', { kind: 'renamed', from: 'd', contentToo: false, leftAt: undefined, isReplaced: false });
    expect(stores.pending.find(pairId, 'd')?.dueAt).toBe(due);
  });

  it('of a renamed folder, in whose place another one stands, has all that was known there looked at', () => {
    known('d', 'folder');
    known('d/a');
    const renamed = { kind: 'renamed', from: 'd', contentToo: false, leftAt: undefined } as const;
    commit('e', { ...renamed, isReplaced: true });
    expect(version('d/a')).toBeDefined();
    known('x', 'folder');
    known('x/a');
    commit('y', { ...renamed, from: 'x', isReplaced: false });
    expect(version('x/a')).toBeUndefined();
  });

  it.each([
    ['beside it, of another spelling (crossing 714956)', 'D', true],
    ['elsewhere', 'x', false],
  ])('of a folder has that of the same file id looked at %s', (_what, other, isLookedAt) => {
    known(other, 'folder');
    const same = { ...local('d'), localId: stores.baseline.find(pairId, other)?.local?.localId };
    commit('d', {
      kind: 'folder',
      update: { kind: 'folder', local: same, remote: remote('d') },
      adopted: [],
    });
    expect(version(other) !== undefined).toBe(isLookedAt);
    expect(version('d')).toBeUndefined();
  });

  it('of a folder that makes way for another one has all that was known in it looked at (crossing 704258)', () => {
    known('d', 'folder');
    known('d/a');
    commit('d', { kind: 'moved-aside', to: 'n', isReplaced: true });
    expect(version('d/a')).toBeDefined();
    known('x', 'folder');
    known('x/a');
    commit('x', { kind: 'moved-aside', to: 'm', isReplaced: false });
    expect(version('x/a')).toBeUndefined();
  });

  it('of a missing path is noted as a deletion after the grace time', () => {
    known('a');
    notice('a');
    commit('a', { kind: 'missing', superseded: false });
    expect(stores.deletions.open(pairId)).toMatchObject([
      { path: 'a', state: 'waiting', dueAt: now + 60_000 },
    ]);
    expect(version('a')).toBeUndefined();
  });

  it('of what the server lost has all below looked at again', () => {
    known('d', 'folder');
    known('d/a');
    notice('d/b');
    commit('d/b', { kind: 'lost-remotely', top: 'd' });
    expect(stores.baseline.find(pairId, 'd/a')).toBeUndefined();
    expect([version('d'), version('d/a'), version('d/b')]).toEqual([1, 1, 1]);
  });
});

describe('a name that its file left', () => {
  const leave = (leftAt = now) => {
    known('doc');
    notice('backup');
    commit('backup', { kind: 'renamed', from: 'doc', contentToo: true, leftAt, isReplaced: false });
  };

  it('is remembered with the rename, by one that was found out about, too', () => {
    leave();
    expect(stores.recentRenames.leaving(pairId, 'doc')).toMatchObject({ to: 'backup', fileId: 'doc' });
    known('other');
    stores.commit.renameResolved({ pairId, from: 'other', to: 'x', fileId: 'other', leftAt: 7 });
    expect(stores.recentRenames.leaving(pairId, 'other')).toMatchObject({ to: 'x', renamedAt: 7 });
  });

  it('gets its file back, and nothing is told of the rename', () => {
    leave();
    commit('doc', { kind: 'taken-back', from: 'backup' });
    expect(stores.baseline.find(pairId, 'doc')?.remote.fileId).toBe('doc');
    expect(stores.baseline.find(pairId, 'backup')).toBeUndefined();
    expect(stores.notes.recent(9)).toEqual([]);
    expect(stores.recentRenames.leaving(pairId, 'doc')).toBeUndefined();
    // what lies under the other name is something new
    expect(version('backup')).toBeDefined();
  });

  it('gets it back by an answer that was lost, too', () => {
    leave();
    stores.commit.renameResolved({ pairId, from: 'backup', to: 'doc', fileId: 'doc', leftAt: undefined });
    expect(stores.notes.recent(9)).toEqual([]);
    expect(version('backup')).toBeDefined();
  });

  it('gets it back although it is missing there: no deletion is left', () => {
    leave();
    commit('backup', { kind: 'missing', superseded: false });
    commit('doc', { kind: 'taken-back', from: 'backup' });
    expect(stores.deletions.all(9)).toEqual([]);
    expect(stores.notes.recent(9)).toEqual([]);
    expect(stores.baseline.find(pairId, 'doc')?.missingSince).toBeUndefined();
  });

  it('gets nothing back once it has something of its own', () => {
    leave();
    commit('doc', uploaded('new-file'));
    expect(stores.recentRenames.leaving(pairId, 'doc')).toBeUndefined();
  });

  it('follows its file, and the folder that both are in', () => {
    known('d', 'folder');
    known('d/doc');
    commit('d/backup', { kind: 'renamed', from: 'd/doc', contentToo: true, leftAt: now, isReplaced: false });
    commit('d/backup.2', {
      kind: 'renamed',
      from: 'd/backup',
      contentToo: true,
      leftAt: now,
      isReplaced: false,
    });
    commit('e', { kind: 'renamed', from: 'd', contentToo: false, leftAt: undefined, isReplaced: false });
    expect(stores.recentRenames.leaving(pairId, 'e/doc')).toMatchObject({ to: 'e/backup.2' });
    expect(stores.recentRenames.leaving(pairId, 'd/doc')).toBeUndefined();
    expect(stores.recentRenames.arrived(pairId, 'e/backup.2').map((one) => one.from)).toEqual([
      'e/backup',
      'e/doc',
    ]);
  });
});

describe('what a program saved through', () => {
  it('goes at once when it is missing, counts for no hold, is not told and leaves nothing to undo', () => {
    known('temp');
    commit('doc', { ...uploaded('revision'), supersedes: ['temp'] } as PathOutcome);
    expect(stores.baseline.find(pairId, 'temp')?.superseded).toBe(true);
    commit('temp', { kind: 'missing', superseded: true });
    const [deletion] = stores.deletions.open(pairId);
    expect(deletion).toMatchObject({ path: 'temp', state: 'approved', dueAt: now, superseded: true });
    expect(stores.notes.recent(9)).toMatchObject([{ path: 'doc' }]);
    if (deletion) stores.deletionCommit.recycled(deletion);
    expect(stores.baseline.inBin(pairId, 'temp')).toBeUndefined();
  });

  it.each([-2 * 3_600_000, 2 * 3_600_000])(
    'waits no longer than a save may take, whatever the clock was set to (by %s ms)',
    (off) => {
      known('temp');
      commit('temp', { kind: 'missing', superseded: false });
      skew = off;
      commit('doc', { ...uploaded('revision'), supersedes: ['temp'] } as PathOutcome);
      const [deletion] = stores.deletions.open(pairId);
      expect(deletion).toMatchObject({ path: 'temp', state: 'approved', superseded: true });
      expect(deletion?.waitMs).toBe(off < 0 ? saveWindowMs : 0);
      expect(deletion?.dueAt).toBe(now + off + (deletion?.waitMs ?? 0));
    },
  );

  it('is told by a version, too, whose answer was lost', () => {
    known('doc');
    known('temp');
    commit('temp', { kind: 'missing', superseded: false });
    const update = {
      kind: 'file',
      local: local('temp'),
      remote: { ...remote('new'), fileId: 'doc' },
    } as const;
    void stores.commit.uploadResolved(pairId, 'doc', { kind: 'made', update }, ['temp']);
    expect(stores.baseline.find(pairId, 'temp')?.superseded).toBe(true);
    expect(stores.deletions.open(pairId)).toMatchObject([
      { path: 'temp', state: 'approved', superseded: true },
    ]);
  });

  it('is a deletion like any other when it has a history of its own', () => {
    known('temp');
    commit('temp', { kind: 'missing', superseded: true });
    const [deletion] = stores.deletions.open(pairId);
    if (deletion) stores.deletionCommit.notSuperseded(deletion);
    expect(stores.deletions.open(pairId)).toMatchObject([
      { state: 'waiting', dueAt: now + 60_000, superseded: false },
    ]);
    expect(stores.notes.recent(9)).toMatchObject([{ path: 'temp', kind: 'deleted' }]);
  });

  it('is a file again when its name is used again', () => {
    known('temp');
    stores.baseline.setSuperseded(pairId, 'temp');
    commit('temp', uploaded('revision'));
    expect(stores.baseline.find(pairId, 'temp')?.superseded).toBe(false);
  });
});

describe('what happened last', () => {
  const told = () => stores.notes.recent(9).map(({ path, kind }) => `${kind} ${path}`);

  it('says that something is deleted here, and that it is in the bin when it is', () => {
    known('a');
    commit('a', { kind: 'missing', superseded: false });
    expect(told()).toEqual(['deleted a']);
    const [deletion] = stores.deletions.open(pairId);
    if (deletion) stores.deletionCommit.recycled(deletion);
    expect(told()).toEqual(['recycled a', 'deleted a']);
  });

  it('calls a restored version restored, once, and no other', () => {
    stores.restored.note(pairId, 'a', 'earlier');
    commit('a', uploaded('revision', 'kept before it was replaced'));
    commit('a', uploaded('revision', 'earlier'));
    commit('a', uploaded('revision', 'later'));
    commit('a', uploaded('revision', 'earlier'));
    expect(told()).toEqual(['revision a', 'revision a', 'restored a', 'revision a']);
  });

  it('says nothing of a restore that did not come about', () => {
    stores.restored.note(pairId, 'a', 'earlier');
    stores.restored.forget(pairId, 'a');
    commit('a', uploaded('revision', 'earlier'));
    expect(told()).toEqual(['revision a']);
  });

  it('does not keep waiting for a restore whose content the server has already', () => {
    stores.restored.note(pairId, 'a', 'earlier');
    commit('a', uploaded('unchanged', 'earlier'));
    commit('a', uploaded('revision', 'earlier'));
    expect(told()).toEqual(['revision a']);
  });
});

describe('a deletion', () => {
  const missing = (path: string, kind: 'file' | 'folder' = 'file') => {
    known(path, kind);
    commit(path, { kind: 'missing', superseded: false });
    const [deletion] = stores.deletions.open(pairId);
    if (!deletion) throw new Error('no deletion');
    return deletion;
  };

  it('of a folder that is back has what waited for it looked at (crossing 1277357)', () => {
    known('d', 'folder');
    stores.baseline.markMissing(pairId, 'd', now);
    for (const [path, code] of [
      ['d', 'FOLDER_UNREADABLE'],
      ['d/a', 'ABOVE_FAILED'],
    ] as const) {
      notice(path);
      const taken = { pairId, path, version: 1 };
      stores.pending.fail(taken, new KooError(code, 'as the test wants'), now, now + 9000);
    }
    expect(stores.pending.due(now, 9)).toEqual([]);
    stores.commit.back(pairId, 'd');
    expect(stores.pending.due(now, 9).map(({ path }) => path)).toEqual(['d/a']);
  });

  it('is none when the file is back, whatever becomes of its content', () => {
    known('a');
    commit('a', { kind: 'missing', superseded: false });
    stores.commit.back(pairId, 'a');
    expect(stores.deletions.open(pairId)).toEqual([]);
    expect(stores.baseline.find(pairId, 'a')?.missingSince).toBeUndefined();
  });

  it('of what had the path before leaves one of what has it now, and is missing too', () => {
    const first = missing('a');
    stores.baseline.put(
      pairId,
      'a',
      { kind: 'file', local: local('b'), remote: { ...remote('x'), fileId: 'b' } },
      2,
    );
    // noticed while the first one still waits
    commit('a', { kind: 'missing', superseded: false });
    stores.deletionCommit.deletionObsolete(first);
    expect(stores.deletions.open(pairId)).toMatchObject([{ path: 'a', fileId: 'b', state: 'waiting' }]);
    stores.baseline.setLocal(pairId, 'a', local('c'));
    for (const one of stores.deletions.open(pairId)) stores.deletionCommit.deletionObsolete(one);
    expect(stores.deletions.open(pairId)).toEqual([]);
  });

  it('that was done is undone by a file in its place', () => {
    known('a');
    commit('a', { kind: 'missing', superseded: false });
    const [deletion] = stores.deletions.open(pairId);
    if (deletion) stores.deletionCommit.recycled(deletion);
    expect(stores.baseline.inBin(pairId, 'a')?.remote.fileId).toBe('a');
    notice('a');
    commit('a', { kind: 'out-of-bin' });
    expect(stores.deletions.all(9)).toEqual([]);
    expect(stores.notes.recent(9)).toEqual([]);
    expect(stores.baseline.find(pairId, 'a')).toMatchObject({ missingSince: undefined });
    expect(version('a')).toBeDefined();
  });

  it('that was done of an earlier file of the path stays, for undo, when a later one is out of the bin', () => {
    const earlier = missing('a');
    stores.deletionCommit.recycled(earlier);
    stores.baseline.put(pairId, 'a', { kind: 'file', local: local('b'), remote: remote('later') }, 1);
    commit('a', { kind: 'missing', superseded: false });
    for (const later of stores.deletions.open(pairId)) stores.deletionCommit.recycled(later);
    expect(stores.deletions.all(9)).toHaveLength(2);
    commit('a', { kind: 'out-of-bin' });
    expect(stores.deletions.all(9)).toMatchObject([{ id: earlier.id, fileId: 'a', state: 'sent' }]);
  });

  it('waits for its whole grace time once more when something came and went there', () => {
    const { id, dueAt, noticedAt } = missing('a');
    skew = 500;
    commit('a', { kind: 'missing-again' });
    const later = { dueAt: dueAt + 500, noticedAt: noticedAt + 500 };
    expect(stores.deletions.open(pairId)).toMatchObject([{ id, ...later }]);
  });

  it('that was done is in the bin, for undo', () => {
    const deletion = missing('a');
    stores.deletionCommit.recycled(deletion);
    expect(stores.deletions.find(deletion.id)?.state).toBe('sent');
    expect(stores.baseline.find(pairId, 'a')).toBeUndefined();
  });

  it('of a folder that came back goes on for what is still missing in it', () => {
    known('d/a');
    const whole = missing('d', 'folder');
    stores.baseline.setLocal(pairId, 'd', local('d'));
    stores.deletionCommit.deletionObsolete(whole);
    expect(stores.deletions.open(pairId)).toMatchObject([{ path: 'd/a', dueAt: whole.dueAt }]);
  });

  it('of which nothing is known any more, since its name had another item, is undone by what the server holds', () => {
    known('d', 'folder');
    known('d/of another');
    const item = { pairId, path: 'd', kind: 'folder', fileId: 'former', files: 1 } as const;
    stores.deletions.note(item, timesFrom(now, 0));
    const [deletion] = stores.deletions.open(pairId);
    if (!deletion) throw new Error('not noted');
    const of = { sha256: undefined, size: 1 };
    stores.deletionCommit.undoBegun({ ...deletion, state: 'sent' }, [
      { path: 'd', kind: 'folder', fileId: 'former', ...of },
      { path: 'd/a', kind: 'file', fileId: 'former a', ...of },
    ]);
    expect(stores.baseline.missingFolders(pairId, 'd')).toEqual(['d']);
    expect(stores.baseline.missingFiles(pairId, 'd')).toEqual(['d/a']);
    expect(stores.baseline.find(pairId, 'd/a')?.remote.fileId).toBe('former a');
  });

  it('of a former folder is none of the folder that has its name now', () => {
    known('d', 'folder');
    known('d/a');
    stores.baseline.markMissing(pairId, 'd', now);
    stores.baseline.setRecycled(pairId, 'd', true);
    const update = { kind: 'folder', local: local('d'), remote: { ...remote('x'), fileId: 'new' } } as const;
    commit('d', { kind: 'folder', update, adopted: [] });
    expect(stores.baseline.inBin(pairId, 'd/a')).toBeUndefined();
  });

  it.each(['renamed', 'moved-aside'] as const)(
    'in a former folder stays there when a file of its name is %s',
    (kind) => {
      known('d', 'folder');
      known('d/a');
      const inside = missing('d/a');
      stores.deletionCommit.recycled(inside);
      known('d');
      if (kind === 'renamed')
        commit('n', { kind, from: 'd', contentToo: false, leftAt: undefined, isReplaced: false });
      else commit('d', { kind, to: 'n', isReplaced: true });
      expect(stores.baseline.find(pairId, 'n')?.kind).toBe('file');
      expect(stores.deletions.find(inside.id)?.path).toBe('d/a');
      expect(stores.baseline.inBin(pairId, 'd/a')?.remote.fileId).toBe('d/a');
    },
  );

  it('in a folder that is moved aside goes along', () => {
    known('d', 'folder');
    known('d/a');
    const inside = missing('d/a');
    stores.deletionCommit.recycled(inside);
    commit('d', { kind: 'moved-aside', to: 'n', isReplaced: true });
    expect(stores.deletions.find(inside.id)?.path).toBe('n/a');
    expect(stores.baseline.inBin(pairId, 'n/a')?.remote.fileId).toBe('d/a');
  });

  it.each([
    [
      'with what has the path of an earlier deletion in it by now (seed 20898077970)',
      'later',
      ['d/e', 'd/e/b'],
    ],
    ['without what was deleted by itself in it before', 'd/e', []],
  ])('of a folder is undone %s', (_what, fileId, expected) => {
    known('d', 'folder');
    known('d/e', 'folder');
    stores.deletionCommit.recycled(missing('d/e', 'folder'));
    if (fileId === 'later') {
      const later = { kind: 'folder', local: local('later'), remote: { ...remote('x'), fileId } } as const;
      commit('d/e', { kind: 'folder', update: later, adopted: [] });
      known('d/e/b');
    }
    const deletion = missing('d', 'folder');
    stores.deletionCommit.recycled(deletion);
    stores.deletionCommit.undoBegun({ ...deletion, state: 'sent' }, undefined);
    const { baseline } = stores;
    const back = [...baseline.missingFolders(pairId, 'd'), ...baseline.missingFiles(pairId, 'd')];
    expect(back).toEqual(['d', ...expected]);
  });

  it('that is undone is held until it is back, and then looked at', () => {
    const deletion = missing('a');
    stores.deletionCommit.recycled(deletion);
    stores.deletionCommit.undoBegun({ ...deletion, state: 'sent' }, undefined);
    expect(stores.deletions.find(deletion.id)).toMatchObject({ state: 'held', reason: 'not-back-yet' });
    stores.deletionCommit.undoEnded(deletion.id);
    expect(stores.deletions.find(deletion.id)).toBeUndefined();
    expect(version('a')).toBe(1);
  });
});

describe('when a content went up', () => {
  const update = { kind: 'file', local: local('a'), remote: remote('x') } as const;

  it('of an upload whose answer was lost it was sent when it was begun', () => {
    void stores.uploads.begin(
      {
        pairId,
        path: 'a',
        kind: 'file',
        fileId: undefined,
        baseRevisionId: undefined,
        fingerprint: 'a',
        localId: 'id of a',
        size: 1,
        sha256: 'x',
        partSize: 1,
        mode: 'concurrent',
      },
      now,
    );
    skew = 5000;
    void stores.commit.uploadResolved(pairId, 'a', { kind: 'made', update });
    expect(stores.baseline.find(pairId, 'a')).toMatchObject({ syncedAt: now + skew, sentAt: now });
  });

  it('is not told of what was found on the server', () => {
    stores.baseline.put(pairId, 'a', { ...update, local: undefined }, now);
    stores.baseline.setLocal(pairId, 'a', update.local);
    expect(stores.baseline.find(pairId, 'a')).toMatchObject({ syncedAt: now, sentAt: undefined });
    skew = 5000;
    commit('a', uploaded('revision'));
    expect(stores.baseline.find(pairId, 'a')).toMatchObject({ sentAt: now + skew });
  });
});
