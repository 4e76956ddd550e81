import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from './defaults.ts';
import { StartFailure, startEmulator } from './index.ts';
import { sha, startKit } from './test-kit.ts';
import type { Answer, Kit } from './test-kit.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await startKit();
});
afterEach(() => kit.stop());

const { containerId } = defaults;
const bytes = (text: string): Uint8Array => Buffer.from(text);
const probe = `/v1/space/container/${containerId}`;
const raw = (path: string): Promise<Response> =>
  fetch(`${kit.url()}/koodrive/ose${path}`, { headers: kit.headers() });

describe('faults', () => {
  it('answer, throttle and HTML, so often and after so many', async () => {
    const fault = kit.control.fault({
      match: { operation: 'getContainer' },
      skip: 1,
      times: 2,
      action: { kind: 'answer', status: 503, body: { code: 13000201, msg: 'x' } },
    });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await raw(probe)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(fault.struck()).toBe(2);
    kit.control.fault({
      match: { path: /container/ },
      times: 1,
      action: { kind: 'throttle', retryAfterS: 7 },
    });
    const throttled = await raw(probe);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7']);
    kit.control.fault({ match: { path: 'container' }, action: { kind: 'html' } });
    expect((await raw(probe)).headers.get('content-type')).toContain('text/html');
    kit.control.clearFaults();
    expect((await raw(probe)).status).toBe(200);
  });
  it('drop before and after the effect', async () => {
    kit.control.fault({ match: { operation: 'createFolder' }, times: 1, action: { kind: 'dropBefore' } });
    await expect(kit.folder('before')).rejects.toThrow('fetch failed');
    expect(kit.control.folders()).toEqual([]);
    kit.control.fault({ match: { operation: 'createFolder' }, times: 1, action: { kind: 'dropAfter' } });
    await expect(kit.folder('after')).rejects.toThrow('fetch failed');
    expect(kit.control.folders().map(({ path }) => path)).toEqual(['after']);
    expect(kit.control.requests(2).map(({ operation, status }) => [operation, status])).toEqual([
      ['createFolder', 0],
      ['createFolder', 0],
    ]);
  });
  it('answer otherwise after the effect', async () => {
    kit.control.fault({ times: 1, action: { kind: 'answer', status: 500, after: true } });
    expect(await kit.post('/v1/directory', { containerId, fileName: 'f', fileType: '10' })).toMatchObject({
      status: 500,
      code: 13000201,
    });
    expect(kit.control.folders()).toHaveLength(1);
  });
  it('cut an answer', async () => {
    kit.control.fault({ times: 1, action: { kind: 'truncate' } });
    const response = await raw(probe);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
  it('wait', async () => {
    kit.control.fault({ times: 1, action: { kind: 'delay', ms: 60 } });
    await raw(probe);
    expect(kit.control.requests(1)[0]?.ms).toBeGreaterThan(50);
  });
  it('hold requests until they are let go, even when the rule is gone', async () => {
    const fault = kit.control.fault({ action: { kind: 'hold' } });
    const answers: string[] = [];
    const held = raw(probe).then(() => answers.push('held'));
    while (fault.struck() === 0) await new Promise((resolve) => setImmediate(resolve));
    kit.control.clearFaults();
    await raw(probe).then(() => answers.push('not held'));
    fault.release();
    await held;
    expect(answers).toEqual(['not held', 'held']);
  });
  it('spoil uploads and downloads of one file', async () => {
    kit.control.fault({
      match: { operation: 'putPart', fileName: 'bad' },
      times: 1,
      action: { kind: 'corrupt' },
    });
    await expect(kit.upload('bad', bytes('content'))).rejects.toThrow('13000402');
    const fileId = await kit.upload('good', bytes('content'));
    const link = async (): Promise<string> =>
      (await kit.post('/v1/files/download', { containerId, fileIds: [fileId] })).downloads[0].url as string;
    kit.control.fault({
      match: { operation: 'download', fileName: 'good' },
      times: 1,
      action: { kind: 'corrupt' },
    });
    const spoilt = await (await fetch(await link())).text();
    expect(spoilt).toHaveLength(7);
    expect(spoilt).not.toBe('content');
    kit.control.fault({ match: { operation: 'download' }, times: 1, action: { kind: 'truncate' } });
    await expect((await fetch(await link())).text()).rejects.toThrow();
    kit.control.fault({
      match: { operation: 'download' },
      times: 2,
      action: { kind: 'cutAnswer', atByte: 3 },
    });
    await expect((await fetch(await link())).text()).rejects.toThrow();
    const headers = { range: 'bytes=5-' };
    expect(await (await fetch(await link(), { headers })).text()).toBe('nt');
    kit.control.fault({ match: { operation: 'download' }, times: 1, action: { kind: 'expire' } });
    expect((await fetch(await link())).status).toBe(403);
    kit.control.setLinkLife(0);
    expect((await fetch(await link())).status).toBe(403);
    kit.control.setLinkLife(3_600_000);
    expect(await (await fetch(await link())).text()).toBe('content');
  });
  it('give a range, the whole, another range or none, and name the content or not', async () => {
    const fileId = kit.control.putFile('ranged', bytes('content'));
    const link = (await kit.post('/v1/files/download', { containerId, fileIds: [fileId] })).downloads[0]
      .url as string;
    const rest = async (headers: Record<string, string> = {}) => {
      const answer = await fetch(link, { headers: { range: 'bytes=3-', ...headers } });
      return { answer, seen: [answer.status, answer.headers.get('content-range'), await answer.text()] };
    };
    const { answer, seen } = await rest();
    expect(seen).toEqual([206, 'bytes 3-6/7', 'tent']);
    const etag = answer.headers.get('etag') ?? '';
    expect((await rest({ 'if-range': etag })).seen[0]).toBe(206);
    expect((await rest({ 'if-range': '"another"' })).seen).toEqual([200, null, 'content']);
    kit.control.setVariant({ etags: 'changing' });
    expect((await rest({ 'if-range': etag })).seen[0]).toBe(200);
    kit.control.setVariant({ etags: 'none', ranges: 'shifted' });
    const shifted = await rest();
    expect([shifted.answer.headers.get('etag'), ...shifted.seen]).toEqual([
      null,
      206,
      'bytes 2-6/7',
      'ntent',
    ]);
    kit.control.setVariant({ ranges: 'refused' });
    expect((await rest()).seen[0]).toBe(416);
    kit.control.setVariant({ ranges: 'ignored' });
    expect((await rest()).seen).toEqual([200, null, 'content']);
    kit.control.setVariant('plain');
  });
  it('refuse an operation that does not exist', () => {
    expect(() =>
      kit.control.fault({ match: { operation: 'nothing' as never }, action: { kind: 'html' } }),
    ).toThrow();
  });
  it('let uploads be forgotten', async () => {
    const made = await kit.create('a', bytes('x'));
    kit.control.dropUploads();
    expect((await kit.put(made.multiParts[0].uploadUrl, bytes('x'))).status).toBe(404);
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId })).toMatchObject({ code: 13000401 });
    expect(await kit.control.fsck()).toEqual([]);
  });
});

describe('variants', () => {
  it('answer in every odd form at once', async () => {
    const fileId = await kit.upload('a', bytes('one'));
    kit.control.putFile('b', bytes('two'));
    kit.control.setVariant('odd');
    const list = await kit.post('/v1/files/0', {
      containerId,
      parentFileId: 'root',
      pageInfo: { pageSize: 1 },
    });
    expect(list).toMatchObject({ code: '0', fileList: [{ size: '3', sha256: sha('one').toUpperCase() }] });
    expect(list.files).toBeUndefined();
    expect(list.nextCursor).toBeUndefined();
    expect(list.nextPageCursor).not.toBe('');
    const revisions = await kit.post('/v1/revision/listRevision', { containerId, fileId });
    expect(revisions).toMatchObject({ nextCursor: '' });
    expect(Object.keys(revisions.revisionList[0] as object)).toEqual(['revisionId']);
    const failed = await kit.post('/v1/files/F0/detail', { containerId });
    expect(failed).toMatchObject({ status: 400, error_code: '13000309' });
    expect(await kit.get(`/v1/space/${defaults.userId}?type=1`)).toMatchObject({
      containerId,
      capacity: '107374182400',
    });
    kit.control.setVariant('plain');
    kit.control.setVariant({ noCode: true, failAt200: true, withoutHashes: true });
    const detail = await kit.post(`/v1/files/${fileId}/detail`, { containerId });
    expect([detail.code, detail.size, detail.sha256]).toEqual([undefined, undefined, undefined]);
    expect(await kit.post('/v1/files/F0/detail', { containerId })).toMatchObject({
      status: 200,
      code: 13000309,
    });
  });
});

describe('counters', () => {
  it('tell reading from writing and keep a log', async () => {
    await kit.upload('a', bytes('x'));
    await kit.get(probe);
    expect(kit.control.writes()).toBe(3);
    expect(kit.control.counts()).toMatchObject({
      createFile: 1,
      putPart: 1,
      completeFile: 1,
      getContainer: 1,
    });
    await fetch(`${kit.url()}/koodrive/ose${probe}`, { headers: { ...kit.headers(), 'x-traceid': 'trace' } });
    await expect
      .poll(() => kit.control.requests(1)[0])
      .toMatchObject({ operation: 'getContainer', code: 0, status: 200, traceId: 'trace', at: kit.now() });
    kit.control.resetCounts();
    expect([kit.control.writes(), kit.control.requests(10)]).toEqual([0, []]);
  });
});

describe('truth', () => {
  it('shows contents on disk and finds damage', async () => {
    kit.control.putFile('f/g/a', bytes('one'));
    kit.control.putFile('f/g/a', bytes('two'));
    expect(kit.control.tree()).toMatchObject([
      { path: 'f/g/a', revisions: [{ sha256: sha('one') }, { version: 2 }] },
    ]);
    const path = kit.control.content(sha('two'));
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(await kit.control.fsck()).toEqual([]);
    writeFileSync(path, 'twu');
    expect(await kit.control.fsck()).toHaveLength(1);
  });
});

describe('over HTTP', () => {
  const ask = async (path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${kit.url()}/_emulator/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return ((await response.json()) as Answer).result;
  };
  it('sets faults and tells the truth', async () => {
    const action = { kind: 'answer', status: 500 };
    await ask('faults', { match: { operation: 'getContainer' }, times: 1, action });
    expect((await raw(probe)).status).toBe(500);
    expect(await ask('faults')).toMatchObject([{ struck: 1 }]);
    await ask('faults/clear', {});
    await ask('put-file', { path: 'a', base64: Buffer.from('x').toString('base64') });
    expect(await ask('tree')).toMatchObject([{ path: 'a', sha256: sha('x') }]);
    expect(await ask('fsck')).toEqual([]);
    expect(await ask('counts')).toMatchObject({ writes: 0, counts: { getContainer: 1 } });
    kit.setToken((await ask('tokens/issue', {})) as string);
    expect((await raw(probe)).status).toBe(200);
    await ask('clock-offset', { ms: -60_000 });
    expect((await raw(probe)).status).toBe(400);
  });
  it('is closed to web pages', async () => {
    const response = await fetch(`${kit.url()}/_emulator/tree`, {
      headers: { origin: 'http://example.com' },
    });
    expect(response.status).toBe(403);
  });
});

describe('start', () => {
  it('says why it cannot', async () => {
    await expect(startEmulator({ dataDir: kit.dataDir })).rejects.toThrow(StartFailure);
    const dataDir = mkdtempSync(join(tmpdir(), 'koodrive-emulator-'));
    const port = Number(new URL(kit.url()).port);
    await expect(startEmulator({ dataDir, port })).rejects.toThrow(StartFailure);
    rmSync(dataDir, { recursive: true });
  });
  it('in strict mode looks at X-Traceid and preHash', async () => {
    await kit.stop();
    kit = await startKit({ strict: true });
    const traced = (id: string): Promise<Response> =>
      fetch(`${kit.url()}/koodrive/ose${probe}`, { headers: { ...kit.headers(), 'x-traceid': id } });
    expect((await traced('a'.repeat(58))).status).toBe(200);
    expect((await traced('a'.repeat(57))).status).toBe(400);
    await expect(kit.upload('a', bytes('x'), { preHash: sha('y') })).rejects.toThrow('13000402');
  });
});
