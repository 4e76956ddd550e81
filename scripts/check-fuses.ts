// Reads the fuses of what was packed back from the binary: node scripts/check-fuses.ts [executable or .app ...], or
// without arguments all that lies unpacked in release/. The table here is written by hand, apart from
// electron-builder.yml: a slip there must not be able to excuse itself.
import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { fuseProblems, wantedFuses } from './package/fuses.ts';
import { repo } from './setup/project-node.mjs';

const packagedExecutables = async (): Promise<string[]> => {
  const places = ['linux*-unpacked/koosync-desktop', 'win*-unpacked/koosync-desktop.exe', 'mac*/KooSync.app'];
  const found: string[] = [];
  for await (const file of glob(places, { cwd: path.join(repo, 'release') })) {
    found.push(path.join(repo, 'release', file));
  }
  return found;
};

const named = process.argv.slice(2);
const executables = named.length > 0 ? named : await packagedExecutables();
const missing = executables.filter((file) => !existsSync(file));
if (executables.length === 0 || missing.length > 0) {
  console.error(`There is nothing packed to check${missing.length > 0 ? ` at ${missing.join(', ')}` : ''}.`);
  process.exit(1);
}
const problems = (await Promise.all(executables.map((file) => fuseProblems(file)))).flat();
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`All ${String(wantedFuses.length)} fuses are as they must be in ${executables.join(', ')}.`);
