import { expect, it } from 'vitest';
import { inodeIn, isCopiedUp } from './file-stat.ts';

it.each([
  ['the same but for its change time', '5:1700000000123456789:1700000000123456789:42', false, true],
  ['of another size', '6:1700000000123456789:1700000000123456789:42', false, false],
  ['written at another time', '5:1700000000123456780:1700000000123456789:42', false, false],
  ['of another inode', '5:1700000000123456789:1700000000123456789:43', false, false],
  ['stamped in whole seconds', '5:1700000000123456789:1700000000000000000:42', true, false],
  ['a folder', 'folder:42:1700000000123456789', false, false],
])('a file is one that was copied up: %s', (_what, fingerprint, coarse, is) => {
  expect(isCopiedUp('5:1700000000123456789:1690000000000000000:42', { fingerprint, coarse })).toBe(is);
});

it('nothing is known of a file that was never looked at', () => {
  for (const before of [undefined, '', 'folder:42:17', 'reread'])
    expect(isCopiedUp(before, { fingerprint: '5:1:1:42', coarse: false })).toBe(false);
});

it.each([
  ['100:1700000000000:1700000000001:42', '42'],
  ['100:-5:1700000000001:42', '42'],
  ['folder:7', '7'],
  ['folder:7:1700000000000:mount:uuid:stick', '7'],
  ['symlink:9:1', undefined],
  ['absent', undefined],
  [undefined, undefined],
])('the inode in %s', (fingerprint, inode) => {
  expect(inodeIn(fingerprint)).toBe(inode);
});
