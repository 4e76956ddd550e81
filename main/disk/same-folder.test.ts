import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { overlapOf, type FolderReads } from './same-folder.ts';

/** `docs` is synced; it is mounted at `copy`, `docs/sub` at `low`, and what holds it at `whole`. */
const places: Readonly<Record<string, string>> = {
  '/u': 'u',
  '/u/docs': 'docs',
  '/u/docs/sub': 'sub',
  '/u/docs/sub/deep': 'deep',
  '/u/other': 'other',
  '/mnt': 'mnt',
  '/mnt/copy': 'docs',
  '/mnt/copy/sub': 'sub',
  '/mnt/low': 'sub',
  '/mnt/low/deep': 'deep',
  '/mnt/whole': 'u',
  '/mnt/whole/docs': 'docs',
  '/mnt/whole/other': 'other',
  '/mnt/stick': 'stick',
};
const roots = {
  '/mnt/copy': '/u/docs',
  '/mnt/low': '/u/docs/sub',
  '/mnt/whole': '/u',
  '/mnt/stick': '/u/docs/sub',
};
const reads: FolderReads = {
  identity: (path) => Promise.resolve(places[path]),
  placeOnDrive(path) {
    const [at, root] = Object.entries(roots).find(([one]) => path.startsWith(one)) ?? ['', ''];
    return Promise.resolve({ device: '8:1', path: `${root}${path.slice(at.length)}` });
  },
};

// where it is on its drive is told on Linux alone
describe.skipIf(process.platform === 'win32')('a folder that is mounted elsewhere as well', () => {
  it.each([
    ['/mnt/copy', 'same'],
    ['/mnt/whole/docs', 'same'],
    ['/mnt/copy/sub', 'nested'],
    ['/mnt/low', 'nested'],
    ['/mnt/low/deep', 'nested'],
    ['/mnt/whole', 'nested'],
    ['/mnt/whole/other', undefined],
    ['/u/other', undefined],
    // what its place says is looked at: another drive may bear the same number and path
    ['/mnt/stick', undefined],
    ['/not/there', undefined],
  ])('%s and a synced folder: %s', async (folder, overlap) => {
    expect(await overlapOf(folder, '/u/docs', reads)).toBe(overlap);
    expect(await overlapOf('/u/docs', folder, reads)).toBe(overlap);
  });
});

it('real folders beside each other have nothing to do with each other', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'koosync-same-')));
  try {
    for (const name of ['a', 'b']) mkdirSync(join(root, name));
    expect(await overlapOf(join(root, 'a'), join(root, 'b'))).toBeUndefined();
    expect(await overlapOf(join(root, 'a'), join(root, 'a'))).toBe('same');
    expect(await overlapOf(join(root, 'a'), root)).toBe('nested');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
