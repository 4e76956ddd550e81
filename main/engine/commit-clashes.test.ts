/** What could not stand beside a known name, and when it is looked at once more: it would wait for a day otherwise. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KooError } from '../model/errors.ts';
import type { PathOutcome } from './apply/path-outcome.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

const now = 1000;
const day = 86_400_000;
let stores: TestStores;
beforeEach(() => {
  stores = openTestStores(() => now);
});
afterEach(() => stores.close());

function known(path: string, kind: 'file' | 'folder'): void {
  const local = { fingerprint: path, localId: `id of ${path}`, size: 1 };
  const remote = { fileId: path, sha256: undefined, revisionId: undefined };
  stores.baseline.put(stores.pair.id, path, { kind, local, remote }, 1);
}

/** It was looked at, and could not stand beside a name that is known. */
function clashed(path: string): void {
  const { pending, pair } = stores;
  pending.enqueue(pair.id, path, 'noticed', now);
  const change = pending.find(pair.id, path);
  if (change) pending.fail(change, new KooError('NAME_CLASH', 'as the test wants'), now, now + day);
}

const commit = (path: string, outcome: PathOutcome) =>
  stores.commit.outcome(
    { pairId: stores.pair.id, path, version: undefined, observed: undefined, requested: true },
    outcome,
  );
const due = () => stores.pending.due(now, 9).map(({ path }) => path);

it.each(['file', 'folder'] as const)(
  'a file that clashed with a known %s is looked at as soon as that made way on the server (crossing 501396)',
  async (kind) => {
    known('d', kind);
    for (const path of ['D', 'e/D', 'other']) clashed(path);
    expect(due()).toEqual([]);
    await commit('d', { kind: 'moved-aside', to: 'd between', isReplaced: true });
    // with what stands at its path now
    expect(due().toSorted()).toEqual(['D', 'd']);
  },
);
