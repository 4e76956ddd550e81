import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeKooDrive, type FakeKooDrive } from '../../../tests/harness/simulated/fake-koodrive.ts';
import { sha256Of } from '../../disk/read-content.ts';
import { NEEDS_REREAD } from '../../model/baseline-entry.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { openTestStores, type TestStores } from '../test-stores.ts';
import { lateMs, UnknownOutcomes } from './unknown-outcomes.ts';
import type { UploadIntent } from './upload-intents.ts';

let stores: TestStores;
let baseline: TestStores['baseline'];
let uploads: TestStores['uploads'];
let pairId: number;
let server: FakeKooDrive;
let now: number;
/** the system's clock was set by so much */
let skewMs: number;
let outcomes: UnknownOutcomes;
beforeEach(() => {
  stores = openTestStores(() => now);
  ({ baseline, uploads } = stores);
  pairId = stores.pair.id;
  server = createFakeKooDrive();
  now = 100_000;
  skewMs = 0;
  outcomes = new UnknownOutcomes({
    uploads,
    // nobody sets the other one
    clock: { now: () => now + skewMs, elapsed: () => now },
  });
});
afterEach(() => stores.close());

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
/** A request of ours that the server has begun with: the file is there once the rest of it arrives. */
const request = async () => {
  const part = { number: 1, size: bytes.length, offset: 0, hashState: [] };
  const to = { containerId: 'c', parentId: server.rootId, name: 'a.txt' };
  const { fileId, links } = await server.koodrive.createFile({
    ...to,
    size: bytes.length,
    parts: [part],
    preHash: sha256Of(bytes),
  });
  return {
    fileId,
    arrives: async () => {
      for (const link of links) await server.koodrive.putPart(link, bytes);
      await server.koodrive.completeFile(fileId, sha256);
    },
  };
};
const begin = (more: Partial<UploadIntent> = {}) => {
  void uploads.begin(
    {
      pairId,
      path: 'a.txt',
      kind: 'file',
      fileId: 'f',
      mode: 'concurrent',
      baseRevisionId: undefined,
      fingerprint: 'as sent',
      localId: '7:1',
      size: bytes.length,
      sha256,
      partSize: 2048,
      ...more,
    },
    now,
  );
  if (more.kind !== 'folder' && more.outcomeUnknown !== false)
    void uploads.markOutcomeUnknown(pairId, 'a.txt', sha256, undefined);
};
/** Resolves and commits; gives the time at which to ask again. */
const resolve = async (stat: FileStat | undefined): Promise<number | undefined> => {
  const resolution = await outcomes.resolve({
    account: { koodrive: server.koodrive },
    pair: { id: pairId, containerId: 'c' },
    path: 'a.txt',
    stat,
    parentId: server.rootId,
    signal: new AbortController().signal,
  });
  if (resolution.kind === 'made' || resolution.kind === 'not-made')
    await stores.commit.uploadResolved(pairId, 'a.txt', resolution);
  return resolution.kind === 'wait' ? resolution.until : undefined;
};
const known = () => baseline.find(pairId, 'a.txt');
const task = () => uploads.find(pairId, 'a.txt');

describe('an upload whose end is not known', () => {
  it('and that is there is written down, to be read and compared once more', async () => {
    const { fileId, arrives } = await request();
    begin({ fileId });
    await arrives();
    expect(await resolve(standing)).toBeUndefined();
    expect(known()).toMatchObject({
      local: { fingerprint: NEEDS_REREAD, localId: '7:1' },
      remote: { fileId, sha256 },
    });
    expect(task()).toBeUndefined();
  });

  it('is found by its name when its id was not told', async () => {
    begin({ fileId: undefined });
    const { fileId, arrives } = await request();
    await arrives();
    expect(await resolve(standing)).toBeUndefined();
    expect(known()).toMatchObject({ remote: { fileId, sha256 } });
  });

  it('and is not there may still arrive: it is asked about again, and nothing is repeated till then', async () => {
    const { fileId, arrives } = await request();
    begin({ fileId });
    expect(await resolve(standing)).toBe(now + lateMs);
    expect(task()).toBeDefined();
    now += lateMs - 1;
    expect(await resolve(standing)).toBe(now + 1);
    // the request of a life that was killed
    await arrives();
    now += 1;
    expect(await resolve(standing)).toBeUndefined();
    expect(known()).toMatchObject({ remote: { fileId, sha256 } });
  });

  it('and never came is open again after that', async () => {
    begin();
    now = (await resolve(standing)) ?? now;
    expect(await resolve(standing)).toBeUndefined();
    expect(known()).toBeUndefined();
    expect(task()).toBeUndefined();
  });

  it('keeps the parts that were sent, unless the file is another one now', async () => {
    begin({ size: 9000 });
    now = (await resolve(standing)) ?? now;
    expect(await resolve(standing)).toBeUndefined();
    expect(task()).toMatchObject({ outcomeUnknown: false, fileId: 'f' });

    begin({ size: 9000 });
    now = (await resolve(standing)) ?? now;
    expect(await resolve({ ...standing, fingerprint: 'other' })).toBeUndefined();
    expect(task()).toBeUndefined();
  });

  it('does not take the revision before it for its own', async () => {
    const fileId = server.otherFile('a.txt', bytes);
    const [base] = server.server.node(fileId)?.revisions ?? [];
    begin({ kind: 'revision', fileId, baseRevisionId: base?.revisionId });
    expect(await resolve(standing)).toBe(now + lateMs);
  });

  it.each([-7_200_000, 7_200_000])('waits as long when the clock was set by %i ms', async (ms) => {
    begin();
    await resolve(standing);
    skewMs = ms;
    now += 1000;
    expect(await resolve(standing)).toBe(now + ms + lateMs - 1000);
    expect(task()).toBeDefined();
  });

  it.each([
    ['a path that holds nothing any more', undefined],
    ['a path that holds another file', { ...standing, fingerprint: 'another', localId: '8:2' }],
  ])('of %s keeps the file id by which a rename is known', async (_what, stat) => {
    const { fileId, arrives } = await request();
    begin({ fileId });
    await arrives();
    expect(await resolve(stat)).toBeUndefined();
    expect(known()).toMatchObject({ local: { localId: '7:1' }, remote: { fileId, sha256 } });
  });

  it('of a file that is gone there counts as not there; no line is no answer', async () => {
    begin({ kind: 'revision' });
    expect(await resolve(standing)).toBe(now + lateMs);
    server.failNext('listRevisions', 'OFFLINE');
    await expect(resolve(standing)).rejects.toMatchObject({ code: 'OFFLINE' });
    expect(task()?.outcomeUnknown).toBe(true);
  });
});

it('what is not of unknown outcome is not asked about', async () => {
  expect(await resolve(standing)).toBeUndefined();
  begin({ size: 9000, sha256: undefined, outcomeUnknown: false });
  expect(await resolve(standing)).toBeUndefined();
  expect(server.calls).toEqual([]);
  expect(task()).toBeDefined();
});
