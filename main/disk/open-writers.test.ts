import {
  closeSync,
  linkSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { below } from '../model/local-path.ts';
import {
  allProcesses,
  hasOpenWriter,
  isOpenForWriting,
  systemReads,
  type ProcessReads,
} from './open-writers.ts';
import { door } from './system-door.ts';

const failWith = (code: string): never => {
  throw Object.assign(new Error(code), { code });
};

/** One process with one open file. */
const machine = (
  told: Partial<Record<keyof ProcessReads, (path: string) => string | readonly string[] | number>>,
) => {
  const text = (what: 'link' | 'text', path: string, usual: string) => String(told[what]?.(path) ?? usual);
  return {
    names: (path) =>
      (told.names?.(path) as string[] | undefined) ?? (path === '/proc' ? ['self', '77', 'sys'] : ['3']),
    link: (path) => text('link', path, path === '/proc/self/ns/pid' ? allProcesses : '/home/u/report.txt'),
    text: (path) => text('text', path, 'pos:\t0\nflags:\t0100001\nmnt_id:\t29\nino:\t4711\n'),
    owner: (path) => Number(told.owner?.(path) ?? 1000),
  } satisfies ProcessReads;
};

const report = { inode: '4711', name: 'report.txt' };
const ask = (reads: ProcessReads, wanted = report, user = 1000) => hasOpenWriter(wanted, user, reads);

describe('a process that has a file open', () => {
  it.each([
    ['for writing', '0100001', true],
    ['for reading and writing', '0100002', true],
    ['for appending', '0102001', true],
    ['for reading', '0100000', false],
  ])('%s', (_how, flags, expected) => {
    expect(ask(machine({ text: () => `pos:\t0\nflags:\t${flags}\nino:\t4711\n` }))).toBe(expected);
  });

  it('is known by the inode under any name, and by the name where a file system shows another inode', () => {
    expect(ask(machine({ link: (path) => (path.endsWith('/3') ? '/home/u/other' : allProcesses) }))).toBe(
      true,
    );
    expect(ask(machine({ text: () => 'flags:\t0100001\nino:\t9\n' }))).toBe(true);
    // kernels before 5.14 tell no inode
    expect(ask(machine({ text: () => 'flags:\t0100001\n' }))).toBe(true);
    expect(ask(machine({}), { inode: '9', name: 'other' })).toBe(false);
  });

  it('is none of ours where it is another user, and anybody for the administrator', () => {
    const other = machine({ owner: () => 5 });
    expect(ask(other)).toBe(false);
    expect(ask(other, report, 0)).toBe(true);
  });

  it('is none that has more rights than we have', () => {
    expect(ask(machine({ link: (path) => (path.endsWith('/3') ? failWith('EACCES') : allProcesses) }))).toBe(
      false,
    );
    expect(ask(machine({ names: (path) => (path === '/proc' ? ['77'] : failWith('EPERM')) }))).toBe(false);
  });

  it('is forgotten when it ends while we look', () => {
    expect(ask(machine({ owner: () => failWith('ENOENT') }))).toBe(false);
    expect(ask(machine({ text: () => failWith('ENOENT') }))).toBe(false);
    expect(ask(machine({ names: (path) => (path === '/proc' ? ['77'] : failWith('ESRCH')) }))).toBe(false);
  });
});

it.each<[string, ProcessReads]>([
  ['in a container', machine({ link: () => 'pid:[4026532561]' })],
  ['without /proc', machine({ link: () => failWith('ENOENT') })],
  ['where a file cannot be read', machine({ text: () => failWith('EIO') })],
])('cannot be told %s', (_where, reads) => {
  expect(ask(reads)).toBeUndefined();
});

describe.runIf(process.platform === 'linux')('a file on the disk', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'koosync-writers-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** as in the namespace of all processes: this test may run in a container */
  const reads: ProcessReads = {
    ...systemReads,
    link: (path) => (path === '/proc/self/ns/pid' ? allProcesses : systemReads.link(path)),
  };
  const inodeOf = (name: string) => String(statSync(join(folder, name)).ino);
  const asked = (name: string, inode = inodeOf(name)) =>
    isOpenForWriting(door, below(folder, name), inode, reads);

  it('is open for writing until the program closes it, also under another name', async () => {
    writeFileSync(join(folder, 'a'), 'text');
    expect(await asked('a')).toBe(false);
    const reader = openSync(join(folder, 'a'), 'r');
    expect(await asked('a')).toBe(false);
    const writer = openSync(join(folder, 'a'), 'a');
    expect(await asked('a')).toBe(true);
    renameSync(join(folder, 'a'), join(folder, 'b'));
    linkSync(join(folder, 'b'), join(folder, 'c'));
    expect([await asked('b'), await asked('c')]).toEqual([true, true]);
    closeSync(writer);
    closeSync(reader);
    expect([await asked('b'), await asked('c')]).toEqual([false, false]);
  });

  it('is not told of where something else stands, or nothing', async () => {
    writeFileSync(join(folder, 'a'), 'text');
    symlinkSync('a', join(folder, 'link'));
    expect(await asked('a', '1')).toBeUndefined();
    expect(await asked('link', inodeOf('a'))).toBeUndefined();
    expect(await asked('gone', '1')).toBeUndefined();
  });
});
