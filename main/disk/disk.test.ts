/** What a real disk says when it refuses something; what it gives is held by tests/conformance/disk.test.ts. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realDisk } from './disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-disk-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const looks = [
  ['stat', (path: string) => realDisk.stat(path)],
  ['list', (path: string) => realDisk.list(path)],
  ['open', (path: string) => realDisk.open(path)],
] as const;

it.each(looks)('%s: a path that is longer than the system takes', async (_name, look) => {
  await expect(look(join(folder, ...Array<string>(3000).fill('a')))).rejects.toMatchObject({
    code: 'PATH_TOO_LONG',
  });
});

it('links that point at each other on the way', async () => {
  symlinkSync('b', join(folder, 'a'));
  symlinkSync('a', join(folder, 'b'));
  await expect(realDisk.stat(join(folder, 'a', 'x'))).rejects.toMatchObject({ code: 'LINK_LOOP' });
  await expect(realDisk.list(join(folder, 'a', 'x'))).rejects.toMatchObject({ code: 'LINK_LOOP' });
});

it.runIf(process.platform === 'linux')('a medium that reports an error', async () => {
  // the memory of a process cannot be read where nothing is mapped, and that is EIO
  const file = await realDisk.open('/proc/self/mem');
  try {
    await expect(file.read(new Uint8Array(1), 0)).rejects.toMatchObject({ code: 'DISK_FAULTY' });
  } finally {
    await file.close();
  }
});
