/** What a real disk says when it refuses something; what it gives is held by tests/conformance/disk.test.ts. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limited } from '../lib/test-limits.ts';
import { realDisk } from './disk.ts';
import { placed } from './test-placed.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-disk-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const looks = [
  ['stat', (path: string) => realDisk.stat(placed(path))],
  ['list', (path: string) => realDisk.list(placed(path))],
  ['open', (path: string) => realDisk.open(placed(path))],
] as const;

// Windows takes eight times as much, which no tree of folders reaches in a test
describe.skipIf(process.platform === 'win32')('a path that is longer than the system takes', () => {
  const half = Array<string>(12).fill('long'.repeat(50));
  const far = () => join(folder, ...half, ...half);
  beforeEach(() => {
    mkdirSync(join(folder, ...half), { recursive: true });
    mkdirSync(join(folder, 'other', ...half), { recursive: true });
    renameSync(join(folder, 'other', half[0] ?? ''), join(folder, ...half, half[0] ?? ''));
  });
  // node removes no such path
  afterEach(() => execFileSync('rm', ['-r', join(folder, half[0] ?? '')]));

  it.each(looks)('%s says so', async (_name, look) => {
    await expect(look(far())).rejects.toMatchObject({ code: 'PATH_TOO_LONG' });
  });

  it('is not there when nothing leads to it', async () => {
    expect(await realDisk.stat(placed(join(folder, 'other', ...half, ...half)))).toBeUndefined();
    expect(await realDisk.stat(placed(join(folder, ...half, 'b', ...half)))).toBeUndefined();
    expect(await realDisk.stat(placed(join(folder, 'b'.repeat(300))))).toBeUndefined();
  });
});

it('links that point at each other on the way', async () => {
  symlinkSync('b', join(folder, 'a'));
  symlinkSync('a', join(folder, 'b'));
  await expect(realDisk.stat(placed(join(folder, 'a', 'x')))).rejects.toMatchObject({ code: 'LINK_LOOP' });
  await expect(realDisk.list(placed(join(folder, 'a', 'x')))).rejects.toMatchObject({ code: 'LINK_LOOP' });
});

it.runIf(process.platform === 'linux')('a medium that reports an error', async () => {
  // the memory of a process cannot be read where nothing is mapped, and that is EIO
  const file = await realDisk.open(placed('/proc/self/mem'));
  try {
    await expect(file.read(new Uint8Array(1), 0)).rejects.toMatchObject({ code: 'DISK_FAULTY' });
  } finally {
    await file.close();
  }
});

it.runIf(process.platform !== 'win32')('too many open files, until some are closed', () => {
  const look = `import { closeSync, openSync } from 'node:fs';
    import { realDisk } from ${JSON.stringify(join(import.meta.dirname, 'disk.ts'))};
    const list = () => realDisk.list({ folder: ${JSON.stringify(folder)}, path: '' }).then(() => 'listed', ({ code }) => code);
    const said = [await list()];
    const open = [];
    try { for (;;) open.push(openSync('/dev/null')); } catch {}
    said.push(await list());
    for (const one of open) closeSync(one);
    said.push(await list());
    process.stdout.write(said.join(' '));`;
  const { stdout, stderr } = spawnSync(
    ...limited({ files: 100 }, process.execPath, ['--input-type=module', '-e', look]),
    { encoding: 'utf8' },
  );
  expect(stdout, stderr).toBe('listed OPEN_FILES_LIMIT listed');
});
