/** A large tree that is synced: how long a start takes, and what it costs to be there. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { less, medianOf, type Figure, type Row } from '../measurement.ts';
import { freshBytes, writeTree } from '../trees.ts';
import { processStats } from '../process-stats.ts';
import { pause } from '../trivial-world.ts';
import { within } from './uploads.ts';

const restMs = 60_000;

export const rest: Row = {
  about: 'a large tree in which nothing changes: start, second pass, memory and CPU at rest',
  once: true,
  measure: ({ tree: files }) =>
    within(async (world) => {
      writeTree(world.folder, { files, perFolder: 50, size: 64, seed: 2 });
      await pause(2_500);
      await world.run(['run', '--once']);
      const passes = [];
      for (let i = 0; i < 3; i++) passes.push(await world.run(['run', '--once']));
      const begun = Date.now();
      const daemon = await world.watch();
      const { at } = await daemon.idle();
      await pause(restMs);
      const before = processStats(daemon.pid);
      await pause(restMs);
      const after = processStats(daemon.pid);
      const used = await daemon.stop();
      const what = `${String(files)} files, warm`;
      return [
        { what: `${what}: run to idle`, value: at - begun, unit: 'ms', bar: less(3_000, 1_500) },
        {
          what: `${what}: second run --once`,
          value: medianOf(passes.map(({ ms }) => ms)),
          unit: 'ms',
          bar: less(3_000, 1_500),
        },
        { what: `${what}: after a minute`, value: before.rssMiB, unit: 'MiB', bar: less(150, 110) },
        { what: `${what}: at most`, value: used.rssMiB, unit: 'MiB', bar: less(250, 180) },
        {
          what: `${what}: at rest`,
          value: ((after.cpuS - before.cpuS) * 1000 * 100) / restMs,
          unit: '% of a core',
          bar: less(0.1, 0.03),
        },
      ];
    }),
};

/** Far enough apart that each is noticed, looked after and uploaded by itself. */
const editEveryMs = 3_000;

export const siblings: Row = {
  about: 'an edit beside many files in one flat folder',
  once: true,
  measure: async ({ siblings: counts, edits }) => {
    const figures: Figure[] = [];
    for (const count of counts) figures.push(await editBeside(count, edits));
    return figures;
  },
};

const editBeside = (count: number, edits: number): Promise<Figure> =>
  within(async ({ folder, run, watch }) => {
    const file = (i: number) => join(folder, `file-${String(i % count).padStart(6, '0')}.txt`);
    for (let i = 0; i < count; i++) writeFileSync(file(i), freshBytes(256, i));
    await pause(2_500);
    await run(['run', '--once']);
    const daemon = await watch();
    await daemon.idle();
    await pause(60_000);
    const start = processStats(daemon.pid).cpuS;
    await pause(edits * editEveryMs);
    const atRest = processStats(daemon.pid).cpuS - start;
    for (let i = 0; i < edits; i++) {
      writeFileSync(file(i), freshBytes(300, 1_000_000 + i));
      await pause(editEveryMs);
    }
    // what it uses at rest is taken off
    const used = processStats(daemon.pid).cpuS - start - 2 * atRest;
    await daemon.stop();
    return {
      what: `an edit beside ${String(count)} files in one folder`,
      value: (used * 1000) / edits,
      unit: 'ms of CPU',
    };
  });

export const burst: Row = {
  about: 'files made at full speed while the folder is watched: is each of them there?',
  once: true,
  measure: ({ burst: files, bursts }) =>
    within(async ({ server, folder, watch }) => {
      const daemon = await watch();
      await daemon.idle();
      let missing = 0;
      for (let run = 0; run < bursts; run++) {
        await server.resetCounts();
        const at = join(folder, `burst-${String(run)}`);
        mkdirSync(at);
        writeTree(at, { files, perFolder: 500, size: 16, seed: run * files });
        await pause(1_000);
        await daemon.idle();
        missing += files - ((await server.counts()).counts['completeFile'] ?? 0);
        rmSync(at, { recursive: true });
        await daemon.idle();
      }
      await daemon.stop();
      const what = `${String(files)} files made at full speed, ${String(bursts)} times`;
      return [{ what, value: missing, unit: 'missing', bar: less(0, 0) }];
    }),
};

export const slope: Row = {
  about: 'memory over many edits of one file',
  once: true,
  measure: ({ edits }) =>
    within(async ({ folder, watch }) => {
      const file = join(folder, 'log.txt');
      writeFileSync(file, 'begun\n');
      const daemon = await watch();
      await daemon.idle();
      const sizes: number[] = [];
      for (let i = 0; i < edits * 25; i++) {
        appendFileSync(file, `${String(i)}\n`);
        await pause(100);
        if (i % 25 === 0) sizes.push(processStats(daemon.pid).rssMiB);
      }
      await daemon.idle();
      await daemon.stop();
      const half = Math.floor(sizes.length / 2);
      const grown = medianOf(sizes.slice(half)) - medianOf(sizes.slice(0, half));
      return [
        {
          what: `memory over ${String(edits * 25)} edits, second half less first`,
          value: grown,
          unit: 'MiB',
        },
      ];
    }),
};
