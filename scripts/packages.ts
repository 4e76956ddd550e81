/**
 * npm run test:packages -- [--allow-missing] [--fresh] [--from DIR] [TITLE...]
 *
 * Installs what `npm run package` made, each on a fresh computer in namespaces of its own (tests/packages). Fails where a
 * program or a package is missing; with `--allow-missing` that is left out, and the list of it ends the output. Packages of
 * release/ that are older than what they are made of are refused: they say nothing of it. `--fresh`: makes the computers
 * anew, from the mirror that this machine's apt names. `--from`: where the packages are, release/ else.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { readOptions } from './options.ts';
import { cache, endings, hindrance, needs, releaseFile } from '../tests/packages/needs/needs.ts';

const { values, positionals } = readOptions({
  options: {
    'allow-missing': { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    from: { type: 'string' },
  },
  allowPositionals: true,
});
if (values.from !== undefined) process.env['KOOSYNC_RELEASE'] = path.resolve(values.from);

const programs = needs.filter((need) => !need.isThere());
const packages = endings.filter((ending) => releaseFile(ending) === undefined);
const obstacle = programs.length > 0 ? undefined : hindrance();
const missing = [
  ...programs.map(({ what, debian }) => `${what} (Debian: ${debian})`),
  ...packages.map((ending) => `a package that ends with ${ending} ("npm run package" makes it)`),
  ...(obstacle === undefined ? [] : [obstacle]),
];
const list = missing.map((line) => `  ${line}`).join('\n');
if (missing.length > 0 && !values['allow-missing']) {
  console.error(`This is missing:\n${list}\nLeave out what it is needed for with --allow-missing.`);
  process.exit(1);
}

/** When what is packed was committed last, epoch ms. */
const packedAt = (): number => {
  const root = path.join(import.meta.dirname, '..');
  const packed = ['main', 'renderer', 'shared', 'build', 'package-lock.json', 'electron-builder.yml'];
  const { stdout } = spawnSync('git', ['log', '-1', '--format=%ct', '--', ...packed], { cwd: root });
  return Number(String(stdout)) * 1000;
};
const newest = values.from === undefined ? packedAt() : 0;
const old = endings
  .flatMap((ending) => releaseFile(ending) ?? [])
  .filter((file) => statSync(file).mtimeMs < newest);
if (old.length > 0) {
  const names = old.map((file) => path.basename(file)).join(', ');
  console.error(
    `Older than what is packed: ${names}.\nMake them anew with "npm run package", or name their folder with --from.`,
  );
  process.exit(1);
}
if (programs.length > 0 || obstacle !== undefined || packages.length === endings.length) {
  console.log(`Nothing was installed, for this is missing:\n${list}`);
  process.exit(0);
}
if (values.fresh) rmSync(cache, { recursive: true, force: true });

const vitest = path.join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
// a pattern: what holds one of the words
const titles = positionals.length === 0 ? [] : ['-t', positionals.join('|')];
const one = ['--no-file-parallelism', '--reporter', 'verbose'];
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'packages', ...one, ...titles], {
  stdio: 'inherit',
  env: { ...process.env, KOOSYNC_ALLOW_MISSING: values['allow-missing'] ? '1' : '' },
});
console.log(
  'rpm was given what it asks for by hand, since rpm on Debian looks for nothing (tests/packages/libraries.ts).',
);
if (missing.length > 0) console.log(`Left out, for this is missing:\n${list}`);
process.exit(status ?? 1);
