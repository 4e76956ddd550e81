#!/usr/bin/env node
// Everything a fresh checkout needs, in the order it is needed; each step looks first and is skipped when it is done.
// Runs on Node 20 without any package, because it is what brings the packages.
//   npm run setup            for the tests (the default)
//   npm run setup -- demo    for the demo
import { pathToFileURL } from 'node:url';
import { debianPackages, systemName } from './setup/debian-packages.mjs';
import { keytar } from './setup/keytar.mjs';
import { alone } from './setup/lock.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { leastNodes, projectNode, repo } from './setup/project-node.mjs';
import { SetupProblem, lastLines, run, say } from './setup/run.mjs';

/** The Electron that tests and demo run on; a program of its own, since it needs the packages and the project's Node. */
const electron = async (/** @type {string} */ node) => {
  const found = await run(node, ['scripts/electron-runtime.ts'], { cwd: repo, onLine: say });
  if (!found.ok) throw new SetupProblem(`There is no Electron to run on:\n${lastLines(found.output)}`);
};

/**
 * @param {{ for: 'demo' | 'test' | 'page', electron?: boolean }} options
 *   page: packages and Node alone, for the window's page in a browser; electron: false for runs that open no window
 * @returns {Promise<{ node: string }>} the Node that runs the product
 */
export const setup = (options) =>
  alone(async () => {
    const started = Date.now();
    if (options.for !== 'page') await debianPackages(options.for);
    await npmPackages();
    const node = projectNode();
    if (node === undefined) {
      throw new SetupProblem(
        `KooSync needs Node ${leastNodes} or newer, and npm has none for ${systemName()} on ${process.arch}; please install it and try again.`,
      );
    }
    if (options.for !== 'page') await keytar();
    if (options.for !== 'page' && options.electron !== false) await electron(node);
    say(`ready (${((Date.now() - started) / 1000).toFixed(1)} s).`);
    return { node };
  });

/**
 * For programs: a failed step is said in plain words and ends the run, anything else keeps its stack.
 * @param {unknown} error
 */
export const failSetup = (error) => {
  console.error(error instanceof SetupProblem ? `setup: ${error.message}` : error);
  process.exit(1);
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setup({ for: process.argv[2] === 'demo' ? 'demo' : 'test' }).catch(failSetup);
}
