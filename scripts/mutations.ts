/**
 * npm run mutations -- [--seeds N] [--only TEXT]
 *
 * Plants the bugs of tests/simulation/mutations.ts, one at a time, in a copy of the sources in the system's folder for
 * temporary files, runs the simulator there up to its first failing seed, and prints what found which. Exit code 1:
 * one was not found.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutations } from '../tests/simulation/mutations.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '600' }, only: { type: 'string', default: '' } },
});

const here = join(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'koosync-mutations-'));
for (const folder of ['main', 'shared', 'tests/simulation', 'scripts'])
  cpSync(join(here, folder), join(copy, folder), { recursive: true });
cpSync(join(here, 'package.json'), join(copy, 'package.json'));
symlinkSync(join(here, 'node_modules'), join(copy, 'node_modules'));

/** The first seed that fails, with what it says; undefined: none. */
function simulate(): { seed: string; says: string } | undefined {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['scripts/simulate.ts', '--seeds', values.seeds, '--no-shrink', '--first'],
    { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status === 0) return undefined;
  const seed = /^seed (\d+) failed/m.exec(stdout)?.[1] ?? '?';
  const says = /^ {2}(.*)$/m.exec(stdout)?.[1] ?? 'it does not run';
  return { seed, says };
}

let missed = 0;
try {
  if (simulate()) throw new Error('the engine fails without any planted bug: see npm run simulate');
  for (const { what, file, find, put, also } of mutations) {
    if (!what.includes(values.only)) continue;
    const at = join(copy, file);
    const sound = readFileSync(at, 'utf8');
    if (!sound.includes(find) || (also && !sound.includes(also.find))) {
      missed++;
      console.log(`| ${what} | ${file} | no longer fits | |`);
      continue;
    }
    const planted = sound.replace(find, () => put);
    writeFileSync(at, also ? planted.replace(also.find, () => also.put) : planted);
    const found = simulate();
    writeFileSync(at, sound);
    if (!found) missed++;
    const says = found?.says.replaceAll('|', '/').slice(0, 90) ?? '';
    console.log(`| ${what} | \`${file}\` | ${found ? `seed ${found.seed}` : 'NOT FOUND'} | ${says} |`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.exit(missed === 0 ? 0 : 1);
