/**
 * What people and programs do with files, one row each: what is on disk before, what is done, and what it comes to on
 * the server: which calls were made, and how many versions every path has afterwards. The engine is the real one, on a
 * real disk, without a watcher: one pass before and one after.
 */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults, type Operation } from '../../emulator/index.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { until } from '../harness/until.ts';

let world: EngineWorld;
beforeEach(async () => {
  world = await openEngineWorld();
});
afterEach(async () => {
  await world.close();
});

const at = (path: string) => join(world.folder, path);
const write = (path: string, text: string) => {
  mkdirSync(join(at(path), '..'), { recursive: true });
  writeFileSync(at(path), text);
};
const rename = (from: string, to: string) => {
  renameSync(at(from), at(to));
};
const pass = () => world.koosync.engine.syncOnce();
/** every path that the server shows, with its number of versions */
const there = () =>
  Object.fromEntries(
    world.emulator.control
      .tree(defaults.containerId)
      .map((file) => [file.path.replace(/^watched\//, ''), file.revisions.length]),
  );
const made = (...operations: Operation[]) => {
  const counts = world.emulator.control.counts();
  return operations.map((operation) => counts[operation]);
};

type Row = {
  readonly before: Readonly<Record<string, string>>;
  readonly change: () => void;
  /** calls that were made for the change; those not named here, of the ones that write, were not made */
  readonly calls: Partial<Record<Operation, number>>;
  readonly after: Readonly<Record<string, number>>;
  /** uploads of one content that are under way together: whether one of them ends first would decide what is sent */
  readonly together?: number;
};

const watched: readonly Operation[] = [
  'createFile',
  'createRevision',
  'putPart',
  'rename',
  'createJob',
  'createFolder',
];
const hundreds = Array.from({ length: 250 }, (_, i) => `docs/${i}.txt`);
const many = Array.from({ length: 300 }, (_, i) => `many/deep/${i}.txt`);
const manyBefore = Object.fromEntries(many.map((path) => [path, `this is ${path}`]));
const manyAfter = (folder: string) =>
  Object.fromEntries(many.map((path) => [path.replace(/^many\//, `${folder}/`), 1]));

const rows: Readonly<Record<string, Row>> = {
  'a file is renamed': {
    before: { 'a.txt': 'a' },
    change: () => rename('a.txt', 'b.txt'),
    calls: { rename: 1 },
    after: { 'b.txt': 1 },
  },
  'a file is moved into another folder': {
    before: { 'd/a.txt': 'a', 'e/x.txt': 'x' },
    change: () => rename('d/a.txt', 'e/a.txt'),
    calls: { createJob: 1 },
    after: { 'e/a.txt': 1, 'e/x.txt': 1 },
  },
  'a folder of 300 files is renamed': {
    before: manyBefore,
    change: () => rename('many', 'renamed'),
    calls: { rename: 1 },
    after: manyAfter('renamed'),
  },
  'a folder of 300 files is moved': {
    before: { ...manyBefore, 'e/x.txt': 'x' },
    change: () => rename('many', 'e/many'),
    calls: { createJob: 1 },
    after: { 'e/x.txt': 1, ...manyAfter('e/many') },
  },
  'a name changes in case alone': {
    before: { 'a.txt': 'a' },
    change: () => rename('a.txt', 'A.txt'),
    calls: { rename: 1 },
    after: { 'A.txt': 1 },
  },
  'a file is renamed and then written': {
    before: { 'a.txt': 'a' },
    change: () => {
      rename('a.txt', 'b.txt');
      write('b.txt', 'another content');
    },
    calls: { rename: 1, createRevision: 1, putPart: 1 },
    after: { 'b.txt': 2 },
  },
  'two files change places: each gets the other’s content as a version': {
    before: { 'a.txt': 'the one', 'b.txt': 'the other one' },
    change: () => {
      rename('a.txt', 't');
      rename('b.txt', 'a.txt');
      rename('t', 'b.txt');
    },
    // both contents are known there: not a byte is sent
    calls: { createRevision: 2 },
    after: { 'a.txt': 2, 'b.txt': 2 },
  },
  'a save by a temporary file and a rename is a version': {
    before: { 'a.txt': 'a' },
    change: () => {
      write('.a.txt.tmp', 'saved anew');
      rename('.a.txt.tmp', 'a.txt');
    },
    calls: { createRevision: 1, putPart: 1 },
    after: { 'a.txt': 2 },
  },
  'so is one of an office program: backup, new file, backup removed': {
    before: { 'a.docx': 'a' },
    change: () => {
      write('5B3A1F.tmp', 'saved anew');
      rename('a.docx', '8C2D.tmp');
      rename('5B3A1F.tmp', 'a.docx');
      rmSync(at('8C2D.tmp'));
    },
    calls: { createRevision: 1, putPart: 1 },
    after: { 'a.docx': 2 },
  },
  'so is one of Vim, which keeps the former content as a~': {
    before: { 'a.txt': 'a' },
    change: () => {
      rename('a.txt', 'a.txt~');
      write('a.txt', 'saved anew');
    },
    calls: { createRevision: 1, putPart: 1 },
    after: { 'a.txt': 2 },
  },
  'so is one that removes the file first': {
    before: { 'a.txt': 'a' },
    change: () => {
      rmSync(at('a.txt'));
      write('a.txt', 'saved anew');
    },
    calls: { createRevision: 1, putPart: 1 },
    after: { 'a.txt': 2 },
  },
  'a copy is a file of its own, whose bytes are there already': {
    before: { 'a.txt': 'a' },
    change: () => copyFileSync(at('a.txt'), at('copy.txt')),
    calls: { createFile: 1 },
    after: { 'a.txt': 1, 'copy.txt': 1 },
  },
  'a hard link is a file of its own under each name': {
    before: { 'a.txt': 'a' },
    change: () => {
      linkSync(at('a.txt'), at('b.txt'));
    },
    calls: { createFile: 1 },
    after: { 'a.txt': 1, 'b.txt': 1 },
  },
  'a former content comes back: a version, without a byte sent': {
    before: { 'a.txt': 'a', 'old.txt': 'former' },
    change: () => write('a.txt', 'former'),
    calls: { createRevision: 1 },
    after: { 'a.txt': 2, 'old.txt': 1 },
  },
  'a touch, and a rewrite of the same bytes, are nothing': {
    before: { 'a.txt': 'a', 'b.txt': 'b' },
    change: () => {
      utimesSync(at('a.txt'), 1, 1);
      write('b.txt', 'b');
    },
    calls: {},
    after: { 'a.txt': 1, 'b.txt': 1 },
  },
  'hundreds are touched, and two of them are written with as many bytes as they had': {
    before: Object.fromEntries(hundreds.map((name) => [name, `text of ${name}`])),
    change: () => {
      for (const name of hundreds) utimesSync(at(name), 1, 1);
      write('docs/7.txt', 'TEXT of docs/7.txt');
      write('docs/201.txt', 'text OF docs/201.txt');
    },
    calls: { createRevision: 2, putPart: 2 },
    after: { ...Object.fromEntries(hundreds.map((name) => [name, 1])), 'docs/7.txt': 2, 'docs/201.txt': 2 },
  },
  'a file is emptied, and an empty one is made': {
    before: { 'a.txt': 'a' },
    change: () => {
      truncateSync(at('a.txt'));
      write('empty', '');
    },
    calls: { createFile: 1, createRevision: 1, putPart: 2 },
    after: { 'a.txt': 2, empty: 1 },
    together: 2,
  },
  'a file is deleted: one call puts it into the bin': {
    before: { 'a.txt': 'a', 'b.txt': 'b' },
    change: () => rmSync(at('a.txt')),
    calls: { createJob: 1 },
    after: { 'b.txt': 1 },
  },
  'a folder is deleted: one call, however much it holds': {
    before: { 'd/a.txt': 'a', 'd/e/b.txt': 'b', 'c.txt': 'c' },
    change: () => rmSync(at('d'), { recursive: true }),
    calls: { createJob: 1 },
    after: { 'c.txt': 1 },
  },
};

describe('what is done to files', () => {
  it.each(Object.keys(rows))('%s', async (name) => {
    const row = rows[name];
    if (!row) throw new Error(name);
    for (const [path, text] of Object.entries(row.before)) write(path, text);
    await pass();
    world.emulator.control.resetCounts();
    row.change();
    const { control } = world.emulator;
    const held = control.fault({ match: { operation: 'putPart' }, action: { kind: 'hold' } });
    const passing = pass();
    await Promise.race([passing, until('all are under way', () => held.struck() >= (row.together ?? 0))]);
    held.release();
    const { pairs } = await passing;
    expect(pairs).toMatchObject([{ pending: 0, problems: [] }]);
    const counts = world.emulator.control.counts();
    const calls = Object.fromEntries(
      watched.flatMap((operation) => (counts[operation] > 0 ? [[operation, counts[operation]]] : [])),
    );
    expect({ calls, after: there() }).toEqual({ calls: row.calls, after: row.after });
    // what rests makes no call that writes
    world.emulator.control.resetCounts();
    await pass();
    expect(world.emulator.control.writes()).toBe(0);
  });
});

describe('what is no ordinary file', () => {
  it('is left out and said to be, follows nowhere, and stops nothing beside it', async () => {
    write('real/a.txt', 'a');
    write('z.txt', 'z');
    writeFileSync(join(world.base, 'outside.txt'), 'outside');
    mkdirSync(join(world.base, 'outside'));
    writeFileSync(join(world.base, 'outside', 'b.txt'), 'b');
    symlinkSync(at('z.txt'), at('to-file'));
    symlinkSync(at('real'), at('to-folder'));
    symlinkSync(join(world.base, 'outside.txt'), at('to-outside'));
    symlinkSync(join(world.base, 'outside'), at('to-outside-folder'));
    symlinkSync(at('nowhere'), at('dangling'));
    symlinkSync(at('loop'), at('loop'));
    symlinkSync('..', at('real/up'));
    const links = ['dangling', 'loop', 'real/up', 'to-file', 'to-folder', 'to-outside', 'to-outside-folder'];
    const special: string[] = [];
    const unix = process.platform !== 'win32';
    const server = createServer();
    if (unix) {
      execFileSync('mkfifo', [at('fifo')]);
      await new Promise<void>((done) => server.listen(at('socket'), done));
      special.push('fifo', 'socket');
    }
    if (process.platform === 'linux' && process.getuid?.() === 0) {
      try {
        // /dev/null and the first loop device, under other names
        execFileSync('mknod', [at('character'), 'c', '1', '3'], { stdio: 'ignore' });
        execFileSync('mknod', [at('block'), 'b', '7', '0'], { stdio: 'ignore' });
        special.push('character', 'block');
      } catch {
        process.stderr.write('Devices were NOT tested: none can be made here.\n');
      }
    }
    try {
      const { pairs } = await pass();
      expect(pairs).toMatchObject([{ pending: 0, problems: [] }]);
      expect(there()).toEqual({ 'real/a.txt': 1, 'z.txt': 1 });
      const skipped = pairs[0]?.skipped.map(({ path, reason }) => `${path} ${reason}`);
      expect(skipped).toEqual(
        [...links.map((path) => `${path} symlink`), ...special.map((path) => `${path} special`)].toSorted(),
      );
    } finally {
      server.close();
    }
  });

  it('a link in the place of a file: the file goes into the bin, and comes back as a version when it is back', async () => {
    write('a.txt', 'a');
    write('b.txt', 'b');
    await pass();
    rmSync(at('a.txt'));
    symlinkSync(at('b.txt'), at('a.txt'));
    await pass();
    expect(there()).toEqual({ 'b.txt': 1 });
    rmSync(at('a.txt'));
    write('a.txt', 'a again');
    const { pairs } = await pass();
    expect(there()).toEqual({ 'a.txt': 2, 'b.txt': 1 });
    expect(pairs).toMatchObject([{ pending: 0, problems: [], skipped: [] }]);
  });

  it('what is written through one name of a hard link is a version under each', async () => {
    write('a.txt', 'a');
    linkSync(at('a.txt'), at('b.txt'));
    await pass();
    appendFileSync(at('b.txt'), ' and more');
    await pass();
    expect(there()).toEqual({ 'a.txt': 2, 'b.txt': 2 });
    // one of the names goes: the other is no rename of it
    rmSync(at('a.txt'));
    await pass();
    expect(there()).toEqual({ 'b.txt': 2 });
  });

  it('a sparse file comes as the bytes that it reads as', async () => {
    write('sparse.bin', 'begin');
    truncateSync(at('sparse.bin'), 20 * 1024 * 1024);
    appendFileSync(at('sparse.bin'), 'end');
    await pass();
    const [file] = world.emulator.control.tree(defaults.containerId);
    expect(file).toMatchObject({
      size: 20 * 1024 * 1024 + 3,
      sha256: createHash('sha256')
        .update(readFileSync(at('sparse.bin')))
        .digest('hex'),
    });
  });

  it('a file over 200 GB is a problem with a reason, is not read, and stops nothing beside it', async () => {
    const limit = 200 * 1024 ** 3;
    write('large.bin', '');
    try {
      truncateSync(at('large.bin'), limit + 1);
    } catch {
      process.stderr.write('A file over 200 GB was NOT tested: this file system has none so large.\n');
      return;
    }
    write('small.txt', 'small');
    const { pairs } = await pass();
    expect(pairs).toMatchObject([{ pending: 0, problems: [{ path: 'large.bin', code: 'FILE_TOO_LARGE' }] }]);
    expect(pairs[0]?.problems[0]?.reason).toContain('200 GB');
    expect(there()).toEqual({ 'small.txt': 1 });
    // the way out that is named
    truncateSync(at('large.bin'), 5);
    expect((await pass()).pairs).toMatchObject([{ pending: 0, problems: [] }]);
    expect(there()).toEqual({ 'large.bin': 1, 'small.txt': 1 });
  });
});

describe('the server and other people', () => {
  it('somebody else made a version meanwhile: both are kept, and the user is told once', async () => {
    write('a.txt', 'mine');
    await pass();
    world.emulator.control.putFile('watched/a.txt', Buffer.from('theirs'));
    write('a.txt', 'mine again');
    const told: string[] = [];
    world.koosync.engine.on('notice', ({ code }) => told.push(code));
    const { recent } = await pass();
    expect(told).toEqual(['BOTH_KEPT']);
    expect(recent.filter(({ kind }) => kind === 'concurrent-edit')).toHaveLength(1);
    const [file] = world.emulator.control.tree(defaults.containerId);
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(file?.revisions.map(({ sha256 }) => sha256)).toEqual(['mine', 'theirs', 'mine again'].map(sha));
    expect(readFileSync(at('a.txt'), 'utf8')).toBe('mine again');
    await pass();
    expect(told).toEqual(['BOTH_KEPT']);
  });

  it('a space that is full keeps the queue, tells it once, and takes all when there is room', async () => {
    for (let n = 0; n < 20; n += 1) write(`${n}.txt`, 'x'.repeat(1000 + n));
    world.emulator.control.setQuota(defaults.containerId, 100);
    write('fits.txt', 'y');
    const told: string[] = [];
    world.koosync.engine.on('notice', ({ code }) => told.push(code));
    const { pairs, state } = await pass();
    expect(told).toEqual(['QUOTA_FULL']);
    expect(there()).toEqual({ 'fits.txt': 1 });
    // one cause is one problem, however many files wait for room
    expect(state).toEqual({ kind: 'problem', count: 1 });
    expect(pairs[0]?.problems.map(({ code }) => code)).toEqual(['QUOTA_FULL']);
    // the queue outlives the process
    await world.reopen();
    expect((await world.koosync.engine.status()).pairs[0]?.problems).toHaveLength(1);
    world.emulator.control.setQuota(defaults.containerId, 1e9);
    expect((await pass()).pairs).toMatchObject([{ pending: 0, problems: [] }]);
    expect(Object.keys(there())).toHaveLength(21);
  });

  it('a token that dies in the middle of an upload loses nothing, and is asked for at once', async () => {
    writeFileSync(at('large.bin'), Buffer.alloc(40 * 1024 * 1024, 'three parts'));
    const { control } = world.emulator;
    // storage links need no token: the parts go, then the call that completes is refused
    const slow = control.fault({ match: { operation: 'putPart' }, action: { kind: 'hold' } });
    const dead = pass().catch((thrown: unknown) => thrown);
    await until('a part is on its way', () => slow.struck() > 0);
    control.killTokens();
    slow.release();
    expect(await dead).toMatchObject({ code: 'SIGN_IN_NEEDED' });
    expect((await world.koosync.engine.status()).state).toEqual({ kind: 'sign-in' });
    control.clearFaults();
    control.reviveTokens();
    // as the app does after a sign-in
    await world.koosync.engine.retry();
    expect((await pass()).pairs).toMatchObject([{ pending: 0, problems: [] }]);
    expect(there()).toEqual({ 'large.bin': 1 });
    // the upload that was begun went on, whether its completion was refused or another call before it
    expect(made('createFile')).toEqual([1]);
  });

  it('deletions keep the pause that the server asks for, and need a confirmation when it keeps refusing', async () => {
    for (const name of ['a.txt', 'b.txt', 'c.txt']) write(name, name);
    await pass();
    const { control } = world.emulator;
    control.fault({
      match: { operation: 'createJob' },
      times: 1,
      action: { kind: 'throttle', retryAfterS: 3600 },
    });
    rmSync(at('a.txt'));
    await pass().catch(() => undefined);
    control.resetCounts();
    // asked again within the pause: nothing goes out
    await pass().catch(() => undefined);
    expect(made('createJob')).toEqual([0]);
    expect(await world.koosync.engine.deletions()).toMatchObject([{ state: 'waiting' }]);
    world.clock.pass(3_600_000);
    await pass();
    expect(there()).toEqual({ 'b.txt': 1, 'c.txt': 1 });

    const no = control.fault({
      match: { operation: 'createJob' },
      action: { kind: 'answer', status: 403, body: { code: 13000410, msg: 'no permission' } },
    });
    rmSync(at('b.txt'));
    while (no.struck() < 3) {
      await pass();
      world.clock.pass(60_000);
    }
    const { pairs } = await pass();
    // it is not asked for a fourth time
    expect(no.struck()).toBe(3);
    expect(pairs[0]?.problems).toMatchObject([{ code: 'DELETIONS_HELD' }]);
    const held = (await world.koosync.engine.deletions()).filter(({ state }) => state === 'held');
    expect(held).toMatchObject([{ reason: 'refused' }]);
    // the way out: somebody gave leave, and the user confirms
    no.remove();
    await world.koosync.engine.approveDeletions(held.map(({ id }) => id));
    expect((await pass()).pairs).toMatchObject([{ problems: [] }]);
    expect(there()).toEqual({ 'c.txt': 1 });
  });
});
