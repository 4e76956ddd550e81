/** Clones on the simulated disk, as btrfs, XFS and APFS make them: one state of a file, whoever writes to it. */
import type { Snapshots } from '../../../main/disk/snapshots.ts';
import { KooError } from '../../../main/model/errors.ts';
import type { CrashSwitch } from './crash-switch.ts';
import type { SimDisk } from './disk.ts';
import type { Random } from './random.ts';

const folder = '/snapshots';

/** For one life of the engine. */
export function createSimSnapshots(disk: SimDisk, crashSwitch: CrashSwitch, random: Random): Snapshots {
  const slow = () => random.int(100, 20_000);
  return {
    async take(absolute, signal) {
      const taken = await crashSwitch.disk(slow(), () => {
        if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
        const source = disk.factsNow(absolute);
        const bytes = disk.bytes(absolute);
        disk.mkdir(folder);
        const path = `${folder}/${String(random.int(0, 1e9))}`;
        // now and then there is no room
        if (!source || !bytes || !disk.readable(absolute) || random.chance(0.1)) return undefined;
        if (!disk.write(path, bytes)) return undefined;
        const stat = disk.factsNow(path);
        return stat && { path, stat, source };
      });
      return (
        taken && {
          ...taken,
          release: () => crashSwitch.disk(slow(), () => void disk.remove(taken.path)),
        }
      );
    },
    empty: () => void disk.remove(folder),
  };
}
