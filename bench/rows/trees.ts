/** What happens to whole folders: renamed, moved, deleted, touched, while they are watched. */
import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { less, type Figure, type Row, type Sizes } from '../measurement.ts';
import { writeTree } from '../trees.ts';
import { processStats } from '../process-stats.ts';
import { pause, type Counts, type TrivialWorld, type Watching } from '../trivial-world.ts';
import { within } from './uploads.ts';

export type Change = {
  readonly ms: number;
  readonly calls: number;
  readonly changing: number;
  readonly cpuS: number;
  readonly rssMiB: number;
};

const callsOf = ({ counts }: Counts): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

/** Does it while the folder is watched and idle; gives what it took until that was so again. */
export async function changing(world: TrivialWorld, daemon: Watching, work: () => void): Promise<Change> {
  await world.server.resetCounts();
  const before = processStats(daemon.pid).cpuS;
  const begun = Date.now();
  work();
  // the events need a moment to arrive: what is idle before them has not begun
  await pause(400);
  const { at } = await daemon.idle();
  const counted = await world.server.counts();
  const after = processStats(daemon.pid);
  return {
    ms: at - begun,
    calls: callsOf(counted),
    changing: counted.changing,
    cpuS: after.cpuS - before,
    rssMiB: after.rssMiB,
  };
}

/** `provenMs` after everything was sent, and idle. */
async function watched(
  world: TrivialWorld,
  { provenMs }: Sizes,
  nodeArgs: readonly string[],
): Promise<Watching> {
  await world.run(['run', '--once']);
  const daemon = await world.watch(nodeArgs);
  await daemon.idle();
  await pause(provenMs);
  await daemon.idle();
  return daemon;
}

/** ms after which a client that has just started has given its memory back (main/engine/give-back.ts) */
const restedMs = 12_000;

/** One tree, and for each round a client of its own that has been idle for a while. */
function renamed(
  total: number,
  files: number,
  aimMs: number,
  sizes: Sizes,
  nodeArgs: readonly string[],
  rounds: number,
): Promise<Figure[][]> {
  return within(async (world) => {
    const nameOf = (round: number) => join(world.folder, `folder-${String(round)}`);
    mkdirSync(nameOf(0));
    writeTree(nameOf(0), { files, perFolder: 50, size: 64, seed: 3 });
    if (total > files)
      writeTree(world.folder, { files: total - files, perFolder: 50, size: 64, seed: 500_000 });
    const what = `a folder of ${String(files)} files${total > files ? ` of ${String(total)}` : ''} renamed`;
    const figures: Figure[][] = [];
    for (let round = 0; round < rounds; round++) {
      const daemon = await watched(
        world,
        round === 0 ? sizes : { ...sizes, provenMs: Math.min(restedMs, sizes.provenMs) },
        nodeArgs,
      );
      const change = await changing(world, daemon, () => renameSync(nameOf(round), nameOf(round + 1)));
      await daemon.stop();
      figures.push([
        { key: 'ms', what, value: change.ms, unit: 'ms to idle', bar: less(1000, aimMs) },
        { key: 'changing', what, value: change.changing, unit: 'changing calls', bar: less(1, 1) },
        { key: 'looks', what, value: change.calls - change.changing, unit: 'looks', bar: less(1, 0) },
        { key: 'cpuS', what, value: change.cpuS, unit: 's of CPU' },
      ]);
    }
    return figures;
  });
}

const inRounds = (
  about: string,
  measureRounds: (sizes: Sizes, nodeArgs: readonly string[], rounds: number) => Promise<Figure[][]>,
): Row => ({
  about,
  measure: async (sizes, nodeArgs) => (await measureRounds(sizes, nodeArgs, 1))[0] ?? [],
  measureRounds,
});

export const rename = inRounds('a folder renamed while it is watched', (sizes, nodeArgs, rounds) =>
  renamed(sizes.folder, sizes.folder, 300, sizes, nodeArgs, rounds),
);

export const renameInTree = inRounds(
  'the same, twice as many files, in a large tree',
  (sizes, nodeArgs, rounds) => renamed(sizes.tree, 2 * sizes.folder, 500, sizes, nodeArgs, rounds),
);

export const move: Row = {
  about: 'folders of 50 files moved into a new one, in one pass',
  once: true,
  measure: ({ moved, provenMs }) =>
    within(async (world) => {
      const folders = writeTree(world.folder, { files: moved * 50, perFolder: 50, size: 64, seed: 11 });
      await pause(2_500);
      await world.run(['run', '--once']);
      // new files are read once more, and that is no work of the move
      await pause(provenMs);
      await world.server.resetCounts();
      await world.run(['run', '--once']);
      // what a pass asks that finds nothing is no look at a folder
      const asked = callsOf(await world.server.counts());
      const target = join(world.folder, 'all');
      mkdirSync(target);
      for (const folder of folders) renameSync(folder, join(target, basename(folder)));
      await pause(2_500);
      await world.server.resetCounts();
      const ran = await world.run(['run', '--once']);
      const after = await world.server.counts();
      const { changing: changes } = after;
      const what = `${String(moved)} folders moved into a new one`;
      return [
        { key: 'ms', what, value: ran.ms, unit: 'ms', bar: less(10_000, 5_000) },
        { key: 'changing', what, value: changes, unit: 'changing calls', bar: less(moved + 1, moved + 1) },
        // each folder that was moved, and the new one
        {
          key: 'looks',
          what,
          value: (callsOf(after) - changes - asked) / (moved + 1),
          unit: 'looks a folder',
          bar: less(3, 3),
        },
      ];
    }),
};

export const remove: Row = {
  about: 'rm -rf of a folder while it is watched',
  measure: (sizes, nodeArgs) =>
    within(async (world) => {
      const { folder: files } = sizes;
      const folder = join(world.folder, 'old');
      mkdirSync(folder);
      writeTree(folder, { files, perFolder: 50, size: 64, seed: 5 });
      writeTree(world.folder, { files: 100, perFolder: 50, size: 64, seed: 900_000 });
      const daemon = await watched(world, sizes, nodeArgs);
      const change = await changing(world, daemon, () => rmSync(folder, { recursive: true }));
      await daemon.stop();
      const what = `rm -rf of ${String(files)} files`;
      return [
        { key: 'ms', what, value: change.ms, unit: 'ms to idle', bar: less(5_000, 2_000) },
        { key: 'cpuS', what, value: change.cpuS, unit: 's of CPU' },
      ];
    }),
};

export const touch: Row = {
  about: 'the times of all files changed, and nothing else',
  once: true,
  measure: (sizes, nodeArgs) =>
    within(async (world) => {
      const { tree: files } = sizes;
      const folders = writeTree(world.folder, { files, perFolder: 50, size: 64, seed: 21 });
      const daemon = await watched(world, sizes, nodeArgs);
      const change = await changing(world, daemon, () => {
        const now = new Date();
        for (const folder of folders)
          for (const name of readdirSync(folder)) utimesSync(join(folder, name), now, now);
      });
      const { rssMiB } = await daemon.stop();
      const what = `times of ${String(files)} files changed`;
      return [
        { key: 'ms', what, value: change.ms, unit: 'ms to idle', bar: less(40_000, 15_000) },
        { key: 'calls', what, value: change.calls, unit: 'calls', bar: less(0, 0) },
        { key: 'mostMiB', what, value: rssMiB, unit: 'MiB at most', bar: less(300, 200) },
      ];
    }),
};
