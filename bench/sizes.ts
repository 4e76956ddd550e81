/** How much each row does: in full, and for trying a change. */
import type { Sizes } from './measurement.ts';

const GiB = 2 ** 30;
const MiB = 2 ** 20;

export const full: Sizes = {
  small: 10_000,
  far: 4_000,
  large: 2 * GiB,
  saves: 100,
  folder: 15_000,
  tree: 100_000,
  moved: 600,
  siblings: [100, 2_000, 20_000],
  edits: 20,
  slope: 500,
  restMs: 60_000,
  provenMs: 45_000,
  versions: 10_000,
  starts: 5,
  million: 1_000_000,
  curve: [1_000, 10_000, 100_000, 1_000_000],
  peerFiles: 2_000,
  peerLarge: GiB,
  burst: 10_000,
  bursts: 20,
};

/** All rows that need not be named take less than five minutes. */
export const quick: Sizes = {
  small: 1_000,
  far: 100,
  large: 256 * MiB,
  saves: 1,
  folder: 500,
  tree: 2_000,
  moved: 20,
  siblings: [100, 500],
  edits: 1,
  slope: 40,
  restMs: 3_000,
  provenMs: 1_000,
  versions: 300,
  starts: 1,
  million: 20_000,
  curve: [200, 2_000, 20_000],
  peerFiles: 100,
  peerLarge: 64 * MiB,
  burst: 500,
  bursts: 1,
};
