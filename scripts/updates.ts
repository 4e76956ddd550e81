/**
 * npm run test:updates -- [--allow-missing] [--packages-made]
 *
 * Makes two versions of the packages for Linux and has the older one, running, brought up to date from a feed on this
 * machine (tests/updates). Fails where something is missing; with `--allow-missing` that is left out, and the list of it
 * ends the output. `--packages-made` takes the packages of the last run.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readOptions } from './options.ts';
import { canInstall, lacking } from '../tests/updates/needs.ts';
import { repo } from './setup/project-node.mjs';
import { electronRuntime } from './electron-runtime.ts';
import { makeUpdatePackages } from './updates/make-packages.ts';

const { values } = readOptions({
  options: {
    'allow-missing': { type: 'boolean', default: false },
    'packages-made': { type: 'boolean', default: false },
  },
});
const missing = lacking();
const list = missing.map(({ what, debian }) => `  ${what} (Debian: ${debian})`).join('\n');
const isHopeless = missing.some(({ what }) => !what.startsWith('root'));
if (missing.length > 0 && (!values['allow-missing'] || isHopeless)) {
  console.error(`These are missing:\n${list}`);
  console.error(isHopeless ? 'Without them no package can be made.' : 'Leave them out with --allow-missing.');
  process.exit(1);
}
if (!values['packages-made']) {
  const runtime = await electronRuntime();
  const part = runtime.origin === 'stand-in' ? 'main-libsql' : 'main';
  const built = spawnSync(process.execPath, ['scripts/build.ts', part, 'cli', 'renderer', 'icons'], {
    cwd: repo,
    stdio: 'inherit',
  });
  if (built.status !== 0) process.exit(1);
  await makeUpdatePackages(runtime);
}
const vitest = path.join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'updates'], { stdio: 'inherit' });
console.log('Not tried here: a password asked for by pkexec, an rpm, Windows and macOS.');
if (!canInstall) console.log('Left out: the deb and the full disk, which take root and overlay mounts.');
process.exit(status ?? 1);
