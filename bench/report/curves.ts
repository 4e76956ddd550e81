/** The pictures of what a tree costs by its size (row `curve`), by the name of their file in docs/bench/. */
import type { Measurements, Result } from './measurements.ts';
import { svgOf, type Plot, type Point } from './plot.ts';

type Curve = {
  readonly title: string;
  readonly yLabel: string;
  /** name of a series, and the figure's key behind `n1000.`; `scale`: what a value is multiplied by */
  readonly series: readonly { readonly name: string; readonly key: string; readonly scale?: number }[];
};

const perS = 1 / 1000;

export const curves: Readonly<Record<string, Curve>> = {
  first: {
    title: 'First pass over a folder of which nothing is known',
    yLabel: 'seconds',
    series: [
      { name: 'until all is sent', key: 'firstMs', scale: perS },
      { name: 'until all is found', key: 'scanMs', scale: perS },
    ],
  },
  ready: {
    title: 'Second start, nothing changed: until it is idle',
    yLabel: 'seconds',
    series: [
      { name: 'time', key: 'readyMs', scale: perS },
      { name: 'CPU', key: 'readyCpuS' },
    ],
  },
  rename: {
    title: 'The whole folder renamed while it is watched: until it is idle',
    yLabel: 'seconds',
    series: [
      { name: 'time', key: 'renameMs', scale: perS },
      { name: 'CPU', key: 'renameCpuS' },
    ],
  },
  edit: {
    title: 'One file edited, with the time it is left to settle: until it is idle',
    yLabel: 'seconds',
    series: [
      { name: 'time', key: 'editMs', scale: perS },
      { name: 'CPU', key: 'editCpuS' },
    ],
  },
  memory: {
    title: 'Memory of the command line',
    yLabel: 'MiB',
    series: [
      { name: 'first pass, at most', key: 'firstMostMiB' },
      { name: 'second start, after a minute', key: 'restMiB' },
    ],
  },
};

/** The measured points of one figure, by the number of files. */
const pointsOf = (results: readonly Result[], key: string, scale = 1): Point[] =>
  results
    .flatMap((result) => {
      const [, files, own] = /^n(\d+)\.(.+)$/u.exec(result.key) ?? [];
      return own === key ? [{ x: Number(files), y: result.value * scale }] : [];
    })
    .sort((a, b) => a.x - b.x);

/** The SVG of each picture that there are figures for. */
export function picturesOf({ rows }: Measurements): Readonly<Record<string, string>> {
  const row = rows['curve'];
  if (row === undefined) return {};
  const { machine, quick, results } = row;
  const about = `${machine.date}, ${machine.processor}, ${machine.commit}${quick ? ' — small sizes, for trying' : ''}`;
  const drawn = Object.entries(curves).map(([name, { title, yLabel, series }]) => {
    const plot: Plot = {
      title,
      about,
      xLabel: 'files',
      yLabel,
      series: series.map((one) => ({ name: one.name, points: pointsOf(results, one.key, one.scale) })),
    };
    return [name, svgOf(plot)] as const;
  });
  return Object.fromEntries(drawn.flatMap(([name, svg]) => (svg === undefined ? [] : [[name, svg]])));
}
