/**
 * A disk in memory for unit tests: the simulated one (held to the real disk by tests/conformance/disk.test.ts) on the
 * time of a fake clock. Every look at it takes some microseconds of that time.
 */
import type { Disk } from '../../../main/disk/disk.ts';
import { createCrashSwitch } from './crash-switch.ts';
import { createSimDisk, type SimDisk } from './disk.ts';
import { createRandom } from './random.ts';
import type { FakeClock } from './clock.ts';

export type FakeDisk = {
  readonly disk: Disk;
  /** what programs do on it */
  readonly files: SimDisk;
};

export function createFakeDisk({ time }: FakeClock): FakeDisk {
  const options = { stampUs: 1, reuseInodes: true, birthTimes: true, renameStamps: true, slowestUs: 100 };
  const files = createSimDisk(time, createRandom(1, 'disk'), options, () => 0);
  return { disk: files.disk(createCrashSwitch(time)), files };
}
