/**
 * npm run bench -- [--only first,many,large,latency,rename,edit,history] [--out FILE] [--profile DIR] [--small]
 *
 * Measures the built CLI against the emulator in a process of its own, and the built app (`history`). Prints a table;
 * `--out` writes the figures as JSON; `--profile` keeps a CPU profile of the first sync in DIR and prints where its time went; `--small` is for
 * trying the bench itself.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure, Sizes } from './measurement.ts';
import { measurements } from './measurements.ts';
import { topOf } from './profile.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    out: { type: 'string' },
    profile: { type: 'string' },
    small: { type: 'boolean', default: false },
  },
});
const sizes: Sizes = values.small
  ? {
      first: 200,
      many: 500,
      largeMB: 20,
      saves: 3,
      renamed: 200,
      siblings: [20, 200],
      edits: 2,
      versions: 300,
    }
  : {
      first: 5_000,
      many: 20_000,
      largeMB: 500,
      saves: 30,
      renamed: 2_000,
      siblings: [100, 2_000, 20_000],
      edits: 20,
      versions: 10_000,
    };
const wanted = values.only?.split(',') ?? Object.keys(measurements);
for (const name of wanted)
  if (!Object.hasOwn(measurements, name)) {
    console.error(`--only takes some of ${Object.keys(measurements).join(',')}`);
    process.exit(2);
  }

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

const figures: Figure[] = [];
for (const name of wanted) {
  const profile = name === 'first' && values.profile !== undefined ? resolve(values.profile) : undefined;
  if (profile !== undefined) mkdirSync(profile, { recursive: true });
  const nodeArgs = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const found = (await measurements[name]?.(sizes, nodeArgs)) ?? [];
  for (const figure of found) {
    figures.push(figure);
    const value = figure.value.toFixed(figure.value < 100 ? 2 : 0).padStart(10);
    console.log(`${figure.what.padEnd(56)} ${value} ${figure.unit}`);
  }
  if (profile !== undefined)
    for (const file of readdirSync(profile).filter((each) => each.endsWith('.cpuprofile')))
      console.log(`\n${file}\n${topOf(readFileSync(join(profile, file), 'utf8'), 40).join('\n')}`);
}
if (values.out !== undefined)
  writeFileSync(values.out, `${JSON.stringify({ machine, figures }, undefined, 2)}\n`);
