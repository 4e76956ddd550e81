import { describe, expect, it } from 'vitest';
import { compareDrives, compareFolders, isSure, mayBeOtherDrive } from './drive.ts';
import { fingerprintOfFolder, signsOf } from './file-stat.ts';

describe('two names of drives', () => {
  it.each([
    ['one name that no other drive has', 'uuid:1234-ABCD', 'uuid:1234-ABCD', 'same'],
    ['two such names', 'uuid:1234-ABCD', 'uuid:5678-EF01', 'other'],
    ['signs that agree say nothing', 'signs:/dev/sdb1 vfat 100', 'signs:/dev/sdb1 vfat 100', 'unknown'],
    ['signs that differ', 'signs:/dev/sdb1 vfat 100', 'signs:/dev/sdb1 vfat 200', 'other'],
    ['a name, and signs since', 'uuid:1234-ABCD', 'signs:/dev/sdb1 vfat 100', 'other'],
    ['signs, and a name since', 'signs:/dev/sdb1 vfat 100', 'uuid:1234-ABCD', 'unknown'],
    ['not known before', undefined, 'uuid:1234-ABCD', 'unknown'],
    ['not known now', 'serial:1a2b', undefined, 'unknown'],
  ])('%s', (_what, before, now, verdict) => {
    expect(compareDrives(before, now)).toBe(verdict);
  });

  it('are sure or made of signs', () => {
    expect([isSure('share:server:/export'), isSure('signs:tmpfs tmpfs 9'), isSure(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the folder at a path', () => {
  const stick = { inode: '2', born: undefined, drive: 'uuid:1234-ABCD' };
  const unnamed = { ...stick, drive: 'signs:/dev/sdb1 ext2 1000' };
  const home = { inode: '77', born: '5000', drive: 'uuid:home' };
  const cheap = { inode: '9', born: '123', drive: 'uuid:FAT0-0001' };
  it.each<
    [string, Parameters<typeof compareFolders>[0], Parameters<typeof compareFolders>[1], boolean, string]
  >([
    ['is the one it was', home, home, false, 'same'],
    [
      'is the one it was, under a drive that had no name then',
      { ...home, drive: undefined },
      home,
      false,
      'same',
    ],
    [
      'is the one it was, and the system lists no names now',
      home,
      { ...home, drive: 'signs:/dev/sda1 ext4 9' },
      false,
      'same',
    ],
    // /dev/sda1 is /dev/sdb1 after a restart
    [
      'is the one it was, though the system counts its drives in another order',
      { ...home, drive: 'signs:/dev/sda1 ext4 9000' },
      { ...home, drive: 'signs:/dev/sdb1 ext4 9000' },
      false,
      'same',
    ],
    ['was replaced', home, { ...home, inode: '78', born: '6000' }, false, 'replaced'],
    ['got the inode of a folder that was deleted', home, { ...home, born: '6000' }, false, 'replaced'],
    [
      'is a copy of the drive, with another name',
      home,
      { ...home, drive: 'uuid:copy' },
      false,
      'other-drive',
    ],
    ['has no birth time, and its drive is the one it was', stick, stick, false, 'same'],
    [
      'has no birth time, and its drive is another',
      stick,
      { ...stick, drive: 'uuid:9' },
      false,
      'other-drive',
    ],
    ['has no birth time, and was replaced on its drive', stick, { ...stick, inode: '12' }, false, 'replaced'],
    ['has no birth time, and its drive makes up its inodes', stick, { ...stick, inode: '12' }, true, 'same'],
    ['has no birth time, and its drive no name', unnamed, unnamed, false, 'unknown'],
    [
      'has no birth time, and its drive other signs',
      unnamed,
      { ...unnamed, drive: 'signs:/dev/sdb1 ext2 2000' },
      false,
      'other-drive',
    ],
    ['is where a drive was mounted', stick, home, false, 'other-drive'],
    [
      'is where a drive without a name was mounted',
      unnamed,
      { ...home, drive: 'signs:/dev/sda1 ext4 9' },
      false,
      'other-drive',
    ],
    ['has birth times and made-up inodes', cheap, { ...cheap, inode: '31' }, true, 'same'],
    [
      'has birth times and made-up inodes, and its drive no name',
      { ...cheap, drive: 'signs:/dev/sdb1 vfat 5' },
      { ...cheap, inode: '31', drive: 'signs:/dev/sdb1 vfat 5' },
      true,
      'unknown',
    ],
    [
      'has had no birth time before its system knew them',
      { ...stick, born: undefined },
      { ...stick, born: '4' },
      false,
      'same',
    ],
    ['was never looked at', undefined, home, false, 'unknown'],
  ])('%s', (_what, before, now, renumbers, verdict) => {
    expect(compareFolders(before, now, renumbers)).toBe(verdict);
  });
});

describe('a drive within a folder', () => {
  const at = (born: string | undefined, mount: string | undefined) =>
    fingerprintOfFolder({ inode: '2', born }, mount);

  it('stands in the fingerprint, with its name', () => {
    expect(signsOf(at('5', 'uuid:a:b'))).toEqual({ inode: '2', born: '5', drive: 'uuid:a:b', isMount: true });
    expect(signsOf(at(undefined, 'signs:/dev/loop0 ext2 7'))).toMatchObject({
      born: undefined,
      drive: 'signs:/dev/loop0 ext2 7',
    });
    expect([at('5', ''), at('5', undefined)].map((one) => signsOf(one)?.isMount)).toEqual([true, false]);
    expect(signsOf('12:5:5:2')).toBeUndefined();
  });

  it.each<[string, string | undefined, string | undefined, boolean]>([
    ['it is mounted as it was', at(undefined, 'uuid:a'), at(undefined, 'uuid:a'), false],
    ['it was unmounted', at(undefined, 'uuid:a'), at('7', undefined), true],
    ['it was mounted', at('7', undefined), at(undefined, 'uuid:a'), true],
    ['another one is mounted', at(undefined, 'uuid:a'), at(undefined, 'uuid:b'), true],
    ['nothing tells which one', at(undefined, 'signs:a'), at(undefined, 'signs:a'), true],
    ['its birth time tells that it is the one', at('7', 'signs:a'), at('7', 'signs:a'), false],
    ['a version before noted no name of it', at('7', ''), at('7', 'uuid:a'), false],
    ['there is none', at('7', undefined), at('8', undefined), false],
    ['the folder is gone', at('7', undefined), undefined, false],
    ['the folder is gone with its drive', at('7', 'uuid:a'), undefined, true],
  ])('%s', (_what, before, now, other) => {
    expect(mayBeOtherDrive(before, now)).toBe(other);
  });
});
