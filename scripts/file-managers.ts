/**
 * npm run test:file-managers -- [--allow-missing] [TITLE...]
 *
 * Every file manager of Linux is started and clicked (tests/file-managers). Fails where something is missing; with
 * `--allow-missing` that is left out, and the list of it ends the output. What is not clicked is said, too.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readOptions } from './options.ts';
import { everyNeed, driven } from '../tests/file-managers/needs.ts';

const { values, positionals } = readOptions({
  options: { 'allow-missing': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const missing = [...new Map(everyNeed.map((need) => [need.debian, need])).values()].filter(
  (need) => !need.isThere(),
);
const list = missing.map(({ what, debian }) => `  ${what} (Debian: ${debian})`).join('\n');
if (missing.length > 0 && !values['allow-missing']) {
  console.error(`These are missing:\n${list}`);
  console.error(
    `Install them (apt-get install --no-install-recommends ${missing.map(({ debian }) => debian).join(' ')}),`,
  );
  console.error('or leave them out with --allow-missing.');
  process.exit(1);
}
const vitest = path.join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
const run = (...args: readonly string[]): boolean =>
  spawnSync(process.execPath, [vitest, 'run', '--project', 'file-managers', ...args], {
    stdio: 'inherit',
    env: { ...process.env, KOOSYNC_ALLOW_MISSING: values['allow-missing'] ? '1' : '' },
  }).status === 0;

/**
 * Each file manager in a process of its own. In one process with others before it Nautilus often told nothing of its
 * window by accessibility, and alone it always did; why was not found.
 */
const titles =
  positionals.length > 0
    ? positionals
    : ['Explorer', 'Thunar', 'Nemo', 'Caja', 'Nautilus', 'Dolphin', 'PCManFM'];
const failed = titles.filter((title) => !run('-t', title));
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}.`);
for (const { title, cutsLines } of driven)
  if (cutsLines)
    console.log(`${title}: names with a line break arrive with a letter too many, a fault of its own.`);
const unseen = driven.filter(({ outside }) => outside === undefined).map(({ title }) => title);
console.log(`Not looked at outside of synced folders: ${unseen.join('; ')}.`);
console.log(
  'The registry of Windows was written by Wine; the Explorer and the Finder of macOS are not driven here.',
);
if (missing.length > 0) console.log(`Left out, for these are missing:\n${list}`);
process.exit(failed.length > 0 ? 1 : 0);
