#!/usr/bin/env node
// npm run busy -- COMMAND...: runs a command while every core is kept busy, and ends as the command ended.
//   npm run busy -- npm test
// A suite that passes on an idle machine may still depend on its speed. Here it has one competitor for each core, at
// the same priority, whatever the machine. The competitors are threads of this process: they end with it in any case.
import { spawn } from 'node:child_process';
import { availableParallelism, constants } from 'node:os';
import { Worker } from 'node:worker_threads';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error('npm run busy -- COMMAND...   runs COMMAND while every core is kept busy');
  process.exit(2);
}

/** Says that it has begun, and then does nothing else than count. */
const spin = "require('node:worker_threads').parentPort.postMessage('begun'); for (let n = 0; ; n += 1);";
const cores = availableParallelism();
const spinning = Array.from({ length: cores }, () => new Worker(spin, { eval: true }));
await Promise.all(spinning.map((one) => new Promise((resolve) => one.once('message', resolve))));
console.error(`busy: ${cores} cores kept busy while this runs: ${[command, ...args].join(' ')}`);

// npm and npx are scripts on Windows, which only a shell starts
const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
/** @type {NodeJS.Signals[]} */
const signals = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals)
  process.on(signal, () => {
    child.kill(signal);
  });

const code = await new Promise((resolve) => {
  child.on('error', (error) => {
    console.error(`busy: ${command} could not be started: ${error.message}`);
    resolve(127);
  });
  child.on('exit', (ended, signal) => {
    resolve(signal === null ? ended : 128 + constants.signals[signal]);
  });
});
await Promise.all(spinning.map((one) => one.terminate()));
process.exit(code);
