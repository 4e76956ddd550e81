import { request as rawRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from './defaults.ts';
import { proofOf, proofRange } from './rules/proof-code.ts';
import { formatCompactDate } from './rules/dates.ts';
import { signatureOf } from './rules/signature.ts';
import { RunningSha256 } from './rules/sha256-state.ts';
import { sha, startKit, workedFile } from './test-kit.ts';
import type { Answer, Kit } from './test-kit.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await startKit();
});
afterEach(async () => {
  expect(await kit.control.fsck()).toEqual([]);
  await kit.stop();
});

const bytesOf = (length: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 0xff);

/** Proof in token mode, over the Authorization header as the kit sends it. */
const proofFor = (bytes: Uint8Array): string => {
  const { start, end } = proofRange(`Bearer ${defaults.token}`, bytes.length);
  return proofOf(bytes.subarray(start, end));
};

describe('small files', () => {
  it('appears when complete, not before', async () => {
    const bytes = bytesOf(5000);
    const made = await kit.create('a.txt', bytes);
    expect(made).toMatchObject({ code: 0, exist: false, fileName: 'a.txt' });
    expect(made.parentFolder[0]).toMatch(/^D/);
    expect(kit.control.tree()).toEqual([]);
    expect((await kit.put(made.multiParts[0].uploadUrl, bytes)).status).toBe(200);
    expect(
      await kit.post('/v1/files/0', { containerId: defaults.containerId, parentFileId: 'root' }),
    ).toMatchObject({
      files: [],
    });
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId, sha256: sha(bytes) })).toMatchObject({
      code: 0,
    });
    const tree = kit.control.tree();
    expect(tree).toMatchObject([{ path: 'a.txt', fileId: made.fileId, size: 5000, sha256: sha(bytes) }]);
    expect(tree[0]?.revisions).toHaveLength(1);
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId })).toMatchObject({ code: 13000401 });
  });
  it('takes an empty file, with an empty part or none', async () => {
    await kit.upload('empty', new Uint8Array());
    const made = await kit.create('none', new Uint8Array(), { multiParts: undefined });
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId })).toMatchObject({ code: 0 });
    expect(kit.control.tree().map(({ path, size }) => [path, size])).toEqual([
      ['empty', 0],
      ['none', 0],
    ]);
  });
  it('refuses a completion whose hash or parts do not agree, and lets it be mended', async () => {
    const bytes = bytesOf(100);
    const made = await kit.create('a', bytes, { sha256: sha(bytes), proofCode: proofFor(bytes) });
    const done = (sha256?: string): Promise<Answer> =>
      kit.post('/v1/files/complete', { fileId: made.fileId, sha256 });
    expect(await done()).toMatchObject({ status: 400, code: 13000402 });
    await kit.put(made.multiParts[0].uploadUrl, bytesOf(100, 2));
    expect(await done()).toMatchObject({ code: 13000402 });
    await kit.put(made.multiParts[0].uploadUrl, bytes);
    expect(await done(sha('other'))).toMatchObject({ code: 13000402 });
    expect(await done(sha(bytes).toUpperCase())).toMatchObject({ code: 0 });
  });
  it('refuses what section 6 forbids', async () => {
    const bytes = bytesOf(10);
    const refused = async (more: object): Promise<void> => {
      expect(await kit.create('a', bytes, more)).toMatchObject({ status: 400, code: 13000102 });
    };
    await refused({ fileName: 'a:b' });
    await refused({ fileType: '10' });
    await refused({ uploadMode: 'put' });
    await refused({ uploadType: 0 });
    await refused({ autoRename: 1 });
    await refused({ parentFolder: [] });
    await refused({ length: 200 * 1024 ** 3 + 1, multiParts: null });
    await refused({ multiParts: [{ partNumber: 0, partSize: 10 }] });
    await refused({ multiParts: [{ partNumber: 1, partSize: 11 }] });
    await refused({ createdTime: 'now' });
    expect(await kit.create('a', bytes, { parentFolder: ['F0'] })).toMatchObject({ code: 13000304 });
    expect(await kit.create('a', bytes, { containerId: 'x' })).toMatchObject({ code: 13000301 });
  });
});

describe('names', () => {
  it('refuses, renames or points to the same content', async () => {
    const bytes = bytesOf(10);
    const fileId = await kit.upload('a.txt', bytes);
    expect(await kit.create('a.txt', bytes)).toMatchObject({ status: 400, code: 13000405 });
    const other = await kit.create('a.txt', bytes, { autoRename: 2 });
    expect(other.fileName).toBe('a_20251103070140.txt');
    const same = await kit.create('a.txt', bytes, {
      autoRename: 4,
      sha256: sha(bytes),
      proofCode: proofFor(bytes),
    });
    expect(same).toMatchObject({ exist: true, fileId });
    expect(await kit.create('a.txt', bytesOf(11), { autoRename: 4 })).toMatchObject({ exist: false });
  });
  it('lets the first to complete have the name', async () => {
    const bytes = bytesOf(10);
    const first = await kit.create('a', bytes);
    const second = await kit.create('a', bytes);
    for (const made of [first, second]) await kit.put(made.multiParts[0].uploadUrl, bytes);
    expect(await kit.post('/v1/files/complete', { fileId: second.fileId })).toMatchObject({ code: 0 });
    expect(await kit.post('/v1/files/complete', { fileId: first.fileId })).toMatchObject({ code: 13000405 });
  });
});

describe('presigned PUT', () => {
  it('wants the exact length, no KooDrive headers, the signature and a living link', async () => {
    const bytes = bytesOf(100);
    const made = await kit.create('a', bytes);
    const url = made.multiParts[0].uploadUrl as string;
    expect((await kit.put(url, bytesOf(99))).status).toBe(403);
    expect((await kit.put(url, bytes, { authorization: `Bearer ${defaults.token}` })).status).toBe(400);
    expect((await kit.put(url, bytes, { 'x-user-id': '1' })).status).toBe(400);
    expect((await kit.put(url.replace('partNumber=1', 'partNumber=2'), bytes)).status).toBe(403);
    kit.tick(3_600_000);
    const late = await kit.put(url, bytes);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('expired');
    const multiParts = [{ partNumber: 1, partSize: 100 }];
    const anew = await kit.post('/v1/files/multipart/uploadUrl', { fileId: made.fileId, multiParts });
    expect((await kit.put(anew.multiParts[0].uploadUrl, bytes)).status).toBe(200);
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId })).toMatchObject({ code: 0 });
    expect((await kit.put(anew.multiParts[0].uploadUrl, bytes)).status).toBe(404);
  });
  it('refuses chunked bodies', async () => {
    const made = await kit.create('a', bytesOf(100));
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = rawRequest(made.multiParts[0].uploadUrl as string, { method: 'PUT' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.write('x');
      request.end('y');
    });
    expect(status).toBe(411);
  });
  it('keeps nothing of a body that breaks off', async () => {
    const made = await kit.create('a', bytesOf(100));
    await new Promise<void>((resolve) => {
      const request = rawRequest(made.multiParts[0].uploadUrl as string, {
        method: 'PUT',
        headers: { 'content-length': 100 },
      });
      request.on('error', () => {
        resolve();
      });
      request.write('half', () => setTimeout(() => request.destroy(new Error('gone')), 20));
    });
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId })).toMatchObject({ code: 13000402 });
  });
});

describe('parts', () => {
  const part = 640;
  const stateAfter = (bytes: Uint8Array): number[] => {
    const running = new RunningSha256();
    running.update(bytes);
    return running.words() ?? [];
  };
  const cutUp = (bytes: Uint8Array): object[] => {
    const parts: object[] = [];
    for (let at = 0; at < bytes.length; at += part) {
      parts.push({
        partNumber: parts.length + 1,
        partSize: Math.min(part, bytes.length - at),
        partOffset: at,
        hashCtx: at === 0 ? [] : stateAfter(bytes.subarray(0, at)),
      });
    }
    return parts;
  };
  beforeEach(() => {
    kit.control.setMinimumPart(64);
  });
  const send = (made: Answer, bytes: Uint8Array): Promise<Response[]> =>
    Promise.all(
      (made.multiParts as Answer[])
        .toReversed()
        .map((asked) =>
          kit.put(asked.uploadUrl, bytes.subarray(asked.partOffset, asked.partOffset + asked.partSize)),
        ),
    );

  it.each([
    ['taken', 0],
    ['refused', 13000102],
  ] as const)('without offset are %s where they are to be', async (sequence, code) => {
    kit.control.setVariant({ sequence });
    const bytes = bytesOf(part * 2);
    const first = { partNumber: 1, partSize: part };
    const preHash = sha(bytes.subarray(0, 1024));
    const made = await kit.create('big', bytes, { multiParts: [first], preHash });
    expect(made).toMatchObject({ code });
    // the whole in one part needs no order
    const whole = { multiParts: [{ partNumber: 1, partSize: part * 2 }], preHash };
    expect(await kit.create('whole', bytes, whole)).toMatchObject({ code: 0 });
  });

  it('come in any order with hashCtx, and are one file at the end', async () => {
    const bytes = bytesOf(part * 3 + 17);
    const made = await kit.create('big', bytes, {
      multiParts: cutUp(bytes),
      preHash: sha(bytes.subarray(0, 1024)),
    });
    const query = new URL(made.multiParts[1].uploadUrl as string).searchParams;
    const state = JSON.parse(
      Buffer.from(query.get('X-Amz-Iteration-Hash-Ctx') ?? '', 'base64').toString(),
    ) as Answer;
    expect(state).toMatchObject({ md_len: 32, num: 0, nh: 0, nl: part * 8, hash_type: 'sha256' });
    for (const answer of await send(made, bytes)) expect(answer.status).toBe(200);
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId, sha256: sha(bytes) })).toMatchObject({
      code: 0,
    });
    expect(kit.control.tree()[0]?.sha256).toBe(sha(bytes));
    expect((await kit.create('other', bytes, { preHash: sha(bytes.subarray(0, 1024)) })).matchedPreHash).toBe(
      true,
    );
  });
  it('with a hashCtx that the bytes do not give are refused at the end', async () => {
    const bytes = bytesOf(part * 2);
    const parts = cutUp(bytes) as Answer[];
    parts[1].hashCtx[7] = (parts[1].hashCtx[7] + 1) % 2 ** 32;
    const made = await kit.create('big', bytes, { multiParts: parts });
    await send(made, bytes);
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId })).toMatchObject({ code: 13000402 });
  });
  it('must be multiples of 64, have hashCtx and keep the smallest size', async () => {
    const refused = async (...multiParts: object[]): Promise<void> => {
      expect(await kit.create('x', bytesOf(200), { multiParts })).toMatchObject({ code: 13000102 });
    };
    const words = stateAfter(bytesOf(64));
    await refused(
      { partNumber: 1, partSize: 100, partOffset: 0 },
      { partNumber: 2, partSize: 100, partOffset: 100, hashCtx: words },
    );
    await refused(
      { partNumber: 1, partSize: 128, partOffset: 0 },
      { partNumber: 2, partSize: 72, partOffset: 128 },
    );
    await refused({ partNumber: 1, partSize: 10 }, { partNumber: 2, partSize: 190 });
    await refused({ partNumber: 1, partSize: 128 }, { partNumber: 1, partSize: 72 });
    await refused({ partNumber: 1, partSize: 128 }, { partNumber: 2, partSize: 72, hashCtx: [1, 2, 3] });
    await refused({ partNumber: 10_001, partSize: 200 });
  });
  it('without hashCtx come in order only', async () => {
    const bytes = bytesOf(200);
    const made = await kit.create('seq', bytes, {
      multiParts: [
        { partNumber: 1, partSize: 100 },
        { partNumber: 2, partSize: 100 },
      ],
    });
    const [one, two] = made.multiParts as Answer[];
    expect((await kit.put(two.uploadUrl, bytes.subarray(100))).status).toBe(400);
    await kit.put(one.uploadUrl, bytes.subarray(0, 100));
    expect((await kit.put(two.uploadUrl, bytes.subarray(100))).status).toBe(200);
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId, sha256: sha(bytes) })).toMatchObject({
      code: 0,
    });
  });
  it('can be asked for one by one, and keep their bytes when asked for again', async () => {
    const bytes = bytesOf(part * 2);
    const parts = cutUp(bytes);
    const made = await kit.create('late', bytes, { multiParts: null });
    for (const [i, asked] of parts.entries()) {
      const links = await kit.post('/v1/files/multipart/uploadUrl', {
        fileId: made.fileId,
        multiParts: [asked],
      });
      await kit.put(links.multiParts[0].uploadUrl, bytes.subarray(i * part, (i + 1) * part));
    }
    await kit.post('/v1/files/multipart/uploadUrl', { fileId: made.fileId, multiParts: parts });
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId, sha256: sha(bytes) })).toMatchObject({
      code: 0,
    });
    expect(
      await kit.post('/v1/files/multipart/uploadUrl', { fileId: 'F0', multiParts: parts }),
    ).toMatchObject({
      code: 13000401,
    });
  });
  it('streams parts of the documented size', async () => {
    kit.control.setMinimumPart(5_242_880);
    const size = 5_242_880;
    const bytes = bytesOf(size + 1000);
    const made = await kit.create('real', bytes, {
      multiParts: [
        { partNumber: 1, partSize: size, partOffset: 0, hashCtx: [] },
        { partNumber: 2, partSize: 1000, partOffset: size, hashCtx: stateAfter(bytes.subarray(0, size)) },
      ],
    });
    for (const answer of await send(made, bytes)) expect(answer.status).toBe(200);
    expect(await kit.post('/v1/files/complete', { fileId: made.fileId, sha256: sha(bytes) })).toMatchObject({
      code: 0,
    });
  });
});

describe('flash upload', () => {
  const bytes = workedFile();
  it('hits with the right proof, in token and not with the user id there', async () => {
    await kit.upload('first', bytes);
    const wrong = {
      sha256: sha(bytes),
      proofCode: '1d63ec37ab277f1fa0d9bca70b5ef3b19d107ed6379965bed3e05f4194bd46c5',
    };
    const miss = await kit.create('second', bytes, wrong);
    expect(miss.rapidUpload).toBeUndefined();
    expect(miss.multiParts).toHaveLength(1);
    const hit = await kit.create('second', bytes, { sha256: sha(bytes), proofCode: proofFor(bytes) });
    expect(hit).toMatchObject({ rapidUpload: true });
    expect(hit.multiParts).toBeUndefined();
    expect(kit.control.tree().map(({ path }) => path)).toEqual(['first', 'second']);
    expect(await kit.post('/v1/files/complete', { fileId: hit.fileId })).toMatchObject({ code: 13000401 });
  });
  it('takes the proof over X-User-Id in app mode, and that alone', async () => {
    await kit.upload('first', bytes);
    const signed = async (name: string, proofCode: string): Promise<Answer> => {
      const body = JSON.stringify({
        ...kit.fields(bytes),
        fileName: name,
        fileType: '45',
        parentFolder: ['root'],
        autoRename: 3,
        sha256: sha(bytes),
        proofCode,
      });
      const path = '/koodrive/ose/v1/files/create';
      const headers = { 'x-date': formatCompactDate(kit.now()), 'x-user-id': defaults.userId };
      const request = { method: 'POST', path, query: '', headers, body: Buffer.from(body) };
      const signature = signatureOf(request, ['x-date', 'x-user-id'], defaults.appSecret);
      const authorization = `HMAC-SHA256 AppId=${defaults.appId},SignedHeaders=x-date;x-user-id,Signature=${signature}`;
      const response = await fetch(kit.url() + path, {
        method: 'POST',
        headers: { ...headers, authorization },
        body,
      });
      return (await response.json()) as Answer;
    };
    expect((await signed('miss', proofFor(bytes))).rapidUpload).toBeUndefined();
    const worked = '1d63ec37ab277f1fa0d9bca70b5ef3b19d107ed6379965bed3e05f4194bd46c5';
    expect(await signed('hit', worked)).toMatchObject({ rapidUpload: true });
  });
  it('makes a version at once', async () => {
    const fileId = await kit.upload('first', bytes);
    const flash = { ...kit.fields(bytes), fileId, sha256: sha(bytes), proofCode: proofFor(bytes) };
    expect(await kit.post('/v1/revision/createRevision', flash)).toMatchObject({ rapidUpload: true });
    expect(kit.control.tree()[0]?.revisions).toHaveLength(2);
    expect(await kit.post('/v1/revision/completeRevision', { fileId })).toMatchObject({ code: 13000401 });
  });
  it('tells matchedPreHash', async () => {
    const preHash = sha(bytes);
    expect((await kit.create('a', bytes, { preHash })).matchedPreHash).toBe(false);
    await kit.upload('b', bytes);
    expect((await kit.create('c', bytes, { preHash })).matchedPreHash).toBe(true);
  });
});

describe('quota', () => {
  it('is asked at the start and at the end, and counts every version', async () => {
    kit.control.setQuota(defaults.containerId, 100);
    expect(await kit.create('a', bytesOf(101))).toMatchObject({ status: 400, code: 13000311 });
    const waiting = await kit.create('late', bytesOf(60));
    await kit.put(waiting.multiParts[0].uploadUrl, bytesOf(60));
    const fileId = await kit.upload('a', bytesOf(50));
    expect(await kit.post('/v1/files/complete', { fileId: waiting.fileId })).toMatchObject({
      code: 13000311,
    });
    await kit.revise(fileId, bytesOf(50, 2));
    expect(await kit.create('b', bytesOf(1))).toMatchObject({ code: 13000311 });
    kit.control.setQuota(defaults.containerId, 1000);
    expect(await kit.post('/v1/files/complete', { fileId: waiting.fileId })).toMatchObject({ code: 0 });
  });
});

describe('restart', () => {
  it('keeps files, pending uploads, links on the same secret, and tokens', async () => {
    const bytes = bytesOf(300);
    const fileId = await kit.upload('a', bytes);
    const pending = await kit.create('b', bytes);
    await kit.put(pending.multiParts[0].uploadUrl, bytes);
    const token = kit.control.issueToken();
    await kit.restart();
    kit.setToken(token);
    expect(await kit.post('/v1/files/complete', { fileId: pending.fileId })).toMatchObject({ code: 0 });
    expect(kit.control.tree().map(({ path }) => path)).toEqual(['a', 'b']);
    await kit.revise(fileId, bytesOf(5));
    expect(kit.control.tree()[0]?.revisions).toHaveLength(2);
  });
});
