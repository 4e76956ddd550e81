/** Contents on their way up: many small files, one large one, and a large one that was changed a little. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { less, more, type Figure, type Row } from '../measurement.ts';
import { rawLarge, rawSmall } from '../reference.ts';
import { writeLarge, writeTree } from '../trees.ts';
import { openTrivialWorld, pause, type TrivialWorld } from '../trivial-world.ts';

export async function within<T>(work: (world: TrivialWorld) => Promise<T>, delayMs = 0): Promise<T> {
  const world = await openTrivialWorld(delayMs);
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}

/** Files that were just written are left to settle: that is no work. */
const settledMs = 2_500;
const GiB = 2 ** 30;

async function smallFiles(
  files: number,
  delayMs: number,
  nodeArgs: readonly string[] = [],
): Promise<{ share: number; perS: number; cpuMs: number }> {
  return within(async ({ server, folder, run }) => {
    writeTree(folder, { files, perFolder: 100, size: 4096, seed: 1 });
    await pause(settledMs);
    // the end of a run waits for nothing that is the reference's, too
    const empty = await rawSmall(server.origin, files, 4096);
    const ran = await run(['run', '--once'], nodeArgs);
    return { share: empty.ms / ran.ms, perS: files / (ran.ms / 1000), cpuMs: (ran.cpuS * 1000) / files };
  }, delayMs);
}

export const small: Row = {
  about: 'new files of 4 KB, against the smallest program that makes the same calls',
  async measure({ small: files }, nodeArgs) {
    const { share, perS, cpuMs } = await smallFiles(files, 0, nodeArgs);
    const what = `${String(files)} new files of 4 KB`;
    return [
      {
        key: 'share',
        what: `${what}, ÷ the smallest program`,
        value: share,
        unit: '',
        bar: more(0.5, 0.8),
      },
      { key: 'perS', what, value: perS, unit: 'files/s' },
      { key: 'cpuMs', what, value: cpuMs, unit: 'ms of CPU a file' },
    ];
  },
};

export const farAway: Row = {
  about: 'the same with 0, 20, 80 and 200 ms added to each answer',
  async measure({ far: files }) {
    const figures: Figure[] = [];
    for (const delayMs of [0, 20, 80, 200]) {
      const { share, perS } = await smallFiles(files, delayMs);
      const what = `small files, a server ${String(delayMs)} ms away`;
      figures.push(
        { key: `share${String(delayMs)}`, what: `${what}, ÷ the smallest program`, value: share, unit: '' },
        { key: `perS${String(delayMs)}`, what, value: perS, unit: 'files/s' },
      );
    }
    return figures;
  },
};

/** The part size that the client takes, read off its calls: the reference is to send the same. */
async function partSizeOf({ server }: TrivialWorld, size: number): Promise<number> {
  const parts = (await server.counts()).counts['putPart'] ?? 1;
  return Math.ceil(size / Math.max(1, parts));
}

/** One large file that settled in the folder; `work` is given it and what was sent of it so far is not counted. */
const withLarge = <T>(size: number, work: (world: TrivialWorld, file: string) => Promise<T>): Promise<T> =>
  within(async (world) => {
    const file = join(world.folder, 'large.bin');
    writeLarge(file, size, 7);
    await pause(settledMs);
    await world.server.resetCounts();
    return work(world, file);
  });

export const large: Row = {
  about: 'one large file as new, against raw PUTs of the same parts',
  measure: ({ large: size }, nodeArgs) =>
    withLarge(size, async (world, file) => {
      const ran = await world.run(['run', '--once'], nodeArgs);
      const partSize = await partSizeOf(world, size);
      const raw = await rawLarge(world.server.origin, file, partSize, false);
      const hashed = await rawLarge(world.server.origin, file, partSize, true);
      const what = `one file of ${(size / GiB).toFixed(1)} GiB`;
      return [
        {
          key: 'share',
          what: `${what}, ÷ raw PUT of the same parts`,
          value: raw.ms / ran.ms,
          unit: '',
          bar: more(0.55, 0.7),
        },
        {
          key: 'hashedShare',
          what: `${what}, ÷ raw PUT and one SHA-256`,
          value: hashed.ms / ran.ms,
          unit: '',
          bar: more(0.75, 0.9),
        },
        { key: 'mbPerS', what, value: size / 1e6 / (ran.ms / 1000), unit: 'MB/s' },
        {
          key: 'cpuS',
          what,
          value: (ran.cpuS * GiB) / size,
          unit: 's of CPU for 1 GiB',
          bar: less(4, 2.5),
        },
        { key: 'mostMiB', what, value: ran.rssMiB, unit: 'MiB at most' },
      ];
    }),
};

export const editLarge: Row = {
  about: 'the same with one byte changed, as a new version',
  measure: ({ large: size }, nodeArgs) =>
    withLarge(size, async (world, file) => {
      const { server, run } = world;
      await run(['run', '--once']);
      const handle = openSync(file, 'r+');
      writeSync(handle, Buffer.from([1]), 0, 1, Math.floor(size / 2));
      closeSync(handle);
      await pause(settledMs);
      await server.resetCounts();
      const edited = await run(['run', '--once'], nodeArgs);
      const { counts } = await server.counts();
      if ((counts['completeRevision'] ?? 0) !== 1) throw new Error('the edit did not become a version');
      const partSize = await partSizeOf(world, size);
      const raw = await rawLarge(server.origin, file, partSize, false);
      const hashed = await rawLarge(server.origin, file, partSize, true);
      const what = `one byte changed in ${(size / GiB).toFixed(1)} GiB`;
      return [
        {
          key: 'share',
          what: `${what}, ÷ raw PUT of the same parts`,
          value: raw.ms / edited.ms,
          unit: '',
          bar: more(0.45, 0.65),
        },
        {
          key: 'hashedShare',
          what: `${what}, ÷ raw PUT and one SHA-256`,
          value: hashed.ms / edited.ms,
          unit: '',
        },
        { key: 'mbPerS', what, value: size / 1e6 / (edited.ms / 1000), unit: 'MB/s' },
      ];
    }),
};
