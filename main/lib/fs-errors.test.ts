import { describe, expect, it } from 'vitest';
import { constants } from 'node:os';
import { diskError, fsCodeOf, fsFailureOf, isWithoutHardLinks } from './fs-errors.ts';

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
    ['EIO', 'faulty'],
    ['ESTALE', 'unreachable'],
    ['EMFILE', 'limit'],
    ['ENOMEM', 'memory'],
    ['EISDIR', 'folder'],
    ['EFBIG', 'too-large'],
    ['EINVAL', 'other'],
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

  it('permissions are the reason where they are, and nowhere else', () => {
    for (const name of Object.keys(constants.errno)) {
      const { code, detail } = diskError(thrown(name), 'open', '/a', { denied: 'FILE_UNREADABLE' });
      expect(code === 'FILE_UNREADABLE', name).toBe(['EACCES', 'EPERM', 'EROFS'].includes(name));
      expect(code, name).not.toBe('UNEXPECTED');
      // what has no sentence of its own is named
      expect(detail.values, name).toEqual(code === 'SYSTEM_REFUSED' ? { system: name } : undefined);
    }
    const own = { denied: 'FOLDER_UNREADABLE', absent: 'FOLDER_MISSING', link: 'FILE_GONE' } as const;
    expect(diskError(thrown('ENOTDIR'), 'list', '/a', own).code).toBe('FOLDER_MISSING');
    expect(diskError(thrown('ELOOP'), 'list', '/a', own).code).toBe('FILE_GONE');
  });

  it.each([
    ['\\\\server\\share\\a.txt', 'DRIVE_UNREACHABLE'],
    ['//server/share/a.txt', 'DRIVE_UNREACHABLE'],
    ['\\\\?\\UNC\\server\\share\\a.txt', 'DRIVE_UNREACHABLE'],
    ['\\\\?\\C:\\a.txt', 'SYSTEM_REFUSED'],
    ['\\\\.\\pipe\\a', 'SYSTEM_REFUSED'],
    ['C:\\a.txt', 'SYSTEM_REFUSED'],
    ['/home/a.txt', 'SYSTEM_REFUSED'],
  ])('what libuv has no name for is a server that is away below a share alone: %s', (path, code) => {
    const thrown = Object.assign(new Error('unknown error'), { code: 'UNKNOWN' });
    expect(diskError(thrown, 'lstat', path, { denied: 'FILE_UNREADABLE' })).toMatchObject({ code });
  });

  it('a file system that refuses links is told from a full one', () => {
    expect(isWithoutHardLinks(thrown('EPERM'))).toBe(true);
    expect(isWithoutHardLinks(thrown('ENOSPC'))).toBe(false);
  });
});
