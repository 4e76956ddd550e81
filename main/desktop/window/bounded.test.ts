import { expect, test } from 'vitest';
import { bounded } from './bounded.ts';

const long = 'n'.repeat(10_000_000);

test('a name of 10 MB is cut, wherever it stands', () => {
  const page = bounded({ versions: [{ revisionId: 'a', author: long }], names: [long, 'b'], message: long });
  expect(page.versions[0]?.author).toHaveLength(8_192);
  expect(page.names.map((name) => name.length)).toEqual([8_192, 1]);
  expect(page.message.endsWith('n…')).toBe(true);
});

test('what is handed back stays whole as long as it can be a path', () => {
  const path = `/${'p'.repeat(32_766)}`;
  expect(bounded({ path, lost: [path] })).toEqual({ path, lost: [path] });
  expect(bounded(path)).toBe(path);
  expect(bounded(long)).toHaveLength(32_768);
});

test('no letter is cut in two', () => {
  const { name } = bounded({ name: '👩'.repeat(9_000) });
  expect(name).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  expect(name.endsWith('👩…')).toBe(true);
});

test('a value in which nothing is too long is the very same', () => {
  const value = { a: [{ b: 'c' }], n: 1, u: undefined, z: null };
  expect(bounded(value)).toBe(value);
});
