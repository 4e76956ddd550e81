import { expect, it } from 'vitest';
import { createTargetFolders } from './target-folders.ts';

const world = () => {
  let [ms, asked] = [0, 0];
  const folders = createTargetFolders({ elapsed: () => ms });
  const pathOf = (fileId: string, path: string) =>
    folders.pathOf('IAA', fileId, async () => {
      asked += 1;
      return path;
    });
  return { folders, pathOf, pass: (by: number) => void (ms += by), asked: () => asked };
};

it('the path of a folder is asked for once in two seconds', async () => {
  const { pathOf, pass, asked } = world();
  expect(await pathOf('D2', '/D1/D2')).toBe('/D1/D2');
  pass(1999);
  expect(await pathOf('D2', '/other')).toBe('/D1/D2');
  expect(await pathOf('D3', '/D3')).toBe('/D3');
  pass(1);
  expect(await pathOf('D2', '/D4/D2')).toBe('/D4/D2');
  expect(asked()).toBe(3);
});

it('a folder that is moved, and one that lies in it, has another path', async () => {
  const { folders, pathOf } = world();
  await pathOf('D2', '/D1/D2');
  await pathOf('D12', '/D12');
  folders.moved('IAA', 'D1');
  folders.moved('IBB', 'D12');
  expect(await pathOf('D2', '/D9/D1/D2')).toBe('/D9/D1/D2');
  expect(await pathOf('D12', '/asked anew')).toBe('/D12');
});

it('many who ask at once share an answer, but no failure', async () => {
  const { folders, pathOf, asked } = world();
  expect(await Promise.all([pathOf('D2', '/D2'), pathOf('D2', '/D2'), pathOf('D2', '/D2')])).toEqual(
    Array.from({ length: 3 }, () => '/D2'),
  );
  expect(asked()).toBe(1);
  const cancelled = folders.pathOf('IAA', 'D3', () => Promise.reject(new Error('cancelled')));
  const other = pathOf('D3', '/D3');
  await expect(cancelled).rejects.toThrow('cancelled');
  expect(await other).toBe('/D3');
});

it('what is moved while its path is asked for is asked for again', async () => {
  const { folders, pathOf, asked } = world();
  const first = pathOf('D2', '/D2');
  const second = pathOf('D2', '/D1/D2');
  folders.moved('IAA', 'D2');
  expect(await first).toBe('/D2');
  expect(await second).toBe('/D1/D2');
  expect(asked()).toBe(2);
});

it('what was not told is asked for again', async () => {
  const { folders, pathOf } = world();
  const refused = folders.pathOf('IAA', 'D2', () => Promise.reject(new Error('down')));
  await expect(refused).rejects.toThrow('down');
  expect(await pathOf('D2', '/D2')).toBe('/D2');
});
