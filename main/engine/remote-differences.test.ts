import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestStores, type TestStores } from './test-stores.ts';

let stores: TestStores;
let pairId: number;
beforeEach(() => {
  stores = openTestStores(() => 1000);
  pairId = stores.pair.id;
  const local = { fingerprint: 'x', localId: undefined, size: 1 };
  const remote = { fileId: 'f1', revisionId: undefined, sha256: 'ab' };
  stores.baseline.put(pairId, 'a.txt', { kind: 'file', local, remote }, 1);
});
afterEach(() => stores.close());

const differs = (kind: 'in-bin' | 'gone' | 'renamed' | 'newer', detail?: string, fileId = 'f1') =>
  stores.commit.remoteDiffers(pairId, { path: 'a.txt', fileId, kind, detail });
const problem = () => stores.pending.find(pairId, 'a.txt')?.failure?.code;
const recent = () => stores.notes.recent(9).map(({ kind }) => kind);

it('what is lost there is a problem at once, and not of what happened last', () => {
  differs('in-bin');
  expect([problem(), recent(), stores.pending.problemCount(pairId)]).toEqual(['REMOTE_RECYCLED', [], 1]);
});

it('a problem that was lost on the way comes again', () => {
  differs('gone');
  const change = stores.pending.find(pairId, 'a.txt');
  if (change) stores.pending.ack(change, 1000);
  expect(problem()).toBeUndefined();
  differs('gone');
  expect(problem()).toBe('NOT_FOUND');
});

it('a change that waits finds it out by itself', () => {
  stores.pending.enqueue(pairId, 'a.txt', 'noticed', 1000);
  differs('gone');
  expect(problem()).toBeUndefined();
});

it('another name and a newer version are told once each, and no problem', () => {
  differs('renamed', 'b.txt');
  differs('renamed', 'b.txt');
  differs('newer', 'cd');
  differs('newer', 'cd');
  differs('newer', 'ef');
  expect([problem(), recent()]).toEqual([
    undefined,
    ['newer-remotely', 'newer-remotely', 'renamed-remotely'],
  ]);
});

it('a row says nothing of another file that has the path since', () => {
  differs('gone');
  const entry = () => stores.baseline.find(pairId, 'a.txt');
  expect(stores.differences.of(pairId, entry())?.kind).toBe('gone');
  const remote = { fileId: 'f2', revisionId: undefined, sha256: 'ab' };
  stores.baseline.put(pairId, 'a.txt', { kind: 'file', local: entry()?.local, remote }, 2);
  expect(stores.differences.of(pairId, entry())).toBeUndefined();
});

it('where the comparison is, is remembered', () => {
  expect(stores.differences.lastCompared(pairId)).toBeUndefined();
  stores.differences.compared(pairId, 'sub', 7);
  expect(stores.differences.lastCompared(pairId)).toEqual({ folder: 'sub', at: 7 });
});

it('what a user asks for is urgent and due', () => {
  differs('in-bin');
  stores.pending.urge(['REMOTE_RECYCLED'], 1000);
  expect(stores.pending.find(pairId, 'a.txt')).toMatchObject({ priority: 'urgent', dueAt: 1000 });
});
