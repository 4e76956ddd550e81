/**
 * What a tree costs by the number of its files, each number measured for itself: the first pass, a start when all is known,
 * memory, an edit, and renames of a tenth of it and of all of it.
 */
import { appendFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { less, type Figure, type Row, type Sizes } from '../measurement.ts';
import { processStats } from '../process-stats.ts';
import { writeTree } from '../trees.ts';
import { pause, type TrivialWorld } from '../trivial-world.ts';
import { changing, type Change } from './trees.ts';
import { within } from './uploads.ts';

type TreeCost = {
  /** until everything that is there had been found */
  readonly scanMs: number;
  /** until everything was sent, too */
  readonly firstMs: number;
  readonly firstMostMiB: number;
  /** a start when all is known */
  readonly readyMs: number;
  readonly readyCpuS: number;
  readonly restMiB: number;
  readonly edit: Change;
  readonly renameTop: Change;
  readonly renameAll: Change;
};

const perFolder = 50;
const tops = 10;
const limitMs = 3 * 60 * 60 * 1000;
/** Asking costs the start of a process. */
const askEveryMs = 2_000;

/** `all/top-0/folder-00000/file-000000.txt` and so on. Gives `all`. */
function writeTops(root: string, files: number): string {
  const all = join(root, 'all');
  for (let top = 0; top < tops; top++) {
    const folder = join(all, `top-${String(top)}`);
    mkdirSync(folder, { recursive: true });
    writeTree(folder, { files: files / tops, perFolder, size: 64, seed: top * files });
  }
  return all;
}

/** The first pass over files that nothing is known of. */
async function firstPass(
  world: TrivialWorld,
): Promise<Pick<TreeCost, 'scanMs' | 'firstMs' | 'firstMostMiB'>> {
  const begun = Date.now();
  const daemon = await world.watch();
  do await pause(askEveryMs);
  while (!(await world.isScanned()));
  const scanMs = Date.now() - begun;
  const { at } = await daemon.idle(limitMs);
  const { rssMiB } = await daemon.stop();
  return { scanMs, firstMs: at - begun, firstMostMiB: rssMiB };
}

const treeCost = (files: number, restMs: number): Promise<TreeCost> =>
  within(async (world) => {
    const all = writeTops(world.folder, files);
    await pause(2_500);
    const first = await firstPass(world);
    const begun = Date.now();
    const daemon = await world.watch();
    const { at, cpuS } = await daemon.idle(limitMs);
    await pause(restMs);
    const { rssMiB } = processStats(daemon.pid);
    const file = join(all, 'top-1', 'folder-00000', 'file-000000.txt');
    const edit = await changing(world, daemon, () => appendFileSync(file, 'edited\n'));
    const renameTop = await changing(world, daemon, () =>
      renameSync(join(all, 'top-0'), join(all, 'top-renamed')),
    );
    const renameAll = await changing(world, daemon, () => renameSync(all, join(world.folder, 'renamed')));
    await daemon.stop();
    return {
      ...first,
      readyMs: at - begun,
      readyCpuS: cpuS,
      restMiB: rssMiB,
      edit,
      renameTop,
      renameAll,
    };
  });

/** A tree of a million takes long: it is measured once for both rows. */
const measured = new Map<string, Promise<TreeCost>>();
function costOf(files: number, { restMs }: Sizes): Promise<TreeCost> {
  const key = `${String(files)} ${String(restMs)}`;
  const cost = measured.get(key) ?? treeCost(files, restMs);
  measured.set(key, cost);
  return cost;
}

function curveOf(files: number, cost: TreeCost): Figure[] {
  const figure = (key: string, what: string, value: number, unit: string): Figure => ({
    key: `n${String(files)}.${key}`,
    what: `${String(files)} files: ${what}`,
    value,
    unit,
  });
  return [
    figure('scanMs', 'first pass until all is found', cost.scanMs, 'ms'),
    figure('firstMs', 'first pass until all is sent', cost.firstMs, 'ms'),
    figure('firstMostMiB', 'first pass, at most', cost.firstMostMiB, 'MiB'),
    figure('readyMs', 'second start to idle', cost.readyMs, 'ms'),
    figure('readyCpuS', 'second start to idle', cost.readyCpuS, 's of CPU'),
    figure('restMiB', 'after a minute', cost.restMiB, 'MiB'),
    figure('editMs', 'edit of one file to idle', cost.edit.ms, 'ms'),
    figure('editCpuS', 'edit of one file', cost.edit.cpuS, 's of CPU'),
    figure('renameMs', 'rename of the whole folder to idle', cost.renameAll.ms, 'ms'),
    figure('renameCpuS', 'rename of the whole folder', cost.renameAll.cpuS, 's of CPU'),
    figure('renameCalls', 'rename of the whole folder', cost.renameAll.calls, 'calls'),
  ];
}

export const curve: Row = {
  about: 'what a tree costs by the number of its files, each number measured',
  once: true,
  named: true,
  measure: async (sizes) => {
    const figures: Figure[] = [];
    for (const files of sizes.curve) figures.push(...curveOf(files, await costOf(files, sizes)));
    return figures;
  },
};

/** A tenth of the work in a tenth of the time, give or take what no run repeats. */
const linear = less(1.25, 1.1);

export const million: Row = {
  about: 'a million files in twenty thousand folders, and whether they cost ten times a hundred thousand',
  once: true,
  named: true,
  measure: async (sizes) => {
    const files = sizes.million;
    const tenth = await costOf(files / 10, sizes);
    const cost = await costOf(files, sizes);
    const what = `${String(files)} files`;
    const ratio = (key: 'scanMs' | 'firstMs' | 'readyMs', words: string): Figure => ({
      key: `${key}Ratio`,
      what: `${what}: ${words}, ÷ ten times that of a tenth`,
      value: cost[key] / (10 * tenth[key]),
      unit: '',
      bar: linear,
    });
    const { renameTop } = cost;
    const top = `${what}: rename of a folder of ${String(files / tops)}`;
    return [
      { key: 'scanS', what: `${what}: first pass until all is found`, value: cost.scanMs / 1000, unit: 's' },
      { key: 'firstS', what: `${what}: first pass until all is sent`, value: cost.firstMs / 1000, unit: 's' },
      { key: 'firstMostMiB', what: `${what}: first pass, at most`, value: cost.firstMostMiB, unit: 'MiB' },
      { key: 'readyS', what: `${what}: second start to idle`, value: cost.readyMs / 1000, unit: 's' },
      { key: 'restMiB', what: `${what}: after a minute`, value: cost.restMiB, unit: 'MiB' },
      ratio('scanMs', 'all found'),
      ratio('firstMs', 'all sent'),
      ratio('readyMs', 'second start'),
      { key: 'renameMs', what: top, value: renameTop.ms, unit: 'ms to idle', bar: less(1000, 500) },
      {
        key: 'renameChanging',
        what: top,
        value: renameTop.changing,
        unit: 'changing calls',
        bar: less(1, 1),
      },
      {
        key: 'renameLooks',
        what: top,
        value: renameTop.calls - renameTop.changing,
        unit: 'looks',
        bar: less(1, 0),
      },
    ];
  },
};
