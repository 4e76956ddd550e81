/**
 * npm run bench -- [--only small,large,...] [--all] [--rounds N] [--quick] [--json FILE] [--profile DIR]
 *
 * Measures the built command line against a server that answers at once, and beside the smallest program that makes the same
 * calls; `history`, `history-1000` and `app-start` measure the built app, `peers` other programs (npm run bench:peers gets
 * them). Prints a table: of each figure the middle one of the rounds, their spread, and what it must reach. `--all` also
 * measures what takes very long (`million`, `curve`). `--quick` takes small sizes and one round, for trying a change;
 * `--json` puts the rows into a file, each when it is done, and leaves others in it; `--profile` keeps CPU profiles of
 * `small`, `large` and the trees in DIR and prints where their time went. Ends with 1 when a figure does not reach what it
 * must, or a row could not be measured.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions } from '../scripts/options.ts';
import type { Figure, Row } from './measurement.ts';
import { topOf } from './profile.ts';
import {
  isReached,
  overRounds,
  readMeasurements,
  writeRow,
  type Machine,
  type Result,
} from './report/measurements.ts';
import { rows } from './rows/index.ts';
import { full, quick } from './sizes.ts';

const { values } = readOptions({
  options: {
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    profile: { type: 'string' },
  },
});
const sizes = values.quick ? quick : full;
const rounds = values.quick ? 1 : Number(values.rounds);
const wrong = (text: string): never => {
  console.error(text);
  process.exit(2);
};
if (!Number.isInteger(rounds) || rounds < 1) wrong('--rounds takes a whole number.');
const byDefault = Object.keys(rows).filter((name) => values.all || rows[name]?.named !== true);
const wanted = values.only?.split(',') ?? byDefault;
if (!wanted.every((name) => Object.hasOwn(rows, name)))
  wrong(`--only takes some of ${Object.keys(rows).join(',')}`);
const json = values.json === undefined ? undefined : resolve(values.json);
// before hours of measuring, not after them
if (json !== undefined) readMeasurements(json);

const profile = values.profile === undefined ? undefined : resolve(values.profile);
if (profile !== undefined) mkdirSync(profile, { recursive: true });
const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];

const root = join(import.meta.dirname, '..');
execFileSync(process.execPath, [join(root, 'scripts', 'build.ts'), 'cli'], { cwd: root, stdio: 'inherit' });

/** Of the checkout; without git, or outside of a checkout, nobody knows. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'main', 'shared', 'renderer');
    return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : '+'}`;
  } catch {
    return '?';
  }
}

const machineNow = (): Machine => ({
  date: new Date().toISOString().slice(0, 10),
  commit: commit(),
  processor: `${cpus()[0]?.model ?? '?'}, ${String(cpus().length)} cores`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()} ${arch()}`,
  node: process.version,
  loadBefore: loadavg()[0]?.toFixed(1) ?? '',
});
console.log(Object.values(machineNow()).join(' | '));

const measured = async (row: Row): Promise<Result[]> => {
  if (row.measureRounds) return overRounds(await row.measureRounds(sizes, profiling, rounds));
  const times = row.once === true ? 1 : rounds;
  const all: Figure[][] = [];
  for (let i = 0; i < times; i++) all.push(await row.measure(sizes, profiling));
  return overRounds(all);
};

const shown = (value: number): string => value.toFixed(value < 100 ? 2 : 0);
const lineOf = (result: Result): string => {
  const { what, value, unit, bar, least, most } = result;
  const spread = result.rounds > 1 ? ` (${shown(least)} to ${shown(most)})` : '';
  const must = bar === undefined ? '' : `  must ${shown(bar.must)}, aim ${shown(bar.aim)}`;
  const verdict = bar === undefined ? '' : isReached(result) ? '  reached' : '  MISSED';
  return `${what.padEnd(62)} ${shown(value).padStart(9)} ${unit}${spread}${must}${verdict}`;
};

const results: Result[] = [];
const failed: string[] = [];
for (const name of wanted) {
  const row = rows[name];
  if (row === undefined) continue;
  const machine = machineNow();
  const begun = performance.now();
  console.log(`\n${name}: ${row.about}`);
  try {
    const found = await measured(row);
    for (const result of found) console.log(`  ${lineOf(result)}`);
    results.push(...found);
    if (json !== undefined) writeRow(json, name, { machine, quick: values.quick, results: found });
  } catch (error) {
    // the other rows are worth hours
    failed.push(name);
    console.error(
      `  NOT MEASURED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  console.log(`  took ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}
for (const file of profile === undefined
  ? []
  : readdirSync(profile).filter((name) => name.endsWith('.cpuprofile')))
  console.log(`\n${file}\n${topOf(readFileSync(join(profile ?? '', file), 'utf8'), 40).join('\n')}`);
const missed = results.filter((result) => !isReached(result));
if (missed.length > 0) console.log(`\n${String(missed.length)} of ${String(results.length)} figures missed.`);
if (failed.length > 0) console.log(`\nNot measured: ${failed.join(', ')}.`);
// sizes of a trial say nothing of the bars
process.exitCode = failed.length > 0 || (missed.length > 0 && !values.quick) ? 1 : 0;
