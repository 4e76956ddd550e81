import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KooError } from '../../model/errors.ts';
import { PathLocks } from '../apply/path-locks.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { UndoBeginner } from './begin-undo.ts';

let stores: TestStores;
/** what the server has no more */
let gone: string | undefined;
/** done when the disk is looked at */
let whenLooked: () => void;
beforeEach(() => {
  gone = undefined;
  whenLooked = () => undefined;
  stores = openTestStores(() => 1000);
});
afterEach(() => stores.close());

/** A deletion in KooDrive's recycle bin; gives its id. */
function sent(path: string): number {
  const { baseline, deletions, pair } = stores;
  const fileId = `id of ${path}`;
  const local = { fingerprint: path, localId: path, size: 1 };
  const remote = { fileId, sha256: undefined, revisionId: undefined };
  baseline.put(pair.id, path, { kind: 'file', local, remote }, 1);
  baseline.markMissing(pair.id, path, 2);
  baseline.setRecycled(pair.id, path, true);
  const item = { pairId: pair.id, path, kind: 'file', fileId, files: 1, noticedAt: 2 } as const;
  const id = deletions.addHeld(item, 'too-many');
  deletions.sent(id, 3);
  return id;
}

/** Undoes on a server that answers about these file ids as `answers` says; `asked` is what it was asked for. */
function undoing(
  answers: Readonly<Record<string, () => Promise<unknown>>>,
  locks = new PathLocks(),
  sleep: () => void = () => undefined,
) {
  const asked: string[] = [];
  const koodrive = {
    detail: async (_container: string, fileId: string) => {
      asked.push(fileId);
      await answers[fileId]?.();
      if (fileId === gone) throw new KooError('NOT_FOUND', fileId);
      return { fileId, parentId: undefined, recycled: false };
    },
  };
  return { undos: undoingOn(koodrive, locks, sleep), asked };
}

function undoingOn(
  koodrive: object,
  locks = new PathLocks(),
  sleep: () => void = () => undefined,
): UndoBeginner {
  const context = { account: { koodrive }, pair: stores.pair };
  return new UndoBeginner({
    ...stores,
    commit: stores.deletionCommit,
    disk: { stat: () => Promise.resolve(whenLooked()) },
    clock: { sleep: () => Promise.resolve(sleep()) },
    contexts: { find: () => context },
    locks,
    changed: () => undefined,
  } as never);
}

it('waits for what is on its way at the path, and then finds the deletion where it is', async () => {
  const id = sent('a');
  const locks = new PathLocks();
  const release = locks.holdSending(`${String(stores.pair.id)}:a`);
  const { undos, asked } = undoing({}, locks, () => {
    stores.db.run("UPDATE deletion SET path = 'moved' WHERE id = ?", id);
    stores.db.run("UPDATE node SET name = 'moved' WHERE name = 'a'");
    release?.();
  });
  const begun = await undos.begin(id);
  expect(asked).toEqual(['id of a']);
  expect(begun.files).toEqual([join(stores.folder, 'moved')]);
});

it('waits for the rename of a folder above that began while the disk was looked at (seed 20900079569)', async () => {
  const id = sent('d/a');
  const locks = new PathLocks();
  let release: (() => void) | undefined;
  whenLooked = () => void (release ??= locks.holdRenaming(`${String(stores.pair.id)}:d`));
  const { undos } = undoing({}, locks, () => {
    stores.baseline.move(stores.pair.id, 'd', 'new');
    stores.db.run("UPDATE deletion SET path = 'new/a' WHERE id = ?", id);
    release?.();
  });
  expect((await undos.begin(id)).files).toEqual([join(stores.folder, 'new/a')]);
});

it('waits for the deletion of a folder above that is on its way', async () => {
  const id = sent('d/a');
  const locks = new PathLocks();
  const order: string[] = [];
  const recycled = locks.once('recycle', `${String(stores.pair.id)}:d`, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('recycled');
  });
  const { undos } = undoing({ 'id of d/a': () => Promise.resolve(void order.push('looked')) }, locks);
  await undos.begin(id);
  await recycled;
  expect(order).toEqual(['recycled', 'looked']);
});

it.each<[string, string, 'lost' | 'here' | 'moved' | 'there']>([
  ['KooDrive has it', 'a', 'there'],
  ['KooDrive has it no more', 'purged', 'lost'],
  ['it turned up under another name', 'elsewhere', 'here'],
  ['it is known under another name, and missing there', 'missing elsewhere', 'moved'],
])('traces what is to come back: %s', async (_what, path, trace) => {
  const id = sent(path);
  const { undos } = undoing({});
  await undos.begin(id);
  const fileId = `id of ${path}`;
  if (path.endsWith('elsewhere'))
    stores.baseline.put(
      stores.pair.id,
      'new name',
      {
        kind: 'file',
        local: { fingerprint: 'f', localId: 'l', size: 1 },
        remote: { fileId, sha256: undefined, revisionId: undefined },
      },
      9,
    );
  if (path.startsWith('missing')) stores.baseline.markMissing(stores.pair.id, 'new name', 10);
  gone = path === 'purged' ? fileId : undefined;
  expect(await undos.trace(stores.pair.id, path)).toBe(trace);
});

it('traces what was forgotten meanwhile, with a folder that was found to be lost, by what it knew when it began', async () => {
  const id = sent('d/a');
  const { undos } = undoing({});
  await undos.begin(id);
  stores.baseline.forget(stores.pair.id, 'd');
  stores.baseline.forget(stores.pair.id, 'd/a');
  expect(await undos.trace(stores.pair.id, 'd/a')).toBe('there');
  gone = 'id of d/a';
  expect(await undos.trace(stores.pair.id, 'd/a')).toBe('lost');
});

it('traces what another undo of the same deletion found to be lost, and was done with', async () => {
  const [lost, back] = [sent('purged'), sent('a')];
  const { undos } = undoing({});
  await undos.begin(lost);
  await undos.begin(back);
  gone = 'id of purged';
  expect(await undos.trace(stores.pair.id, 'purged')).toBe('lost');
  undos.end(lost);
  undos.end(back);
  expect(await undos.trace(stores.pair.id, 'purged')).toBe('lost');
  expect(await undos.trace(stores.pair.id, 'a')).toBe('there');
});

it('begins one undo after the other, also when one fails', async () => {
  const ids = [sent('a'), sent('b'), sent('c')] as const;
  let answer: () => void = () => undefined;
  const { undos, asked } = undoing({
    'id of a': () => new Promise<void>((resolve) => (answer = resolve)),
    'id of b': () => Promise.reject(new Error('no line')),
  });
  const begun = ids.map((id) => undos.begin(id));
  // whatever needs no answer has come about by then
  for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual(['id of a']);
  answer();
  const outcomes = await Promise.allSettled(begun);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(asked).toEqual(['id of a', 'id of b', 'id of c']);
});

it.each([
  ['at its own path', 'a'],
  ['under another name', 'b'],
])('leaves what is out of the bin already, and stands %s, as it is', async (_what, path) => {
  const id = sent('a');
  const { undos, asked } = undoing({});
  const local = { fingerprint: 'again', localId: 'again', size: 1 };
  const remote = { fileId: 'id of a', sha256: undefined, revisionId: undefined };
  stores.baseline.put(stores.pair.id, path, { kind: 'file', local, remote }, 9);
  expect(await undos.begin(id)).toMatchObject({ ids: [], files: [], beside: [] });
  expect(asked).toEqual([]);
  expect(stores.deletions.find(id)).toBeUndefined();
  expect(stores.baseline.find(stores.pair.id, path)?.missingSince).toBeUndefined();
});

it('says that it cannot be done while its file is being renamed', async () => {
  const id = sent('a');
  await stores.renames.begin({
    pairId: stores.pair.id,
    from: 'a',
    to: 'b',
    fileId: 'id of a',
    leftAt: undefined,
  });
  const path = join(stores.folder, 'a');
  await expect(undoing({}).undos.begin(id)).rejects.toMatchObject({
    code: 'FILE_BUSY',
    detail: { path, values: { say: 'sentence.undoBusy', path } },
  });
});

it('takes out of the bin what went there before its folder', async () => {
  const { baseline, deletions, pair } = stores;
  const remoteOf = (path: string) => ({ fileId: `id of ${path}`, sha256: undefined, revisionId: undefined });
  const local = { fingerprint: 'f', localId: 'l', size: 1 };
  baseline.put(pair.id, 'd', { kind: 'folder', local, remote: remoteOf('d') }, 1);
  baseline.put(pair.id, 'd/a', { kind: 'file', local, remote: remoteOf('d/a') }, 1);
  baseline.markMissing(pair.id, 'd', 2);
  const item = {
    pairId: pair.id,
    path: 'd',
    kind: 'folder',
    fileId: 'id of d',
    files: 1,
    noticedAt: 2,
  } as const;
  // its answer was lost: it went alone, and that was never written down
  const inBin = new Set(['id of d/a']);
  const koodrive = {
    detail: (_container: string, fileId: string) =>
      Promise.resolve({
        fileId,
        name: 'd',
        parentId: fileId === 'id of d/a' ? 'id of d' : undefined,
        recycled: inBin.has(fileId),
      }),
    undoRecycle: ({ fileId }: { readonly fileId: string }) => {
      inBin.delete(fileId);
      return koodrive.detail(pair.containerId, fileId);
    },
    async *listFolder() {
      yield* [];
    },
  };
  for (const state of ['held', 'sent'] as const) {
    inBin.add('id of d/a');
    const id = deletions.addHeld(item, 'too-many');
    if (state === 'sent') {
      baseline.setRecycled(pair.id, 'd', true);
      deletions.sent(id, 3);
    }
    const begun = await undoingOn(koodrive).begin(id);
    expect(begun.files, state).toEqual([join(stores.folder, 'd', 'a')]);
    expect([...inBin], state).toEqual([]);
    deletions.drop(id);
  }
});
