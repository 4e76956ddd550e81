import { afterEach, beforeEach, expect, it } from 'vitest';
import { KooError } from '../../model/errors.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import type { Deletion } from './deletion-queue.ts';
import { takeOutParts } from './take-out-parts.ts';

let stores: TestStores;
beforeEach(() => {
  stores = openTestStores(() => 1000);
});
afterEach(() => stores.close());

type Lying = { readonly in: string; readonly recycled?: boolean };

/** A server that holds these by file id, and what it took out of its bin. */
function server(items: Readonly<Record<string, Lying>>) {
  const takenOut: string[] = [];
  const entry = (fileId: string) => {
    const item = items[fileId];
    if (!item) throw new KooError('NOT_FOUND', fileId);
    const recycled = item.recycled === true && !takenOut.includes(fileId);
    return { fileId, parentId: item.in, recycled };
  };
  const koodrive = {
    detail: (_container: string, fileId: string) => Promise.resolve().then(() => entry(fileId)),
    undoRecycle: ({ fileId }: { readonly fileId: string }) => {
      takenOut.push(fileId);
      return Promise.resolve(entry(fileId));
    },
    async *listFolder(_container: string, folderId: string) {
      for (const fileId of Object.keys(items)) if (items[fileId]?.in === folderId) yield entry(fileId);
    },
  };
  return { koodrive, takenOut };
}

/** The folder d, which holds e/b, a and c; all of it is missing, and in the bin with it where `inBin`. */
function known(inBin: boolean): void {
  const { baseline, pair } = stores;
  const put = (path: string, kind: 'file' | 'folder') => {
    const local = { fingerprint: path, localId: path, size: 1 };
    const remote = { fileId: `id of ${path}`, sha256: undefined, revisionId: undefined };
    baseline.put(pair.id, path, { kind, local, remote }, 1);
  };
  put('d', 'folder');
  put('d/e', 'folder');
  for (const path of ['d/a', 'd/c', 'd/e/b', 'dd']) put(path, 'file');
  for (const path of ['d', 'dd']) baseline.markMissing(pair.id, path, 2);
  if (inBin) for (const path of ['d', 'dd']) baseline.setRecycled(pair.id, path, true);
}

const whole: Readonly<Record<string, Lying>> = {
  'id of d/e': { in: 'id of d' },
  'id of d/a': { in: 'id of d' },
  'id of d/c': { in: 'id of d' },
  'id of d/e/b': { in: 'id of d/e' },
};
const without = (fileId: string) =>
  Object.fromEntries(Object.entries(whole).filter(([one]) => one !== fileId));
const deletionOf = (state: Deletion['state'], kind: 'file' | 'folder' = 'folder') =>
  ({ pairId: stores.pair.id, path: 'd', kind, fileId: 'id of d', state }) as Deletion;
const takenOut = async (items: Readonly<Record<string, Lying>>, deletion: Deletion) => {
  const { koodrive, takenOut: taken } = server(items);
  await takeOutParts(stores, { account: { koodrive }, pair: stores.pair } as never, deletion, {
    inBin: deletion.state === 'sent',
  });
  return taken;
};

it.each([
  ['a file', { 'id of d/a': { in: 'id of d', recycled: true } }, ['id of d/a']],
  ['a folder', { 'id of d/e': { in: 'id of d', recycled: true } }, ['id of d/e']],
  [
    'a folder and, before it, what lies in it',
    { 'id of d/e': { in: 'id of d', recycled: true }, 'id of d/e/b': { in: 'id of d/e', recycled: true } },
    ['id of d/e', 'id of d/e/b'],
  ],
  ['nothing', {}, []],
  ['what somebody moved and threw away there', { 'id of d/a': { in: 'elsewhere', recycled: true } }, []],
  ['what somebody moved', { 'id of d/a': { in: 'elsewhere' } }, []],
] as const)('takes out what went into the bin before its folder: %s', async (_what, apart, expected) => {
  for (const state of ['sent', 'held'] as const) {
    stores.baseline.forget(stores.pair.id, 'd');
    stores.baseline.forget(stores.pair.id, 'dd');
    known(state === 'sent');
    expect(await takenOut({ ...whole, ...apart }, deletionOf(state)), state).toEqual(expected);
  }
});

it('passes by what the server has no more, and goes on', async () => {
  known(true);
  const items = { ...without('id of d/e'), 'id of d/c': { in: 'id of d', recycled: true } };
  expect(await takenOut(items, deletionOf('sent'))).toEqual(['id of d/c']);
});

it.each([
  ['leaves in the bin what was deleted by itself, and can be undone by itself', 'id of d/e', []],
  ['takes out what has the path of something that was deleted before', 'id of the former', ['id of d/e']],
])('%s', async (_what, fileId, expected) => {
  known(true);
  const { deletions, pair } = stores;
  const item = { pairId: pair.id, path: 'd/e', kind: 'folder', fileId, files: 1, noticedAt: 2 } as const;
  deletions.sent(deletions.addHeld(item, 'too-many'), 3);
  const items = { ...whole, 'id of d/e': { in: 'id of d', recycled: true } };
  expect(await takenOut(items, deletionOf('sent'))).toEqual(expected);
});

it('asks nothing about a file', async () => {
  known(true);
  expect(await takenOut({}, deletionOf('sent', 'file'))).toEqual([]);
});

it('throws what keeps it from looking', async () => {
  known(true);
  const { koodrive } = server(whole);
  const offline = { ...koodrive, detail: () => Promise.reject(new KooError('OFFLINE', 'no line')) };
  offline.listFolder = server(without('id of d/a')).koodrive.listFolder;
  const context = { account: { koodrive: offline }, pair: stores.pair } as never;
  await expect(takeOutParts(stores, context, deletionOf('sent'), { inBin: true })).rejects.toMatchObject({
    code: 'OFFLINE',
  });
});
