import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { below } from '../model/local-path.ts';
import { diskWithHelp, realDisk, type DiskHelp } from './disk.ts';
import { lookAtMany } from './look-at-many.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-looks-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(process.platform === 'linux')('a look at many names', () => {
  it('finds under each what a look at it alone finds', async () => {
    writeFileSync(join(folder, 'file.txt'), 'some bytes');
    writeFileSync(join(folder, '文件 (1).txt'), '');
    linkSync(join(folder, 'file.txt'), join(folder, 'other-name'));
    symlinkSync('file.txt', join(folder, 'link'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    mkdirSync(join(folder, 'sub'));
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    const names = ['file.txt', '文件 (1).txt', 'other-name', 'link', 'dangling', 'sub', 'fifo', 'absent'];
    const alone = await Promise.all(names.map((name) => realDisk.stat(below(folder, name))));
    expect(lookAtMany(folder, names)).toEqual(alone);
    expect(alone.map((one) => one?.kind)).toEqual([
      'file',
      'file',
      'file',
      'symlink',
      'symlink',
      'folder',
      'other',
      undefined,
    ]);
  });

  it('leaves to a look of its own what is no plain answer', () => {
    mkdirSync(join(folder, 'sub'));
    const long = 'x'.repeat(300);
    expect(lookAtMany(folder, [long, 'sub'])[0]).toBe('ask');
    // /proc is another drive than /
    expect(lookAtMany('/', ['proc'])).toEqual(['ask']);
    expect(lookAtMany(join(folder, 'gone'), ['a', 'b'])).toEqual([undefined, undefined]);
  });
});

describe.runIf(process.platform === 'linux')('a disk with help', () => {
  const help: DiskHelp = {
    lookAtMany: (at, names) => Promise.resolve(lookAtMany(at, names)),
    isOpenForWriting: (_at, inode) => Promise.resolve(inode === '7'),
  };

  it('has the helper tell who has a file open', async () => {
    const disk = diskWithHelp(help);
    expect(await disk.isOpenForWriting?.(below(folder, 'a'), '7')).toBe(true);
    expect(await disk.isOpenForWriting?.(below(folder, 'a'), '8')).toBe(false);
  });

  it('has many names of a folder looked at through the door', async () => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub', 'a'), 'a');
    const disk = diskWithHelp(help);
    const looks = await disk.stats?.(below(folder, 'sub'), ['a', 'b']);
    expect(looks).toEqual([await realDisk.stat(below(folder, 'sub/a')), undefined]);
  });

  it('has each looked at alone where the folder is a link, or nobody helps', async () => {
    mkdirSync(join(folder, 'sub'));
    symlinkSync('sub', join(folder, 'link'));
    writeFileSync(join(folder, 'sub', 'a'), 'a');
    const disk = diskWithHelp(help);
    expect(await disk.stats?.(below(folder, 'link'), ['a'])).toEqual(['ask']);
    const alone = diskWithHelp({ ...help, lookAtMany: () => Promise.reject(new Error('no')) });
    expect(await alone.stats?.(below(folder, 'sub'), ['a'])).toEqual(['ask']);
  });
});
