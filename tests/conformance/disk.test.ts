/** One suite for the real disk and the simulated one: what the engine may rely on, and what the simulator may pretend. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { realDisk, type Disk } from '../../main/disk/disk.ts';
import { createSimDisk } from '../harness/simulated/disk.ts';
import { createVirtual, selfTiming } from '../harness/simulated/self-timing.ts';
import { allProcesses, isOpenForWriting, systemReads } from '../../main/disk/open-writers.ts';
import { door } from '../../main/disk/system-door.ts';
import { inodeIn, type FileStat } from '../../main/model/file-stat.ts';
import { placed } from '../../main/disk/test-placed.ts';

/** As in the namespace of all processes: the tests may run in a container. */
const seeingAll = {
  ...systemReads,
  link: (at: string) => (at === '/proc/self/ns/pid' ? allProcesses : systemReads.link(at)),
};

/** What programs do to a disk; paths are absolute. */
type Hands = {
  mkdir(path: string): void;
  write(path: string, text: string): void;
  append(path: string, text: string): void;
  truncate(path: string, size: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  link(from: string, to: string): void;
  symlink(path: string): void;
  fifo(path: string): void;
  chmod(path: string): void;
  /** A program has it open for writing until what this gives is called. */
  openToWrite(path: string): () => void;
  touch(path: string): void;
  /** long enough that the next change has another time stamp */
  pause(): Promise<void>;
};
type Side = { readonly disk: Disk; readonly root: string; readonly hands: Hands; end(): void };

function realSide(): Side {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-disk-'));
  let mode = 0o600;
  return {
    disk: {
      ...realDisk,
      isOpenForWriting: (at, inode) => isOpenForWriting(door, at, inode, seeingAll),
    },
    root,
    hands: {
      mkdir: (at) => fs.mkdirSync(at),
      write: (at, text) => fs.writeFileSync(at, text),
      append: (at, text) => fs.appendFileSync(at, text),
      truncate: (at, size) => fs.truncateSync(at, size),
      rename: (from, to) => fs.renameSync(from, to),
      remove: (at) => fs.rmSync(at, { recursive: true }),
      link: (from, to) => fs.linkSync(from, to),
      symlink: (at) => fs.symlinkSync('nowhere', at),
      fifo: (at) => execFileSync('mkfifo', [at]),
      chmod: (at) => fs.chmodSync(at, (mode ^= 0o100)),
      openToWrite: (at) => {
        const open = fs.openSync(at, 'a');
        return () => fs.closeSync(open);
      },
      touch: (at) => fs.utimesSync(at, new Date(), new Date()),
      pause: () => new Promise((resolve) => setTimeout(resolve, 25)),
    },
    end: () => fs.rmSync(root, { recursive: true, force: true }),
  };
}

function simulatedSide(): Side {
  const virtual = createVirtual(1);
  const options = {
    stampUs: 4000,
    reuseInodes: true,
    birthTimes: true,
    renameStamps: true,
    slowestUs: 1000,
    tellsWriters: true,
  };
  const sim = createSimDisk(virtual.time, virtual.random, options, () => 0);
  sim.mkdir('/pair');
  const must = (done: boolean) => {
    if (!done) throw new Error('the simulated disk refuses');
  };
  return {
    disk: selfTiming(sim.disk(virtual.crashSwitch), virtual),
    root: '/pair',
    hands: {
      mkdir: (at) => must(sim.mkdir(at)),
      write: (at, text) => must(sim.write(at, Buffer.from(text))),
      append: (at, text) => must(sim.writeAt(at, sim.bytes(at)?.length ?? 0, Buffer.from(text))),
      truncate: (at, size) => must(sim.truncate(at, size)),
      rename: (from, to) => must(sim.rename(from, to)),
      remove: (at) => must(sim.remove(at)),
      link: (from, to) => must(sim.link(from, to)),
      symlink: (at) => must(sim.symlink(at)),
      fifo: (at) => must(sim.fifo(at)),
      chmod: (at) => must(sim.chmod(at)),
      openToWrite: (at) => sim.openToWrite(at),
      touch: (at) => must(sim.touch(at)),
      pause: () => virtual.time.runUntil(virtual.time.now() + 25_000),
    },
    end: () => undefined,
  };
}

describe.each([
  ['the real disk', realSide],
  ['the simulated disk', simulatedSide],
])('%s', (_name, open) => {
  const sides: Side[] = [];
  afterEach(() => {
    for (const side of sides.splice(0)) side.end();
  });
  const begin = () => {
    const side = open();
    sides.push(side);
    const at = (relative: string) => `${side.root}/${relative}`;
    const stat = async (relative: string): Promise<FileStat> => {
      const found = await side.disk.stat(placed(at(relative)));
      if (!found) throw new Error(`nothing at ${relative}`);
      return found;
    };
    const text = async (relative: string) => {
      const file = await side.disk.open(placed(at(relative)));
      const bytes = Buffer.alloc(1000);
      const length = await file.read(bytes, 0);
      await file.close();
      return bytes.toString('utf8', 0, length);
    };
    return { ...side, at, stat, text };
  };
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (thrown: unknown) => (thrown as { code?: string }).code,
    );

  it('knows what is not there', async () => {
    const { disk, at, hands } = begin();
    expect(await disk.stat(placed(at('x')))).toBeUndefined();
    hands.write(at('file'), 'a');
    expect(await disk.stat(placed(at('file/below')))).toBeUndefined();
    expect(await code(disk.list(placed(at('x'))))).toBe('FOLDER_MISSING');
    expect(await code(disk.list(placed(at('file'))))).toBe('FOLDER_MISSING');
    expect(await code(disk.open(placed(at('x'))))).toBe('FILE_GONE');
  });

  it('tells files, folders, symlinks and the rest apart, and follows no symlink', async () => {
    const { disk, at, hands, stat, root } = begin();
    hands.write(at('file'), 'four');
    hands.mkdir(at('folder'));
    hands.symlink(at('link'));
    hands.fifo(at('fifo'));
    expect(await stat('file')).toMatchObject({ kind: 'file', size: 4 });
    expect((await stat('folder')).kind).toBe('folder');
    expect((await stat('link')).kind).toBe('symlink');
    expect((await stat('fifo')).kind).toBe('other');
    expect(await code(disk.open(placed(at('link'))))).toBe('FILE_GONE');
    const { names, notUtf8 } = await disk.list(placed(root));
    expect([...names].sort()).toEqual(['fifo', 'file', 'folder', 'link']);
    expect(notUtf8).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('tells whether a program has a file open for writing', async () => {
    const { disk, at, hands, stat } = begin();
    hands.write(at('a'), 'text');
    const inode = inodeIn((await stat('a')).fingerprint) ?? '';
    const isOpen = (name: string) => disk.isOpenForWriting?.(placed(at(name)), inode);
    expect(await isOpen('a')).toBe(false);
    const [close, closeAgain] = [hands.openToWrite(at('a')), hands.openToWrite(at('a'))];
    hands.rename(at('a'), at('b'));
    expect(await isOpen('b')).toBe(true);
    close();
    expect(await isOpen('b')).toBe(true);
    closeAgain();
    expect(await isOpen('b')).toBe(false);
    // another file stands there, or none
    hands.write(at('a'), 'other');
    expect([await isOpen('a'), await isOpen('none')]).toEqual([undefined, undefined]);
  });

  it.each([
    ['a write in place', (hands: Hands, at: string) => hands.write(at, 'other')],
    ['an append', (hands: Hands, at: string) => hands.append(at, 'more')],
    ['a truncation', (hands: Hands, at: string) => hands.truncate(at, 2)],
    ['a touch', (hands: Hands, at: string) => hands.touch(at)],
    ['a chmod', (hands: Hands, at: string) => hands.chmod(at)],
    ['a write of the same bytes', (hands: Hands, at: string) => hands.write(at, 'first')],
  ])('%s changes the fingerprint and the quiet time, not the identity', async (_what, change) => {
    const { hands, at, stat } = begin();
    hands.write(at('file'), 'first');
    const before = await stat('file');
    await hands.pause();
    change(hands, at('file'));
    const after = await stat('file');
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(after.quietSince).toBeGreaterThan(before.quietSince);
    expect(after.localId).toBe(before.localId);
    expect(after.localId).toBeDefined();
  });

  it('keeps everything as it is while nothing happens', async () => {
    const { hands, at, stat, text } = begin();
    hands.write(at('file'), 'first');
    const before = await stat('file');
    await hands.pause();
    expect(await text('file')).toBe('first');
    expect(await stat('file')).toEqual(before);
  });

  it('a rename keeps the identity, within a folder and across', async () => {
    const { hands, at, stat, disk } = begin();
    hands.mkdir(at('folder'));
    hands.write(at('a'), 'first');
    const before = await stat('a');
    await hands.pause();
    hands.rename(at('a'), at('folder/b'));
    expect(await disk.stat(placed(at('a')))).toBeUndefined();
    expect((await stat('folder/b')).localId).toBe(before.localId);
  });

  it('a rename of a folder changes nothing of what it holds', async () => {
    const { hands, at, stat } = begin();
    hands.mkdir(at('d'));
    hands.mkdir(at('d/e'));
    hands.write(at('d/e/file'), 'first');
    const file = await stat('d/e/file');
    const folder = await stat('d');
    await hands.pause();
    hands.rename(at('d'), at('f'));
    expect(await stat('f/e/file')).toEqual(file);
    expect(await stat('f')).toMatchObject({ fingerprint: folder.fingerprint, localId: folder.localId });
  });

  it('a new entry in a folder does not change its fingerprint', async () => {
    const { hands, at, stat } = begin();
    hands.mkdir(at('d'));
    const before = await stat('d');
    await hands.pause();
    hands.write(at('d/file'), 'a');
    expect((await stat('d')).fingerprint).toBe(before.fingerprint);
  });

  it('tells when a file was made while all that was done to it is writing, and not once it was renamed', async () => {
    const { hands, at, stat } = begin();
    hands.write(at('a'), 'first');
    const made = (await stat('a')).madeAt;
    await hands.pause();
    hands.append(at('a'), ' and more');
    const written = await stat('a');
    // where no birth time is known nothing is told
    expect(written.madeAt).toBe(made);
    if (made !== undefined) expect(written.quietSince).toBeGreaterThan(made);
    await hands.pause();
    hands.rename(at('a'), at('b'));
    expect((await stat('b')).madeAt).toBeUndefined();
  });

  it('a save by rename is another file at the same path', async () => {
    const { hands, at, stat, text } = begin();
    hands.write(at('file'), 'first');
    const before = await stat('file');
    await hands.pause();
    hands.write(at('temp'), 'second');
    hands.rename(at('temp'), at('file'));
    const after = await stat('file');
    expect(after.localId).not.toBe(before.localId);
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(await text('file')).toBe('second');
  });

  it('a file made after another was deleted is not the same, even with its inode', async () => {
    const { hands, at, stat } = begin();
    hands.write(at('a'), 'first');
    const before = await stat('a');
    await hands.pause();
    hands.remove(at('a'));
    hands.write(at('b'), 'first');
    expect((await stat('b')).localId).not.toBe(before.localId);
  });

  it('hard links are one file under two names', async () => {
    const { hands, at, stat, text } = begin();
    hands.write(at('a'), 'first');
    await hands.pause();
    hands.link(at('a'), at('b'));
    expect((await stat('b')).localId).toBe((await stat('a')).localId);
    hands.write(at('b'), 'second');
    expect(await text('a')).toBe('second');
  });

  it('an open file stays what it was opened as', async () => {
    const { hands, at, disk } = begin();
    hands.write(at('file'), 'first');
    const file = await disk.open(placed(at('file')));
    const opened = await file.stat();
    await hands.pause();
    hands.write(at('temp'), 'second');
    hands.rename(at('temp'), at('file'));
    const bytes = Buffer.alloc(5);
    expect(await file.read(bytes, 0)).toBe(5);
    expect(bytes.toString()).toBe('first');
    // its change time tells that a name of it was taken away
    expect((await file.stat()).localId).toBe(opened.localId);
    await file.close();
  });

  it('a write while a file is open shows in the open file', async () => {
    const { hands, at, disk } = begin();
    hands.write(at('file'), 'first');
    const file = await disk.open(placed(at('file')));
    const before = await file.stat();
    await hands.pause();
    hands.append(at('file'), ' more');
    expect((await file.stat()).fingerprint).not.toBe(before.fingerprint);
    expect((await file.stat()).size).toBe(10);
    await file.close();
  });

  it('reads as much as there is, from any position', async () => {
    const { hands, at, disk } = begin();
    hands.write(at('file'), '0123456789');
    const file = await disk.open(placed(at('file')));
    const bytes = Buffer.alloc(6);
    expect(await file.read(bytes, 2)).toBe(6);
    expect(bytes.toString()).toBe('234567');
    expect(await file.read(bytes, 7)).toBe(3);
    expect(await file.read(bytes, 10)).toBe(0);
    expect(await file.read(bytes, 100)).toBe(0);
    await file.close();
  });

  it('a folder opens and cannot be read', async () => {
    const { hands, at, disk } = begin();
    hands.mkdir(at('d'));
    const folder = await disk.open(placed(at('d')));
    expect((await folder.stat()).kind).toBe('folder');
    expect(await code(folder.read(Buffer.alloc(1), 0))).toBe('FILE_CHANGED');
    await folder.close();
  });
});
