/**
 * Names the drive that holds a folder (model/drive.ts says what a name is worth). Linux: the UUID of the mounted device, or
 * the address of a network share; Windows: the serial number of the volume; elsewhere, and where there is no such name:
 * device, type and size.
 */
import { readdir, readFile, realpath, stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { signsMark, type Drive } from '../model/drive.ts';
import { isAtOrBelow } from '../model/relative-path.ts';

/** What is read of the system; each throws where it cannot be. */
export type DriveReads = {
  readonly platform: NodeJS.Platform;
  device(path: string): Promise<bigint>;
  text(path: string): Promise<string>;
  names(path: string): Promise<readonly string[]>;
  realPath(path: string): Promise<string>;
  size(path: string): Promise<{ readonly type: number; readonly blocks: number }>;
};

const systemReads: DriveReads = {
  platform: process.platform,
  device: async (path) => (await stat(path, { bigint: true })).dev,
  text: (path) => readFile(path, 'utf8'),
  names: (path) => readdir(path),
  realPath: (path) => realpath(path),
  size: (path) => statfs(path),
};

/** `path` is absolute, and real. Undefined where nothing can be told. */
export async function driveOf(path: string, reads: DriveReads = systemReads): Promise<Drive | undefined> {
  try {
    if (reads.platform === 'linux') return await linuxDrive(path, reads);
    if (reads.platform === 'win32') return windowsDrive(await reads.device(path));
    const { type, blocks } = await reads.size(path);
    return { id: `${signsMark}${type} ${blocks}`, renumbers: false, isShared: false };
  } catch {
    return undefined;
  }
}

/**
 * What is mounted over, on and above this folder, as a text that is another one as soon as that changes; '' where it
 * cannot be told.
 */
export async function mountsAround(path: string, reads: DriveReads = systemReads): Promise<string> {
  if (reads.platform !== 'linux') return '';
  try {
    return (await readMounts(reads))
      .filter(({ at }) => isUnder(path, at) || isUnder(at, path))
      .map(({ id, device, at, source }) => `${id} ${device} ${at} ${source}`)
      .join('\n');
  } catch {
    return '';
  }
}

/**
 * Which drive, and where on it, this path is; the same for every place that a folder is mounted at. Undefined where it
 * cannot be told. A drive may have several roots, so two folders of one place may yet be two.
 */
export async function placeOnDrive(
  path: string,
  reads: DriveReads = systemReads,
): Promise<{ readonly device: string; readonly path: string } | undefined> {
  if (reads.platform !== 'linux') return undefined;
  try {
    const over = (await readMounts(reads)).filter(({ at }) => isUnder(path, at));
    const deepest = Math.max(...over.map(({ at }) => at.length));
    const mount = over.findLast(({ at }) => at.length === deepest);
    if (!mount) return undefined;
    const { device, root, at } = mount;
    const below = path.slice(at === '/' ? 0 : at.length);
    return { device, path: root === '/' ? below || '/' : `${root}${below === '/' ? '' : below}` };
  } catch {
    return undefined;
  }
}

/** Where the number is 0, the volume has none. */
const windowsDrive = (serial: bigint): Drive | undefined =>
  serial === 0n ? undefined : { id: `serial:${serial.toString(16)}`, renumbers: false, isShared: false };

type Mount = {
  readonly id: string;
  /** major:minor */
  readonly device: string;
  /** the folder of the drive that is seen at `at` */
  readonly root: string;
  readonly at: string;
  readonly type: string;
  readonly source: string;
};

/** Network file systems, and those that a program gives: who writes to them elsewhere causes no event here. */
const sharedTypes =
  /^(?:nfs4?|cifs|smb3|smbfs|ncpfs|afs|coda|9p|ceph|lustre|gfs2|ocfs2|glusterfs|vboxsf|virtiofs|prl_fs|fuse\..*|fuse)$/;
/** Their inodes are numbers that the system makes up. */
const renumberingTypes = /^(?:vfat|msdos|exfat|fuse|fuseblk|fuse\..*)$/;
/** `server:/export`, `user@host:folder`, `//server/share` */
const shareAddress = /^(?:\/\/[^/]+\/.|[^/:]+:.)/;

async function linuxDrive(path: string, reads: DriveReads): Promise<Drive | undefined> {
  const mount = mountOf(path, deviceName(await reads.device(path)), await readMounts(reads));
  if (!mount) return undefined;
  const { type, source } = mount;
  const facts = {
    renumbers: renumberingTypes.test(type),
    isShared: sharedTypes.test(type),
    ...(type === 'overlay' ? ({ copiesUp: true } as const) : {}),
  };
  if (facts.isShared && shareAddress.test(source)) return { id: `share:${source}`, ...facts };
  const uuid = await uuidOf(mount, reads);
  if (uuid !== undefined) return { id: `uuid:${uuid}`, ...facts };
  const { blocks } = await reads.size(path);
  return { id: `${signsMark}${source} ${type} ${blocks}`, ...facts };
}

/** By its device number; some file systems (btrfs) show another one in what is mounted, so then by the place. */
function mountOf(path: string, device: string, mounts: readonly Mount[]): Mount | undefined {
  const over = mounts.filter(({ at }) => isUnder(path, at));
  const deepest = Math.max(...over.map(({ at }) => at.length));
  return (
    over.findLast((one) => one.device === device) ??
    mounts.find((one) => one.device === device) ??
    // what is mounted last on one place is what is seen there
    over.findLast(({ at }) => at.length === deepest)
  );
}

const uuids = '/dev/disk/by-uuid';

/** The name under which the mounted device is listed there. */
async function uuidOf({ source, device }: Mount, reads: DriveReads): Promise<string | undefined> {
  const listed = await reads.names(uuids).catch(() => [] as readonly string[]);
  if (listed.length === 0) return undefined;
  const real = await deviceFile(source, device, reads);
  if (real === undefined) return undefined;
  for (const uuid of listed)
    if ((await reads.realPath(join(uuids, uuid)).catch(() => undefined)) === real) return uuid;
  return undefined;
}

/** `/dev/root` and the like name no file; the device's number does. */
async function deviceFile(source: string, device: string, reads: DriveReads): Promise<string | undefined> {
  const named = source.startsWith('/') ? await reads.realPath(source).catch(() => undefined) : undefined;
  if (named !== undefined) return named;
  const system = await reads.realPath(`/sys/dev/block/${device}`).catch(() => undefined);
  return system === undefined ? undefined : `/dev/${basename(system)}`;
}

/** `36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/sda1 rw`: see proc(5). */
async function readMounts(reads: DriveReads): Promise<Mount[]> {
  const text = await reads.text('/proc/self/mountinfo');
  return text.split('\n').flatMap((line) => {
    const [before = '', after] = line.split(' - ');
    if (after === undefined) return [];
    const [id = '', , device = '', root = '', at = ''] = before.split(' ');
    const [type = '', source = ''] = after.split(' ');
    return [{ id, device, root: plain(root), at: plain(at), type, source: plain(source) }];
  });
}

/** Spaces and the like are written as octal numbers there. */
const plain = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Absolute paths; all lies below '/'. */
const isUnder = (path: string, above: string): boolean => isAtOrBelow(path, above === '/' ? '' : above);

/** As `makedev` of the C library takes them together. */
const deviceName = (device: bigint): string => {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
};
