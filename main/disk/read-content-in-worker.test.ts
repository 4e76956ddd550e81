import { randomBytes } from 'node:crypto';
import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realDisk } from './disk.ts';
import { inodeIn } from '../model/file-stat.ts';
import { isOpenForWriting } from './open-writers.ts';
import { createContent, sha256Of, type Content } from './read-content.ts';
import { createDiskThread } from './read-content-in-worker.ts';
import { door } from './system-door.ts';
import { placed } from './test-placed.ts';

const inline = createContent(realDisk);
const threaded = createDiskThread(
  inline,
  () => new Worker(new URL('./read-content.worker.ts', import.meta.url)),
);
const folder = mkdtempSync(join(tmpdir(), 'koosync-worker-'));
const path = join(folder, 'large');
const bytes = randomBytes(5 * 65_536 + 123);
const partSize = 65_536;
let fingerprint: string;

const fingerprintOf = async (): Promise<string> => (await realDisk.stat(placed(path)))?.fingerprint ?? '';
beforeAll(async () => {
  writeFileSync(path, bytes);
  fingerprint = await fingerprintOf();
});
afterAll(async () => {
  await threaded.close();
  rmSync(folder, { recursive: true });
});

async function read(content: Content, from?: { number: number; hasher: Uint8Array }) {
  const parts = [];
  const reading = content.parts(placed(path), fingerprint, { partSize, withState: true, from }, undefined);
  for (;;) {
    const step = await reading.next();
    if (step.done) return { parts, sha256: step.value.sha256 };
    parts.push(step.value);
  }
}

describe('reading on a thread', () => {
  it('gives what reading here gives, and goes on where it was left', async () => {
    const here = await read(inline);
    const there = await read(threaded);
    expect(
      there.parts.map((part) => [part.number, part.offset, part.hashState, sha256Of(part.bytes)]),
    ).toEqual(here.parts.map((part) => [part.number, part.offset, part.hashState, sha256Of(part.bytes)]));
    expect(there.parts).toHaveLength(6);
    expect([there.sha256, here.sha256]).toEqual([sha256Of(bytes), sha256Of(bytes)]);
    const rest = await read(threaded, { number: 3, hasher: there.parts[2]?.hasherAfter ?? new Uint8Array() });
    expect(rest.parts.map((part) => part.number)).toEqual([4, 5, 6]);
    expect(rest.sha256).toBe(there.sha256);
    expect(await threaded.digest(placed(path), fingerprint, undefined)).toEqual(
      await inline.digest(placed(path), fingerprint, undefined),
    );
  });

  it('tells who has a file open, as is told here', async () => {
    const inode = inodeIn(fingerprint) ?? '';
    const here = await isOpenForWriting(door, placed(path), inode);
    expect(await threaded.isOpenForWriting(placed(path), inode)).toBe(here);
    const open = openSync(path, 'a');
    const opened = await threaded.isOpenForWriting(placed(path), inode);
    closeSync(open);
    // in a container nothing is told
    expect(opened).toBe(here === undefined ? undefined : true);
  });

  it('looks at many names', async () => {
    const [look, absent] = await threaded.lookAtMany(folder, ['large', 'absent']);
    expect(look).toEqual(await realDisk.stat(placed(path)));
    expect(absent).toBeUndefined();
  });

  it('tells errors by their code', async () => {
    await expect(threaded.digest(placed(path), 'another', undefined)).rejects.toMatchObject({
      code: 'FILE_CHANGED',
    });
    await expect(threaded.digest(placed(join(folder, 'none')), 'x', undefined)).rejects.toMatchObject({
      code: 'FILE_GONE',
    });
    const stop = new AbortController();
    stop.abort();
    await expect(threaded.digest(placed(path), fingerprint, stop.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('notices a change between two parts, and several readings do not disturb each other', async () => {
    const first = threaded.parts(
      placed(path),
      fingerprint,
      { partSize, withState: true, from: undefined },
      undefined,
    );
    const second = threaded.parts(
      placed(path),
      fingerprint,
      { partSize, withState: true, from: undefined },
      undefined,
    );
    expect((await first.next()).value).toMatchObject({ number: 1 });
    expect((await second.next()).value).toMatchObject({ number: 1 });
    await second.return({ sha256: '' });
    expect((await first.next()).value).toMatchObject({ number: 2 });
    appendFileSync(path, 'more');
    await expect(first.next()).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    fingerprint = await fingerprintOf();
    expect((await read(threaded)).parts).toHaveLength(6);
  });
});
