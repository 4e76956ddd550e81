import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createSHA256 } from 'hash-wasm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk, type Disk } from './disk.ts';
import { createContent, hashWords, sha256Of, type ContentPart, type PartBefore } from './read-content.ts';
import { placed } from './test-placed.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-content-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, i) => i % 251);
const make = async (size: number) => {
  const file = path.join(folder, 'file');
  fs.writeFileSync(file, bytesOf(size));
  const stat = await realDisk.stat(placed(file));
  return { file, fingerprint: stat?.fingerprint ?? '', bytes: bytesOf(size) };
};
/** A disk that does `change` after the n-th read of file content. */
const meddling = (n: number, change: () => void): Disk => ({
  ...realDisk,
  async open(at) {
    const file = await realDisk.open(at);
    let reads = 0;
    return {
      ...file,
      async read(into, position) {
        const length = await file.read(into, position);
        if (++reads === n) change();
        return length;
      },
    };
  },
});
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown as { code?: string }).code,
  );
async function allParts(
  content: ReturnType<typeof createContent>,
  at: { file: string; fingerprint: string },
  partSize: number,
  from?: PartBefore,
  withState = true,
) {
  const parts: ContentPart[] = [];
  const reading = content.parts(placed(at.file), at.fingerprint, { partSize, withState, from }, undefined);
  for (;;) {
    const step = await reading.next();
    if (step.done) return { parts, sha256: step.value.sha256 };
    parts.push(step.value);
  }
}

it('hash words are those of the worked value of the API', async () => {
  const hasher = (await createSHA256()).init().update(bytesOf(1000).subarray(0, 640));
  expect(hashWords(hasher.save())).toEqual([
    999743280, 18708302, 874727079, 4183472870, 1048376109, 3846203013, 3207808269, 2995956894,
  ]);
});

describe('reading', () => {
  const content = createContent(realDisk);
  it('a whole file', async () => {
    const { file, fingerprint, bytes } = await make(3000);
    const whole = await content.whole(placed(file), fingerprint);
    expect(Buffer.from(whole.bytes).equals(bytes)).toBe(true);
    expect(whole.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(whole.preHash).toBe(sha256Of(bytes.subarray(0, 1024)));
  });
  it('an empty file', async () => {
    const { file, fingerprint } = await make(0);
    const whole = await content.whole(placed(file), fingerprint);
    expect(whole.bytes).toHaveLength(0);
    expect(whole.sha256).toBe(sha256Of(new Uint8Array()));
    expect((await content.digest(placed(file), fingerprint, undefined)).sha256).toBe(whole.sha256);
    expect(await content.head(placed(file), fingerprint)).toBe(whole.sha256);
  });
  it('digest and head agree with the whole, over more than one piece', async () => {
    const { file, fingerprint, bytes } = await make(2_500_000);
    const digest = await content.digest(placed(file), fingerprint, undefined);
    expect(digest).toEqual({ sha256: sha256Of(bytes), preHash: sha256Of(bytes.subarray(0, 1024)) });
    expect(await content.head(placed(file), fingerprint)).toBe(digest.preHash);
  });
  it('a slice', async () => {
    const { file, fingerprint, bytes } = await make(1000);
    expect([...(await content.slice(placed(file), fingerprint, 990, 1000))]).toEqual([
      ...bytes.subarray(990),
    ]);
    expect(await code(content.slice(placed(file), fingerprint, 990, 1001))).toBe('FILE_CHANGED');
  });
  it('gives up when told to', async () => {
    const { file, fingerprint } = await make(10);
    expect(await code(content.digest(placed(file), fingerprint, AbortSignal.abort()))).toBe('CANCELLED');
  });
  it('parts with the states between them', async () => {
    const at = await make(1000);
    const { parts, sha256 } = await allParts(content, at, 320);
    expect(parts.map(({ number, offset, bytes }) => [number, offset, bytes.length])).toEqual([
      [1, 0, 320],
      [2, 320, 320],
      [3, 640, 320],
      [4, 960, 40],
    ]);
    expect(parts[0]?.hashState).toEqual([]);
    expect(parts[2]?.hashState).toEqual([
      999743280, 18708302, 874727079, 4183472870, 1048376109, 3846203013, 3207808269, 2995956894,
    ]);
    expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(at.bytes)).toBe(true);
    expect(sha256).toBe(sha256Of(at.bytes));
  });
  it('parts in sequence have no state, and go on after any of them to the same end', async () => {
    const at = await make(1000);
    const { parts, sha256 } = await allParts(content, at, 320, undefined, false);
    expect(sha256).toBe(sha256Of(at.bytes));
    expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(at.bytes)).toBe(true);
    expect(parts.every(({ hashState }) => hashState === undefined)).toBe(true);
    for (const { number, hasherAfter } of parts) {
      const rest = await allParts(content, at, 320, { number, hasher: hasherAfter }, false);
      const other = { number, hasher: Buffer.alloc(32) };
      expect(await code(allParts(content, at, 320, other, false))).toBe('FILE_CHANGED');
      expect(rest.sha256).toBe(sha256);
      expect(
        Buffer.concat(rest.parts.map(({ bytes }) => bytes)).equals(at.bytes.subarray(number * 320)),
      ).toBe(true);
    }
  });
  it('memory that is handed over is used again, also for a shorter part', async () => {
    const at = await make(1000);
    const reading = content.parts(
      placed(at.file),
      at.fingerprint,
      { partSize: 320, withState: false, from: undefined },
      undefined,
    );
    const first = await reading.next();
    if (first.done) throw new Error('no part');
    const { bytes } = first.value;
    const second = await reading.next(bytes);
    if (second.done) throw new Error('no second part');
    expect(Buffer.from(second.value.bytes).equals(at.bytes.subarray(320, 640))).toBe(true);
    for (let free = second.value.bytes, left = [at.bytes.subarray(640, 960), at.bytes.subarray(960)]; ;) {
      const step = await reading.next(free);
      if (step.done) break;
      expect(Buffer.from(step.value.bytes).equals(left.shift() ?? Buffer.alloc(0))).toBe(true);
      free = step.value.bytes;
    }
  });
  it('parts go on after any of them, to the same end', async () => {
    const at = await make(1000);
    const { parts, sha256 } = await allParts(content, at, 320);
    for (const part of parts) {
      const rest = await allParts(content, at, 320, { number: part.number, hasher: part.hasherAfter });
      expect(rest.sha256).toBe(sha256);
      expect(rest.parts.map(({ number, hashState }) => [number, hashState])).toEqual(
        parts.slice(part.number).map(({ number, hashState }) => [number, hashState]),
      );
    }
  });
});

describe('a file that changes is FILE_CHANGED', () => {
  const calls = {
    whole: (content: ReturnType<typeof createContent>, at: { file: string; fingerprint: string }) =>
      content.whole(placed(at.file), at.fingerprint),
    digest: (content: ReturnType<typeof createContent>, at: { file: string; fingerprint: string }) =>
      content.digest(placed(at.file), at.fingerprint, undefined),
    head: (content: ReturnType<typeof createContent>, at: { file: string; fingerprint: string }) =>
      content.head(placed(at.file), at.fingerprint),
    slice: (content: ReturnType<typeof createContent>, at: { file: string; fingerprint: string }) =>
      content.slice(placed(at.file), at.fingerprint, 0, 10),
    parts: (content: ReturnType<typeof createContent>, at: { file: string; fingerprint: string }) =>
      allParts(content, at, 320),
  };
  const changes: Record<string, (file: string) => void> = {
    'written in place': (file) => fs.writeFileSync(file, Buffer.alloc(1000, 7)),
    appended: (file) => fs.appendFileSync(file, 'more'),
    truncated: (file) => fs.truncateSync(file, 5),
    'replaced by rename': (file) => {
      fs.writeFileSync(`${file}.new`, bytesOf(1000));
      fs.renameSync(`${file}.new`, file);
    },
    'renamed away': (file) => fs.renameSync(file, `${file}.gone`),
    removed: (file) => fs.rmSync(file),
  };
  // Windows replaces no file that is open
  if (process.platform === 'win32') delete changes['replaced by rename'];
  const cases = Object.keys(calls).flatMap((call) =>
    Object.keys(changes).map((change) => [call, change] as const),
  );
  it.each(cases)('%s, %s while it is read', async (call, change) => {
    const at = await make(1000);
    // the next stamp is another one
    await new Promise((resolve) => setTimeout(resolve, 20));
    const content = createContent(meddling(1, () => changes[change]?.(at.file)));
    expect(await code(calls[call as keyof typeof calls](content, at))).toBe('FILE_CHANGED');
  });
  it.each(Object.keys(calls))('%s, changed before it is read', async (call) => {
    const at = await make(1000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    fs.appendFileSync(at.file, 'more');
    expect(await code(calls[call as keyof typeof calls](createContent(realDisk), at))).toBe('FILE_CHANGED');
  });
  it('gone before it is read: FILE_GONE', async () => {
    const at = await make(10);
    fs.rmSync(at.file);
    expect(await code(createContent(realDisk).whole(placed(at.file), at.fingerprint))).toBe('FILE_GONE');
  });
});

describe('a file that somebody may want to replace', () => {
  /** A disk that tells how many of its files are open, and the most that was read of one before it was closed. */
  const counting = () => {
    const told = { open: 0, most: 0 };
    const disk: Disk = {
      ...realDisk,
      async open(at) {
        const file = await realDisk.open(at);
        told.open += 1;
        let bytes = 0;
        return {
          reach: file.reach,
          stat: () => file.stat(),
          async read(into, position) {
            const length = await file.read(into, position);
            told.most = Math.max(told.most, (bytes += length));
            return length;
          },
          close: () => ((told.open -= 1), file.close()),
        };
      },
    };
    return { told, content: createContent(disk) };
  };

  it('is not open while a part of it is sent', async () => {
    const { file, fingerprint } = await make(5000);
    const { told, content } = counting();
    const reading = content.parts(
      placed(file),
      fingerprint,
      { partSize: 2048, withState: true, from: undefined },
      undefined,
    );
    for (let step = await reading.next(); !step.done; step = await reading.next()) expect(told.open).toBe(0);
    expect(told).toEqual({ open: 0, most: 2048 });
  });

  it('is opened anew after 16 MiB of a digest', async () => {
    const file = path.join(folder, 'file');
    const bytes = Buffer.alloc(20 * 1024 * 1024, 'some text ');
    fs.writeFileSync(file, bytes);
    const { fingerprint } = (await realDisk.stat(placed(file))) ?? { fingerprint: '' };
    const { told, content } = counting();
    expect((await content.digest(placed(file), fingerprint, undefined)).sha256).toBe(sha256Of(bytes));
    expect(told).toEqual({ open: 0, most: 16 * 1024 * 1024 });
  });

  it('is met as changed when it was replaced between two parts', async () => {
    const { file, fingerprint } = await make(5000);
    const reading = counting().content.parts(
      placed(file),
      fingerprint,
      { partSize: 2048, withState: true, from: undefined },
      undefined,
    );
    await reading.next();
    fs.writeFileSync(`${file}.new`, bytesOf(5000));
    fs.renameSync(`${file}.new`, file);
    expect(await code(reading.next())).toBe('FILE_CHANGED');
  });
});
