import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from './defaults.ts';
import { sha, startKit } from './test-kit.ts';
import type { Answer, Kit } from './test-kit.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await startKit();
});
afterEach(async () => {
  expect(await kit.control.fsck()).toEqual([]);
  await kit.stop();
});

const { containerId } = defaults;
const bytes = (text: string): Uint8Array => Buffer.from(text);
const list = (parentFileId = 'root', more: object = {}, type = '0'): Promise<Answer> =>
  kit.post(`/v1/files/${type}`, { containerId, parentFileId, ...more });
const namesOf = (answer: Answer): string[] =>
  (answer.files as Answer[]).map((file) => file.fileName as string);
const allPages = async (pageSize: number, more: object = {}): Promise<{ names: string[]; pages: number }> => {
  const names: string[] = [];
  let pageCursor = '';
  for (let pages = 1; ; pages += 1) {
    const answer = await list('root', { ...more, pageInfo: { pageSize, pageCursor } });
    expect(answer.code).toBe(0);
    names.push(...namesOf(answer));
    if (answer.nextCursor === '') return { names, pages };
    pageCursor = answer.nextCursor as string;
  }
};

describe('revisions', () => {
  const ask = (name: string, body: object): Promise<Answer> =>
    kit.post(`/v1/revision/${name}`, { containerId, ...body });

  it('are listed newest first when complete, and downloaded as they were', async () => {
    const fileId = await kit.upload('a.txt', bytes('one'));
    const made = await ask('createRevision', {
      ...kit.fields(bytes('two!')),
      fileId,
      autoRename: 2,
      keepPolicy: null,
    });
    expect(made).toMatchObject({ fileName: 'a.txt', exist: false });
    expect(made.fileId).not.toBe(fileId);
    expect((await ask('listRevision', { fileId })).revisionList).toHaveLength(1);
    await kit.put(made.multiParts[0].uploadUrl, bytes('two!'));
    expect(await ask('completeRevision', { fileId, sha256: sha('two!') })).toMatchObject({ code: 0 });
    const { revisionList, nextPageCursor } = await ask('listRevision', { fileId });
    expect(nextPageCursor).toBe('');
    expect(revisionList).toMatchObject([
      {
        revisionVersion: 2,
        latestVersion: true,
        size: 4,
        sha256: sha('two!'),
        createReason: 1,
        fileType: 45,
      },
      { revisionVersion: 1, latestVersion: false, size: 3, sha256: sha('one') },
    ]);
    expect(revisionList[0].revisionId).toMatch(/^\d{19}\.\d{19}$/);
    expect(revisionList[0].downloadUrl).toBeUndefined();
    const { revisionId } = revisionList[1] as { revisionId: string };
    const { downloadUrl } = await ask('getRevision', { fileId, revisionId });
    expect(await (await fetch(downloadUrl as string)).text()).toBe('one');
    const range = await fetch(downloadUrl as string, { headers: { range: 'bytes=1-1' } });
    expect([range.status, range.headers.get('content-range'), await range.text()]).toEqual([
      206,
      'bytes 1-1/3',
      'n',
    ]);
    expect((await fetch(downloadUrl as string, { headers: { range: 'bytes=3-' } })).status).toBe(416);
    kit.tick(3_600_000);
    expect((await fetch(downloadUrl as string)).status).toBe(403);
  });
  it('in the table form tell the revision id', async () => {
    kit.control.setVariant({ revisionTicket: 'table' });
    const fileId = await kit.upload('a', bytes('one'));
    const made = await ask('createRevision', { ...kit.fields(bytes('two')), fileId });
    await kit.put(made.multiParts[0].uploadUrl, bytes('two'));
    await ask('completeRevision', { fileId });
    const newest = kit.control.tree()[0]?.revisions.at(-1);
    expect(`${String(made.id)}.${String(made.versionId)}`).toBe(newest?.revisionId);
    expect(made.version).toBe('2');
  });
  it('replace a pending one of the same file', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    const first = await ask('createRevision', { ...kit.fields(bytes('two')), fileId });
    const second = await ask('createRevision', { ...kit.fields(bytes('three')), fileId });
    expect((await kit.put(first.multiParts[0].uploadUrl, bytes('two'))).status).toBe(404);
    await kit.put(second.multiParts[0].uploadUrl, bytes('three'));
    expect(await ask('completeRevision', { fileId })).toMatchObject({ code: 0 });
    expect(await ask('completeRevision', { fileId })).toMatchObject({ code: 13000401 });
  });
  it('are finished by files/complete too, but a new file not by completeRevision', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    const made = await ask('createRevision', { ...kit.fields(bytes('two')), fileId });
    await kit.put(made.multiParts[0].uploadUrl, bytes('two'));
    kit.control.resetCounts();
    expect(await kit.post('/v1/files/complete', { fileId })).toMatchObject({ code: 0 });
    expect(kit.control.counts()).toMatchObject({ completeFile: 1, completeRevision: 0 });
    const fresh = await kit.create('b', bytes('x'));
    await kit.put(fresh.multiParts[0].uploadUrl, bytes('x'));
    expect(await ask('completeRevision', { fileId: fresh.fileId })).toMatchObject({ code: 13000401 });
  });
  it('are listed by id, or id and number, alone, by switches', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    const list = async () => (await ask('listRevision', { fileId })).revisionList as object[] | undefined;
    kit.control.setVariant({ leanRevisionList: true });
    expect(Object.keys((await list())?.[0] ?? {})).toEqual(['revisionId']);
    kit.control.setVariant({ numberedRevisionList: true });
    expect(Object.keys((await list())?.[0] ?? {})).toEqual(['revisionId', 'revisionVersion']);
  });
  it('are kept, deleted and restored', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    await kit.revise(fileId, bytes('two'));
    const [old, latest] = kit.control.tree()[0]?.revisions ?? [];
    await ask('updateRevision', { fileId, revisionId: old?.revisionId, keepForever: true });
    expect(kit.control.tree()[0]?.revisions[0]?.keepForever).toBe(true);
    expect(await ask('deleteRevision', { fileId, revisionId: latest?.revisionId })).toMatchObject({
      code: 13000403,
    });
    await ask('restoreRevision', { fileId, revisionId: old?.revisionId });
    const after = kit.control.tree()[0];
    expect(after).toMatchObject({ sha256: sha('one') });
    expect(after?.revisions.at(-1)).toMatchObject({ version: 3, createReason: 2, sha256: sha('one') });
    expect(await ask('deleteRevision', { fileId, revisionId: old?.revisionId })).toMatchObject({ code: 0 });
    const there = String(latest?.revisionId);
    for (const wrong of [`${there}.9`, `${there}.`, `.${there}`, there.replace('.', ''), there.split('.')[1]])
      expect(await ask('getRevision', { fileId, revisionId: wrong })).toMatchObject({ code: 13000309 });
    expect(await ask('getRevision', { fileId, revisionId: old?.revisionId })).toMatchObject({
      code: 13000309,
    });
  });
  it('come in pages, with empty ones between if asked', async () => {
    const fileId = await kit.upload('a', bytes('0'));
    for (let i = 1; i < 5; i += 1) await kit.revise(fileId, bytes(String(i)));
    kit.control.setPaging({ emptyPages: true });
    const versions: number[] = [];
    let empty = 0;
    let pageCursor = '';
    do {
      const page = await ask('listRevision', { fileId, pageInfo: { pageSize: 2, pageCursor } });
      if (page.revisionList.length === 0) empty += 1;
      versions.push(...(page.revisionList as Answer[]).map((row) => row.revisionVersion as number));
      pageCursor = page.nextPageCursor as string;
    } while (pageCursor !== '');
    expect(versions).toEqual([5, 4, 3, 2, 1]);
    expect(empty).toBe(2);
    expect(await ask('listRevision', { fileId, pageInfo: { pageSize: 101 } })).toMatchObject({
      code: 13000102,
    });
  });
  it('are not for folders, unknown files, or those in the bin; sha256 wants a proof', async () => {
    const folderId = await kit.folder('f');
    const fields = kit.fields(bytes('x'));
    expect(await ask('createRevision', { ...fields, fileId: folderId })).toMatchObject({ code: 13000406 });
    expect(await ask('createRevision', { ...fields, fileId: 'F1' })).toMatchObject({ code: 13000309 });
    const fileId = await kit.upload('a', bytes('one'));
    expect(await ask('createRevision', { ...fields, fileId, sha256: sha('x') })).toMatchObject({
      code: 13000102,
    });
  });
});

describe('folders and listing', () => {
  it('pages through a folder by every order', async () => {
    for (let i = 0; i < 7; i += 1) kit.control.putFile(`f${i}`, bytes('x'.repeat(7 - i)));
    const names = ['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6'];
    expect(await allPages(3)).toEqual({ names, pages: 3 });
    expect((await allPages(2, { sortInfo: { sortType: 2, sortDirection: 1 } })).names).toEqual(
      names.toReversed(),
    );
    expect((await allPages(2, { sortInfo: { sortType: 1, sortDirection: 2 } })).names).toEqual(
      names.toReversed(),
    );
    expect((await allPages(2, { sortInfo: { sortType: 4, sortDirection: 1 } })).names.toSorted()).toEqual(
      names,
    );
    kit.control.setPaging({ cap: 2, emptyPages: true });
    expect(await allPages(100)).toEqual({ names, pages: 7 });
    expect(await list('root', { pageInfo: { pageSize: '10' } })).toMatchObject({ code: 0 });
    expect(await list('root', { pageInfo: { pageSize: 101 } })).toMatchObject({ code: 13000102 });
    expect(await list('root', { pageInfo: { pageCursor: 'nonsense' } })).toMatchObject({ code: 13000102 });
  });
  it('tells routes apart (section 18)', async () => {
    const fileId = await kit.upload('a.txt', bytes('one'));
    const folderId = await kit.folder('f');
    await kit.post('/v1/directory', {
      container: containerId,
      fileName: 'g',
      fileType: '10',
      parentFolder: [folderId],
    });
    expect(namesOf(await list())).toEqual(['a.txt', 'f']);
    expect(namesOf(await list(folderId))).toEqual(['g']);
    expect(await list('root', {}, '2')).toMatchObject({ code: 13000102 });
    const detail = await kit.post(`/v1/files/${fileId}/detail`, { containerId });
    expect(detail).toMatchObject({
      id: fileId,
      size: 3,
      sha256: sha('one'),
      fileSuffix: 'txt',
      recycled: false,
    });
    const path = await kit.get(`/v1/files/path?fileId=${fileId}&containerId=${containerId}`);
    expect(path.namePath).toBe(`/root${containerId}/a.txt`);
    expect(path.fileIdPath).toMatch(new RegExp(`^/D\\w+/${fileId}$`));
    expect(
      await kit.post(`/v1/files/${defaults.userId}/0`, { containerId, parentFileId: 'root' }),
    ).toMatchObject({
      code: 13000410,
    });
    kit.control.addSpace({ containerId: 'IAATeam', type: '2', ownerId: 'team-1', capacity: 1000 });
    expect(
      await kit.post('/v1/files/team-1/0', { containerId: 'IAATeam', parentFileId: 'root' }),
    ).toMatchObject({ code: 0, files: [] });
    expect(await kit.post('/v1/files/search', { containerId, keyWord: '.txt' })).toMatchObject({ total: 1 });
    const { downloads, batchCode } = await kit.post('/v1/files/download', {
      containerId,
      fileIds: [fileId, 'F0'],
    });
    expect(batchCode).toBe(0);
    expect(await (await fetch(downloads[0].url as string)).text()).toBe('one');
    expect(await kit.post('/v1/nothing/here')).toMatchObject({ status: 404 });
  });
  it('renames, and refuses or stamps a name that is taken', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    await kit.upload('b', bytes('two'));
    const rename = (name: string, renameMode?: number): Promise<Answer> =>
      kit.post(`/v1/files/rename/${fileId}`, { containerId, name, renameMode });
    expect(await rename('b', 3)).toMatchObject({ code: 13000405 });
    expect(await rename('b', 2)).toMatchObject({ code: 0 });
    expect(namesOf(await list())).toEqual(['b', 'b_20251103070140']);
    expect(await rename('c\\d')).toMatchObject({ code: 13000102 });
    expect(await rename('c')).toMatchObject({ code: 0 });
    await kit.folder('f');
    expect(await kit.post('/v1/directory', { containerId, fileName: 'f', fileType: '10' })).toMatchObject({
      code: 13000405,
    });
  });
  it('limits the depth when told to', async () => {
    kit.control.setFolderDepth(1);
    const folderId = await kit.folder('f');
    expect(await kit.create('a', bytes('x'), { parentFolder: [folderId] })).toMatchObject({ code: 13000310 });
  });
});

describe('jobs', () => {
  const start = async (body: object): Promise<string> => {
    const answer = await kit.post('/v1/jobs', { dstContainerId: containerId, ...body });
    expect(answer).toMatchObject({ code: 0 });
    return answer.data as string;
  };
  const info = async (jobId: string, path = '/v1/jobs/'): Promise<Answer> =>
    (await kit.get(path + jobId)).data.jobInfo as Answer;
  /** Starts a job and steps it to its end; the info then. */
  const run = async (body: object): Promise<Answer> => {
    const jobId = await start(body);
    kit.control.stepJobs();
    kit.control.stepJobs();
    return info(jobId);
  };
  const pathOf = async (fileId: string): Promise<string> =>
    (await kit.get(`/v1/files/path?fileId=${fileId}&containerId=${containerId}`)).fileIdPath as string;
  const taskInfo = (fileInfo: object[], newFilePath?: string): object => ({
    taskInfo: { srcContainerId: containerId, fileInfo, newFilePath },
  });
  const paths = (): string[] => kit.control.tree().map(({ path }) => path);
  beforeEach(() => {
    kit.control.holdJobs(true);
  });

  it('go from 0 to 1 to 2, and only then do what they do', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    const folderId = await kit.folder('f');
    const jobId = await start({
      taskType: 3,
      actionType: 301,
      ...taskInfo([{ fileId }], await pathOf(folderId)),
    });
    expect(await info(jobId)).toMatchObject({ status: 0 });
    kit.control.stepJobs();
    expect(await info(jobId, '/v1/')).toMatchObject({ status: 1 });
    expect(paths()).toEqual(['a']);
    kit.control.stepJobs();
    expect(await info(jobId)).toMatchObject({ status: 2, taskResultCode: 1 });
    expect(paths()).toEqual(['f/a']);
    expect((await kit.get('/v1/jobs?status=2')).data).toHaveLength(1);
  });
  it('run by themselves when not held, also after a restart', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    const jobId = await start({ taskType: 2, actionType: 202, ...taskInfo([{ fileId }]) });
    await kit.restart();
    await expect.poll(async () => (await info(jobId)).status as number).toBe(2);
    expect(paths()).toEqual([]);
  });
  it('can be cancelled before their end', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    const jobId = await start({ taskType: 2, actionType: 202, ...taskInfo([{ fileId }]) });
    expect(await kit.post('/v1/jobs/cancel', { jobId })).toMatchObject({ code: 0 });
    kit.control.stepJobs();
    expect(await info(jobId)).toMatchObject({ status: 3 });
    expect(await kit.post('/v1/cancel', { jobId })).toMatchObject({ code: 13000403 });
    expect(paths()).toEqual(['a']);
  });
  it('take to the bin with the full id path, and back', async () => {
    const folderId = await kit.folder('f');
    const fileId = await kit.upload('a', bytes('one'), { parentFolder: [folderId] });
    const bin = { taskType: 2, actionType: 201 };
    expect(
      await kit.post('/v1/jobs', {
        dstContainerId: containerId,
        ...bin,
        ...taskInfo([{ fileId: folderId }]),
      }),
    ).toMatchObject({ code: 13000102 });
    expect(
      await run({ ...bin, ...taskInfo([{ fileId: folderId, filePath: `/${folderId}` }]) }),
    ).toMatchObject({
      taskResultCode: 3,
      resultCode: 13000102,
    });
    const filePath = await pathOf(folderId);
    expect(await run({ ...bin, ...taskInfo([{ fileId: folderId, filePath }]) })).toMatchObject({
      taskResultCode: 1,
    });
    expect(paths()).toEqual([]);
    expect(namesOf(await list('root', {}, '1'))).toEqual(['f']);
    expect(await kit.post(`/v1/files/${fileId}/detail`, { containerId })).toMatchObject({ recycled: true });
    const listed = () => kit.post('/v1/revision/listRevision', { containerId, fileId });
    expect((await listed()).revisionList).toHaveLength(1);
    kit.control.setVariant({ noListInBin: true });
    expect(await listed()).toMatchObject({ code: 13000306 });
    const fields = kit.fields(bytes('x'));
    expect(await kit.post('/v1/revision/createRevision', { ...fields, fileId })).toMatchObject({
      code: 13000306,
    });
    expect(await kit.create('b', bytes('x'), { parentFolder: [folderId] })).toMatchObject({ code: 13000404 });
    expect(await run({ taskType: 4, ...taskInfo([{ fileId: folderId }]) })).toMatchObject({
      taskResultCode: 1,
    });
    expect(paths()).toEqual(['f/a']);
    expect(await run({ taskType: 4, ...taskInfo([{ fileId: folderId }]) })).toMatchObject({
      resultCode: 13000303,
    });
  });
  it('copy, tell part failures, and refuse nesting and taken names', async () => {
    const f = await kit.folder('f');
    const g = await kit.folder('g', f);
    const fileId = await kit.upload('a', bytes('one'));
    const copy = { taskType: 1, actionType: 101 };
    expect(await run({ ...copy, ...taskInfo([{ fileId }, { fileId: 'F0' }], g) })).toMatchObject({
      taskResultCode: 2,
    });
    expect(paths()).toEqual(['a', 'f/g/a']);
    const move = { taskType: 3, actionType: 301 };
    expect(await run({ ...move, ...taskInfo([{ fileId: f }], g) })).toMatchObject({ resultCode: 13000307 });
    expect(await run({ ...move, ...taskInfo([{ fileId }], g) })).toMatchObject({ resultCode: 13000405 });
    expect(await run({ ...move, ...taskInfo([{ fileId }], 'root') })).toMatchObject({ resultCode: 13000312 });
  });
  it('clear the bin and give the space back', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    await run({ taskType: 2, actionType: 201, ...taskInfo([{ fileId, filePath: await pathOf(fileId) }]) });
    expect(await kit.post('/v1/files/recycle', { container: containerId })).toMatchObject({ code: 0 });
    kit.control.stepJobs();
    kit.control.stepJobs();
    expect(namesOf(await list('root', {}, '1'))).toEqual([]);
    expect((await kit.get(`/v1/space/container/${containerId}`)).data.spaceUsed).toBe(0);
  });
});

describe('change feed', () => {
  it('tells what happened below the sync directory, once per kind', async () => {
    const made = await kit.post('/v1/syncDir/create', { container: containerId, fileName: 'sync' });
    expect(made).toMatchObject({ fileName: 'sync' });
    expect(made.code).toBeUndefined();
    const syncDirId = made.fileId as string;
    expect(await kit.post('/v1/syncDir/create', { container: containerId, fileId: syncDirId })).toMatchObject(
      {
        exist: true,
      },
    );
    const { startCursor } = await kit.post('/v1/syncDir/getStartCursor', {
      container: containerId,
      fileId: syncDirId,
    });
    const changes = (cursor: string, pageSize = 10): Promise<Answer> =>
      kit.post('/v1/syncDir/listChange', {
        container: containerId,
        syncDirId,
        deviceId: 'd',
        cursor,
        pageSize,
      });
    expect(await changes(startCursor as string)).toMatchObject({ fileChangeList: [], hasMore: false });

    await kit.upload('outside', bytes('x'));
    const fileId = await kit.upload('a', bytes('one'), { parentFolder: [syncDirId] });
    await kit.revise(fileId, bytes('two'));
    await kit.revise(fileId, bytes('three'));
    await kit.post(`/v1/files/rename/${fileId}`, { containerId, name: 'b' });
    const first = await changes(startCursor as string, 2);
    expect(first.hasMore).toBe(true);
    const second = await changes(first.nextCursor as string, 2);
    expect(second.hasMore).toBe(false);
    const seen = [...first.fileChangeList, ...second.fileChangeList] as Answer[];
    expect(seen.map((change) => [change.changeType, change.policy, change.fileInfo.id])).toEqual([
      ['create', 'aggregate', fileId],
      ['update', 'aggregate', fileId],
      ['rename', 'aggregate', fileId],
    ]);
    expect(seen[1].fileInfo.sha256).toBe(sha('three'));

    kit.control.staleCursors();
    expect(await changes(second.nextCursor as string)).toMatchObject({ code: 13000102 });
    const again = await kit.post('/v1/syncDir/getStartCursor', { container: containerId, fileId: syncDirId });
    expect(await changes(again.startCursor as string)).toMatchObject({ fileChangeList: [] });
    expect(await kit.post('/v1/syncDir/close', { container: containerId, syncDirId })).toMatchObject({
      code: '0',
    });
    expect(await changes(again.startCursor as string)).toMatchObject({ code: 13000309 });
  });
});
