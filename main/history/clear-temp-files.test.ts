import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realWriter } from '../disk/test-writer.ts';
import { memoryLog } from '../lib/test-log.ts';
import { clearTempFiles, tempName } from './clear-temp-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-clear-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it.each<[string, string, 'file' | 'folder' | undefined, 'ended' | 'left', boolean]>([
  ['a temp file of ours goes', tempName('1a'), 'file', 'ended', false],
  ['half of a version goes', 'contents/1a.part', 'file', 'ended', false],
  ['half of a file of the user stays, whoever claims it', 'films/1a.part', 'file', 'ended', true],
  ['one that is gone is forgotten', tempName('1a'), undefined, 'ended', false],
  ['a folder of its name stays', tempName('1a'), 'folder', 'ended', true],
  ['a file of another name stays, whoever claims it', 'report.txt', 'file', 'ended', true],
  [
    'one on a drive that is not there is looked for later',
    `away/${tempName('1a')}`,
    undefined,
    'left',
    false,
  ],
])('%s', async (_what, name, kind, end, stays) => {
  const path = join(folder, name);
  for (const above of ['contents', 'films']) mkdirSync(join(folder, above));
  if (kind === 'file') writeFileSync(path, 'half of it');
  if (kind === 'folder') mkdirSync(path);
  const ends: string[] = [];
  const claim = { path, end: () => void ends.push('ended'), leave: () => void ends.push('left') };
  await clearTempFiles([claim], realWriter, memoryLog());
  expect(ends).toEqual([end]);
  expect(existsSync(path)).toBe(stays);
});

it('what cannot be removed now is left for later', async () => {
  const ends: string[] = [];
  const claim = {
    path: join(folder, tempName('1a')),
    end: () => undefined,
    leave: () => void ends.push('left'),
  };
  writeFileSync(claim.path, 'half of it');
  const busy = () => Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' }));
  await clearTempFiles([claim], { ...realWriter, remove: busy }, memoryLog());
  expect(ends).toEqual(['left']);
});
