import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { absolutePath, workingFolder } from './working-folder.ts';

it('what is written is against the working folder, or says itself where it is', () => {
  expect(workingFolder()).toBe(process.cwd());
  expect(absolutePath('/a', 'b/../c')).toBe(resolve('/a/c'));
  expect(absolutePath('/a', '/b/./c')).toBe(resolve('/b/c'));
  expect(absolutePath(undefined, '/b/./c')).toBe(resolve('/b/c'));
  for (const relative of ['c', '.', ''])
    expect(() => absolutePath(undefined, relative)).toThrow(
      expect.objectContaining({
        code: 'BAD_USAGE',
        detail: { values: { say: 'sentence.noWorkingFolder' } },
      }) as Error,
    );
});
