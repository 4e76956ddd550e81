import { afterEach, beforeEach, expect, it } from 'vitest';
import { PathLocks } from '../apply/path-locks.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { UndoBeginner } from './begin-undo.ts';

let stores: TestStores;
beforeEach(() => {
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
function undoing(answers: Readonly<Record<string, () => Promise<void>>>) {
  const asked: string[] = [];
  const koodrive = {
    detail: async (_container: string, fileId: string) => {
      asked.push(fileId);
      await answers[fileId]?.();
      return { fileId, parentId: undefined, recycled: false };
    },
  };
  const context = { account: { koodrive }, pair: stores.pair };
  const undos = new UndoBeginner({
    ...stores,
    disk: { stat: () => Promise.resolve(undefined) },
    clock: { sleep: () => Promise.resolve() },
    contexts: { find: () => context },
    locks: new PathLocks(),
    changed: () => undefined,
  } as never);
  return { undos, asked };
}

it('begins one undo after the other, also when one fails', async () => {
  const ids = [sent('a'), sent('b'), sent('c')] as const;
  let answer: () => void = () => undefined;
  const { undos, asked } = undoing({
    'id of a': () => new Promise((resolve) => (answer = resolve)),
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
