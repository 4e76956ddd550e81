import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { NEEDS_REREAD } from '../model/baseline-entry.ts';
import { KooError } from '../model/errors.ts';
import type { FileStat } from '../model/file-stat.ts';
import { Breakers } from './breakers.ts';
import { syncNow, waitsFor, type SyncNowDeps } from './sync-now.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

const clock = createFakeClock();
let stores: TestStores;
/** what stands at the path; undefined: nothing */
let stamps: string | undefined;
/** what the queue does with the path when its turn comes */
let turn: () => void;
let turns: number;
let isLeftOut: boolean;
beforeEach(() => {
  stores = openTestStores(() => clock.now());
  [stamps, turns, isLeftOut] = ['s1', 0, false];
  turn = () => undefined;
});
afterEach(() => stores.close());

const path = 'a.txt';
const known = () => stores.baseline.find(stores.pair.id, path)?.local?.fingerprint;
const sent = () => {
  const local = { fingerprint: String(stamps), localId: 'i', size: 1 };
  const remote = { fileId: 'f', revisionId: undefined, sha256: 'x' };
  stores.baseline.put(stores.pair.id, path, { kind: 'file', local, remote }, clock.now());
};

const deps = (): SyncNowDeps => ({
  ...stores,
  clock,
  disk: {
    stat: async () =>
      stamps === undefined ? undefined : ({ kind: 'file', fingerprint: stamps } as FileStat),
  },
  monitors: { leftOut: async () => (isLeftOut ? { top: path, rule: undefined } : undefined) },
  scheduler: {
    wake: () => undefined,
    waitsFor: () => undefined,
    syncOne: async (change) => {
      turns += 1;
      turn();
      stores.pending.ack(change, clock.now());
    },
  },
  account: { breakers: new Breakers(() => 0.5), settings: () => ({ maxWaitMs: 1000 }) as never },
  paused: () => false,
  working: () => false,
  takeLock: () => () => undefined,
});
const ask = () =>
  clock.through(
    syncNow(
      deps(),
      `/pair/${path}`,
      { pair: stores.pair, relativePath: path } as never,
      new AbortController().signal,
    ),
  );
const asked = () => ask().catch((thrown: unknown) => (thrown instanceof KooError ? thrown.code : thrown));

describe('a path that somebody waits for', () => {
  it('is done when what stands there went up', async () => {
    turn = sent;
    expect(await asked()).toBeUndefined();
    expect([turns, known()]).toEqual([1, 's1']);
  });

  it('is asked about again when it was written meanwhile', async () => {
    turn = () => {
      sent();
      if (turns === 1) stamps = 's2';
    };
    expect(await asked()).toBeUndefined();
    expect([turns, known()]).toEqual([2, 's2']);
  });

  it('is no version when a rule leaves it out', async () => {
    isLeftOut = true;
    expect(await asked()).toBe('FILE_IGNORED');
    expect(turns).toBe(1);
  });

  it('is no version when it is written after every turn', async () => {
    turn = () => {
      sent();
      stamps = `s${turns + 1}`;
    };
    expect(await asked()).toBe('FILE_CHANGED');
    expect(turns).toBe(3);
  });

  it('is done when nothing is there', async () => {
    stamps = undefined;
    expect(await asked()).toBeUndefined();
    expect(turns).toBe(0);
  });

  it('is read where it may have been written without a stamp', async () => {
    sent();
    stores.unproven.note(stores.pair.id, path, 's1', clock.now() + 40_000);
    let seen: string | undefined;
    turn = () => {
      seen = known();
      sent();
    };
    expect(await asked()).toBeUndefined();
    expect(seen).toBe(NEEDS_REREAD);
  });
});

it.each<[string, Parameters<typeof waitsFor>[0], Parameters<typeof waitsFor>[1], unknown]>([
  [
    'that is being sent',
    { observed: undefined, dueAt: 1 },
    { path, size: 9, sent: 4 },
    { kind: 'upload', sent: 4, size: 9 },
  ],
  [
    'that is being written',
    { observed: { fingerprint: 'x', at: 1 }, dueAt: 30 },
    undefined,
    { kind: 'writing' },
  ],
  ['that is due', { observed: { fingerprint: 'x', at: 1 }, dueAt: 20 }, undefined, { kind: 'turn' }],
  ['that nobody looked at', { observed: undefined, dueAt: 30 }, undefined, { kind: 'turn' }],
])('of a change %s it is said what is waited for', (_what, change, sending, expected) => {
  expect(waitsFor(change, sending, 20)).toEqual(expected);
});
