import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk } from '../../disk/disk.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { createContent, sha256Of, type Content } from '../../disk/read-content.ts';
import { createFakeKooDrive, type FakeKooDrive } from '../../../tests/harness/simulated/fake-koodrive.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import type { UploadMode } from '../plan/upload-mode.ts';
import type { UploadResult } from './path-outcome.ts';
import { UnknownOutcomes } from './unknown-outcomes.ts';
import { uploadFile } from './upload-file.ts';
import { placed } from '../../disk/test-placed.ts';

let stores: TestStores;
let folder: string;
let pairId: number;
let baseline: TestStores['baseline'];
let uploads: TestStores['uploads'];
let server: FakeKooDrive;
beforeEach(() => {
  stores = openTestStores(() => now);
  ({ folder, baseline, uploads } = stores);
  pairId = stores.pair.id;
  server = createFakeKooDrive();
  limit = { bytes: undefined };
  mode = 'sequential';
  refused = 0;
  mayBeLater = () => false;
});
afterEach(() => stores.close());

const chunking = { singlePartUpTo: 4096, tinyUpTo: 1024, smallestPart: 2048, leastPart: 1024 };
/** how the next contents of several parts go up, and what was found of that */
let mode: UploadMode;
let refused: number;
const modes = { choose: () => mode, measured: () => undefined, refused: () => void refused++ };
/** bodies above do not get through */
let limit: { bytes: number | undefined };
const file = () => path.join(folder, 'a.txt');
let now = 1000;
const clock = { now: () => now, elapsed: () => now };
/** may the clock that made this stamp of the disk have been behind? */
let mayBeLater: (stamp: number) => boolean;
let serial = 0;
/** Saves a content that was never there before; gives its sum. */
const save = (size = 100): string => {
  const bytes = Buffer.alloc(size, `content ${++serial}|`);
  fs.writeFileSync(file(), bytes);
  return sha256Of(bytes);
};
/** What the disk tells of it, but for when it was touched last, and when it was made (epoch ms). */
async function touched(quietSince: number, born: number): Promise<FileStat> {
  const found = await realDisk.stat(placed(file()));
  if (!found) throw new Error('nothing there');
  return { ...found, quietSince, localId: `7:${born}000000` };
}
async function upload(
  more: { neverQuiet?: boolean; setBackTo?: number; content?: Content; stat?: FileStat } = {},
): Promise<UploadResult> {
  const stat = more.stat ?? (await realDisk.stat(placed(file())));
  if (!stat) throw new Error('nothing there');
  const { koodrive } = server;
  const { commit, contents } = stores;
  const { content = createContent(realDisk) } = more;
  const deps = {
    koodrive,
    content,
    uploads,
    baseline,
    clock,
    time: { mayBeLater },
    chunking,
    limit,
    modes,
    holdsContent: (sha256: string) => baseline.holdsContent(sha256) || contents.has(sha256),
    remoteForgotten: (pair: number, at: string) => commit.remoteForgotten(pair, at),
  };
  const pair = { id: pairId, containerId: 'c' };
  const request = {
    pair,
    path: 'a.txt',
    stat,
    parentId: server.rootId,
    signal: new AbortController().signal,
  };
  // as sync-path.ts does it: what was begun before is resolved first
  const outcomes = new UnknownOutcomes(deps);
  const asked = { ...request, account: { koodrive } };
  for (let made = await outcomes.resolve(asked); made.kind !== 'none'; made = await outcomes.resolve(asked))
    if (made.kind === 'wait') now = made.until;
    else await commit.uploadResolved(pairId, 'a.txt', made);
  return uploadFile(deps, {
    ...request,
    at: placed(file()),
    halted: () => false,
    neverQuiet: more.neverQuiet ?? false,
    setBackTo: () => more.setBackTo,
    base: baseline.find(pairId, 'a.txt'),
    progress: () => undefined,
  });
}
const commitResult = (result: UploadResult, neverQuiet = false) => {
  const of = { pairId, path: 'a.txt', version: undefined, observed: undefined, requested: true };
  void stores.commit.outcome(of, {
    kind: 'uploaded',
    result,
    supersedes: [],
    provenFrom: undefined,
    lookAgain: neverQuiet,
  });
};
const uploadAndCommit = async (more: { neverQuiet?: boolean } = {}) => {
  const result = await upload(more);
  commitResult(result, more.neverQuiet);
  return result.kind;
};
const known = () => baseline.find(pairId, 'a.txt');
const fileId = () => known()?.remote.fileId ?? '';
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
    expect(await uploadAndCommit()).toBe('new-file');
    const second = save(size + 1);
    expect(await uploadAndCommit()).toBe('revision');
    expect(server.history(fileId())).toEqual([first, second]);
    expect(known()?.remote.sha256).toBe(second);
    expect(uploads.find(pairId, 'a.txt')).toBeUndefined();
  });

  it('is written down by committing the result alone', async () => {
    save(size);
    const result = await upload();
    expect(known()).toBeUndefined();
    expect(uploads.find(pairId, 'a.txt')?.outcomeUnknown).toBe(true);
    commitResult(result);
    expect(known()).toBeDefined();
  });

  it('makes no call when it was only touched', async () => {
    save(size);
    await uploadAndCommit();
    fs.utimesSync(file(), new Date(), new Date(5000));
    const before = server.calls.length;
    expect(await uploadAndCommit()).toBe('unchanged');
    expect(server.calls).toHaveLength(before);
    expect(known()?.local?.fingerprint).toBe((await realDisk.stat(placed(file())))?.fingerprint);
  });

  it.each(['completeFile', 'createFile'])('a lost answer of %s makes no second file', async (operation) => {
    const sum = save(size);
    server.failNext(operation, 'TIMED_OUT', 'after');
    expect(await codeOf(upload())).toBe('TIMED_OUT');
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sum]);
    expect([...server.server.nodes()].filter((one) => one.there)).toHaveLength(1);
  });

  it.each(['completeRevision', 'createRevision'])(
    'a lost answer of %s makes no second revision',
    async (operation) => {
      const first = save(size);
      await uploadAndCommit();
      const second = save(size);
      server.failNext(operation, 'OFFLINE', 'after');
      expect(await codeOf(upload())).toBe('OFFLINE');
      await uploadAndCommit();
      expect(server.history(fileId())).toEqual([first, second]);
    },
  );

  it('a lost answer, then another content: both are revisions, each once', async () => {
    const first = save(size);
    await uploadAndCommit();
    const second = save(size);
    server.failNext('completeRevision', 'OFFLINE', 'after');
    await codeOf(upload());
    const third = save(size);
    expect(await uploadAndCommit()).toBe('revision');
    expect(server.history(fileId())).toEqual([first, second, third]);
  });

  it('a lost answer, then the content before it again: three revisions', async () => {
    const bytes = Buffer.alloc(size, 'the first|');
    fs.writeFileSync(file(), bytes);
    await uploadAndCommit();
    const second = save(size);
    server.failNext('completeRevision', 'OFFLINE', 'after');
    await codeOf(upload());
    fs.writeFileSync(file(), bytes);
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sha256Of(bytes), second, sha256Of(bytes)]);
  });

  it('a request that never arrived is made again', async () => {
    const sum = save(size);
    server.failNext('completeFile', 'OFFLINE');
    expect(await codeOf(upload())).toBe('OFFLINE');
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('a file of that name that the server has already is taken up; its content once', async () => {
    const bytes = Buffer.alloc(size, 'the same there|');
    fs.writeFileSync(file(), bytes);
    const theirs = server.otherFile('a.txt', bytes);
    await uploadAndCommit();
    expect(fileId()).toBe(theirs);
    expect(server.history(theirs)).toEqual([sha256Of(bytes)]);
  });

  it('a file of that name with another content keeps it below ours', async () => {
    const sum = save(size);
    const theirs = Buffer.from('theirs');
    const id = server.otherFile('a.txt', theirs);
    await uploadAndCommit();
    expect(server.history(id)).toEqual([sha256Of(theirs), sum]);
  });

  it('what was lost from memory and is older than somebody else’s version is no version after it', async () => {
    const first = save(size);
    await uploadAndCommit();
    const id = fileId();
    const theirs = Buffer.from('theirs');
    server.server.otherRevision(id, theirs);
    const before = [first, sha256Of(theirs)];
    // the database was lost; by the server's clock the file was not touched for an hour
    const remote = { fileId: id, revisionId: undefined, sha256: undefined };
    baseline.put(pairId, 'a.txt', { kind: 'file', local: undefined, remote }, now);
    const hourAgo = Math.floor((server.server.node(id)?.revisions.at(-1)?.at ?? 0) / 1000) - 3_600_000;
    commitResult(await upload({ stat: await touched(hourAgo, hourAgo - 60_000) }));
    expect(server.history(id)).toEqual(before);
    // a change from here on is one beside theirs
    const third = save(size);
    const result = await upload();
    expect(result.concurrentEdit).toBe(true);
    commitResult(result);
    expect(server.history(id)).toEqual([...before, third]);
  });

  it.each(['the clock may have been behind when it was touched', 'it was touched before it was made'])(
    'what was lost from memory and seems older than the newest version is one after it where %s (seed 20788002056)',
    async (why) => {
      const first = save(size);
      await uploadAndCommit();
      const id = fileId();
      const theirs = Buffer.from('theirs');
      server.server.otherRevision(id, theirs);
      const remote = { fileId: id, revisionId: undefined, sha256: undefined };
      baseline.put(pairId, 'a.txt', { kind: 'file', local: undefined, remote }, now);
      const hourAgo = Math.floor((server.server.node(id)?.revisions.at(-1)?.at ?? 0) / 1000) - 3_600_000;
      const isSet = why.startsWith('the clock');
      if (isSet) mayBeLater = (stamp) => stamp === hourAgo;
      const born = isSet ? hourAgo - 60_000 : hourAgo + 60_000;
      commitResult(await upload({ stat: await touched(hourAgo, born) }));
      expect(server.history(id)).toEqual([first, sha256Of(theirs), first]);
    },
  );

  it('who went back to a former content after somebody else’s version has it as the newest', async () => {
    const first = save(size);
    await uploadAndCommit();
    const id = fileId();
    const theirs = Buffer.from('theirs');
    server.server.otherRevision(id, theirs);
    const remote = { fileId: id, revisionId: undefined, sha256: undefined };
    baseline.put(pairId, 'a.txt', { kind: 'file', local: undefined, remote }, now);
    await uploadAndCommit();
    expect(server.history(id)).toEqual([first, sha256Of(theirs), first]);
  });

  it("somebody else's revision is kept and told", async () => {
    const first = save(size);
    await uploadAndCommit();
    const theirs = Buffer.from('theirs');
    expect(server.server.otherRevision(fileId(), theirs)).toBe(true);
    const third = save(size);
    const result = await upload();
    expect(result.concurrentEdit).toBe(true);
    commitResult(result);
    expect(server.history(fileId())).toEqual([first, sha256Of(theirs), third]);
  });

  it('somebody else uploaded the very content: it is not made again', async () => {
    save(size);
    await uploadAndCommit();
    const bytes = Buffer.alloc(size, 'both of us|');
    fs.writeFileSync(file(), bytes);
    expect(server.server.otherRevision(fileId(), bytes)).toBe(true);
    expect(await uploadAndCommit()).toBe('adopted');
    expect(server.history(fileId())).toHaveLength(2);
  });

  it.each(['recycled', 'removed'] as const)('a file that was %s there comes as a new one', async (how) => {
    save(size);
    await uploadAndCommit();
    const old = fileId();
    if (how === 'recycled') expect(server.server.otherRecycle('a.txt')).toBe(true);
    else expect(server.server.otherRemoval('a.txt')).toBe(true);
    const second = save(size);
    expect(await uploadAndCommit()).toBe('new-file');
    expect(fileId()).not.toBe(old);
    expect(server.history(fileId())).toEqual([second]);
  });

  it('a refused completion starts over', async () => {
    const sum = save(size);
    mode = 'concurrent';
    server.failNext('completeFile', 'CHECK_FAILED');
    expect(await codeOf(upload())).toBe('CHECK_FAILED');
    expect(uploads.find(pairId, 'a.txt')).toBeUndefined();
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('a content that was replaced and comes back goes up without its bytes', async () => {
    const first = save(size);
    const bytes = fs.readFileSync(file());
    await uploadAndCommit();
    save(size);
    await uploadAndCommit();
    fs.writeFileSync(file(), bytes);
    server.calls.length = 0;
    expect(await uploadAndCommit()).toBe('revision');
    expect(server.history(fileId()).at(-1)).toBe(first);
    if (size <= chunking.singlePartUpTo) {
      expect(server.calls.filter((one) => one.startsWith('putPart'))).toEqual([]);
      expect(server.calls.filter((one) => one === 'createRevision')).toHaveLength(1);
    }
  });

  it('a content that is there elsewhere goes up without its bytes', async () => {
    save(size);
    await uploadAndCommit();
    baseline.move(pairId, 'a.txt', 'b.txt');
    expect(server.server.otherRename('a.txt', 'b.txt')).toBe(true);
    const puts = server.calls.filter((one) => one.startsWith('putPart')).length;
    expect(await uploadAndCommit()).toBe('new-file');
    if (size <= chunking.singlePartUpTo)
      expect(server.calls.filter((one) => one.startsWith('putPart'))).toHaveLength(puts);
  });
});

describe('a clock that was ahead', () => {
  const [day, minute] = [86_400_000, 60_000];
  beforeEach(() => {
    now = 10 * day;
  });

  it.each([
    ['was just stamped', 9000, 1000, 'FILE_CHANGED'],
    ['was stamped long ago', 9000, minute, 'no error'],
    ['goes up in one part', 100, 1000, 'no error'],
  ])('and is set back after a file was found quiet that %s', async (_which, size, age, expected) => {
    save(size);
    const stat = await touched(now - age, 0);
    expect(await codeOf(upload({ stat, setBackTo: now }))).toBe(expected);
    // from the right clock on it goes up
    expect(await codeOf(upload({ stat }))).toBe('no error');
  });

  it('as an upload began: its parts are compared with what the file is now before it goes on', async () => {
    save(9000);
    const stat = await touched(now - 1000, 0);
    const content = createContent(realDisk);
    let digests = 0;
    const counted: Content = { ...content, digest: (...of) => (digests++, content.digest(...of)) };
    now += 400 * day;
    server.failNext('putPart 2', 'OFFLINE');
    expect(await codeOf(upload({ stat, content: counted }))).toBe('OFFLINE');
    expect(digests).toBe(0);
    now -= 400 * day;
    expect(await codeOf(upload({ stat, content: counted }))).toBe('no error');
    expect(digests).toBe(1);
  });
});

describe('what is not where it was known to be', () => {
  const moved = async (id: string) => {
    const { koodrive, rootId } = server;
    const theirs = { containerId: 'c', parentId: rootId, name: 'theirs' };
    const { fileId: toParentId } = await koodrive.createFolder(theirs);
    await koodrive.move({ containerId: 'c', fileId: id, toParentId });
  };
  const renamed = async () => server.server.otherRename('a.txt', 'theirs.txt');
  it.each<[string, (fileId: string) => Promise<unknown>]>([
    ['was renamed', renamed],
    ['was moved to another folder', moved],
  ])('goes on with its history: it %s by somebody else', async (_what, away) => {
    const first = save();
    await uploadAndCommit();
    const before = fileId();
    await away(before);
    const second = save();
    expect(await uploadAndCommit()).toBe('revision');
    expect([fileId(), server.history(before)]).toEqual([before, [first, second]]);
  });

  it("another's file gets no version of ours, whatever gave us its id", async () => {
    const theirs = server.otherFile('theirs.txt', Buffer.from('theirs'));
    const versions = server.history(theirs);
    save();
    await uploadAndCommit();
    const entry = known();
    if (!entry) throw new Error('not known');
    const remote = { ...entry.remote, fileId: theirs };
    baseline.put(pairId, 'a.txt', { kind: 'file', local: entry.local, remote }, now);
    server.server.otherRemoval('a.txt');
    const second = save();
    expect(await uploadAndCommit()).toBe('new-file');
    expect([server.history(theirs), server.history(fileId())]).toEqual([versions, [second]]);
  });

  it('gets no version of another path that it was given the name of', async () => {
    save();
    await uploadAndCommit();
    const theirs = fileId();
    baseline.move(pairId, 'a.txt', 'b.txt');
    const versions = server.history(theirs);
    // on the server it is still a.txt: somebody else renamed it back
    save();
    expect(await codeOf(upload())).toBe('NAME_TAKEN');
    expect(server.history(theirs)).toEqual(versions);
  });
});

it('is there already, says a server that was shown no proof: it is not believed', async () => {
  save();
  server.lieNext('createFile', (ticket) => ({ ...(ticket as object), rapid: true }));
  expect(await codeOf(upload())).toBe('BAD_ANSWER');
  expect(await uploadAndCommit()).toBe('new-file');
});

it('a new file with the id of one that is known gets nothing', async () => {
  save();
  await uploadAndCommit();
  const known = fileId();
  baseline.move(pairId, 'a.txt', 'b.txt');
  server.server.otherRename('a.txt', 'b.txt');
  save();
  server.calls.length = 0;
  server.lieNext('createFile', (ticket) => ({ ...(ticket as object), fileId: known }));
  expect(await codeOf(upload())).toBe('BAD_ANSWER');
  expect(server.calls.filter((call) => /putPart|complete/u.test(call))).toEqual([]);
});

describe.each<UploadMode>(['sequential', 'concurrent'])('a large file, its parts %s', (way) => {
  beforeEach(() => (mode = way));

  it('goes on after the parts that were sent', async () => {
    const sum = save(9000);
    server.failNext('putPart 4', 'OFFLINE');
    expect(await codeOf(upload())).toBe('OFFLINE');
    const sent = uploads.partsSent(pairId, 'a.txt').length;
    expect(sent).toBeGreaterThan(0);
    server.calls.length = 0;
    await uploadAndCommit();
    expect(server.calls.filter((one) => one.startsWith('putPart'))).toHaveLength(5 - sent);
    expect(server.calls).not.toContain('createFile');
    expect(server.history(fileId())).toEqual([sum]);
  });

  it.each([
    ['is read whole before it is gone on with where parts were read soon after its last stamp', 5000, 1],
    ['is gone on with by its stamps alone where none was', 50_000, 0],
  ])('%s', async (_what, quietMs, read) => {
    save(9000);
    const found = await realDisk.stat(placed(file()));
    if (!found) throw new Error('nothing there');
    const stat = { ...found, quietSince: now - quietMs };
    server.failNext('putPart 4', 'OFFLINE');
    await codeOf(upload({ stat }));
    const content = createContent(realDisk);
    let digests = 0;
    const counting: Content = {
      ...content,
      digest: (...given) => {
        digests++;
        return content.digest(...given);
      },
    };
    await upload({ stat, content: counting });
    expect(digests).toBe(read);
  });

  it('starts over when the server has forgotten the upload', async () => {
    const sum = save(9000);
    server.failNext('putPart 4', 'OFFLINE');
    await codeOf(upload());
    server.server.forgetUploads();
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('starts over when the server refuses to go on with it, for whatever reason', async () => {
    const sum = save(9000);
    server.failNext('putPart 4', 'OFFLINE');
    await codeOf(upload());
    server.failNext('partLinks', 'REQUEST_REFUSED');
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('does not go on with a revision that it never began (seed 20810010159)', async () => {
    const first = save(9000);
    await uploadAndCommit();
    // the parts of this one stay at the server
    const second = save(9000);
    server.failNext('completeRevision', 'OFFLINE');
    expect(await codeOf(upload())).toBe('OFFLINE');
    const intent = uploads.find(pairId, 'a.txt');
    if (!intent) throw new Error('nothing was begun');
    // killed just before it was begun once more, the other way round
    mode = way === 'sequential' ? 'concurrent' : 'sequential';
    void uploads.begin({ ...intent, mode }, now);
    server.calls.length = 0;
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([first, second]);
    const begins = server.calls.findIndex((one) => one.startsWith('createRevision'));
    const asks = server.calls.findIndex((one) => /^(partLinks|putPart)/.test(one));
    expect(begins).toBeGreaterThanOrEqual(0);
    expect(begins).toBeLessThan(asks);
  });

  it('that was written meanwhile without another stamp starts over: no version is a mix', async () => {
    save(9000);
    const stat = await realDisk.stat(placed(file()));
    server.failNext('putPart 4', 'OFFLINE');
    await codeOf(upload());
    expect(uploads.partsSent(pairId, 'a.txt').length).toBeGreaterThan(0);
    const sum = save(9000);
    // as on a disk with coarse stamps, and under a mapping
    const asStamped = async () => stat;
    const disk: typeof realDisk = {
      ...realDisk,
      stat: asStamped,
      open: async (at) => Object.assign(await realDisk.open(at), { stat: asStamped }),
    };
    const again = () => upload({ stat: stat as FileStat, content: createContent(disk) });
    expect(await codeOf(again())).toBe('FILE_CHANGED');
    commitResult(await again());
    expect(server.history(fileId())).toEqual([sum]);
  });

  it('that changed meanwhile starts over with the new content', async () => {
    save(9000);
    server.failNext('putPart 4', 'OFFLINE');
    await codeOf(upload());
    const sum = save(9000);
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sum]);
  });
});

describe('where only smaller bodies get through', () => {
  const puts = () => server.calls.filter((one) => one.startsWith('putPart'));

  it.each([
    ['small', 3000, ['putPart 1', 'putPart 2', 'putPart 3']],
    ['large', 5000, ['putPart 1', 'putPart 2', 'putPart 3', 'putPart 4', 'putPart 5']],
  ])('a %s file is sent in parts that do', async (_kind, size, parts) => {
    const sum = save(size);
    limit = { bytes: 1500 };
    expect(await uploadAndCommit()).toBe('new-file');
    expect(puts()).toEqual(parts);
    expect(server.history(fileId())).toEqual([sum]);
    const second = save(size);
    expect(await uploadAndCommit()).toBe('revision');
    expect(server.history(fileId())).toEqual([sum, second]);
  });

  it('a file that is small enough goes as it always did', async () => {
    save(1500);
    limit = { bytes: 1500 };
    await uploadAndCommit();
    expect(puts()).toEqual(['putPart 1']);
  });

  it('an upload that was begun in larger parts begins anew', async () => {
    const sum = save(5000);
    server.failNext('putPart 2', 'OFFLINE');
    expect(await codeOf(upload())).toBe('OFFLINE');
    limit = { bytes: 1500 };
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sum]);
    expect(server.calls.filter((one) => one === 'createFile')).toHaveLength(2);
  });
});

describe('a file that is never quiet', () => {
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
    expect(await codeOf(upload({ neverQuiet: true, content: { ...content, whole } }))).toBe('FILE_CHANGED');
    expect([...server.server.nodes()]).toEqual([]);
  });

  it('is never taken to be as it is known', async () => {
    const sum = save();
    await uploadAndCommit({ neverQuiet: true });
    expect(known()?.remote.sha256).toBe(sum);
    expect(known()?.local?.fingerprint).not.toBe((await realDisk.stat(placed(file())))?.fingerprint);
    const before = server.calls.length;
    expect(await uploadAndCommit()).toBe('unchanged');
    expect(server.calls).toHaveLength(before);
    expect(known()?.local?.fingerprint).toBe((await realDisk.stat(placed(file())))?.fingerprint);
  });
});

describe('a storage that takes no parts in sequence', () => {
  const sequence = () => server.calls.filter((one) => /^(create|complete|putPart)/.test(one));

  it('gets them with their offset and state, and that is remembered', async () => {
    const sum = save(5000);
    server.refuseSequence();
    expect(await uploadAndCommit()).toBe('new-file');
    expect(server.history(fileId())).toEqual([sum]);
    expect(refused).toBe(1);
    expect(sequence().filter((one) => one === 'createFile')).toHaveLength(2);
  });

  it('is not what a content was refused for that is refused at once as well', async () => {
    save(5000);
    server.failNext('completeFile', 'CHECK_FAILED');
    server.failNext('completeFile', 'CHECK_FAILED');
    expect(await codeOf(upload())).toBe('CHECK_FAILED');
    expect(refused).toBe(0);
    await uploadAndCommit();
  });

  it('is found out in the middle of an upload that was begun before', async () => {
    const sum = save(9000);
    server.failNext('putPart 4', 'OFFLINE');
    await codeOf(upload());
    server.refuseSequence();
    await uploadAndCommit();
    expect(server.history(fileId())).toEqual([sum]);
    expect(refused).toBe(1);
  });
});

it('an upload goes on in the way in which it was begun', async () => {
  const sum = save(9000);
  server.failNext('putPart 4', 'OFFLINE');
  await codeOf(upload());
  mode = 'concurrent';
  expect(uploads.find(pairId, 'a.txt')?.mode).toBe('sequential');
  server.calls.length = 0;
  await uploadAndCommit();
  expect(server.calls).not.toContain('createFile');
  expect(server.history(fileId())).toEqual([sum]);
});
