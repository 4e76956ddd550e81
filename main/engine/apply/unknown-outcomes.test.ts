import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBaseline, type Baseline } from '../baseline/baseline.ts';
import { openPairs } from '../../storage/pairs.ts';
import { openDatabase, type Database } from '../../storage/database.ts';
import { sha256Of } from '../../disk/read-content.ts';
import { NEEDS_REREAD } from '../baseline/baseline-types.ts';
import { createUnknownOutcomes, lateMs, type UnknownOutcomes } from './unknown-outcomes.ts';
import { openUploadIntents, type UploadIntent, type UploadIntents } from './upload-intents.ts';
import { createTestKooDrive, type TestKooDrive } from './test-koodrive.ts';
import type { FileStat } from '../../model/file-stat.ts';

let folder: string;
let state: Database;
let baseline: Baseline;
let intents: UploadIntents;
let pairId: number;
let server: TestKooDrive;
let now: number;
let outcomes: UnknownOutcomes;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-outcomes-'));
  state = openDatabase(folder);
  pairId = openPairs(state).add({ folder, containerId: 'c', remote: 'r' }, 1).id;
  baseline = openBaseline(state, 60_000);
  intents = openUploadIntents(state);
  server = createTestKooDrive();
  now = 100_000;
  outcomes = createUnknownOutcomes({
    koodrive: server.koodrive,
    intents,
    baseline,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    chunking: { singlePartUpTo: 4096, smallestPart: 2048 },
  });
});
afterEach(() => {
  state.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const bytes = Buffer.from('what was sent');
const sha256 = sha256Of(bytes);
const standing: FileStat = {
  kind: 'file',
  size: bytes.length,
  fingerprint: 'as sent',
  localId: '7:1',
  quietSince: 1,
  stampNs: 1n,
} as Partial<FileStat> as FileStat;
const begin = (more: Partial<UploadIntent> = {}) => {
  intents.begin(
    {
      pairId,
      path: 'a.txt',
      kind: 'file',
      fileId: 'f',
      baseRevisionId: undefined,
      fingerprint: 'as sent',
      size: bytes.length,
      sha256,
      partSize: 2048,
      ...more,
    },
    now,
  );
  if (more.kind !== 'folder' && more.outcomeUnknown !== false)
    intents.markOutcomeUnknown(pairId, 'a.txt', sha256);
};
const settle = (stat: FileStat | undefined = standing) =>
  outcomes.resolve({
    pair: { id: pairId, containerId: 'c' },
    path: 'a.txt',
    stat,
    parentId: 'parent',
    signal: new AbortController().signal,
  });
const known = () => baseline.find(pairId, 'a.txt');
const task = () => intents.find(pairId, 'a.txt');

describe('an upload whose end is not known', () => {
  it('and that is there is written down, to be read and compared once more', async () => {
    begin();
    server.concurrentEdit('f', 'a.txt', bytes);
    expect(await settle()).toBeUndefined();
    expect(known()).toMatchObject({ fileId: 'f', sha256, fingerprint: NEEDS_REREAD, localId: '7:1' });
    expect(task()).toBeUndefined();
  });

  it('is found by its name when its id was not told', async () => {
    begin({ fileId: undefined });
    server.concurrentEdit('theirs', 'a.txt', bytes);
    expect(await settle()).toBeUndefined();
    expect(known()).toMatchObject({ fileId: 'theirs', sha256 });
  });

  it('and is not there may still arrive: it is asked about again, and nothing is repeated till then', async () => {
    begin();
    expect(await settle()).toBe(now + lateMs);
    expect(task()).toBeDefined();
    now += lateMs - 1;
    expect(await settle()).toBe(now + 1);
    // the request of a life that was killed
    server.concurrentEdit('f', 'a.txt', bytes);
    now += 1;
    expect(await settle()).toBeUndefined();
    expect(known()).toMatchObject({ fileId: 'f', sha256 });
  });

  it('and never came is open again after that', async () => {
    begin();
    now = (await settle()) ?? now;
    expect(await settle()).toBeUndefined();
    expect(known()).toBeUndefined();
    expect(task()).toBeUndefined();
  });

  it('keeps the parts that were sent, unless the file is another one now', async () => {
    begin({ size: 9000 });
    now = (await settle()) ?? now;
    expect(await settle()).toBeUndefined();
    expect(task()).toMatchObject({ outcomeUnknown: false, fileId: 'f' });

    begin({ size: 9000 });
    now = (await settle()) ?? now;
    expect(await settle({ ...standing, fingerprint: 'other' })).toBeUndefined();
    expect(task()).toBeUndefined();
  });

  it('does not take the revision before it for its own', async () => {
    server.concurrentEdit('f', 'a.txt', bytes);
    const [base] = server.files.get('f')?.revisions ?? [];
    begin({ kind: 'revision', baseRevisionId: base?.id });
    expect(await settle()).toBe(now + lateMs);
  });

  it('waits no longer because the clock was set back', async () => {
    begin();
    await settle();
    now -= 7_200_000;
    expect(await settle()).toBe(now + lateMs);
  });

  it('of a path that holds nothing any more keeps the identity by which a rename is known', async () => {
    baseline.put(pairId, 'a.txt', { kind: 'file', fileId: 'f', stat: standing, sha256: 'before' }, now);
    server.concurrentEdit('f', 'a.txt', bytes);
    begin({ kind: 'revision' });
    expect(await outcomesOfGone()).toBeUndefined();
    expect(known()).toMatchObject({ sha256, localId: '7:1' });
  });

  it('of a file that is gone there counts as not there; no line is no answer', async () => {
    begin({ kind: 'revision' });
    expect(await settle()).toBe(now + lateMs);
    server.failNext('listRevisions', 'OFFLINE');
    await expect(settle()).rejects.toMatchObject({ code: 'OFFLINE' });
    expect(task()?.outcomeUnknown).toBe(true);
  });
});

/** `settle` has a default for what stands there, which an undefined would become. */
const outcomesOfGone = () =>
  outcomes.resolve({
    pair: { id: pairId, containerId: 'c' },
    path: 'a.txt',
    stat: undefined,
    parentId: 'parent',
    signal: new AbortController().signal,
  });

it('what nothing decisive was said about is not asked about', async () => {
  expect(await settle()).toBeUndefined();
  begin({ size: 9000, sha256: undefined, outcomeUnknown: false });
  expect(await settle()).toBeUndefined();
  expect(server.calls).toEqual([]);
  expect(task()).toBeDefined();
});
