/** The packages as npm installs them on Windows: the same lock file, other binaries. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { repo } from '../setup/project-node.mjs';
import { SetupProblem, lastLines, run } from '../setup/run.mjs';
import { cache, inRepo, keyOf } from './places.ts';

/** Absolute path of a node_modules for Windows x64. Throws SetupProblem. */
export async function windowsPackages(say: (text: string) => void): Promise<string> {
  const folder = path.join(cache, `packages-${keyOf(inRepo('package-lock.json'))}`);
  const packages = path.join(folder, 'node_modules');
  if (existsSync(folder)) return packages;
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(path.join(repo, name), path.join(made, name));
  say('fetching the packages for Windows, once for this lock file ...');
  // scripts of packages would build for this machine
  const how = ['ci', '--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { ok, output } = await run('npm', how, { cwd: made });
  if (!ok) throw new SetupProblem(`npm ci for Windows failed:\n${lastLines(output)}`);
  renameSync(made, folder);
  return packages;
}
