/**
 * npm run simulate -- [--seeds N] [--from S] [--jobs J] [--seed S] [--trace] [--first] [--no-shrink] [--program FILE]
 * npm run simulate -- --vary N [--kept TEXT] [--from V] [--trace] [--first] [--no-shrink]
 * npm run simulate -- --cross N [--from V] [--trace] [--first] [--no-shrink]
 * each of them with --folds-case: on a disk that takes capitals for small letters, as those of Windows and macOS do
 *
 * Runs the engine in a simulated world (tests/simulation), one run per seed: N of them from S on, or one alone, by J
 * processes at once. Without S they are new ones each day: whatever is tuned to seeds must hold for others. A seed that
 * fails is told with the command that replays it, and with the smallest program found that still fails. `--trace` prints
 * what happened when; `--first` ends at the first that fails; `--program` runs a program that was printed before. `--vary`
 * runs N variations, from the one with the number V on, of each kept program, or of those whose sentences hold TEXT; `--cross` runs
 * N crossings of two of them, from the one with the number V on. Exit code 1: one failed.
 */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readOptions } from './options.ts';
import { firstSeedOf, headingOf, tellOf } from '../tests/simulation/fresh-seeds.ts';
import {
  cross,
  crossingHeading,
  keptPrograms,
  variationHeading,
  vary,
} from '../tests/simulation/kept-programs.ts';
import { prepare, runProgram, type Outcome } from '../tests/simulation/run.ts';
import { generate } from '../tests/simulation/generate.ts';
import type { Program } from '../tests/simulation/program.ts';

const { values } = readOptions({
  options: {
    seeds: { type: 'string', default: '500' },
    from: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    first: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: true },
    program: { type: 'string' },
    vary: { type: 'string' },
    cross: { type: 'string' },
    'folds-case': { type: 'boolean', default: false },
    kept: { type: 'string', default: '' },
  },
  allowNegative: true,
});
/** The program on the disk that is asked for; without birth times no such disk is in use. */
const onDisk = (program: Program): Program =>
  values['folds-case']
    ? { ...program, setting: { ...program.setting, foldsCase: true, birthTimes: true } }
    : program;
/** A heading ends with the command that runs the program again: on the same disk. */
const asAsked = (heading: string): string => (values['folds-case'] ? `${heading} --folds-case` : heading);
const whole = (text: string, name: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number`);
  process.exit(2);
};

const show = (outcome: Outcome) => {
  if (values.trace) console.log(outcome.lines?.join('\n'));
  for (const violation of outcome.violations) console.log(`  ${violation}`);
};

await prepare();
if (values.program !== undefined) {
  const outcome = await runProgram(JSON.parse(readFileSync(values.program, 'utf8')) as Program, values.trace);
  show(outcome);
  console.log(outcome.violations.length === 0 ? 'passed' : 'failed');
  process.exit(outcome.violations.length === 0 ? 0 : 1);
}

/** A program, and how to run it again should it fail. */
type Drawn = { readonly heading: string; readonly program: Program };

function* variations(count: number): Generator<Drawn> {
  const first = whole(values.from ?? '0', 'from');
  for (const { what, program } of keptPrograms.filter((kept) => kept.what.includes(values.kept)))
    for (let nth = first; nth < first + count; nth++)
      yield { heading: variationHeading(what, nth), program: vary(program, nth) };
}

function* crossings(count: number): Generator<Drawn> {
  const first = whole(values.from ?? '0', 'from');
  for (let nth = first; nth < first + count; nth++)
    yield { heading: crossingHeading(nth), program: cross(nth) };
}

/** Runs them one after the other; exits. `what`: what they are, for people. */
async function runDrawn(all: Iterable<Drawn>, what: string): Promise<never> {
  let runs = 0;
  let failed = 0;
  for (const { heading, program } of all) {
    const drawn = onDisk(program);
    const { violations, lines } = await runProgram(drawn, values.trace);
    runs++;
    if (violations.length === 0) continue;
    failed++;
    if (values.trace) console.log(lines?.join('\n'));
    console.log(await tellOf(asAsked(heading), drawn, violations, values.shrink));
    if (values.first) break;
  }
  console.log(`${runs} ${what} of kept programs, ${failed} failed`);
  process.exit(failed === 0 && runs > 0 ? 0 : 1);
}
if (values.cross !== undefined) await runDrawn(crossings(whole(values.cross, 'cross')), 'crossings');
if (values.vary !== undefined) await runDrawn(variations(whole(values.vary, 'vary')), 'variations');

const from = whole(values.seed ?? values.from ?? `${firstSeedOf(Date.now())}`, 'from');
const seeds = values.seed === undefined ? whole(values.seeds, 'seeds') : 1;
const jobs = Math.max(1, Math.min(whole(values.jobs, 'jobs'), seeds));

type Figures = {
  readonly runs: number;
  readonly failed: number;
  readonly events: number;
  readonly revisions: number;
  readonly virtualMs: number;
  readonly cpuS: number;
};

/** A seed takes some hundredths of a second: one that takes so long has no end, however busy the machine is. */
const endlessMs = 600_000;

/** What a job tells the process above: which seed it begins, and its figures at the end. */
type Told = { readonly begins: number } | { readonly figures: Figures };
const tell = (told: Told): void => void process.send?.(told);

async function runHere(): Promise<Figures> {
  const cpu = process.cpuUsage();
  const sum = { runs: 0, failed: 0, events: 0, revisions: 0, virtualMs: 0 };
  for (let seed = from; seed < from + seeds; seed++) {
    tell({ begins: seed });
    const program = onDisk(generate(seed));
    const outcome = await runProgram(program, values.trace);
    sum.runs++;
    sum.events += outcome.events;
    sum.revisions += outcome.revisions;
    sum.virtualMs += outcome.virtualMs;
    if (outcome.violations.length === 0) {
      if (values.seed !== undefined) show(outcome);
      continue;
    }
    sum.failed++;
    if (values.trace) console.log(outcome.lines?.join('\n'));
    console.log(await tellOf(asAsked(headingOf(seed)), program, outcome.violations, values.shrink));
    if (values.first) break;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { ...sum, cpuS: (user + system) / 1e6 };
}

/** The seeds dealt out to processes of this very program, in runs of equal length. */
async function runInJobs(): Promise<Figures[]> {
  const share = Math.ceil(seeds / jobs);
  const flags = [
    ...(values.first ? ['--first'] : []),
    ...(values.shrink ? [] : ['--no-shrink']),
    ...(values['folds-case'] ? ['--folds-case'] : []),
  ];
  const starts = Array.from({ length: jobs }, (_, job) => from + job * share).filter(
    (at) => at < from + seeds,
  );
  return Promise.all(
    starts.map(
      (at) =>
        new Promise<Figures>((resolve, reject) => {
          const count = Math.min(share, from + seeds - at);
          const child = fork(import.meta.filename, ['--from', `${at}`, '--seeds', `${count}`, ...flags]);
          let figures: Figures | undefined;
          let watch: NodeJS.Timeout | undefined;
          child.on('message', (message) => {
            const told = message as Told;
            clearTimeout(watch);
            if ('figures' in told) figures = told.figures;
            else
              watch = setTimeout(() => {
                console.log(`seed ${told.begins} failed: it does not end`);
                child.kill('SIGKILL');
              }, endlessMs);
          });
          child.on('exit', (code, signal) => {
            clearTimeout(watch);
            if (figures) resolve(figures);
            else reject(new Error(`a job ended with ${String(code ?? signal)} and no figures`));
          });
        }),
    ),
  );
}

const began = performance.now();
if (!process.send && seeds > 1)
  console.log(`seeds ${from} to ${from + seeds - 1}; --from ${from} runs the same`);
const all = jobs > 1 ? await runInJobs() : [await runHere()];
const total = (of: keyof Figures) => all.reduce((sum, one) => sum + one[of], 0);
const seconds = (performance.now() - began) / 1000;
if (process.send && all[0]) tell({ figures: all[0] });
else
  console.log(
    `${total('runs')} runs, ${total('failed')} failed; ${total('revisions')} revisions, ${total('events')} events, ` +
      `${(total('virtualMs') / 3_600_000).toFixed(1)} hours of virtual time in ${seconds.toFixed(1)} s: ` +
      `${(total('runs') / seconds).toFixed(1)} runs/s, ${(total('runs') / total('cpuS')).toFixed(1)} per second of processor time`,
  );
process.exitCode = total('failed') === 0 ? 0 : 1;
// the channel to the process above would keep this one alive
process.disconnect?.();
