/** What is measured, each in a world of its own. Figures are of this machine, with the emulator on the same cores. */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { history } from './history/measure.ts';
import type { Figure, Measurement } from './measurement.ts';
import { freshBytes, openWorld, pause, writeTree, type World } from './world.ts';

async function within<T>(work: (world: World) => Promise<T>): Promise<T> {
  const world = await openWorld();
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}

const firstSync: Measurement = ({ first }, nodeArgs) =>
  within(async (world) => {
    writeTree(world.folder, first, 1);
    await pause(1_500);
    const ran = await world.run(['run', '--once'], nodeArgs);
    const what = `first sync of ${String(first)} files of 4 KB`;
    return [
      { what, value: first / (ran.ms / 1_000), unit: 'files/s' },
      { what, value: ran.cpuS, unit: 's of CPU' },
      { what, value: (ran.cpuS * 1_000) / first, unit: 'ms of CPU a file' },
      { what, value: ran.rssMiB, unit: 'MiB RSS' },
    ];
  });

/** Three runs, the middle one; then the same folder watched, at rest. */
const many: Measurement = ({ many: count }) =>
  within(async (world) => {
    writeTree(world.folder, count, 2);
    await pause(1_500);
    await world.run(['run', '--once']);
    const runs = [];
    for (let i = 0; i < 3; i++) runs.push(await world.run(['run', '--once']));
    const [, middle = runs[0]] = runs.sort((a, b) => a.ms - b.ms);
    const daemon = await world.watch();
    // its first scan and the setting up of the watchers are over by then, whatever else the machine does
    await pause(60_000);
    await daemon.rest(5_000);
    const before = cpuOf(daemon.pid);
    await pause(20_000);
    const idle = cpuOf(daemon.pid) - before;
    const used = await daemon.stop();
    const again = `second run, nothing changed, ${String(count)} files`;
    const watched = `${String(count)} files watched, at rest`;
    return [
      { what: again, value: middle?.ms ?? 0, unit: 'ms' },
      { what: again, value: middle?.rssMiB ?? 0, unit: 'MiB RSS' },
      { what: watched, value: (idle / 20) * 100, unit: '% of a core' },
      { what: watched, value: used.rssMiB, unit: 'MiB RSS' },
    ];
  });

/** CPU seconds of a process so far (Linux; 0 elsewhere). */
function cpuOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const large: Measurement = ({ largeMB }) =>
  within(async (world) => {
    const file = openSync(join(world.folder, 'large.bin'), 'w');
    for (let i = 0; i < largeMB; i++) writeSync(file, freshBytes(1_000_000, i + 7));
    closeSync(file);
    await pause(1_500);
    const ran = await world.run(['run', '--once']);
    const what = `one file of ${String(largeMB)} MB`;
    return [
      { what, value: largeMB / (ran.ms / 1_000), unit: 'MB/s' },
      { what, value: ran.cpuS, unit: 's of CPU' },
      { what, value: ran.rssMiB, unit: 'MiB RSS' },
    ];
  });

/** Default settings: the settle time of 1,000 ms is part of it. */
const latency: Measurement = ({ saves }) =>
  within(async (world) => {
    const daemon = await world.watch();
    await daemon.rest(2_000);
    const times: number[] = [];
    for (let i = 0; i < saves; i++) {
      const saved = Date.now();
      writeFileSync(join(world.folder, `save-${String(i)}.txt`), freshBytes(4096, 90_000 + i));
      for (;;) {
        await pause(20);
        const put = (await world.requests(10)).find((one) => one.operation === 'putPart' && one.at >= saved);
        if (put !== undefined) {
          times.push(put.at - saved);
          break;
        }
        if (Date.now() - saved > 30_000) throw new Error('a save did not arrive');
      }
      await pause(300);
    }
    await daemon.stop();
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    const what = `from a save to its PUT at the server (${String(saves)} saves)`;
    return [
      { what, value: at(0.5), unit: 'ms p50' },
      { what, value: at(0.95), unit: 'ms p95' },
    ];
  });

const rename: Measurement = ({ renamed }) =>
  within(async (world) => {
    const before = join(world.folder, 'before');
    mkdirSync(before);
    writeTree(before, renamed, 3);
    const daemon = await world.watch();
    await daemon.rest(4_000);
    await world.resetCounts();
    const begun = Date.now();
    renameSync(before, join(world.folder, 'after'));
    let done: number | undefined;
    while (done === undefined) {
      await pause(20);
      const one = (await world.requests(50)).find(
        ({ operation, at }) => operation === 'rename' && at >= begun,
      );
      if (one !== undefined) done = one.at + one.ms - begun;
      if (Date.now() - begun > 60_000) throw new Error('the rename did not arrive');
    }
    await daemon.rest(5_000);
    const calls = Object.values(await world.counts()).reduce((sum, n) => sum + n, 0);
    const puts = (await world.counts())['putPart'] ?? 0;
    await daemon.stop();
    const what = `rename of a folder with ${String(renamed)} files`;
    return [
      { what, value: done, unit: 'ms' },
      { what, value: calls, unit: 'calls' },
      { what, value: puts, unit: 'uploads' },
    ];
  });

/**
 * Edits in one flat folder, far enough apart that each is noticed, looked after and uploaded by itself. What the client
 * uses at rest is taken off.
 */
const edit: Measurement = async ({ siblings, edits }) => {
  const figures: Figure[] = [];
  for (const count of siblings)
    figures.push(
      ...(await within(async (world) => {
        for (let i = 0; i < count; i++)
          writeFileSync(join(world.folder, `file-${String(i).padStart(6, '0')}.txt`), freshBytes(256, i));
        await pause(1_500);
        await world.run(['run', '--once']);
        const daemon = await world.watch();
        await daemon.rest(5_000);
        await pause(10_000);
        const start = cpuOf(daemon.pid);
        await pause(edits * editEveryMs);
        const atRest = cpuOf(daemon.pid) - start;
        for (let i = 0; i < edits; i++) {
          const name = `file-${String(i % count).padStart(6, '0')}.txt`;
          writeFileSync(join(world.folder, name), freshBytes(300, 1_000_000 + i));
          await pause(editEveryMs);
        }
        const used = cpuOf(daemon.pid) - start - 2 * atRest;
        await daemon.stop();
        const what = `an edit beside ${String(count)} files in one folder`;
        return [{ what, value: (used * 1_000) / edits, unit: 'ms of CPU' }];
      })),
    );
  return figures;
};

const editEveryMs = 3_000;

export const measurements: Readonly<Record<string, Measurement>> = {
  first: firstSync,
  many,
  large,
  latency,
  rename,
  edit,
  history,
};
