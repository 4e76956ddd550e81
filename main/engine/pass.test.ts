import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineStatus } from '../../shared/views.ts';
import type { FileStat } from '../model/file-stat.ts';
import { keyOf } from './apply/path-locks.ts';
import { passOf, settleSent } from './pass.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

let stores: TestStores;
let pairId: number;
beforeEach(() => {
  stores = openTestStores(() => 1000);
  pairId = stores.pair.id;
});
afterEach(() => stores.close());

/** Known with this fingerprint, and pending. */
const pending = (path: string, fingerprint: string) => {
  const local = { fingerprint, localId: undefined, size: 1 };
  const remote = { fileId: path, sha256: 's', revisionId: undefined };
  stores.baseline.put(pairId, path, { kind: 'file', local, remote }, 1);
  stores.pending.enqueue(pairId, path, 'scanned', 1);
};
const keys = (...paths: string[]) => new Set(paths.map((path) => keyOf(pairId, path)));
/** The disk holds every file with the fingerprint 'now'. */
const disk = { stat: () => Promise.resolve({ kind: 'file', fingerprint: 'now' } as FileStat) };
const settle = (sent: ReadonlySet<string>) =>
  settleSent({ ...stores, pairs: { all: () => [stores.pair] }, disk, clock: { now: () => 1000 } }, sent);

it('of what was sent only what has changed since stays pending', async () => {
  pending('same', 'now');
  pending('log', 'before');
  pending('not sent', 'now');
  await settle(keys('same', 'log'));
  expect(stores.pending.unsynced(pairId)).toEqual(['log', 'not sent']);
});

it('says what has no version, and counts as waiting nothing that was sent', () => {
  for (const path of ['log', 'a', 'b']) pending(path, 'before');
  const pair = { id: pairId, folder: '/pair', pending: 3 } as EngineStatus['pairs'][number];
  const status: EngineStatus = { state: { kind: 'idle' }, allPaused: false, pairs: [pair], recent: [] };
  const pass = passOf(status, stores.pending, keys('log'));
  expect(pass.unsynced).toEqual([join('/pair', 'a'), join('/pair', 'b')]);
  expect(pass.pairs).toMatchObject([{ pending: 2 }]);
});
