/**
 * What was measured, as a file: each row with the machine, the day and the commit it was measured on, so that one row can be
 * measured anew without the others.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { medianOf, type Figure } from '../measurement.ts';

export type Machine = {
  /** YYYY-MM-DD */
  readonly date: string;
  /** short hash; a plus where files differ from it */
  readonly commit: string;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** load of the minute before: other work on the same cores makes every figure worse */
  readonly loadBefore: string;
};

export type Result = Figure & {
  /** of the rounds; `value` is the middle one */
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
};

export type MeasuredRow = {
  readonly machine: Machine;
  /** with the small sizes, which say nothing of the bars */
  readonly quick: boolean;
  readonly results: readonly Result[];
};

export type Measurements = { readonly rows: Readonly<Record<string, MeasuredRow>> };

/** What the file holds; nothing where there is no file. Throws where it is no file of this kind. */
export function readMeasurements(file: string): Measurements {
  if (!existsSync(file)) return { rows: {} };
  const read = JSON.parse(readFileSync(file, 'utf8')) as Partial<Measurements>;
  if (typeof read.rows !== 'object') throw new Error(`${file} holds no measurements of npm run bench`);
  return { rows: read.rows };
}

/** Puts one row in the place of the one that the file had. */
export function writeRow(file: string, name: string, row: MeasuredRow): void {
  const { rows } = readMeasurements(file);
  writeFileSync(file, `${JSON.stringify({ rows: { ...rows, [name]: row } }, undefined, 2)}\n`);
}

/** `small.share`: the figure `share` of the row `small`; undefined where it was not measured. */
export function resultOf({ rows }: Measurements, path: string): Result | undefined {
  const dot = path.indexOf('.');
  const key = path.slice(dot + 1);
  return rows[path.slice(0, dot)]?.results.find((result) => result.key === key);
}

export const isReached = ({ value, bar }: Figure): boolean =>
  bar === undefined || (bar.better === 'more' ? value >= bar.must : value <= bar.must);

/** The middle of each figure over the rounds that have it; the figures are those of the last round. */
export function overRounds(all: readonly (readonly Figure[])[]): Result[] {
  return (all.at(-1) ?? []).map((figure) => {
    const found = all.flatMap((one) => one.filter(({ key }) => key === figure.key).map(({ value }) => value));
    return {
      ...figure,
      value: medianOf(found),
      least: Math.min(...found),
      most: Math.max(...found),
      rounds: found.length,
    };
  });
}
