/** Disks of a few MiB for tests: a tmpfs that can be filled, and a stick that can be taken out. Root alone may mount them. */
import { execFile } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type SmallDisk = {
  /** leaves no room at all */
  fill(): void;
  free(): void;
  close(): Promise<void>;
};

const run = promisify(execFile);

/** At `folder`, which is made. Throws where it may not be mounted. */
export const smallDisk = async (folder: string, megabytes: number): Promise<SmallDisk> => {
  mkdirSync(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
  const filler = join(folder, 'filler');
  return {
    fill: () => {
      const file = openSync(filler, 'w');
      try {
        for (const size of [65_536, 4096, 1]) {
          const bytes = Buffer.alloc(size);
          try {
            while (writeSync(file, bytes) > 0);
          } catch {
            // no room for one so large
          }
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => {
      rmSync(filler);
    },
    close: async () => {
      await run('umount', ['-l', folder]);
    },
  };
};

/** May this process mount one? */
export const canMount = async (folder: string): Promise<boolean> => {
  try {
    await (await smallDisk(folder, 1)).close();
    return true;
  } catch {
    return false;
  }
};

/** A drive as a stick is: ext2 without birth times in an image, which can be taken out and put in again. */
export type Stick = {
  /** Puts it in at this folder, which is made, as the system's next free device. */
  plugIn(folder: string): Promise<void>;
  takeOut(): Promise<void>;
  remove(): Promise<void>;
};

const uuids = '/dev/disk/by-uuid';

/**
 * In the file `image`, which is made. `uuid`: listed as the system does it while the stick is in; undefined: the system
 * lists none. Throws where it may not be made.
 */
export const makeStick = async (image: string, uuid: string | undefined, megabytes = 4): Promise<Stick> => {
  closeSync(openSync(image, 'w'));
  truncateSync(image, megabytes * 1024 * 1024);
  // inodes of 128 bytes have no room for a birth time
  await run('mke2fs', ['-q', '-t', 'ext2', '-I', '128', ...(uuid === undefined ? [] : ['-U', uuid]), image]);
  let mounted:
    { readonly folder: string; readonly device: string; readonly listed: string | undefined } | undefined;
  const takeOut = async () => {
    if (!mounted) return;
    const { folder, device, listed } = mounted;
    mounted = undefined;
    await run('umount', ['-l', folder]);
    await run('losetup', ['-d', device]).catch(() => undefined);
    if (listed !== undefined) rmSync(listed, { force: true });
  };
  return {
    plugIn: async (folder) => {
      mkdirSync(folder, { recursive: true });
      const { stdout } = await run('losetup', ['--find', '--show', image]);
      const device = stdout.trim();
      await run('mount', ['-t', 'ext2', device, folder]);
      mounted = { folder, device, listed: uuid === undefined ? undefined : listUuid(uuid, device) };
    },
    takeOut,
    remove: async () => {
      await takeOut();
      rmSync(image, { force: true });
    },
  };
};

/** May this process make one, with what it takes? */
export const canMakeSticks = async (folder: string): Promise<boolean> => {
  const image = `${folder}.img`;
  try {
    const stick = await makeStick(image, undefined, 1);
    await stick.plugIn(folder);
    await stick.remove();
    return true;
  } catch {
    rmSync(image, { force: true });
    return false;
  }
};

/** Where no udev runs, the link is ours to make; returns it then, for it is ours to remove. */
const listUuid = (uuid: string, device: string): string | undefined => {
  const link = join(uuids, uuid);
  if (existsSync(link)) return undefined;
  mkdirSync(uuids, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(device, link);
  return link;
};
