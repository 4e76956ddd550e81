/**
 * A folder that was just renamed where capitals do not count: it is made once, under the name that it has. And one that a
 * late call of ours made where nothing of ours is any more.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeKooDrive } from '../../../tests/harness/simulated/fake-koodrive.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { FolderCreator } from './create-folder.ts';
import { PathLocks } from './path-locks.ts';

let stores: TestStores;
beforeEach(() => {
  stores = openTestStores(() => 1000);
  const remote = { fileId: 'root', sha256: undefined, revisionId: undefined };
  stores.baseline.put(stores.pair.id, '', { kind: 'folder', local: undefined, remote }, 1);
});
afterEach(() => stores.close());

const stat = { kind: 'folder', localId: 'the folder', fingerprint: 'f', size: 0 } as const;

/** A folder that the disk lists as G, and the names under which it was made on the server. */
function creating() {
  const made: string[] = [];
  const koodrive = {
    createFolder: async ({ name }: { readonly name: string }) => {
      made.push(name);
      await new Promise((resolve) => setImmediate(resolve));
      return { fileId: `id of ${name}` };
    },
  };
  const context = {
    ...stores,
    disk: {
      stat: () => Promise.resolve(stat),
      list: () => Promise.resolve({ names: ['G'], notUtf8: [] }),
    },
    clock: { now: () => 1000 },
    locks: new PathLocks(),
    timing: () => ({ settleMs: 1 }),
    remoteFolderId: () => Promise.resolve('root'),
  };
  const folders = new FolderCreator(context as never);
  const create = (path: string) =>
    folders.create(
      {
        account: { koodrive },
        pair: stores.pair,
        path,
        signal: new AbortController().signal,
        // nothing is written down here
        untilCommitted: () => undefined,
      } as never,
      stat as never,
    );
  return { create, made };
}

it('is not made under a name that it has no more, which another one told meanwhile', async () => {
  const { create, made } = creating();
  const remote = { fileId: 'id of G', sha256: undefined, revisionId: undefined };
  stores.baseline.put(stores.pair.id, 'G', { kind: 'folder', local: stat, remote }, 1);
  expect(await create('g')).toMatchObject({ kind: 'wait' });
  expect(made).toEqual([]);
});

/** A folder `d`, and what two lives of this client do about it on a server that keeps the rules of KooDrive. */
function making() {
  const server = createFakeKooDrive();
  const { pair, uploads, baseline } = stores;
  const remote = { fileId: server.rootId, sha256: undefined, revisionId: undefined };
  baseline.put(pair.id, '', { kind: 'folder', local: undefined, remote }, 1);
  const context = {
    ...stores,
    disk: { stat: () => Promise.resolve(stat), list: () => Promise.resolve({ names: [], notUtf8: [] }) },
    clock: { now: () => 1000 },
    locks: new PathLocks(),
    timing: () => ({ settleMs: 1 }),
    remoteFolderId: () => Promise.resolve(server.rootId),
  };
  const folders = new FolderCreator(context as never);
  const account = { koodrive: server.koodrive };
  const request = { account, pair, path: 'd', untilCommitted: (release: () => void) => release() } as never;
  const { id: pairId, containerId } = pair;
  const nothing = { fileId: undefined, baseRevisionId: undefined, sha256: undefined, size: 0, partSize: 0 };
  const begun = { pairId, path: 'd', kind: 'folder', fingerprint: 'f', localId: 'the folder' } as const;
  /** a call of a life that was killed, as it is written down, and as it arrives */
  const begunBefore = () => uploads.begin({ ...begun, ...nothing, mode: 'concurrent' }, 900);
  const arrives = () => server.koodrive.createFolder({ containerId, parentId: server.rootId, name: 'd' });
  const create = async () => {
    const outcome = await folders.create(request, stat as never);
    if (outcome.kind !== 'folder') throw new Error('not made');
    await stores.commit.outcome(
      { pairId, path: 'd', version: undefined, observed: undefined, requested: true },
      outcome,
    );
  };
  /** it has another name from here on, on KooDrive too */
  const rename = () => {
    server.server.otherRename('d', 'e');
    baseline.move(pairId, 'd', 'e');
  };
  const takeUp = () => folders.takeUpLate(request);
  return { server, begunBefore, arrives, create, rename, takeUp };
}

it.each([
  ['made by a call of a killed life that came late, is ours (seed 20784302892)', true, false, true],
  ['made when one call of ours alone was sent, is somebody else’s', false, false, false],
  ['that holds something by now is left to whose that is', true, true, false],
])('a folder in the way of a file, %s', async (_what, isBegun, holds, isOurs) => {
  const { server, begunBefore, arrives, create, rename, takeUp } = making();
  if (isBegun) await begunBefore();
  await create();
  rename();
  const { fileId } = await arrives();
  if (holds) server.server.otherFile('d', 'a', Buffer.from('theirs'));
  expect(await takeUp()).toBe(isOurs);
  expect(stores.baseline.find(stores.pair.id, 'd')?.remote.fileId).toBe(isOurs ? fileId : undefined);
});
