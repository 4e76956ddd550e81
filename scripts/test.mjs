#!/usr/bin/env node
// npm test: set up what is missing, then everything CI asks for, on the project's own Node.
//   npm test                  build, types, lint, walls, dead code, unit, conformance, scenarios, e2e
//   npm test -- <filter>      only the unit tests whose file or folder the filter names
// Starts under Node 20 without any package. Every step runs, so that one run shows all that is wrong; the last line
// counts tests, and a step that failed without a failed test of its own (build, types, lint, walls, dead code) counts as one.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { failSetup, setup } from './setup.mjs';
import { repo } from './setup/project-node.mjs';
import { playwrightCounts, vitestCounts } from './test/counts.mjs';

/** @typedef {{ name: string, ok: boolean, seconds: number, counts: import('./test/counts.mjs').Counts | undefined }} Outcome */

const filters = process.argv.slice(2);
const results = path.join(repo, '.cache', 'test');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const { node } = await setup({ for: 'test', electron: filters.length === 0 }).catch(failSetup);

/** For one step: one that hangs must not keep the others, and the summary, from ever coming. */
const limitMinutes = 25;

/**
 * @param {string} script
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<boolean>}
 */
const run = (script, args, env = {}) =>
  new Promise((resolve) => {
    const bin = path.join(repo, 'node_modules', '.bin');
    const child = spawn(node, [path.join(repo, script), ...args], {
      cwd: repo,
      stdio: 'inherit',
      env: {
        ...process.env,
        // What the tests start as `node` is the project's Node, too.
        PATH: `${path.dirname(node)}${path.delimiter}${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
        ...env,
      },
    });
    const timer = setTimeout(() => {
      console.error(`stopped: it ran for ${limitMinutes} minutes without an end`);
      child.kill('SIGKILL');
    }, limitMinutes * 60_000);
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });

/** @type {Outcome[]} */
const outcomes = [];

/**
 * @param {string} name
 * @param {() => Promise<boolean>} work
 * @param {() => import('./test/counts.mjs').Counts | undefined} [count]
 */
const step = async (name, work, count) => {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const ok = await work();
  outcomes.push({ name, ok, seconds: (Date.now() - started) / 1000, counts: count?.() });
};

/**
 * @param {string} project
 * @param {string[]} args
 */
const vitest = (project, args = []) => {
  const file = path.join(results, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return step(
    project,
    () => run('node_modules/vitest/vitest.mjs', ['run', '--project', project, ...reporters, ...args]),
    () => vitestCounts(file),
  );
};

if (filters.length > 0) {
  await vitest('unit', filters);
} else {
  await step('build', () => run('scripts/build.ts', []));
  const built = outcomes.at(-1)?.ok === true;
  await step('types', () => run('node_modules/typescript/bin/tsc', ['-b']));
  await step('lint', () => run('node_modules/eslint/bin/eslint.js', ['--max-warnings', '0', '.']));
  await step('walls', () =>
    run('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', [
      '--config',
      '.dependency-cruiser.js',
      '--output-type',
      'err-long',
      '.',
    ]),
  );
  const knip = 'node_modules/knip/bin/knip.js';
  await step('dead code', async () => (await run(knip, [])) && (await run(knip, ['--production'])));
  await step('format', () =>
    run('node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  );
  for (const project of ['unit', 'conformance', 'scenarios', 'unwatched', 'security']) await vitest(project);
  const file = path.join(results, 'e2e.json');
  await step(
    'e2e',
    async () => {
      if (!built) console.error('not run, because the build failed');
      const env = { KOOSYNC_BUILT: '1', PLAYWRIGHT_JSON_OUTPUT_FILE: file };
      return built && (await run('scripts/e2e.ts', ['--reporter=list,json'], env));
    },
    () => playwrightCounts(file),
  );
}

// The last lines are what is left of a long run in most logs: they name what failed, and say why.
for (const { name, counts } of outcomes) {
  for (const failure of counts?.failures ?? []) console.log(`\nFAILED in ${name}: ${failure}`);
}
console.log('');
for (const { name, ok, seconds, counts } of outcomes) {
  const tests =
    counts === undefined
      ? ''
      : `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`;
  console.log(
    `${name.padEnd(12)} ${ok ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(7)} s  ${tests}`.trimEnd(),
  );
}
const failed = outcomes.reduce((sum, { ok, counts }) => sum + (ok ? 0 : Math.max(1, counts?.failed ?? 0)), 0);
const passed = outcomes.reduce((sum, { counts }) => sum + (counts?.passed ?? 0), 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(outcomes.every(({ ok }) => ok) ? 0 : 1);
