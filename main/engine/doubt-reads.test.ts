import { afterEach, beforeEach, expect, it } from 'vitest';
import { doubtReads } from './doubt-reads.ts';
import { writeBackMs } from './plan/write-back.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

const now = 1_700_000_000_000;
const ahead = now + 7_200_000;
let stores: TestStores;
beforeEach(() => {
  stores = openTestStores(() => now);
});
afterEach(() => stores.close());

const synced = (path: string, at: number, kind: 'file' | 'folder' = 'file') => {
  const local = { fingerprint: `of ${path}`, localId: path, size: 5 };
  const remote = { fileId: `f ${path}`, sha256: kind === 'file' ? 'x' : undefined, revisionId: 'r' };
  stores.baseline.put(stores.pair.id, path, { kind, local, remote }, at);
};

it('what was synced just before the clock was set back is read once more, and nothing else', () => {
  synced('docs', ahead - 50, 'folder');
  synced('docs/late', ahead - 50);
  synced('docs/just so', ahead - writeBackMs);
  synced('docs/before', ahead - writeBackMs - 1);
  synced('docs/missing', ahead - 50);
  stores.baseline.markMissing(stores.pair.id, 'docs/missing', ahead - 20);
  doubtReads({ ...stores, clock: { now: () => now } }, ahead);
  const due = stores.unproven.due(now + writeBackMs, 10);
  expect(due.map(({ path, fingerprint, isProven }) => [path, fingerprint, isProven]).toSorted()).toEqual([
    ['docs/just so', 'of docs/just so', false],
    ['docs/late', 'of docs/late', false],
  ]);
  expect(stores.unproven.nextDue()).toBe(now + writeBackMs);
});
