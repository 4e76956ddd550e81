import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { atomicWrite, atomicWriteSync } from './atomic-write.ts';

const folder = mkdtempSync(join(tmpdir(), 'koosync-atomic-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// Windows knows read-only files and others
const hasModes = process.platform !== 'win32';
const modeOf = (path: string) => statSync(path).mode & 0o777;

it('writes whole files, keeps the mode, and leaves nothing beside them', async () => {
  const path = join(folder, 'a.txt');
  await atomicWrite(path, 'one', 0o640);
  await atomicWrite(path, new TextEncoder().encode('two'));
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(modeOf(path)).toBe(hasModes ? 0o640 : 0o666);
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

it('does the same at once', () => {
  const path = join(folder, 'b.txt');
  atomicWriteSync(path, 'one', 0o600);
  atomicWriteSync(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(modeOf(path)).toBe(hasModes ? 0o600 : 0o666);
  expect(() => {
    atomicWriteSync(join(folder, 'none', 'c.txt'), 'x');
  }).toThrow();
  expect(readdirSync(folder).toSorted()).toEqual(['a.txt', 'b.txt']);
});
