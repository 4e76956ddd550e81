/**
 * npm run test:launchers -- [--allow-missing]
 *
 * The entry for starting at login, read by the programs that desktops leave it to (tests/launchers). Fails where one is
 * missing; with `--allow-missing` it is left out, and the list of them ends the output.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readOptions } from './options.ts';
import { launchers } from '../tests/launchers/needs.ts';

const { values } = readOptions({ options: { 'allow-missing': { type: 'boolean', default: false } } });
const missing = launchers.filter(({ program }) => program === undefined);
const list = missing.map(({ name, debian }) => `  ${name} (Debian: ${debian.join(' ')})`).join('\n');
if (missing.length > 0 && !values['allow-missing']) {
  console.error(`These are missing:\n${list}`);
  console.error(
    `Install them (apt-get install --no-install-recommends ${missing.flatMap(({ debian }) => debian).join(' ')}),`,
  );
  console.error('or leave them out with --allow-missing.');
  process.exit(1);
}
const vitest = path.join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', '--project', 'launchers'], {
  stdio: 'inherit',
  env: { ...process.env, KOOSYNC_ALLOW_MISSING: values['allow-missing'] ? '1' : '' },
});
console.log('What starts with a session on macOS and Windows is kept by the system, and was not tried here.');
if (missing.length > 0) console.log(`Left out, for these are missing:\n${list}`);
process.exit(run.status ?? 1);
