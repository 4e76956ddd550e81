/** Contents on their way up: many small files, one large one, and a large one that was changed a little. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { less, more, type Figure, type Row, type Sizes } from '../measurement.ts';
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
      { what: `${what}, ÷ the smallest program`, value: share, unit: '', bar: more(0.5, 0.8) },
      { what, value: perS, unit: 'files/s' },
      { what, value: cpuMs, unit: 'ms of CPU a file' },
    ];
  },
};

export const farAway: Row = {
  about: 'the same with 20, 80 and 200 ms added to each answer',
  async measure({ small: files }) {
    const figures: Figure[] = [];
    for (const delayMs of [20, 80, 200]) {
      const { share } = await smallFiles(Math.min(files, 4000), delayMs);
      figures.push({
        what: `small files, a server ${String(delayMs)} ms away, ÷ the smallest program`,
        value: share,
        unit: '',
      });
    }
    return figures;
  },
};

/** The part size that the client takes, read off its calls: the reference is to send the same. */
async function partSizeOf({ server }: TrivialWorld, size: number): Promise<number> {
  const parts = (await server.counts()).counts['putPart'] ?? 1;
  return Math.ceil(size / Math.max(1, parts));
}

async function largeAndEdited({ large: size }: Sizes, nodeArgs: readonly string[]): Promise<Figure[]> {
  return within(async (world) => {
    const { server, folder, run } = world;
    const file = join(folder, 'large.bin');
    writeLarge(file, size, 7);
    await pause(settledMs);
    await server.resetCounts();
    const ran = await run(['run', '--once'], nodeArgs);
    const partSize = await partSizeOf(world, size);
    const raw = await rawLarge(server.origin, file, partSize, false);
    const hashed = await rawLarge(server.origin, file, partSize, true);
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.from([1]), 0, 1, Math.floor(size / 2));
    closeSync(handle);
    await pause(settledMs);
    const edited = await run(['run', '--once']);
    const again = await rawLarge(server.origin, file, partSize, false);
    const what = `one file of ${(size / GiB).toFixed(1)} GiB`;
    return [
      {
        what: `${what}, ÷ raw PUT of the same parts`,
        value: raw.ms / ran.ms,
        unit: '',
        bar: more(0.55, 0.7),
      },
      {
        what: `${what}, ÷ raw PUT and one SHA-256`,
        value: hashed.ms / ran.ms,
        unit: '',
        bar: more(0.75, 0.9),
      },
      { what, value: size / 1e6 / (ran.ms / 1000), unit: 'MB/s' },
      { what, value: (ran.cpuS * GiB) / size, unit: 's of CPU for 1 GiB', bar: less(4, 2.5) },
      { what, value: ran.rssMiB, unit: 'MiB at most' },
      {
        what: 'one byte of it changed, ÷ raw PUT',
        value: again.ms / edited.ms,
        unit: '',
        bar: more(0.45, 0.65),
      },
    ];
  });
}

export const large: Row = {
  about:
    'one large file as new, and with one byte changed as a new version, against raw PUTs of the same parts',
  measure: largeAndEdited,
};
