import { expect, it } from 'vitest';
import type { RemoteEntry } from '../../koodrive/api.ts';
import { itemsOf } from './items-of.ts';

const entry = (fileId: string, name: string | undefined, more: Partial<RemoteEntry> = {}): RemoteEntry => ({
  fileId,
  name,
  isFolder: false,
  recycled: false,
  parentId: undefined,
  size: 1,
  sha256: undefined,
  editedAt: undefined,
  ...more,
});
const held = (folders: Readonly<Record<string, readonly RemoteEntry[]>>) => ({
  async *listFolder(_container: string, folderId: string) {
    yield* folders[folderId] ?? [];
  },
});
const top = { path: 'd', kind: 'folder', fileId: 'D' } as const;
const folder = { isFolder: true };

it('are the folder and all that is in it, folders first', async () => {
  const koodrive = held({
    D: [entry('E', 'e', folder), entry('F1', 'a.txt'), entry('F2', 'old.txt', { recycled: true })],
    E: [entry('F3', 'b.txt')],
  });
  const items = await itemsOf(koodrive, 'c', top);
  expect(items.map(({ path }) => path)).toEqual(['d', 'd/e', 'd/a.txt', 'd/e/b.txt']);
});

it('are not what no path here may have', async () => {
  const koodrive = held({ D: [entry('F1', undefined), entry('F2', 'a.txt'), entry('E', undefined, folder)] });
  expect((await itemsOf(koodrive, 'c', top)).map(({ path }) => path)).toEqual(['d', 'd/a.txt']);
});

it.each([
  ['itself', { D: [entry('D', 'd', folder)] }],
  ['a folder that holds it', { D: [entry('E', 'e', folder)], E: [entry('D', 'd', folder)] }],
  ['one file twice', { D: [entry('F1', 'a'), entry('F1', 'b')] }],
])('are no answer of a folder that holds %s', async (_what, folders) => {
  await expect(itemsOf(held(folders), 'c', top)).rejects.toMatchObject({ code: 'BAD_ANSWER' });
});
