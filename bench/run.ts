/**
 * npm run bench -- [--only small,large,...] [--rounds N] [--quick] [--json FILE] [--profile DIR]
 *
 * Measures the built command line against a server that answers at once, and beside the smallest program that makes the same
 * calls; `history` measures the built app. Prints a table: of each figure the middle one of the rounds, their spread, and what
 * it must reach. `--quick` takes small sizes and one round, for trying a change; `--json` writes the figures; `--profile`
 * keeps CPU profiles of `small`, `large` and the trees in DIR and prints where their time went. Ends with 1 when a figure
 * does not reach what it must.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { medianOf, type Figure, type Row, type Sizes } from './measurement.ts';
import { topOf } from './profile.ts';
import { rows } from './rows/index.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    profile: { type: 'string' },
  },
});
const full: Sizes = {
  small: 10_000,
  large: 2 * 2 ** 30,
  saves: 100,
  folder: 15_000,
  tree: 100_000,
  moved: 600,
  siblings: [100, 2_000, 20_000],
  edits: 20,
  versions: 10_000,
  burst: 10_000,
  bursts: 20,
};
const quick: Sizes = {
  small: 2_000,
  large: 256 * 2 ** 20,
  saves: 5,
  folder: 2_000,
  tree: 8_000,
  moved: 40,
  siblings: [100, 2_000],
  edits: 4,
  versions: 300,
  burst: 2_000,
  bursts: 2,
};
const sizes = values.quick ? quick : full;
const rounds = values.quick ? 1 : Number(values.rounds);
const wrong = (text: string): never => {
  console.error(text);
  process.exit(2);
};
if (!Number.isInteger(rounds) || rounds < 1) wrong('--rounds takes a whole number.');
const wanted = values.only?.split(',') ?? Object.keys(rows);
if (!wanted.every((name) => Object.hasOwn(rows, name)))
  wrong(`--only takes some of ${Object.keys(rows).join(',')}`);

const profile = values.profile === undefined ? undefined : resolve(values.profile);
if (profile !== undefined) mkdirSync(profile, { recursive: true });
const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];

const root = join(import.meta.dirname, '..');
execFileSync(process.execPath, [join(root, 'scripts', 'build.ts'), 'cli'], { cwd: root, stdio: 'inherit' });

const machine = {
  date: new Date().toISOString().slice(0, 10),
  processor: `${cpus()[0]?.model ?? '?'}, ${String(cpus().length)} cores`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()} ${arch()}`,
  node: process.version,
  // other work on the same cores makes every figure worse
  loadBefore: loadavg()[0]?.toFixed(1) ?? '',
};
console.log(Object.values(machine).join(' | '));

type Result = Figure & {
  readonly row: string;
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
};

const measured = async (name: string, row: Row): Promise<Result[]> => {
  const times = row.once === true ? 1 : rounds;
  const all: Figure[][] = [];
  for (let i = 0; i < times; i++) all.push(await row.measure(sizes, profiling));
  return (all[0] ?? []).map((figure, nth) => {
    const found = all.map((one) => one[nth]?.value ?? Number.NaN);
    const value = medianOf(found);
    return {
      ...figure,
      row: name,
      value,
      least: Math.min(...found),
      most: Math.max(...found),
      rounds: times,
    };
  });
};

const isReached = ({ value, bar }: Figure): boolean =>
  bar === undefined || (bar.better === 'more' ? value >= bar.must : value <= bar.must);

const shown = (value: number): string => value.toFixed(value < 100 ? 2 : 0);
const lineOf = (result: Result): string => {
  const { what, value, unit, bar, least, most } = result;
  const spread = result.rounds > 1 ? ` (${shown(least)} to ${shown(most)})` : '';
  const must = bar === undefined ? '' : `  must ${shown(bar.must)}, aim ${shown(bar.aim)}`;
  const verdict = bar === undefined ? '' : isReached(result) ? '  reached' : '  MISSED';
  return `${what.padEnd(62)} ${shown(value).padStart(9)} ${unit}${spread}${must}${verdict}`;
};

const results: Result[] = [];
for (const name of wanted) {
  const row = rows[name];
  if (row === undefined) continue;
  console.log(`\n${name}: ${row.about}`);
  for (const result of await measured(name, row)) {
    results.push(result);
    console.log(`  ${lineOf(result)}`);
  }
}
for (const file of profile === undefined
  ? []
  : readdirSync(profile).filter((name) => name.endsWith('.cpuprofile')))
  console.log(`\n${file}\n${topOf(readFileSync(join(profile ?? '', file), 'utf8'), 40).join('\n')}`);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ machine, sizes, results }, undefined, 2)}\n`);
const missed = results.filter((result) => !isReached(result));
if (missed.length > 0) console.log(`\n${String(missed.length)} of ${String(results.length)} figures missed.`);
// sizes of a trial say nothing of the bars
process.exitCode = missed.length > 0 && !values.quick ? 1 : 0;
