import { expect, it } from 'vitest';
import { throughGoneFolders, worthALook } from './gone-folders.ts';

const inside = (folder: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${folder}/${String(i)}`);

it('names of a folder that is gone are the topmost folder that is; it is looked at once', async () => {
  const looks: string[] = [];
  const gone = new Set(['a/b', 'a/b/c']);
  const isGone = async (folder: string) => {
    looks.push(folder);
    return gone.has(folder);
  };
  const paths = [...inside('a/b/c', 4), 'a/b/c', ...inside('a/b', 5), 'a/b', 'a/other', ...inside('kept', 4)];
  expect(await throughGoneFolders(paths, isGone)).toEqual(['a/b', 'a/other', ...inside('kept', 4)]);
  expect(looks.toSorted()).toEqual(['a', 'a/b', 'a/b/c', 'kept']);
});

it('few names, and names right in the folder of the pair, are worth no look', () => {
  expect(worthALook([...inside('a', 3), 'x', 'y', 'z', 'w', 'v'])).toEqual(new Set());
  expect(worthALook(inside('a', 4))).toEqual(new Set(['a']));
});
