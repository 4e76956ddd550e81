import { afterEach, beforeEach, expect, it } from 'vitest';
import { KooError } from '../model/errors.ts';
import { memoryLog } from '../lib/test-log.ts';
import type { EngineSettings, EngineSettingsListener } from './api.ts';
import { followSettings } from './follow-settings.ts';
import { timesFrom } from './deletions/deletion-queue.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

const hour = 3_600_000;
const now = 10 * hour;
const first: EngineSettings = {
  settleMs: 1000,
  maxWaitMs: 60_000,
  versionIntervalMs: 60_000,
  missingGraceMs: 2000,
  deleteGraceMs: hour,
  holdDeletionsCount: 500,
  holdDeletionsShare: 0.5,
  compareWithKooDrive: false,
  concurrency: 6,
};

let stores: TestStores;
let values: EngineSettings;
let listener: EngineSettingsListener | undefined;
let told: string[];
let off: () => void;
beforeEach(() => {
  stores = openTestStores(() => now);
  values = first;
  told = [];
  off = followSettings({
    settings: () => values,
    onSettings: (one) => {
      listener = one;
      return () => (listener = undefined);
    },
    clock: { now: () => now },
    log: memoryLog(),
    lanes: { setConcurrency: (limit) => told.push(`${limit} at once`) },
    pending: stores.pending,
    deletions: stores.deletions,
    scheduler: { wake: () => told.push('wake') },
    changed: () => told.push('changed'),
    notice: ({ code }) => told.push(code),
  });
});
afterEach(() => {
  stores.close();
});

const become = (change: Partial<EngineSettings>) => {
  values = { ...values, ...change };
  told = [];
  listener?.changed();
};
const dueAt = (path: string) => stores.pending.find(stores.pair.id, path)?.dueAt;

it('puts the number of uploads in force at the start and at each change', () => {
  expect(told).toEqual(['6 at once']);
  become({ concurrency: 2 });
  expect(told).toEqual(['2 at once', 'changed']);
});

it.each(['settleMs', 'maxWaitMs', 'versionIntervalMs', 'missingGraceMs'] as const)(
  'has what waits without a failure looked at again when %s changes',
  (key) => {
    const { pending, pair } = stores;
    for (const path of ['waits', 'failed', 'due']) pending.enqueue(pair.id, path, 'noticed', now - hour);
    pending.postpone({ pairId: pair.id, path: 'waits' }, now + hour, { fingerprint: 'f', at: now - hour });
    const failed = { pairId: pair.id, path: 'failed', version: 1 };
    pending.fail(failed, new KooError('OFFLINE', 'x'), now - hour, now + hour);
    become({ [key]: 20 });
    expect([dueAt('waits'), dueAt('failed'), dueAt('due')]).toEqual([now, now + hour, now - hour]);
    // what it was found as is kept, so that it is known since when it has been quiet
    expect(pending.find(pair.id, 'waits')?.observed).toEqual({ fingerprint: 'f', at: now - hour });
    expect(told).toEqual(['wake', 'changed']);
  },
);

it('reckons the grace time anew for deletions that wait by themselves, tried or held ones apart', () => {
  const { deletions, pair } = stores;
  for (const path of ['waits', 'tried', 'held'])
    deletions.note({ pairId: pair.id, path, kind: 'file', fileId: path, files: 1 }, timesFrom(now, hour));
  const idOf = (path: string) => deletions.open(pair.id).find((one) => one.path === path)?.id ?? 0;
  deletions.again(idOf('tried'), now + 5);
  deletions.hold([idOf('held')], 'too-many');
  become({ deleteGraceMs: 1000 });
  const due = Object.fromEntries(deletions.open(pair.id).map((one) => [one.path, one.dueAt]));
  expect(due).toEqual({ waits: now + 1000, tried: now + 5, held: now + hour });
  become({ deleteGraceMs: 2 * hour });
  expect(deletions.find(idOf('waits'))?.dueAt).toBe(now + 2 * hour);
});

it('touches nothing when what changed is no matter of waiting', () => {
  stores.pending.enqueue(stores.pair.id, 'waits', 'noticed', now);
  stores.pending.postpone({ pairId: stores.pair.id, path: 'waits' }, now + hour, undefined);
  become({ holdDeletionsCount: 1 });
  expect(dueAt('waits')).toBe(now + hour);
  expect(told).toEqual(['changed']);
});

it('tells of settings that cannot be read', () => {
  told = [];
  listener?.broken(new KooError('SETTINGS_BROKEN', 'no JSON'));
  expect(told).toEqual(['SETTINGS_BROKEN']);
});

it('tells of a database that does not take the change', () => {
  stores.db.run('DROP TABLE deletion');
  become({ deleteGraceMs: 1 });
  expect(told).toEqual(['UNEXPECTED']);
});

it('listens until it is told to end', () => {
  off();
  expect(listener).toBeUndefined();
});
