import { constants, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { below } from '../model/local-path.ts';
import { openToRead } from './open-to-read.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'koosync-open-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

const asked = (platform: NodeJS.Platform) => {
  const calls: [string, number][] = [];
  const system = {
    platform,
    realpath: (path: string) => Promise.resolve(`/private${path}`),
    open: (path: string, flags: number) => {
      calls.push([path, flags]);
      return Promise.resolve(undefined as unknown as FileHandle);
    },
  };
  return { calls, system };
};

it.skipIf(process.platform === 'win32')(
  'on macOS no link is followed from the folder down, and those above it are',
  async () => {
    const { calls, system } = asked('darwin');
    await openToRead(below('/var/ann', 'a/b.txt'), '/var/ann/a/b.txt', system);
    expect(calls).toEqual([['/private/var/ann/a/b.txt', expect.any(Number)]]);
    expect((calls[0]?.[1] ?? 0) & 0x2000_0000).not.toBe(0);
  },
);

it('elsewhere it is opened where the door says, with flags that every system knows', async () => {
  const { calls, system } = asked('linux');
  await openToRead(below('/home/ann', 'a/b.txt'), '/proc/self/fd/7/b.txt', system);
  expect(calls).toEqual([
    ['/proc/self/fd/7/b.txt', constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK],
  ]);
});

it.skipIf(process.platform === 'win32')('a link that has the name of a file is not opened', async () => {
  writeFileSync(join(base, 'real.txt'), 'x');
  symlinkSync('real.txt', join(base, 'link.txt'));
  const system = { platform: process.platform, open, realpath };
  const opened = await openToRead(below(base, 'real.txt'), join(base, 'real.txt'), system);
  await opened.close();
  const link = openToRead(below(base, 'link.txt'), join(base, 'link.txt'), system);
  await expect(link).rejects.toMatchObject({ code: 'ELOOP' });
});
