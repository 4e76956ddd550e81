import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realDisk } from './disk.ts';
import { readPresent, statPresent } from './read-present.ts';

const code = (value: string) => expect.objectContaining({ code: value }) as Error;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-present-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const read = async (path: string, during: () => void = () => undefined) => {
  const stat = await statPresent(realDisk, folder, path);
  const parts: Uint8Array[] = [];
  for await (const bytes of readPresent(realDisk, folder, path, stat, undefined)) {
    parts.push(bytes);
    during();
  }
  return Buffer.concat(parts).toString();
};

it('reads what the file has', async () => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub', 'a.txt'), 'text');
  writeFileSync(join(folder, 'empty'), '');
  expect(await read('sub/a.txt')).toBe('text');
  expect(await read('empty')).toBe('');
});

it('follows no link, at the path or above it', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'koosync-outside-'));
  writeFileSync(join(outside, 'secret'), 'secret');
  symlinkSync(join(outside, 'secret'), join(folder, 'link'));
  symlinkSync(outside, join(folder, 'sub'));
  await expect(read('link')).rejects.toThrow(code('FILE_GONE'));
  await expect(read('sub/secret')).rejects.toThrow(code('FILE_GONE'));
  await expect(read('none')).rejects.toThrow(code('FILE_GONE'));
  rmSync(outside, { recursive: true });
});

it('gives no file that changed under it, and no folder', async () => {
  writeFileSync(join(folder, 'a'), 'x'.repeat(2 * 1024 * 1024));
  await expect(read('a', () => appendFileSync(join(folder, 'a'), 'more'))).rejects.toThrow(
    code('FILE_CHANGED'),
  );
  mkdirSync(join(folder, 'dir'));
  await expect(read('dir')).rejects.toThrow(code('IS_A_FOLDER'));
});
