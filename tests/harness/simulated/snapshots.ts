/** Clones on the simulated disk, as btrfs, XFS and APFS make them: one state of a file, whoever writes to it. */
import type { Snapshots } from '../../../main/disk/snapshots.ts';
import { inFolder } from '../../../main/disk/in-folder.ts';
import { KooError } from '../../../main/model/errors.ts';
import { below } from '../../../main/model/local-path.ts';
import type { CrashSwitch } from './crash-switch.ts';
import type { SimDisk } from './disk.ts';
import type { Random } from './random.ts';

const folder = '/snapshots';

/** For one life of the engine. */
export function createSimSnapshots(disk: SimDisk, crashSwitch: CrashSwitch, random: Random): Snapshots {
  const slow = () => random.int(100, 20_000);
  return {
    async take(of, signal) {
      const absolute = inFolder(of.folder, of.path);
      const taken = await crashSwitch.disk(slow(), () => {
        if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
        const source = disk.factsNow(absolute);
        const bytes = disk.bytes(absolute);
        disk.mkdir(folder);
        const at = below(folder, String(random.int(0, 1e9)));
        const path = inFolder(at.folder, at.path);
        // now and then there is no room
        if (!source || !bytes || !disk.readable(absolute) || random.chance(0.1)) return undefined;
        if (!disk.write(path, bytes)) return undefined;
        const stat = disk.factsNow(path);
        return stat && { at, stat, source };
      });
      return (
        taken && {
          ...taken,
          release: () =>
            crashSwitch.disk(slow(), () => void disk.remove(inFolder(taken.at.folder, taken.at.path))),
        }
      );
    },
    empty: () => void disk.remove(folder),
  };
}
