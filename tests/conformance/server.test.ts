/**
 * One suite for the real client on the emulator and for the simulated server: what the engine may rely on, and what
 * the simulator may pretend. The client alone is tested in koodrive.test.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KooDrive, RemoteEntry } from '../../main/koodrive/api.ts';
import { createSimServer, simContainer } from '../harness/simulated/server.ts';
import { createVirtual, selfTiming } from '../harness/simulated/self-timing.ts';
import {
  containerId as realContainer,
  freshBytes,
  openWorld,
  proofOf,
  sha256,
  uploadOf,
} from '../harness/koodrive-world.ts';

type Side = { readonly koo: KooDrive; readonly containerId: string; close(): Promise<void> };

async function realSide(): Promise<Side> {
  const world = await openWorld();
  return { koo: world.koo, containerId: realContainer, close: () => world.close() };
}

function simulatedSide(): Promise<Side> {
  const virtual = createVirtual(1);
  const server = createSimServer(virtual.time, virtual.random, {
    strike: () => undefined,
    latency: () => ({ there: 1000, back: 1000 }),
    linkLife: () => 900_000_000,
  });
  const koo = selfTiming(server.koodrive(virtual.crashSwitch), virtual);
  return Promise.resolve({ koo, containerId: simContainer, close: () => Promise.resolve() });
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
  );

describe.each([
  ['the client on the emulator', realSide],
  ['the simulated server', simulatedSide],
])('%s', (_name, open) => {
  let side: Side;
  let koo: KooDrive;
  let containerId: string;
  let folder: string;
  let names = 0;
  beforeAll(async () => {
    side = await open();
    ({ koo, containerId } = side);
  });
  afterAll(() => side.close());
  beforeEach(async () => {
    const { rootFolderId } = await koo.space(containerId);
    folder = (await koo.createFolder({ containerId, parentId: rootFolderId, name: `test ${++names}` }))
      .fileId;
  });

  const list = async (folderId: string): Promise<RemoteEntry[]> => {
    const entries: RemoteEntry[] = [];
    for await (const entry of koo.listFolder(containerId, folderId)) entries.push(entry);
    return entries.sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  };
  const begin = async (name: string, bytes: Uint8Array, parentId = folder) =>
    koo.createFile({ ...(await uploadOf(bytes)), containerId, parentId, name });
  const put = async (name: string, bytes: Uint8Array, parentId = folder): Promise<string> => {
    const ticket = await begin(name, bytes, parentId);
    for (const link of ticket.links) await koo.putPart(link, bytes);
    await koo.completeFile(ticket.fileId, sha256(bytes));
    return ticket.fileId;
  };
  const revise = async (fileId: string, bytes: Uint8Array): Promise<void> => {
    const ticket = await koo.createRevision({ ...(await uploadOf(bytes)), containerId, fileId });
    for (const link of ticket.links) await koo.putPart(link, bytes);
    await koo.completeRevision(fileId, sha256(bytes));
  };
  const history = async (fileId: string): Promise<(string | undefined)[]> => {
    const { revisions } = await koo.listRevisions({ containerId, fileId });
    return Promise.all(
      revisions.map(
        async ({ revisionId }) => (await koo.getRevision({ containerId, fileId, revisionId })).sha256,
      ),
    );
  };

  it('makes a file that is there when it is complete, not before', async () => {
    const bytes = freshBytes(300);
    const ticket = await begin('a.txt', bytes);
    expect(ticket).toMatchObject({ rapid: false });
    expect(await list(folder)).toEqual([]);
    expect(await code(koo.detail(containerId, ticket.fileId))).toBe('NOT_FOUND');
    expect(await code(koo.listRevisions({ containerId, fileId: ticket.fileId }))).toBe('NOT_FOUND');
    for (const link of ticket.links) await koo.putPart(link, bytes);
    await koo.completeFile(ticket.fileId, sha256(bytes));
    expect(await list(folder)).toMatchObject([
      { fileId: ticket.fileId, name: 'a.txt', isFolder: false, recycled: false },
    ]);
    expect(await history(ticket.fileId)).toEqual([sha256(bytes)]);
  });

  it('takes an empty file', async () => {
    const fileId = await put('empty', new Uint8Array());
    expect(await history(fileId)).toEqual([sha256(new Uint8Array())]);
  });

  it('lists revisions newest first', async () => {
    const contents = [freshBytes(10), freshBytes(20), freshBytes(30)] as const;
    const fileId = await put('a', contents[0]);
    await revise(fileId, contents[1]);
    await revise(fileId, contents[2]);
    expect(await history(fileId)).toEqual([...contents].reverse().map(sha256));
  });

  it('deletes a revision for good, and never the latest', async () => {
    const contents = [freshBytes(10), freshBytes(20)] as const;
    const fileId = await put('a', contents[0]);
    await revise(fileId, contents[1]);
    const { revisions } = await koo.listRevisions({ containerId, fileId });
    const [latest, older] = revisions.map(({ revisionId }) => ({ containerId, fileId, revisionId }));
    if (latest === undefined || older === undefined) throw new Error('two revisions are missing');
    expect(await code(koo.deleteRevision(latest))).toBe('UPLOAD_TASK_GONE');
    await koo.deleteRevision(older);
    expect(await code(koo.deleteRevision(older))).toBe('NOT_FOUND');
    expect(await history(fileId)).toEqual([sha256(contents[1])]);
  });

  it('makes a second revision of the same content when asked: that is for the client to see', async () => {
    const bytes = freshBytes(40);
    const fileId = await put('a', bytes);
    await revise(fileId, bytes);
    expect(await history(fileId)).toEqual([sha256(bytes), sha256(bytes)]);
  });

  it('refuses a name that is taken, by file or folder, exactly alone', async () => {
    await put('a', freshBytes(10));
    await koo.createFolder({ containerId, parentId: folder, name: 'd' });
    expect(await code(begin('a', freshBytes(10)))).toBe('NAME_TAKEN');
    expect(await code(begin('d', freshBytes(10)))).toBe('NAME_TAKEN');
    expect(await code(koo.createFolder({ containerId, parentId: folder, name: 'a' }))).toBe('NAME_TAKEN');
    expect(await code(koo.createFolder({ containerId, parentId: folder, name: 'd' }))).toBe('NAME_TAKEN');
    expect(await code(begin('A', freshBytes(10)))).toBe('no error');
  });

  it('sees at completion that a name was taken meanwhile', async () => {
    const bytes = freshBytes(50);
    const ticket = await begin('a', bytes);
    await put('a', freshBytes(51));
    for (const link of ticket.links) await koo.putPart(link, bytes);
    expect(await code(koo.completeFile(ticket.fileId, sha256(bytes)))).toBe('NAME_TAKEN');
  });

  it('an upload that waits holds no name', async () => {
    await begin('a', freshBytes(10));
    expect(await code(begin('a', freshBytes(10)))).toBe('no error');
  });

  it.each(['q?', 'a|b', 'a:b', ' ', '.', '..', 'x'.repeat(251)])('refuses the name %j', async (name) => {
    expect(await code(begin(name, freshBytes(10)))).toBe('NAME_REFUSED');
    expect(await code(koo.createFolder({ containerId, parentId: folder, name }))).toBe('NAME_REFUSED');
  });

  it('knows uploads by their file, once', async () => {
    const bytes = freshBytes(60);
    const ticket = await begin('a', bytes);
    for (const link of ticket.links) await koo.putPart(link, bytes);
    await koo.completeFile(ticket.fileId, sha256(bytes));
    expect(await code(koo.completeFile(ticket.fileId, sha256(bytes)))).toBe('UPLOAD_TASK_GONE');
    expect(await code(koo.completeRevision(ticket.fileId, sha256(bytes)))).toBe('UPLOAD_TASK_GONE');
    expect(await history(ticket.fileId)).toEqual([sha256(bytes)]);
  });

  it('does not finish a new file as a revision', async () => {
    const bytes = freshBytes(61);
    const ticket = await begin('a', bytes);
    for (const link of ticket.links) await koo.putPart(link, bytes);
    expect(await code(koo.completeRevision(ticket.fileId, sha256(bytes)))).toBe('UPLOAD_TASK_GONE');
  });

  it('checks what it got', async () => {
    const bytes = freshBytes(70);
    const ticket = await begin('a', bytes);
    expect(await code(koo.completeFile(ticket.fileId, sha256(bytes)))).toBe('CHECK_FAILED');
    for (const link of ticket.links) await koo.putPart(link, freshBytes(70));
    expect(await code(koo.completeFile(ticket.fileId, sha256(bytes)))).toBe('CHECK_FAILED');
    // the upload stays: the right bytes make it good
    for (const link of ticket.links) await koo.putPart(link, bytes);
    expect(await code(koo.completeFile(ticket.fileId, sha256(bytes)))).toBe('no error');
  });

  it('a second start of a revision replaces the first', async () => {
    const fileId = await put('a', freshBytes(80));
    const first = await koo.createRevision({ ...(await uploadOf(freshBytes(81))), containerId, fileId });
    const bytes = freshBytes(82);
    const second = await koo.createRevision({ ...(await uploadOf(bytes)), containerId, fileId });
    for (const link of first.links)
      expect(await code(koo.putPart(link, freshBytes(81)))).toBe('UPLOAD_TASK_GONE');
    for (const link of second.links) await koo.putPart(link, bytes);
    await koo.completeRevision(fileId, sha256(bytes));
    expect((await history(fileId))[0]).toBe(sha256(bytes));
  });

  it('gives fresh links for a pending upload, and none after it', async () => {
    const bytes = freshBytes(90);
    const upload = await uploadOf(bytes);
    const ticket = await koo.createFile({ ...upload, containerId, parentId: folder, name: 'a' });
    const links = await koo.partLinks(ticket.fileId, upload.parts);
    for (const link of links) await koo.putPart(link, bytes);
    await koo.completeFile(ticket.fileId, sha256(bytes));
    expect(await code(koo.partLinks(ticket.fileId, upload.parts))).toBe('UPLOAD_TASK_GONE');
  });

  it('a known content with proof is there at once, a false proof is a plain start', async () => {
    const bytes = freshBytes(2000);
    await put('a', bytes);
    const known = await koo.createFile({
      ...(await uploadOf(bytes)),
      containerId,
      parentId: folder,
      name: 'b',
      flash: proofOf(bytes),
    });
    expect(known.rapid).toBe(true);
    expect(await history(known.fileId)).toEqual([sha256(bytes)]);
    const liar = await koo.createFile({
      ...(await uploadOf(bytes)),
      containerId,
      parentId: folder,
      name: 'c',
      flash: { sha256: sha256(bytes), slice: (from, to) => Promise.resolve(new Uint8Array(to - from)) },
    });
    expect(liar.rapid).toBe(false);
    expect(liar.matchedPreHash).toBe(true);
    expect((await list(folder)).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('renames and moves with all that is held, and keeps ids', async () => {
    const bytes = freshBytes(100);
    const d = (await koo.createFolder({ containerId, parentId: folder, name: 'd' })).fileId;
    const e = (await koo.createFolder({ containerId, parentId: folder, name: 'e' })).fileId;
    const fileId = await put('a', bytes, d);
    await koo.rename({ containerId, fileId: d, name: 'renamed' });
    await koo.move({ containerId, fileId: d, toParentId: e });
    expect(await koo.detail(containerId, d)).toMatchObject({ name: 'renamed', parentId: e, isFolder: true });
    expect(await list(d)).toMatchObject([{ fileId, name: 'a' }]);
    expect(await history(fileId)).toEqual([sha256(bytes)]);
  });

  it('a rename or move to where it is already is no error', async () => {
    const fileId = await put('a', freshBytes(10));
    expect(await code(koo.rename({ containerId, fileId, name: 'a' }))).toBe('no error');
    expect(await code(koo.move({ containerId, fileId, toParentId: folder }))).toBe('no error');
  });

  it('refuses renames and moves onto taken names, and a folder into itself', async () => {
    const d = (await koo.createFolder({ containerId, parentId: folder, name: 'd' })).fileId;
    const fileId = await put('a', freshBytes(10));
    await put('b', freshBytes(10));
    await put('a', freshBytes(10), d);
    expect(await code(koo.rename({ containerId, fileId, name: 'b' }))).toBe('NAME_TAKEN');
    expect(await code(koo.move({ containerId, fileId, toParentId: d }))).toBe('NAME_TAKEN');
    const e = (await koo.createFolder({ containerId, parentId: d, name: 'e' })).fileId;
    expect(await code(koo.move({ containerId, fileId: d, toParentId: e }))).toBe('REQUEST_REFUSED');
  });

  it('what is in the bin holds no name, takes no revision, and is told apart', async () => {
    const fileId = await put('a', freshBytes(10));
    await koo.recycle({ containerId, fileId });
    expect(await list(folder)).toEqual([]);
    expect(await koo.detail(containerId, fileId)).toMatchObject({ recycled: true });
    const upload = await uploadOf(freshBytes(10));
    expect(await code(koo.createRevision({ ...upload, containerId, fileId }))).toBe('REMOTE_RECYCLED');
    expect(await code(koo.rename({ containerId, fileId, name: 'x' }))).toBe('REMOTE_RECYCLED');
    expect(await code(koo.recycle({ containerId, fileId }))).toBe('REMOTE_RECYCLED');
    expect(await code(put('a', freshBytes(10)))).toBe('no error');
    // its history can still be read
    expect(await history(fileId)).toHaveLength(1);
  });

  it('gives back what is in the bin: where it was, or in another folder, with its history', async () => {
    const d = (await koo.createFolder({ containerId, parentId: folder, name: 'd' })).fileId;
    const fileId = await put('a', freshBytes(10));
    for (const toParentId of [undefined, d]) {
      const parentId = toParentId ?? folder;
      await koo.recycle({ containerId, fileId });
      const there = await koo.undoRecycle({ containerId, fileId, toParentId });
      expect(there).toMatchObject({ fileId, name: 'a', parentId, recycled: false });
      expect(await koo.detail(containerId, fileId)).toMatchObject({ parentId, recycled: false });
      expect(await history(fileId)).toHaveLength(1);
    }
  });

  it('never gives it the name of something else: it refuses, or chooses another', async () => {
    const fileId = await put('a', freshBytes(10));
    await koo.recycle({ containerId, fileId });
    const other = await put('a', freshBytes(10));
    let given: string | undefined;
    const asked = koo.undoRecycle({ containerId, fileId }).then(({ name }) => (given = name));
    expect(['no error', 'NAME_TAKEN']).toContain(await code(asked));
    expect(given).not.toBe('a');
    const now = await koo.detail(containerId, fileId);
    expect(now.recycled ? undefined : now.name).toBe(given);
    expect(await koo.detail(containerId, other)).toMatchObject({ name: 'a', recycled: false });
  });

  it('takes nothing into a folder that is in the bin, nor is that folder found', async () => {
    const d = (await koo.createFolder({ containerId, parentId: folder, name: 'd' })).fileId;
    const fileId = await put('a', freshBytes(10), d);
    await koo.recycle({ containerId, fileId: d });
    expect(await code(begin('b', freshBytes(10), d))).toBe('REMOTE_RECYCLED');
    expect(await code(koo.createFolder({ containerId, parentId: d, name: 'b' }))).toBe('REMOTE_RECYCLED');
    expect(await koo.detail(containerId, fileId)).toMatchObject({ recycled: true });
  });

  it('knows nothing of ids it never gave', async () => {
    const fileId = 'nobody-ever-had-this';
    expect(await code(koo.detail(containerId, fileId))).toBe('NOT_FOUND');
    expect(await code(koo.listRevisions({ containerId, fileId }))).toBe('NOT_FOUND');
    expect(await code(koo.rename({ containerId, fileId, name: 'x' }))).toBe('NOT_FOUND');
    expect(await code(begin('a', freshBytes(10), fileId))).toBe('NOT_FOUND');
    expect(await code(koo.completeFile(fileId, sha256(freshBytes(1))))).toBe('UPLOAD_TASK_GONE');
  });

  it('a folder has no revisions', async () => {
    expect(await code(koo.listRevisions({ containerId, fileId: folder }))).toBe('REQUEST_REFUSED');
  });

  it('lists a folder of more than a page', async () => {
    for (let i = 0; i < 12; i++)
      await koo.createFolder({ containerId, parentId: folder, name: `d${String(i).padStart(2, '0')}` });
    expect((await list(folder)).map(({ name }) => name)).toEqual(
      Array.from({ length: 12 }, (_, i) => `d${String(i).padStart(2, '0')}`),
    );
  });
});
