/**
 * npm run test:programs -- [--allow-missing]
 *
 * Real programs save documents while the real client runs (tests/programs). Fails where one of them is missing; with
 * `--allow-missing` those are left out, and the list of them ends the output.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readOptions } from './options.ts';
import { everyNeed, isThere } from '../tests/programs/programs.ts';

const { values, positionals } = readOptions({
  options: { 'allow-missing': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const missing = [...new Map(everyNeed.map((need) => [need.debian, need])).values()].filter(
  (need) => !isThere(need),
);
const list = missing.map(({ what, debian }) => `  ${what} (Debian: ${debian})`).join('\n');
if (missing.length > 0 && !values['allow-missing']) {
  console.error(`These programs are missing:\n${list}`);
  console.error(`Install them (apt-get install ${missing.map(({ debian }) => debian).join(' ')}),`);
  console.error('or leave them out with --allow-missing.');
  process.exit(1);
}
const vitest = path.join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'programs', ...positionals], {
  stdio: 'inherit',
  env: { ...process.env, KOOSYNC_ALLOW_MISSING: values['allow-missing'] ? '1' : '' },
});
if (missing.length > 0) console.log(`Left out, for these programs are missing:\n${list}`);
process.exit(status ?? 1);
