/** A large tree that is synced: how long a start takes, and what it costs to be there. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { less, medianOf, slopeOf, type Figure, type Row } from '../measurement.ts';
import { freshBytes, writeTree } from '../trees.ts';
import { processStats } from '../process-stats.ts';
import { pause } from '../trivial-world.ts';
import { within } from './uploads.ts';

export const rest: Row = {
  about: 'a large tree in which nothing changes: start, second pass, memory and CPU at rest',
  once: true,
  measure: ({ tree: files, restMs }) =>
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
        {
          key: 'runMs',
          what: `${what}: run to idle`,
          value: at - begun,
          unit: 'ms',
          bar: less(3_000, 1_500),
        },
        {
          key: 'onceMs',
          what: `${what}: second run --once`,
          value: medianOf(passes.map(({ ms }) => ms)),
          unit: 'ms',
          bar: less(3_000, 1_500),
        },
        {
          key: 'restMiB',
          what: `${what}: after a minute`,
          value: before.rssMiB,
          unit: 'MiB',
          bar: less(150, 110),
        },
        { key: 'mostMiB', what: `${what}: at most`, value: used.rssMiB, unit: 'MiB', bar: less(250, 180) },
        {
          key: 'restShare',
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
  measure: async ({ siblings: counts, edits, restMs }) => {
    const figures: Figure[] = [];
    for (const count of counts) figures.push(await editBeside(count, edits, restMs));
    return figures;
  },
};

const editBeside = (count: number, edits: number, restMs: number): Promise<Figure> =>
  within(async ({ folder, run, watch }) => {
    const file = (i: number) => join(folder, `file-${String(i % count).padStart(6, '0')}.txt`);
    for (let i = 0; i < count; i++) writeFileSync(file(i), freshBytes(256, i));
    await pause(2_500);
    await run(['run', '--once']);
    const daemon = await watch();
    await daemon.idle();
    await pause(restMs);
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
      key: `beside${String(count)}`,
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
      return [{ key: 'missing', what, value: missing, unit: 'missing', bar: less(0, 0) }];
    }),
};

/** Fast enough for a busy program, and slow enough that each edit is a change of its own. */
const slopeEveryMs = 100;
/** edits between two looks at the heap */
const looksEvery = 20;
/** Code is compiled and caches fill in the first ones. */
const warmUp = 40;

export const slope: Row = {
  about: 'the heap over many edits, each of another file and a version of its own',
  once: true,
  measure: ({ slope: edits }) =>
    within(async ({ server, folder, run, watch }) => {
      const file = (i: number) => join(folder, `file-${String(i).padStart(6, '0')}.txt`);
      for (let i = 0; i < warmUp + edits; i++) writeFileSync(file(i), freshBytes(256, i));
      await pause(2_500);
      await run(['run', '--once']);
      const daemon = await watch(['--expose-gc']);
      await daemon.idle();
      await server.resetCounts();
      const looks: { x: number; y: number }[] = [];
      for (let i = 0; i < warmUp + edits; i++) {
        appendFileSync(file(i), `edited ${String(i)}\n`);
        await pause(slopeEveryMs);
        if (i >= warmUp && (i - warmUp) % looksEvery === 0) looks.push({ x: i, y: await daemon.heapMiB() });
      }
      await daemon.idle();
      looks.push({ x: warmUp + edits, y: await daemon.heapMiB() });
      const versions = (await server.counts()).counts['completeRevision'] ?? 0;
      await daemon.stop();
      const what = `heap over ${String(edits)} edits`;
      return [
        { key: 'kibPerEdit', what: `${what}: its slope`, value: slopeOf(looks) * 1024, unit: 'KiB an edit' },
        { key: 'firstMiB', what: `${what}: at first`, value: looks[0]?.y ?? 0, unit: 'MiB' },
        { key: 'lastMiB', what: `${what}: at the end`, value: looks.at(-1)?.y ?? 0, unit: 'MiB' },
        {
          key: 'missing',
          what: `${what}: edits that are no version`,
          value: warmUp + edits - versions,
          unit: '',
          bar: less(0, 0),
        },
      ];
    }),
};
