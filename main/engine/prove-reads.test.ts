import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import { NEEDS_REREAD } from '../model/baseline-entry.ts';
import { KooError } from '../model/errors.ts';
import type { FileStat } from '../model/file-stat.ts';
import { writeBackMs } from './plan/write-back.ts';
import { keepProvingReads, proveReads } from './prove-reads.ts';
import { Stirring } from '../lib/stirring.ts';
import { openTestStores, type TestStores } from './test-stores.ts';

const minute = 60_000;
let clock: ReturnType<typeof createFakeClock>;
let stores: TestStores;
let pairId: number;
/** the file: what its stamps are, and what it holds */
let stamps: string | undefined;
let content: string | KooError;
/** how often it was read */
let digests: number;
let size: number;
let isPaused: boolean;
let isLeftOut: boolean;
let quietSince: number;
beforeEach(() => {
  clock = createFakeClock();
  stores = openTestStores(() => clock.now());
  pairId = stores.pair.id;
  [stamps, content, digests, size, isPaused, isLeftOut] = ['s1', 'one', 0, 1, false, false];
  quietSince = clock.now();
});
afterEach(() => stores.close());

const deps = () => ({
  ...stores,
  clock,
  log: memoryLog(),
  paused: () => isPaused,
  wake: () => undefined,
  monitors: {
    leftOut: async () => (isLeftOut ? { top: 'a.db', rule: undefined } : undefined),
  },
  disk: {
    stat: async () =>
      stamps === undefined
        ? undefined
        : ({ kind: 'file', fingerprint: stamps, localId: 'i', size, quietSince } as FileStat),
  },
  chunking: { tinyUpTo: 2 },
  content: {
    digest: async () => {
      if (size <= 2) throw new Error('a tiny file is not worth another thread');
      return read();
    },
    whole: async () => {
      if (size > 2) throw new Error('a large file is not for this thread');
      return { ...read(), bytes: new Uint8Array(size) };
    },
  },
});
const read = () => {
  digests += 1;
  if (content instanceof KooError) throw content;
  return { sha256: content, preHash: '' };
};

/** What stands there now went up; `provenFrom`: it was read soon after its last stamp. */
const uploaded = (provenFrom: number | undefined) => {
  const change = stores.pending.find(pairId, 'a.db');
  void stores.commit.outcome(
    { pairId, path: 'a.db', version: change?.version, observed: undefined, requested: true },
    {
      kind: 'uploaded',
      lookAgain: false,
      supersedes: [],
      provenFrom,
      result: {
        kind: 'revision',
        local: { fingerprint: String(stamps), localId: 'i', size: 1 },
        remote: { fileId: 'f', sha256: String(content), revisionId: undefined },
        concurrentEdit: false,
      },
    },
  );
};
const look = async (afterMs: number) => {
  await clock.pass(afterMs);
  await proveReads(deps(), new AbortController().signal);
};
const isPending = () => stores.pending.find(pairId, 'a.db') !== undefined;
const waiting = () => stores.unproven.find(pairId, 'a.db');

describe('a content that was read soon after the last stamp', () => {
  beforeEach(() => uploaded(clock.now() + writeBackMs));

  it('is read once more when all is written back, and not before', async () => {
    await look(writeBackMs - 1);
    expect(digests).toBe(0);
    await look(1);
    expect(digests).toBe(1);
    expect(isPending()).toBe(false);
    expect(waiting()).toBeUndefined();
  });

  it('is read by the thread for large files where it is one', async () => {
    size = 3;
    await look(writeBackMs);
    expect([digests, waiting()]).toEqual([1, undefined]);
  });

  it('is read together with many others, and none is left', async () => {
    for (let i = 0; i < 30; i++) {
      stores.baseline.put(
        pairId,
        `f${i}`,
        {
          kind: 'file',
          local: { fingerprint: 's1', localId: `i${i}`, size: 1 },
          remote: { fileId: `f${i}`, sha256: 'one', revisionId: undefined },
        },
        clock.now(),
      );
      stores.unproven.note(pairId, `f${i}`, 's1', clock.now() + writeBackMs);
    }
    await look(writeBackMs);
    expect(digests).toBe(31);
    expect(stores.unproven.nextDue()).toBeUndefined();
  });

  it('is put off once while it is pending, also when the clock is set back meanwhile (seed 20790101473)', async () => {
    await clock.pass(writeBackMs);
    stores.pending.enqueue(pairId, 'a.db', 'noticed', clock.now());
    let backMs = 0;
    const setBack = { ...clock, now: () => clock.now() - backMs };
    let looks = 0;
    const find: typeof stores.pending.find = (...of) => {
      backMs = 60 * minute;
      // a look that never ends keeps the whole process busy
      if ((looks += 1) > 100) throw new Error('it goes on for ever');
      return stores.pending.find(...of);
    };
    const pending = {
      find,
      enqueue: (...of: Parameters<typeof stores.pending.enqueue>) => stores.pending.enqueue(...of),
      awaitedAbove: () => undefined,
    };
    await proveReads({ ...deps(), clock: setBack, pending }, new AbortController().signal);
    expect(looks).toBe(1);
  });

  it('goes up when it is another one by then, though the stamps are the same', async () => {
    content = 'two';
    await look(writeBackMs);
    expect(isPending()).toBe(true);
    expect(stores.baseline.find(pairId, 'a.db')?.local?.fingerprint).toBe(NEEDS_REREAD);
  });

  it('goes up when it has new stamps that no event told of', async () => {
    stamps = 's2';
    await look(writeBackMs);
    expect(digests).toBe(0);
    expect(isPending()).toBe(true);
  });

  it('is left to those who look for what is missing when it is gone', async () => {
    stamps = undefined;
    await look(writeBackMs);
    expect([isPending(), waiting()]).toEqual([false, undefined]);
    // and is read when it is back, as its drive may be (crossing 302067)
    expect(stores.baseline.find(pairId, 'a.db')?.local?.fingerprint).toBe(NEEDS_REREAD);
  });

  it('waits for the folder above it when that may be on its way to another name, with all that lies there', async () => {
    stores.unproven.move(pairId, 'a.db', 'sub/a.db');
    stores.baseline.move(pairId, 'a.db', 'sub/a.db');
    stores.pending.enqueue(pairId, 'sub', 'noticed', clock.now());
    stamps = undefined;
    await look(writeBackMs);
    const wait = stores.unproven.find(pairId, 'sub/a.db');
    expect(wait?.dueAt).toBeGreaterThan(clock.now());
    expect(stores.baseline.find(pairId, 'sub/a.db')?.local?.fingerprint).toBe('s1');
    // under its new name it is read by its stamps
    stores.unproven.move(pairId, 'sub', 'new');
    stores.baseline.move(pairId, 'sub', 'new');
    stamps = 's1';
    await look(minute);
    expect(digests).toBe(1);
    expect(stores.unproven.find(pairId, 'new/a.db')).toBeUndefined();
  });

  it('is left to those who look for what is missing where the folder above it cannot be synced', async () => {
    stores.unproven.move(pairId, 'a.db', 'sub/a.db');
    stores.baseline.move(pairId, 'a.db', 'sub/a.db');
    stores.pending.enqueueFailed(
      pairId,
      'sub',
      new KooError('NAME_TAKEN', 'x'),
      clock.now(),
      clock.now() + minute,
    );
    stamps = undefined;
    await look(writeBackMs);
    expect(stores.unproven.find(pairId, 'sub/a.db')).toBeUndefined();
    expect(stores.baseline.find(pairId, 'sub/a.db')?.local?.fingerprint).toBe(NEEDS_REREAD);
  });

  it('is of no interest when a rule leaves it out since, whatever is written to it', async () => {
    isLeftOut = true;
    stamps = 's2';
    await look(writeBackMs);
    expect([isPending(), waiting()]).toEqual([false, undefined]);
    // and is read when the rule is gone, though the stamps are the same (seed 20830002251)
    expect(stores.baseline.find(pairId, 'a.db')?.local?.fingerprint).toBe(NEEDS_REREAD);
  });

  it('is of no interest when it was synced anew since', async () => {
    stamps = 's2';
    uploaded(undefined);
    await look(writeBackMs);
    expect(waiting()).toBeUndefined();
    expect(digests).toBe(0);
  });

  it('waits while a change of it is pending', async () => {
    stores.pending.enqueue(pairId, 'a.db', 'noticed', clock.now());
    await look(writeBackMs);
    expect(digests).toBe(0);
    expect(waiting()).toBeDefined();
  });

  it('is read again when it changed while it was read, and is not when it cannot be read', async () => {
    content = new KooError('FILE_CHANGED', 'as the test wants');
    await look(writeBackMs);
    expect(waiting()).toBeDefined();
    content = new KooError('FILE_UNREADABLE', 'as the test wants');
    await look(minute);
    expect(waiting()).toBeUndefined();
    expect(stores.baseline.find(pairId, 'a.db')?.local?.fingerprint).toBe(NEEDS_REREAD);
  });

  it('goes along with a renamed file', async () => {
    stores.unproven.move(pairId, 'a.db', 'b.db');
    expect(stores.unproven.find(pairId, 'b.db')?.fingerprint).toBe('s1');
  });

  it('is read in time when the clock was set back meanwhile', async () => {
    clock.jump(-3_600_000);
    await look(0);
    await look(writeBackMs);
    expect(digests).toBe(1);
  });

  it('is read once more when it was due by a clock that was wrong for a moment', async () => {
    uploaded(clock.now());
    await look(0);
    expect([digests, waiting()?.dueAt]).toEqual([1, clock.now() + writeBackMs]);
    await look(writeBackMs);
    expect([digests, waiting()]).toEqual([2, undefined]);
  });

  it.each([
    [10_000, 2],
    [3_600_000, 1],
  ])('whose stamp is ahead by %d ms is read %d times', async (aheadMs, times) => {
    quietSince = clock.now() + aheadMs;
    uploaded(clock.now() + writeBackMs);
    await look(writeBackMs);
    await look(60 * minute);
    expect(digests).toBe(times);
    expect(waiting()).toBeUndefined();
  });

  it('is left alone while everything is paused', async () => {
    isPaused = true;
    const stop = new AbortController();
    const done = keepProvingReads({ ...deps(), stirring: new Stirring(clock) }, stop.signal);
    await clock.pass(writeBackMs + minute);
    expect(digests).toBe(0);
    isPaused = false;
    await clock.pass(minute);
    expect(digests).toBe(1);
    stop.abort();
    await clock.pass(minute);
    await done;
  });
});

describe('a content that was read long after the last stamp', () => {
  it('is proven by that', async () => {
    uploaded(undefined);
    await look(24 * 60 * minute);
    expect([digests, waiting()]).toEqual([0, undefined]);
  });
});

describe('a file that is written and no event tells', () => {
  it('is looked at by its stamps for an hour, less and less often', async () => {
    uploaded(clock.now() + writeBackMs);
    content = 'two';
    await look(writeBackMs);
    uploaded(undefined);
    digests = 0;
    let looks = 0;
    for (let minutes = 0; minutes < 120 && waiting(); minutes++) {
      const before = waiting()?.dueAt;
      await look(minute);
      if (waiting()?.dueAt !== before) looks += 1;
    }
    expect(looks).toBe(6);
    expect(digests).toBe(0);
    expect(isPending()).toBe(false);
  });

  it('is found at the next look', async () => {
    uploaded(clock.now() + writeBackMs);
    content = 'two';
    await look(writeBackMs);
    uploaded(undefined);
    stamps = 's2';
    await look(minute);
    expect(isPending()).toBe(true);
  });
});
