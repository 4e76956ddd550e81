import { describe, expect, it } from 'vitest';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { fingerprintOfFolder } from '../../model/file-stat.ts';
import { isDriveAway } from './known-root.ts';

type Side = {
  readonly inode: string;
  readonly born?: string | undefined;
  readonly drive?: string | undefined;
  readonly mount: boolean;
};
const fingerprint = ({ inode, born, drive, mount }: Side) =>
  fingerprintOfFolder({ inode, born }, mount ? (drive ?? '') : undefined);

function away(known: Side, now: Side): boolean {
  const local = { fingerprint: fingerprint(known), localId: undefined, size: 0 };
  const signs = { inode: now.inode, born: now.born, drive: now.drive };
  return isDriveAway({ drive: known.drive }, { local } as BaselineEntry, {
    signs,
    renumbers: false,
    fingerprint: fingerprint(now),
  });
}

const stick: Side = { inode: '2', drive: 'uuid:stick', mount: true };
const nameless: Side = { inode: '2', drive: 'signs:/dev/loop0 ext2 4000', mount: true };
const below: Side = { inode: '77', born: '5', drive: 'uuid:disk', mount: false };

describe('the drive of a folder is away', () => {
  it.each<[string, Side, Side]>([
    ['with nothing mounted there', stick, below],
    ['with nothing mounted there, and it had no name', nameless, { ...below, drive: undefined }],
    ['with another one there', stick, { ...stick, drive: 'uuid:other' }],
  ])('%s', (_what, known, now) => {
    expect(away(known, now)).toBe(true);
  });

  it.each<[string, Side, Side]>([
    ['when it is there', stick, stick],
    ['when it is there, as far as can be told', nameless, nameless],
    [
      'when another folder took the place of one on the same drive',
      below,
      { ...below, inode: '78', born: '6' },
    ],
    ['when the drive was told of by another name before', nameless, stick],
  ])('not %s', (_what, known, now) => {
    expect(away(known, now)).toBe(false);
  });

  it('not while the folder was never synced', () => {
    const signs = { inode: '2', born: undefined, drive: 'uuid:stick' };
    expect(isDriveAway({ drive: undefined }, undefined, { signs, renumbers: false, fingerprint: '' })).toBe(
      false,
    );
  });
});
