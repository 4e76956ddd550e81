import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './json.ts';
import { isSafeId, isUsableName, nameProblem } from './names.ts';
import {
  changePage,
  entry,
  entryPage,
  job,
  jobId,
  newFolder,
  oneEntry,
  oneRevision,
  oneSpace,
  partLinks,
  revisionPage,
  session,
  signInUrl,
  spaceList,
  ticket,
  userInfo,
} from './schemas.ts';
import { fileTime, readTime } from './times.ts';

const SHA = 'fb426b18ebc6ed393564f47371ab55e8f8e2b1336b195a877da1b7e7218a78fe';

describe('exact JSON', () => {
  it('keeps whole numbers above 2^53 as text, and everything else as it is', () => {
    expect(
      parseJson('{"id":1505084218764547200,"n":-9223372036854775808,"s":"1505084218764547201"}'),
    ).toEqual({
      id: '1505084218764547200',
      n: '-9223372036854775808',
      s: '1505084218764547201',
    });
    expect(parseJson('[1737682127312,9007199254740991,9007199254740993,1e20,0.1234567890123]')).toEqual([
      1737682127312,
      9007199254740991,
      '9007199254740993',
      1e20,
      0.1234567890123,
    ]);
    expect(parseJson('{"a":"\\": 1605664519244256128","b":[1605664519244256129]}')).toEqual({
      a: '": 1605664519244256128',
      b: ['1605664519244256129'],
    });
  });

  it('agrees with JSON.parse wherever no such number stands', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '')));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('takes long texts without ado', () => {
    const long = `{"a":"${'x\\"'.repeat(1_000_000)}","id":1505084218764547200}`;
    expect(parseJson(long)).toMatchObject({ id: '1505084218764547200' });
  });
});

describe('names and ids from the server', () => {
  it.each([
    'a/b',
    'a\\b',
    '..',
    '.',
    '',
    'a\0b',
    'a\nb',
    '\u0085',
    '\ud800',
    '/etc/passwd',
    '../x',
    'x'.repeat(1_025),
    'x'.repeat(251),
    'a.txt:b',
    'a<b',
    'CON',
    'com1.txt',
    'a.',
    'a ',
    ' ',
  ])('takes the name %j for no path, and what bears it for something that is there', (name) => {
    expect(isUsableName(name)).toBe(false);
    const files = [
      { id: 'F0', fileName: 'good' },
      { id: 'F1', fileName: name },
      { id: 'F2', name: 'too' },
    ];
    if (name === '') return expect(entryPage.safeParse({ files }).success).toBe(false);
    expect(entryPage.parse({ files }).entries.map((one) => one.name)).toEqual(['good', undefined, 'too']);
    return undefined;
  });

  it('does not take a listing of another form for one of impossible names', () => {
    for (const strange of [{ id: 'F1' }, { fileName: 'a' }, 'a', null, [], { id: 'F1', fileName: 7 }])
      expect(entryPage.safeParse({ files: [strange] }).success).toBe(false);
  });

  it.each(['..', '.', 'a/b', 'a\\b', 'a b', 'a\0'])('refuses the id %j', (id) => {
    expect(isSafeId(id)).toBe(false);
    expect(entry.safeParse({ id, fileName: 'a' }).success).toBe(false);
    expect(ticket.safeParse({ fileId: id, rapidUpload: true }).success).toBe(false);
  });

  it('reads nothing unsafe out of anything', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.string(), (rest, id, fileName) => {
        const found = entry.safeParse({ ...(rest as object), id, fileName });
        if (!found.success) return;
        expect(isSafeId(found.data.fileId)).toBe(true);
        expect(found.data.name ?? 'none').not.toMatch(/[/\0]|^\.\.?$/);
      }),
    );
  });
});

describe('names to the server (section 6, open point 17)', () => {
  it.each([
    '',
    '   ',
    '.',
    '..',
    'a<b',
    'a>b',
    'a|b',
    'a:b',
    'a"b',
    'a*b',
    'a?b',
    'a/b',
    'a\\b',
    'a\tb',
    '\ud800',
    'x'.repeat(251),
  ])('refuses %j', (name) => {
    expect(nameProblem(name)).toBeTypeOf('string');
  });
  it.each(['a', '...', ' a', 'Ärger 😀.txt', 'x'.repeat(250), '.hidden'])('takes %j', (name) => {
    expect(nameProblem(name)).toBeUndefined();
  });
});

describe('answers', () => {
  it('reads a listing in either envelope, numbers as text and 64-bit ids as text', () => {
    expect(
      entryPage.parse({
        category: 'drive#fileList',
        files: [
          {
            id: 'F1',
            fileName: 'a.txt',
            fileType: 45,
            size: '12',
            sha256: SHA.toUpperCase(),
            parentFolder: ['D1'],
            editedTime: '2023-08-18T05:43:49Z',
            recycled: false,
          },
          { id: '1505084218764547200', fileName: 'b', fileType: '10', sha256: '' },
        ],
        nextCursor: 'c',
      }),
    ).toEqual({
      entries: [
        {
          fileId: 'F1',
          name: 'a.txt',
          isFolder: false,
          recycled: false,
          parentId: 'D1',
          size: 12,
          sha256: SHA,
          editedAt: Date.parse('2023-08-18T05:43:49Z'),
        },
        {
          fileId: '1505084218764547200',
          name: 'b',
          isFolder: true,
          recycled: false,
          parentId: undefined,
          size: undefined,
          sha256: undefined,
          editedAt: undefined,
        },
      ],
      nextCursor: 'c',
    });
    for (const end of [{}, { nextCursor: '' }, { nextCursor: null }, { nextPageCursor: '' }])
      expect(entryPage.parse({ fileList: [], ...end }).nextCursor).toBeUndefined();
    expect(entryPage.parse({ fileList: [], nextPageCursor: 'x' }).nextCursor).toBe('x');
    expect(entryPage.parse({ data: { files: [], nextCursor: 'y' } }).nextCursor).toBe('y');
    expect(entryPage.safeParse({ code: 0, msg: 'ok' }).success).toBe(false);
  });

  it('reads details and new folders', () => {
    expect(oneEntry.parse({ id: 'F', fileName: 'a', mimeType: 'x', parentFolder: 'D' }).parentId).toBe('D');
    expect(newFolder.parse({ id: 'D2', code: 0 })).toEqual({
      fileId: 'D2',
      name: undefined,
      parentId: undefined,
    });
    expect(newFolder.safeParse({ code: 0 }).success).toBe(false);
  });

  it('reads an upload ticket as the table and as the example (open point 4)', () => {
    const multiParts = [{ partNumber: '1', uploadUrl: 'https://o/1' }, { partNumber: 2 }];
    expect(ticket.parse({ id: '16', versionId: '17', version: '3', keepPolicy: '0', multiParts })).toEqual({
      fileId: undefined,
      rapid: false,
      matchedPreHash: false,
      links: [{ number: 1, url: 'https://o/1' }],
      revisionId: '16.17',
      name: undefined,
    });
    expect(ticket.parse({ fileId: 'F', fileName: 'a', exist: false, rapidUpload: 'true' })).toMatchObject({
      fileId: 'F',
      rapid: true,
      links: [],
      revisionId: undefined,
    });
    expect(ticket.parse({ matchedPreHash: true }).matchedPreHash).toBe(true);
    expect(ticket.safeParse({ fileId: 'F', multiParts: [] }).success).toBe(false);
    expect(partLinks.parse({ code: 0 })).toEqual([]);
  });

  it('reads revisions, lean or full', () => {
    expect(revisionPage.parse({ revisionList: [{ revisionId: '1.2' }], nextPageCursor: '' })).toEqual({
      revisions: [{ revisionId: '1.2' }],
      nextCursor: undefined,
    });
    expect(revisionPage.parse({ revisionList: null }).revisions).toEqual([]);
    const full = {
      revisionId: '1605664519244256128.1605664519244256129',
      revisionVersion: 512,
      keepForever: false,
      latestVersion: true,
      createdAt: 1737682127312,
      size: '1872637',
      sha256: SHA.toUpperCase(),
      downloadUrl: 'https://o/x',
    };
    expect(oneRevision.parse(full)).toEqual({
      revisionId: full.revisionId,
      revisionVersion: 512,
      createdAt: 1737682127312,
      size: 1872637,
      sha256: SHA,
      latest: true,
      keepForever: false,
      createdBy: undefined,
      downloadUrl: 'https://o/x',
    });
    for (const spoilt of [
      { size: -1 },
      { size: 1.5 },
      { sha256: 'abc' },
      { revisionId: '..' },
      { createdAt: 'soon' },
    ])
      expect(oneRevision.safeParse({ ...full, ...spoilt }).success).toBe(false);
  });

  it('reads jobs', () => {
    expect(jobId.parse({ data: '77' })).toBe('77');
    expect(jobId.parse({ data: 77 })).toBe('77');
    expect(jobId.parse({ data: { taskId: '7' } })).toBe('7');
    expect(jobId.safeParse({ code: 0 }).success).toBe(false);
    expect(job.parse({ data: { jobInfo: { status: '2', taskResultCode: 2 } } })).toMatchObject({
      done: true,
      succeeded: false,
      partly: true,
    });
    expect(job.parse({ data: { status: 1 } })).toMatchObject({ done: false, cancelled: false });
    expect(job.parse({ data: { jobInfo: { status: 3 } } })).toMatchObject({ done: false, cancelled: true });
  });

  it('reads spaces nested or flat', () => {
    const info = {
      type: 1,
      status: '0',
      ownerId: 'u',
      containerId: 'IAA',
      bizRootFileId: 'D',
      capacity: '1',
      spaceUsed: 654777,
    };
    const space = {
      containerId: 'IAA',
      rootFolderId: 'D',
      type: '1',
      ownerId: 'u',
      capacity: 1,
      used: 654777,
      active: true,
    };
    expect(oneSpace.parse({ data: info, code: 0 })).toEqual(space);
    expect(oneSpace.parse({ ...info, status: 1 })).toEqual({ ...space, active: false });
    expect(spaceList.parse({ data: [info] })).toEqual([space]);
    expect(spaceList.parse({ data: null })).toEqual([]);
  });

  it('reads sessions of both editions (open points 10 and 20)', () => {
    expect(
      session.parse({
        data: { accessToken: 'Bearer 6ebb', sessionId: 's', userId: 'u', userInfo: { userName: 'Ann' } },
      }),
    ).toMatchObject({ accessToken: 'Bearer 6ebb', sessionId: 's', user: { userId: 'u', name: 'Ann' } });
    expect(session.parse({ code: 0, accessToken: 'Bearer+013b' })).toMatchObject({
      accessToken: 'Bearer+013b',
    });
    expect(
      session.parse({
        data: {
          userInfo: { userId: 'u', firstname: 'A', surname: 'B' },
          sessionInfo: { accessToken: 'AT 3', refreshToken: 'r' },
        },
      }),
    ).toMatchObject({ accessToken: 'AT 3', refreshToken: 'r', user: { userId: 'u', name: 'A B' } });
    expect(session.parse({ data: { accessToken: 'AT 4', refreshToken: 'r' } })).toMatchObject({
      accessToken: 'AT 4',
    });
    expect(session.safeParse({ data: { accessToken: 'a\nb' } }).success).toBe(false);
    expect(userInfo.parse({ data: { userId: 'u', userName: 'n' } })).toEqual({ userId: 'u', name: 'n' });
    expect(userInfo.parse({ userId: 1 })).toEqual({ userId: '1', name: '1' });
    expect(signInUrl.parse({ data: 'https://id.example/x' })).toBe('https://id.example/x');
    expect(signInUrl.safeParse({ data: 'javascript:alert(1)' }).success).toBe(false);
  });

  it('reads changes as ids to look at again (open point 24)', () => {
    expect(
      changePage.parse({
        fileChangeList: [
          { changeType: '?', fileInfo: { id: 'F', recycled: true }, deviceId: 'd' },
          { fileInfo: {} },
        ],
        nextCursor: 'n',
        hasMore: true,
      }),
    ).toEqual({ changes: [{ fileId: 'F', removed: true, deviceId: 'd' }], nextCursor: 'n', hasMore: true });
  });
});

describe('times (open point 14)', () => {
  it.each([
    ['2023-08-18T05:43:49Z'],
    ['2023-08-18 05:43:49'],
    ['2023-08-18T05:43:49.000Z'],
    [1692337429000],
    ['1692337429000'],
  ])('%s', (value) => {
    expect(readTime(value)).toBe(1692337429000);
  });
  it('are sent where they have a form', () => {
    expect(fileTime(1692337429999)).toBe('2023-08-18T05:43:49Z');
    for (const ms of [-1, Number.NaN, Infinity, 1e15]) expect(fileTime(ms)).toBeUndefined();
  });
  it('gives up on nonsense', () => {
    for (const value of ['soon', '', null, {}, Number.NaN]) expect(readTime(value)).toBeUndefined();
  });
});
