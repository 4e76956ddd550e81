import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileStat } from '../model/file-stat.ts';
import { below } from '../model/local-path.ts';
import { realDisk } from './disk.ts';
import { createDiskThread } from './read-content-in-worker.ts';
import { createContent, sha256Of, type KnownFile } from './read-content.ts';
import { rereadMany } from './reread-many.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-reread-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const inline = createContent(realDisk);
const threaded = createDiskThread(
  inline,
  () => new Worker(new URL('./read-content.worker.ts', import.meta.url)),
);
afterAll(() => threaded.close());

const statOf = async (name: string): Promise<FileStat> => {
  const stat = await realDisk.stat(below(folder, name));
  if (!stat) throw new Error(`nothing is at ${name}`);
  return stat;
};
/** The file as it is now, as what was synced of it. */
const known = async (name: string): Promise<KnownFile> => {
  const { fingerprint, localId, size } = await statOf(name);
  return { name, fingerprint, localId, size };
};
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const touch = (name: string) => utimesSync(join(folder, name), new Date(1e12), new Date(1e12));
const text = 'some bytes of it';

/** Each way of reading many is held to the same. */
describe.each([
  ['on this thread', (files: readonly KnownFile[]) => Promise.resolve(rereadMany(folder, files))],
  ['by the calls of the disk', (files: readonly KnownFile[]) => inline.reread(below(folder, ''), files)],
  ['on a thread of its own', (files: readonly KnownFile[]) => threaded.reread(below(folder, ''), files)],
] as const)('reading again %s', (_how, reread) => {
  it('tells of a file of which the stamps alone changed what it holds', async () => {
    write('文件 (1).txt', text);
    const before = await known('文件 (1).txt');
    touch('文件 (1).txt');
    const [found] = await reread([before]);
    expect(found).toEqual({ stat: await statOf('文件 (1).txt'), sha256: sha256Of(Buffer.from(text)) });
    expect(found?.stat.fingerprint).not.toBe(before.fingerprint);
  });

  it('does not read what has the stamps that are known', async () => {
    write('a', text);
    expect(await reread([await known('a')])).toEqual([{ stat: await statOf('a'), sha256: undefined }]);
  });

  it('tells of another content of the same size, and of an empty file', async () => {
    write('a', text);
    write('empty', '');
    const before = [await known('a'), await known('empty')];
    write('a', text.toUpperCase());
    touch('empty');
    const found = await reread(before);
    expect(found.map((one) => one?.sha256)).toEqual([
      sha256Of(Buffer.from(text.toUpperCase())),
      sha256Of(Buffer.from('')),
    ]);
  });

  it('tells nothing of what is another file, of another size, a link, a folder, or not there', async () => {
    for (const name of ['other', 'longer', 'link', 'folder', 'gone', 'unread']) write(name, text);
    const names = ['other', 'longer', 'link', 'folder', 'gone', 'kept'];
    write('kept', text);
    const before = await Promise.all(names.map(known));
    write('new', text);
    renameSync(join(folder, 'new'), join(folder, 'other'));
    write('longer', `${text} and more`);
    rmSync(join(folder, 'link'));
    symlinkSync('kept', join(folder, 'link'));
    rmSync(join(folder, 'folder'));
    mkdirSync(join(folder, 'folder'));
    rmSync(join(folder, 'gone'));
    touch('kept');
    const found = await reread(before);
    expect(found.map((one) => one !== undefined)).toEqual([false, false, false, false, false, true]);
  });

  it('takes another name of the same file for what it is', async () => {
    write('a', text);
    const before = await known('a');
    linkSync(join(folder, 'a'), join(folder, 'b'));
    touch('a');
    expect((await reread([{ ...before, name: 'b' }]))[0]?.sha256).toBe(sha256Of(Buffer.from(text)));
  });
});

describe('the thread', () => {
  it('tells nothing of a folder that is a link, or is not there', async () => {
    mkdirSync(join(folder, 'sub'));
    write('sub/a', text);
    const { fingerprint, localId, size } = await statOf('sub/a');
    symlinkSync('sub', join(folder, 'link'));
    touch('sub/a');
    const files = [{ name: 'a', fingerprint, localId, size }];
    expect((await threaded.reread(below(folder, 'sub'), files))[0]?.sha256).toBe(sha256Of(Buffer.from(text)));
    expect(await threaded.reread(below(folder, 'link'), files)).toEqual([undefined]);
    expect(await threaded.reread(below(folder, 'nowhere'), files)).toEqual([undefined]);
  });

  it('tells nothing where it ended', async () => {
    write('a', text);
    const before = await known('a');
    touch('a');
    const broken = createDiskThread(inline, () => new Worker('process.exit(3)', { eval: true }));
    expect(await broken.reread(below(folder, ''), [before])).toEqual([undefined]);
    await broken.close();
  });
});
