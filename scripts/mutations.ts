/**
 * npm run mutations -- [--seeds N] [--only TEXT]
 *
 * Plants the bugs of tests/simulation/mutations.ts, one at a time, in a copy of the sources in the system's folder for
 * temporary files, runs there what must find each (the simulator up to its first failing seed, or a test file), and
 * prints what found which and what it said. Where a kept program finds nothing, its variations are tried: one that fails,
 * and passes without the bug, finds it. Two run side by side. Exit code 1: one was not found.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './options.ts';
import { isKept, mutations, type Mutation, type TestOf } from '../tests/simulation/mutations.ts';

const { values } = readOptions({
  options: { seeds: { type: 'string', default: '1000' }, only: { type: 'string', default: '' } },
});

/** `broken`: it did not come to a verdict, which finds nothing. */
type Verdict =
  | { readonly end: 'passed' }
  | { readonly end: 'failed'; readonly by: string; readonly says: string }
  | { readonly end: 'broken'; readonly says: string };

const here = join(import.meta.dirname, '..');
const atOnce = 2;
/** what a planted bug brings to a stop finds nothing */
const longestMs = 30 * 60_000;

function makeCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'koosync-mutations-'));
  for (const name of ['main', 'shared', 'renderer', 'emulator', 'tests', 'scripts', 'bench'])
    cpSync(join(here, name), join(copy, name), { recursive: true });
  for (const name of ['package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(here, name), join(copy, name));
  symlinkSync(join(here, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const running = new Set<ChildProcess>();
const run = (copy: string, args: readonly string[]) =>
  new Promise<{ status: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestMs,
      env: { ...process.env, NO_COLOR: '1' },
    });
    running.add(child);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.once('error', reject);
    child.once('close', (status) => {
      running.delete(child);
      resolve({ status, out, err });
    });
  });

async function simulate(copy: string): Promise<Verdict> {
  const seeds = ['--from', '1', '--seeds', values.seeds, '--no-shrink', '--first'];
  const { status, out, err } = await run(copy, ['scripts/simulate.ts', ...seeds]);
  if (status === 0) return { end: 'passed' };
  const seed = /^seed (\d+) failed/m.exec(out)?.[1];
  if (seed === undefined) return { end: 'broken', says: firstLine(err) };
  return { end: 'failed', by: `seed ${seed}`, says: /^ {2}(.*)$/m.exec(out)?.[1] ?? '' };
}

type Report = {
  readonly testResults: readonly {
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
};

async function test(copy: string, { project, path, name }: TestOf): Promise<Verdict> {
  const named = name === undefined ? [] : ['-t', name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')];
  const file = join(copy, 'report.json');
  rmSync(file, { force: true });
  const reporting = ['--reporter=json', `--outputFile=${file}`];
  const { err } = await run(copy, [
    ...['node_modules/vitest/vitest.mjs', 'run', '--project', project, path],
    ...[...reporting, ...named],
  ]);
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return { end: 'broken', says: firstLine(err) };
  }
  const results = report.testResults.flatMap((file) => file.assertionResults);
  const failed = results.find((one) => one.status === 'failed');
  if (failed)
    return {
      end: 'failed',
      by: `\`${path}\`: ${failed.title}`,
      says: firstLine(failed.failureMessages?.[0] ?? '').replace(
        /^AssertionError: |\s*\/\/ Object\.is equality$/g,
        '',
      ),
    };
  if (results.some((one) => one.status === 'passed')) return { end: 'passed' };
  return { end: 'broken', says: firstLine(report.testResults[0]?.message ?? '') || 'no such test' };
}

const firstLine = (text: string) => text.trim().split('\n')[0] ?? '';
const look = (copy: string, by: TestOf | undefined) => (by ? test(copy, by) : simulate(copy));

/** How many variations of a kept program are tried. */
const variations = 300;

/** Variations of the kept program with this name, from the one with the number `from` on, up to the first that fails. */
async function vary(
  copy: string,
  name: string,
  from: number,
  count: number,
): Promise<Verdict & { nth?: number }> {
  const range = ['--vary', `${count}`, '--from', `${from}`, '--kept', name, '--no-shrink', '--first'];
  const { status, out, err } = await run(copy, ['scripts/simulate.ts', ...range]);
  if (status === 0) return { end: 'passed' };
  const nth = /^variation (\d+) of/m.exec(out)?.[1];
  if (nth === undefined) return { end: 'broken', says: firstLine(err) };
  const says = /^ {2}(.*)$/m.exec(out)?.[1] ?? '';
  return { end: 'failed', by: `variation ${nth}: ${name}`, says, nth: Number(nth) };
}

/** Does `look` with the bug planted; undefined: a file has not, or not once, what is to be replaced. */
async function planted<R>(
  copy: string,
  { file, find, put, also }: Mutation,
  look: () => Promise<R>,
): Promise<R | undefined> {
  const sound = new Map<string, string>();
  try {
    for (const change of also ? [{ file, find, put }, also] : [{ file, find, put }]) {
      const at = join(copy, change.file);
      const text = readFileSync(at, 'utf8');
      if (text.split(change.find).length !== 2) return undefined;
      if (!sound.has(at)) sound.set(at, text);
      writeFileSync(
        at,
        text.replace(change.find, () => change.put),
      );
    }
    return await look();
  } finally {
    for (const [at, text] of sound) writeFileSync(at, text);
  }
}

/** undefined: it no longer fits. */
async function judge(copy: string, mutation: Mutation): Promise<Verdict | undefined> {
  const { by } = mutation;
  const verdict = await planted(copy, mutation, () => look(copy, by));
  const name = by && isKept(by) ? by.name : undefined;
  if (verdict?.end !== 'passed' || name === undefined) return verdict;
  const varied = await planted(copy, mutation, () => vary(copy, name, 0, variations));
  if (varied?.nth === undefined) return varied;
  const without = await vary(copy, name, varied.nth, 1);
  if (without.end === 'passed') return varied;
  const says = 'says' in without ? without.says : '';
  return { end: 'broken', says: `variation ${varied.nth} fails without the bug too: ${says}` };
}

/** Does every piece of work, `atOnce` side by side in a copy of their own; `done` hears of them in their order. */
async function inCopies<W, R>(
  work: readonly W[],
  each: (copy: string, one: W) => Promise<R>,
  done: (one: W, result: R) => void,
): Promise<void> {
  const results = new Map<number, R>();
  let next = 0;
  let told = 0;
  const lane = async (copy: string) => {
    for (let i = next++; i < work.length; i = next++) {
      results.set(i, await each(copy, work[i] as W));
      for (; results.has(told); told++) done(work[told] as W, results.get(told) as R);
    }
  };
  await Promise.all(copies.map(lane));
}

const began = performance.now();
const chosen = mutations.filter(({ what }) => what.includes(values.only));
const copies = Array.from({ length: atOnce }, makeCopy);
let found = 0;
try {
  const lookers = [...new Map(chosen.map(({ by }) => [JSON.stringify(by), by])).values()];
  await inCopies(lookers, look, (by, verdict) => {
    if (verdict.end === 'passed') return;
    const who = by ? `${by.path} ${by.name ?? ''}` : 'npm run simulate';
    throw new Error(`fails without any planted bug: ${who}: ${verdict.says}`);
  });
  await inCopies(chosen, judge, ({ what, file }, verdict) => {
    if (verdict?.end === 'failed') found++;
    const says = verdict && 'says' in verdict ? verdict.says.replaceAll('|', '/').slice(0, 90) : '';
    const by = !verdict
      ? 'NO LONGER FITS'
      : { passed: 'NOT FOUND', broken: 'DOES NOT RUN', failed: 'by' in verdict ? verdict.by : '' }[
          verdict.end
        ];
    console.log(`| ${what} | \`${file}\` | ${by} | ${says} |`);
  });
} finally {
  for (const child of running) child.kill();
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
}
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`${chosen.length} planted, ${found} found, in ${Math.floor(seconds / 60)} min ${seconds % 60} s`);
process.exit(found === chosen.length ? 0 : 1);
