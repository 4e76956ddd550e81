import { describe, expect, it } from 'vitest';
import { fsCodeOf, fsFailureOf, isWithoutHardLinks } from './fs-errors.ts';

const thrown = (code: string) => Object.assign(new Error(code), { code });

describe("node's errors of the disk", () => {
  it.each([
    ['ENOENT', 'absent'],
    ['ENOTDIR', 'absent'],
    ['EEXIST', 'exists'],
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['EROFS', 'denied'],
    ['EBUSY', 'busy'],
    ['ETXTBSY', 'busy'],
    ['ENAMETOOLONG', 'name-too-long'],
    ['ELOOP', 'link'],
    ['EIO', 'other'],
  ] as const)('%s is %s', (code, failure) => {
    expect(fsFailureOf(thrown(code))).toBe(failure);
    expect(fsCodeOf(thrown(code))).toBe(code);
  });

  it.each([undefined, null, 'ENOENT', { code: 'ENOENT' }, Object.assign(new Error(), { code: 5 })])(
    '%j is none of them',
    (value) => {
      expect(fsFailureOf(value)).toBe('other');
      expect(fsCodeOf(value)).toBe('');
    },
  );

  it('a file system that refuses links is told from a full one', () => {
    expect(isWithoutHardLinks(thrown('EPERM'))).toBe(true);
    expect(isWithoutHardLinks(thrown('ENOSPC'))).toBe(false);
  });
});
