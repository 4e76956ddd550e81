import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk } from '../../disk/disk.ts';
import { openBaseline, type Baseline } from '../baseline/baseline.ts';
import { openPairs } from '../../storage/pairs.ts';
import { openDatabase, type Database } from '../../storage/database.ts';
import { uploadFile, type UploadResult } from './upload-file.ts';
import { createContent, sha256Of, type Content } from '../../disk/read-content.ts';
import { createUnknownOutcomes } from './unknown-outcomes.ts';
import { openUploadIntents, type UploadIntents } from './upload-intents.ts';
import { createTestKooDrive, type TestKooDrive } from './test-koodrive.ts';

let folder: string;
let state: Database;
let baseline: Baseline;
let intents: UploadIntents;
let pairId: number;
let server: TestKooDrive;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-bring-'));
  fs.mkdirSync(path.join(folder, 'home'));
  state = openDatabase(path.join(folder, 'home'));
  pairId = openPairs(state).add({ folder, containerId: 'c', remote: 'r' }, 1).id;
  baseline = openBaseline(state, 60_000);
  intents = openUploadIntents(state);
  server = createTestKooDrive();
});
afterEach(() => {
  state.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const chunking = { singlePartUpTo: 4096, smallestPart: 2048 };
const file = () => path.join(folder, 'a.txt');
let now = 1000;
const clock = { now: () => now, sleep: () => Promise.resolve() };
let serial = 0;
/** Saves a content that was never there before; gives its sum. */
const save = (size = 100): string => {
  const bytes = Buffer.alloc(size, `content ${++serial}|`);
  fs.writeFileSync(file(), bytes);
  return sha256Of(bytes);
};
async function bring(more: { neverQuiet?: boolean; content?: Content } = {}): Promise<UploadResult> {
  const stat = await realDisk.stat(file());
  if (!stat) throw new Error('nothing there');
  const { koodrive } = server;
  const { content = createContent(realDisk) } = more;
  const parts = { koodrive, content, intents, baseline, clock, chunking };
  const pair = { id: pairId, containerId: 'c' };
  const job = { pair, path: 'a.txt', stat, parentId: 'parent', signal: new AbortController().signal };
  // as sync-path.ts does it: what was begun before is settled first
  const outcomes = createUnknownOutcomes(parts);
  for (let again = await outcomes.resolve(job); again !== undefined; again = await outcomes.resolve(job))
    now = again;
  return uploadFile(parts, {
    ...job,
    absolute: file(),
    neverQuiet: more.neverQuiet ?? false,
    baseline: baseline.find(pairId, 'a.txt'),
    progress: () => undefined,
  });
}
const bringAndRecord = async (more: { neverQuiet?: boolean } = {}) => {
  const brought = await bring(more);
  brought.record();
  return brought.kind;
};
const known = () => baseline.find(pairId, 'a.txt');
const fileId = () => known()?.fileId ?? '';
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown as { code?: string }).code,
  );

describe.each([
  ['a small file', 100],
  ['a large file', 9000],
])('%s', (_what, size) => {
  it('comes as a new file, then as revisions of it', async () => {
    const first = save(size);
    expect(await bringAndRecord()).toBe('new-file');
    const second = save(size + 1);
    expect(await bringAndRecord()).toBe('revision');
    expect(server.history(fileId())).toEqual([first, second]);
    expect(known()?.sha256).toBe(second);
    expect(intents.find(pairId, 'a.txt')).toBeUndefined();
  });

  it('is written down by record alone', async () => {
    save(size);
    const brought = await bring();
    expect(known()).toBeUndefined();
    expect(intents.find(pairId, 'a.txt')?.outcomeUnknown).toBe(true);
    brought.record();
    expect(known()).toBeDefined();
  });

  it('makes no call when it was only touched', async () => {
    save(size);
    await bringAndRecord();
    fs.utimesSync(file(), new Date(), new Date(5000));
    const before = server.calls.length;
    expect(await bringAndRecord()).toBe('unchanged');
    expect(server.calls).toHaveLength(before);
    expect(known()?.fingerprint).toBe((await realDisk.stat(file()))?.fingerprint);
  });

  it.each(['completeFile', 'createFile'])('a lost answer of %s makes no second file', async (operation) => {
    const sum = save(size);
    server.failNext(operation, 'TIMED_OUT', 'after');
    expect(await codeOf(bring())).toBe('TIMED_OUT');
    await bringAndRecord();
    expect(server.history(fileId())).toEqual([sum]);
    expect([...server.files.values()].filter((one) => one.there)).toHaveLength(1);
  });

  it.each(['completeRevision', 'createRevision'])(
    'a lost answer of %s makes no second revision',
    async (operation) => {
      const first = save(size);
      await bringAndRecord();
      const second = save(size);
      server.failNext(operation, 'OFFLINE', 'after');
      expect(await codeOf(bring())).toBe('OFFLINE');
      await bringAndRecord();
      expect(server.history(fileId())).toEqual([first, second]);
    },
  );

  it('a lost answer, then another content: both are revisions, each once', async () => {
    const first = save(size);
    await bringAndRecord();
    const second = save(size);
    server.failNext('completeRevision', 'OFFLINE', 'after');
    await codeOf(bring());
    const third = save(size);
    expect(await bringAndRecord()).toBe('revision');
    expect(server.history(fileId())).toEqual([first, second, third]);
  });

  it('a lost answer, then the content before it again: three revisions', async () => {
    const bytes = Buffer.alloc(size, 'the first|');
    fs.writeFileSync(file(), bytes);
    await bringAndRecord();
    const second = save(size);
    server.failNext('completeRevision', 'OFFLINE', 'after');
    await codeOf(bring());
    fs.writeFileSync(file(), bytes);
    await bringAndRecord();
    expect(server.history(fileId())).toEqual([sha256Of(bytes), second, sha256Of(bytes)]);
  });

  it('a request that never arrived is made again', async () => {
    const sum = save(size);
    server.failNext('completeFile', 'OFFLINE');
    expect(await codeOf(bring())).toBe('OFFLINE');
    await bringAndRecord();
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('a file of that name that the server has already is taken up; its content once', async () => {
    const bytes = Buffer.alloc(size, 'the same there|');
    fs.writeFileSync(file(), bytes);
    server.concurrentEdit('theirs', 'a.txt', bytes);
    await bringAndRecord();
    expect(fileId()).toBe('theirs');
    expect(server.history('theirs')).toEqual([sha256Of(bytes)]);
  });

  it('a file of that name with another content keeps it below ours', async () => {
    const sum = save(size);
    const theirs = Buffer.from('theirs');
    server.concurrentEdit('theirs', 'a.txt', theirs);
    await bringAndRecord();
    expect(server.history('theirs')).toEqual([sha256Of(theirs), sum]);
  });

  it("somebody else's revision is kept and told", async () => {
    const first = save(size);
    await bringAndRecord();
    const theirs = Buffer.from('theirs');
    server.concurrentEdit(fileId(), 'a.txt', theirs);
    const third = save(size);
    const brought = await bring();
    expect(brought.concurrentEdit).toBe(true);
    brought.record();
    expect(server.history(fileId())).toEqual([first, sha256Of(theirs), third]);
  });

  it('somebody else brought the very content: it is not made again', async () => {
    save(size);
    await bringAndRecord();
    const bytes = Buffer.alloc(size, 'both of us|');
    fs.writeFileSync(file(), bytes);
    server.concurrentEdit(fileId(), 'a.txt', bytes);
    expect(await bringAndRecord()).toBe('adopted');
    expect(server.history(fileId())).toHaveLength(2);
  });

  it.each(['recycled', 'removed'] as const)('a file that was %s there comes as a new one', async (how) => {
    save(size);
    await bringAndRecord();
    const old = fileId();
    if (how === 'recycled') (server.files.get(old) ?? { recycled: false }).recycled = true;
    else server.files.delete(old);
    const second = save(size);
    expect(await bringAndRecord()).toBe('new-file');
    expect(fileId()).not.toBe(old);
    expect(server.history(fileId())).toEqual([second]);
  });

  it('a refused completion starts over', async () => {
    const sum = save(size);
    server.failNext('completeFile', 'CHECK_FAILED');
    expect(await codeOf(bring())).toBe('CHECK_FAILED');
    expect(intents.find(pairId, 'a.txt')).toBeUndefined();
    await bringAndRecord();
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('a content that is there elsewhere goes up without its bytes', async () => {
    save(size);
    await bringAndRecord();
    baseline.move(pairId, 'a.txt', 'b.txt');
    (server.files.get(baseline.find(pairId, 'b.txt')?.fileId ?? '') ?? { name: '' }).name = 'b.txt';
    const puts = server.calls.filter((one) => one.startsWith('putPart')).length;
    expect(await bringAndRecord()).toBe('new-file');
    if (size <= chunking.singlePartUpTo)
      expect(server.calls.filter((one) => one.startsWith('putPart'))).toHaveLength(puts);
  });
});

describe('a large file', () => {
  it('goes on after the parts that were sent', async () => {
    const sum = save(9000);
    server.failNext('putPart 4', 'OFFLINE');
    expect(await codeOf(bring())).toBe('OFFLINE');
    const sent = intents.partsSent(pairId, 'a.txt').length;
    expect(sent).toBeGreaterThan(0);
    server.calls.length = 0;
    await bringAndRecord();
    expect(server.calls.filter((one) => one.startsWith('putPart'))).toHaveLength(5 - sent);
    expect(server.calls).not.toContain('createFile');
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('starts over when the server has forgotten the upload', async () => {
    const sum = save(9000);
    server.failNext('putPart 4', 'OFFLINE');
    await codeOf(bring());
    server.uploads.clear();
    await bringAndRecord();
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('that changed meanwhile starts over with the new content', async () => {
    save(9000);
    server.failNext('putPart 4', 'OFFLINE');
    await codeOf(bring());
    const sum = save(9000);
    await bringAndRecord();
    expect(server.history(fileId())).toEqual([sum]);
  });
});

describe('a restless file', () => {
  it('that is another one when it is read again is no revision: it may be a mix of two states', async () => {
    save(100);
    const content = createContent(realDisk);
    // written while it was read, within one time stamp
    const mix = Buffer.alloc(100, 'a mix');
    let reads = 0;
    const whole: Content['whole'] = async (...which) => {
      const read = await content.whole(...which);
      return reads++ > 0 ? read : { ...read, bytes: mix, sha256: sha256Of(mix) };
    };
    expect(await codeOf(bring({ neverQuiet: true, content: { ...content, whole } }))).toBe('FILE_CHANGED');
    expect(server.files.size).toBe(0);
  });

  it('is never taken to be as it is known', async () => {
    const sum = save();
    await bringAndRecord({ neverQuiet: true });
    expect(known()?.sha256).toBe(sum);
    expect(known()?.fingerprint).not.toBe((await realDisk.stat(file()))?.fingerprint);
    const before = server.calls.length;
    expect(await bringAndRecord()).toBe('unchanged');
    expect(server.calls).toHaveLength(before);
    expect(known()?.fingerprint).toBe((await realDisk.stat(file()))?.fingerprint);
  });
});
