import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginningOf, dropHandover, readHandover, writeHandover, type Handover } from './handover.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-handover-'));
  file = join(folder, 'update.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const left: Handover = { from: '1.0.0', to: '1.1.0', held: [3, 7], installing: true, hidden: true };

it('is read as it was written, by its owner alone, until it is dropped', () => {
  expect(readHandover(file)).toBeUndefined();
  writeHandover(file, left);
  expect(readHandover(file)).toEqual(left);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  dropHandover(file);
  dropHandover(file);
  expect(readHandover(file)).toBeUndefined();
});

it.each(['', '{', '[]', '{"from":1}'])('that makes no sense (%j) is none', (text) => {
  writeFileSync(file, text);
  expect(readHandover(file)).toBeUndefined();
});

it.each([
  ['nothing was left', undefined, '1.0.0', { resume: [], hidden: false }],
  ['it was put in place', left, '1.1.0', { resume: [3, 7], hidden: true, updatedFrom: '1.0.0' }],
  ['it was not', left, '1.0.0', { resume: [3, 7], hidden: true, problem: 'not-installed' }],
  [
    'the system was not given its password',
    { ...left, hidden: false, problem: 'declined' as const },
    '1.0.0',
    { resume: [3, 7], hidden: false, problem: 'declined' },
  ],
  ['another one was put in place by hand', left, '1.2.0', { resume: [3, 7], hidden: true }],
  [
    'the app ended while it waited',
    { ...left, installing: false },
    '1.0.0',
    { resume: [3, 7], hidden: false },
  ],
])('where %s', (_, handover, version, expected) => {
  const begun = beginningOf(handover, version);
  expect(begun).toEqual({ updatedFrom: undefined, problem: undefined, ...expected });
});
