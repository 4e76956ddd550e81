/** A folder that was just renamed where capitals do not count: it is made once, under the name that it has. */
import { afterEach, beforeEach, expect, it } from 'vitest';
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
