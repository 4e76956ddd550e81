import { describe, expect, it } from 'vitest';
import { driveOf, mountsAround, placeOnDrive, type DriveReads } from './drive.ts';

type Machine = {
  readonly platform?: NodeJS.Platform;
  /** lines of /proc/self/mountinfo */
  readonly mounts?: readonly string[];
  /** device number by path */
  readonly devices?: Readonly<Record<string, bigint>>;
  /** UUID to device file */
  readonly uuids?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly size?: { readonly type: number; readonly blocks: number };
};

const reads = (machine: Machine): DriveReads => {
  const { platform = 'linux', mounts = [], devices = {}, uuids, links = {}, size } = machine;
  const missing = (what: string) => Promise.reject(new Error(`there is no ${what}`));
  return {
    platform,
    device: (path) => (devices[path] === undefined ? missing(path) : Promise.resolve(devices[path])),
    text: (path) =>
      path === '/proc/self/mountinfo' ? Promise.resolve(`${mounts.join('\n')}\n`) : missing(path),
    names: (path) =>
      path === '/dev/disk/by-uuid' && uuids ? Promise.resolve(Object.keys(uuids)) : missing(path),
    realPath(path) {
      const uuid = path.startsWith('/dev/disk/by-uuid/') ? uuids?.[path.slice(18)] : undefined;
      const real = uuid ?? links[path];
      if (real !== undefined) return Promise.resolve(real);
      return path.startsWith('/dev/sd') ? Promise.resolve(path) : missing(path);
    },
    size: () => (size ? Promise.resolve(size) : missing('size')),
  };
};

/** As `makedev`. */
const dev = (major: bigint, minor: bigint): bigint =>
  (major << 8n) | (minor & 0xffn) | ((minor >> 8n) << 20n);

const home = '24 1 8:2 / /home rw,relatime shared:5 - ext4 /dev/sda2 rw';
const stick = (device: string, file: string, type = 'vfat') =>
  `90 1 ${device} / /media/u/MY\\040STICK rw - ${type} ${file} rw,uid=1000`;

describe.skipIf(process.platform === 'win32')('the drive of a folder on Linux', () => {
  it('has the UUID of the mounted device, and keeps it when devices are numbered anew', async () => {
    const before = reads({
      mounts: [home, stick('8:17', '/dev/sdb1')],
      devices: { '/media/u/MY STICK/docs': dev(8n, 17n) },
      uuids: { 'aaaa-home': '/dev/sda2', '1234-ABCD': '/dev/sdb1' },
    });
    const after = reads({
      mounts: [home.replace('8:2', '8:18').replace('sda2', 'sdb2'), stick('8:1', '/dev/sda1')],
      devices: { '/media/u/MY STICK/docs': dev(8n, 1n) },
      uuids: { 'aaaa-home': '/dev/sdb2', '1234-ABCD': '/dev/sda1' },
    });
    const drive = { id: 'uuid:1234-ABCD', renumbers: true, isShared: false };
    expect(await driveOf('/media/u/MY STICK/docs', before)).toEqual(drive);
    expect(await driveOf('/media/u/MY STICK/docs', after)).toEqual(drive);
  });

  it('has device, type and size for signs where nothing lists UUIDs', async () => {
    const machine = (blocks: number) =>
      reads({
        mounts: [home, '91 1 7:0 / /mnt rw - ext2 /dev/loop0 rw'],
        devices: { '/mnt': dev(7n, 0n) },
        size: { type: 0xef53, blocks },
      });
    expect((await driveOf('/mnt', machine(4000)))?.id).toBe('signs:/dev/loop0 ext2 4000');
    expect((await driveOf('/mnt', machine(8000)))?.id).toBe('signs:/dev/loop0 ext2 8000');
  });

  it.each([
    ['a mapped device', '30 1 253:1 / /data rw - ext4 /dev/mapper/vg-data rw', '/dev/dm-1'],
    ['a source that is no file', '30 1 253:1 / /data rw - ext4 /dev/root rw', '/dev/dm-1'],
  ])('is found by %s', async (_what, mount, file) => {
    const machine = reads({
      mounts: ['20 1 8:1 / / rw - ext4 /dev/sda1 rw', mount],
      devices: { '/data/docs': dev(253n, 1n) },
      uuids: { other: '/dev/sda1', mine: file },
      links: { '/dev/mapper/vg-data': file, '/sys/dev/block/253:1': '/sys/devices/virtual/block/dm-1' },
    });
    expect((await driveOf('/data/docs', machine))?.id).toBe('uuid:mine');
  });

  it('is found by its place where the file system shows another number than is mounted (btrfs)', async () => {
    const machine = reads({
      mounts: [
        '20 1 0:30 /@ / rw - btrfs /dev/sda1 rw',
        '21 20 0:30 /@home /home rw - btrfs /dev/sda1 rw',
        '22 21 8:33 / /home/u rw - ext4 /dev/sdc1 rw',
        // mounted over the one before: that is what is seen there
        '23 21 0:31 /@u /home/u rw - btrfs /dev/sdd1 rw',
      ],
      devices: { '/home/u/docs': dev(0n, 55n), '/home/v': dev(0n, 54n) },
      uuids: { one: '/dev/sda1', two: '/dev/sdc1', three: '/dev/sdd1' },
    });
    expect((await driveOf('/home/u/docs', machine))?.id).toBe('uuid:three');
    expect((await driveOf('/home/v', machine))?.id).toBe('uuid:one');
  });

  it.each([
    ['nfs4 server:/export', 'share:server:/export', true, false],
    ['cifs //server/share', 'share://server/share', true, false],
    ['fuse.sshfs me@host:docs', 'share:me@host:docs', true, true],
    ['fuse.rclone somewhere', 'signs:somewhere fuse.rclone 10', true, true],
    ['tmpfs tmpfs', 'signs:tmpfs tmpfs 10', false, false],
  ])('on %s', async (mount, id, isShared, renumbers) => {
    const machine = reads({
      mounts: [`40 1 0:50 / /mnt rw - ${mount} rw`],
      devices: { '/mnt/docs': dev(0n, 50n) },
      uuids: { other: '/dev/sda1' },
      size: { type: 1, blocks: 10 },
    });
    expect(await driveOf('/mnt/docs', machine)).toEqual({ id, isShared, renumbers });
  });

  it('is not known where the system tells nothing', async () => {
    expect(await driveOf('/gone', reads({ mounts: [home] }))).toBeUndefined();
    expect(await driveOf('/home', reads({ devices: { '/home': dev(8n, 2n) } }))).toBeUndefined();
  });

  it('reads large numbers of devices as the system writes them', async () => {
    const machine = reads({
      mounts: ['40 1 259:70000 / /mnt rw - ext4 /dev/sdz9 rw'],
      devices: { '/mnt': dev(259n, 70_000n) },
      uuids: { mine: '/dev/sdz9' },
    });
    expect((await driveOf('/mnt', machine))?.id).toBe('uuid:mine');
  });
});

it('is the serial number of the volume on Windows', async () => {
  const machine = (serial: bigint) => reads({ platform: 'win32', devices: { 'D:\\docs': serial } });
  expect((await driveOf('D:\\docs', machine(0x1a2b3c4dn)))?.id).toBe('serial:1a2b3c4d');
  expect(await driveOf('D:\\docs', machine(0n))).toBeUndefined();
});

it('is type and size on macOS', async () => {
  const machine = reads({ platform: 'darwin', size: { type: 26, blocks: 123 } });
  expect((await driveOf('/Volumes/X', machine))?.id).toBe('signs:26 123');
});

it('what is mounted around a folder is told by a text that changes with it, and with nothing else', async () => {
  const base = ['20 1 8:1 / / rw - ext4 /dev/sda1 rw', home];
  const around = (...more: string[]) => mountsAround('/home/u/docs', reads({ mounts: [...base, ...more] }));
  const before = await around();
  expect(before).not.toBe('');
  expect(await around('50 1 0:60 / /var/lib/x rw - tmpfs tmpfs rw')).toBe(before);
  for (const at of ['/home/u', '/home/u/docs', '/home/u/docs/a\\040b'])
    expect(await around(`50 1 0:60 / ${at} rw - tmpfs tmpfs rw`), at).not.toBe(before);
  expect(await around('50 1 0:60 / /home/u/docs2 rw - tmpfs tmpfs rw')).toBe(before);
  expect(await mountsAround('/home', reads({ platform: 'darwin' }))).toBe('');
});

describe('the place of a folder on its drive', () => {
  const mounts = [
    '21 1 8:1 / / rw - ext4 /dev/sda1 rw',
    home,
    '40 1 8:2 /u/my\\040docs /mnt/copy rw - ext4 /dev/sda2 rw',
  ];
  it.each([
    ['/', { device: '8:1', path: '/' }],
    ['/srv/a', { device: '8:1', path: '/srv/a' }],
    ['/home', { device: '8:2', path: '/' }],
    ['/home/u/my docs', { device: '8:2', path: '/u/my docs' }],
    ['/mnt/copy', { device: '8:2', path: '/u/my docs' }],
    ['/mnt/copy/sub', { device: '8:2', path: '/u/my docs/sub' }],
  ])('of %s is the same wherever it is mounted', async (path, place) => {
    expect(await placeOnDrive(path, reads({ mounts }))).toEqual(place);
  });

  it('is not told where the system does not say it', async () => {
    expect(await placeOnDrive('/home', reads({ platform: 'darwin' }))).toBeUndefined();
  });
});
