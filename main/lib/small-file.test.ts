import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileTooLarge, readSmallFile } from './small-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-small-'));
  file = join(folder, 'a.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is read whole up to its limit, in which it may be just as large', () => {
  writeFileSync(file, '{"a":"ä"}');
  expect(readSmallFile(file)).toBe('{"a":"ä"}');
  expect(readSmallFile(file, 10)).toBe('{"a":"ä"}');
  expect(() => readSmallFile(file, 9)).toThrow(FileTooLarge);
});

it('is not read where it is large, however little of it there is on the disk', () => {
  writeFileSync(file, '');
  truncateSync(file, 2 ** 40);
  expect(() => readSmallFile(file)).toThrow(FileTooLarge);
});

it('that is empty is empty, and one that is missing is an error of the system', () => {
  writeFileSync(file, '');
  expect(readSmallFile(file)).toBe('');
  expect(() => readSmallFile(join(folder, 'none'))).toThrow('ENOENT');
});
