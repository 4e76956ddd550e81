/** A disk of a few MiB that a test can fill: a tmpfs, which root alone may mount. */
import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
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
