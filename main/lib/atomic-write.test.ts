import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { atomicWrite } from './atomic-write.ts';

const folder = mkdtempSync(join(tmpdir(), 'koosync-atomic-'));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('writes whole files, keeps the mode, and leaves nothing beside them', async () => {
  const path = join(folder, 'a.txt');
  await atomicWrite(path, 'one', 0o640);
  await atomicWrite(path, new TextEncoder().encode('two'));
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['a.txt']);
});
