import { expect, it } from 'vitest';
import { chooseMode, type UploadMode } from './upload-mode.ts';

const mb = 1000;
it.each([
  ['nothing is measured', undefined, undefined, 'sequential'],
  ['one connection is as fast as the hash of several', 150 * mb, undefined, 'sequential'],
  ['one connection is slow, and several were not tried', 2 * mb, undefined, 'concurrent'],
  ['several carry more', 2 * mb, 6 * mb, 'concurrent'],
  ['several carry hardly more', 10 * mb, 11 * mb, 'sequential'],
  ['several carry less', 10 * mb, 8 * mb, 'sequential'],
] as const)('%s', (_when, sequential, concurrent, mode: UploadMode) => {
  expect(chooseMode({ sequential, concurrent }, false)).toBe(mode);
  expect(chooseMode({ sequential, concurrent }, true)).toBe('concurrent');
});
