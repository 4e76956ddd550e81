import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk, type Disk } from './disk.ts';
import { inFolder } from './in-folder.ts';
import { createSnapshots, type Snapshot, type SnapshotParts } from './snapshots.ts';
import { placed } from './test-placed.ts';

const mebibyte = 1024 * 1024;
const signal = new AbortController().signal;
let base: string;
let folder: string;
let file: string;
beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-snapshots-'));
  folder = path.join(base, 'snapshots');
  file = path.join(base, 'file');
  fs.writeFileSync(file, bytesOf(9 * mebibyte + 17, 1), { mode: 0o644 });
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

const bytesOf = (size: number, seed: number) =>
  Buffer.alloc(size, Buffer.from(Uint8Array.from({ length: 251 }, (_, i) => (i * 7 + seed) % 251)));
const noClone = () => Promise.reject(Object.assign(new Error('no clone'), { code: 'ENOTSUP' }));
/** What a file system that clones would do: all of it at once. */
const clone = (from: string, to: string) => {
  fs.copyFileSync(from, to);
  return Promise.resolve();
};
const plain = (parts: Partial<SnapshotParts> = {}) => createSnapshots({ folder, clone: noClone, ...parts });
const copyOf = (snapshot: Snapshot | undefined): string =>
  snapshot === undefined ? '' : inFolder(snapshot.at.folder, snapshot.at.path);
const left = () => (fs.existsSync(folder) ? fs.readdirSync(folder) : []);
/** A disk on which `change` comes after every read of content; it is told the number of the read. */
const meddling = (change: (read: number) => void, stat?: (real: string) => string): Disk => {
  let reads = 0;
  return {
    ...realDisk,
    async open(at) {
      const opened = await realDisk.open(at);
      return {
        ...opened,
        async stat() {
          const real = await opened.stat();
          return stat ? { ...real, fingerprint: stat(real.fingerprint) } : real;
        },
        async read(into, position) {
          const length = await opened.read(into, position);
          change(++reads);
          return length;
        },
      };
    },
  };
};

describe.each([
  ['a copy', noClone],
  ['a clone', clone],
  ['whatever this disk can', undefined],
] as const)('%s', (_, way) => {
  const snapshots = () => createSnapshots({ folder, ...(way ? { clone: way } : {}) });

  it('holds what the file held, for nobody else to read, and is gone when it is released', async () => {
    const before = await realDisk.stat(placed(file));
    const snapshot = await snapshots().take(placed(file), signal);
    if (!snapshot) throw new Error('none was taken');
    expect(snapshot.at.folder).toBe(folder);
    expect(fs.readFileSync(copyOf(snapshot)).equals(fs.readFileSync(file))).toBe(true);
    expect(snapshot.stat).toEqual(await realDisk.stat(snapshot.at));
    expect(snapshot.source).toEqual(before);
    if (process.platform !== 'win32') {
      expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
      expect(fs.statSync(copyOf(snapshot)).mode & 0o777).toBe(0o600);
    }
    // the file goes on, the copy does not
    fs.appendFileSync(file, 'more');
    expect(await realDisk.stat(snapshot.at)).toEqual(snapshot.stat);
    await snapshot.release();
    await snapshot.release();
    expect(left()).toEqual([]);
  });

  it('is not made of a link, a folder or nothing', async () => {
    fs.symlinkSync(file, path.join(base, 'link'));
    for (const name of ['link', 'snapshots', 'nothing'])
      expect(await snapshots().take(placed(path.join(base, name)), signal), name).toBeUndefined();
    expect(left()).toEqual([]);
  });

  it('is not made where there is no room', async () => {
    const full = createSnapshots({
      folder,
      ...(way ? { clone: way } : {}),
      free: () => Promise.resolve(1024 ** 3 - 1),
    });
    expect(await full.take(placed(file), signal)).toBeUndefined();
    expect(left()).toEqual([]);
  });

  it('is not made for one who does not wait for it any more', async () => {
    await expect(snapshots().take(placed(file), AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(left()).toEqual([]);
  });
});

describe('a plain copy', () => {
  it('wants room for itself, a clone does not', async () => {
    const free = () => Promise.resolve(1024 ** 3 + 9 * mebibyte);
    expect(await plain({ free }).take(placed(file), signal)).toBeUndefined();
    expect(await createSnapshots({ folder, clone, free }).take(placed(file), signal)).toBeDefined();
  });

  it('is made where the clone left half of something behind', async () => {
    const half = (_: string, to: string) => {
      fs.writeFileSync(to, 'half');
      return noClone();
    };
    const snapshot = await plain({ clone: half }).take(placed(file), signal);
    expect(fs.readFileSync(copyOf(snapshot)).equals(fs.readFileSync(file))).toBe(true);
    expect(left()).toHaveLength(1);
  });

  it('does not count when the file is written meanwhile, at whichever moment', async () => {
    // three chunks are read to be copied, and three to be compared
    for (let moment = 1; moment <= 6; moment++) {
      let tries = 0;
      const disk = meddling(() => {
        tries += 1;
        fs.appendFileSync(file, 'x');
      });
      expect(await plain({ disk }).take(placed(file), signal)).toBeUndefined();
      // given up at the first sign of it, three times
      expect(tries).toBe(3);
      const once = meddling((read) => {
        if (read === moment) fs.appendFileSync(file, 'y');
      });
      const snapshot = await plain({ disk: once }).take(placed(file), signal);
      expect(fs.readFileSync(copyOf(snapshot)).equals(fs.readFileSync(file))).toBe(true);
      await snapshot?.release();
    }
    expect(left()).toEqual([]);
  });

  it('does not count when a write left no trace in the stamps', async () => {
    // the second byte of a chunk, after that chunk was read to be copied: first of all, then of the last
    for (const moment of [1, 3]) {
      let seed = 0;
      const write = (read: number) => {
        if ((read - 1) % 6 < moment) return;
        const handle = fs.openSync(file, 'r+');
        fs.writeSync(handle, Buffer.from([++seed % 256]), 0, 1, (moment - 1) * 4 * mebibyte + 1);
        fs.closeSync(handle);
      };
      const disk = meddling(write, () => 'always the same');
      expect(await plain({ disk }).take(placed(file), signal)).toBeUndefined();
    }
    expect(left()).toEqual([]);
  });

  it('ends when nobody waits for it any more', async () => {
    const stop = new AbortController();
    const disk = meddling((read) => {
      if (read === 2) stop.abort();
    });
    await expect(plain({ disk }).take(placed(file), stop.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(left()).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'is of one file, when another took its place meanwhile',
    async () => {
      const before = await realDisk.stat(placed(file));
      const old = fs.readFileSync(file);
      let replaced = false;
      const disk = meddling(() => {
        if (replaced) return;
        replaced = true;
        // as an editor saves: the change time of what was there changes with the last of its names
        fs.linkSync(file, path.join(base, 'kept'));
        fs.writeFileSync(path.join(base, 'next'), 'next');
        fs.renameSync(path.join(base, 'next'), file);
      });
      const snapshot = await plain({ disk }).take(placed(file), signal);
      // one of the two, and the facts are those of the same one
      const content = fs.readFileSync(copyOf(snapshot));
      expect(content.equals(old) ? before?.localId : (await realDisk.stat(placed(file)))?.localId).toBe(
        snapshot?.source.localId,
      );
    },
  );
});

// Windows clones nothing, and what is open is not replaced there
it.skipIf(process.platform === 'win32')(
  'a clone of what took the file’s place meanwhile does not count',
  async () => {
    const swapping = (from: string, to: string) => {
      fs.writeFileSync(path.join(base, 'next'), 'next');
      fs.renameSync(path.join(base, 'next'), file);
      return clone(from, to);
    };
    const snapshot = await createSnapshots({ folder, clone: swapping }).take(placed(file), signal);
    // it was copied then, as the file that it is now
    expect(fs.readFileSync(copyOf(snapshot), 'utf8')).toBe('next');
    expect(snapshot?.source).toEqual(await realDisk.stat(placed(file)));
  },
);

it('what a killed life left is removed, and nothing is no trouble', async () => {
  await plain().take(placed(file), signal);
  await plain().take(placed(file), signal);
  expect(left()).toHaveLength(2);
  plain().empty();
  expect(fs.existsSync(folder)).toBe(false);
  plain().empty();
  expect(await plain().take(placed(file), signal)).toBeDefined();
});
