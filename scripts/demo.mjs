#!/usr/bin/env node
// npm run demo: the whole path on an embedded default, from a fresh checkout; told step by step.
//   npm run demo                  on a desktop the app stays open to play with, until Ctrl-C or until it is quit
//   npm run demo -- --exit        ends by itself with exit code 0, as it does where there is no screen
//   npm run demo -- --keep        the next demo leaves this one's folder alone
// Starts under Node 20 without any package: set-up brings the Node and the packages that demo/main.ts, the story
// itself, runs on.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { signalDescendants } from './demo/descendants.mjs';
import { beginStep, endStep, line } from './demo/tell.mjs';
import { failSetup, setup } from './setup.mjs';
import { repo } from './setup/project-node.mjs';

const usage = `npm run demo [-- --exit] [-- --keep]
  --exit   end by itself when all is shown, and leave nothing running
  --keep   the next demo does not clear this one's folder away`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(usage);
  process.exit(0);
}
const strange = args.filter((arg) => arg !== '--exit' && arg !== '--keep');
if (strange.length > 0) {
  console.error(`The demo does not know ${strange.join(' ')}.\n${usage}`);
  process.exit(2);
}

/** @type {import('node:child_process').ChildProcess | undefined} */
let story;
/** @type {NodeJS.Signals[]} */
const signals = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) {
  process.on(signal, () => {
    // The story takes everything back itself and tells by its exit code when that is done.
    if (story !== undefined) {
      if (story.connected) story.send({ stop: signal });
      return;
    }
    signalDescendants(signal);
    console.log('\nStopped during set-up. Run it again to go on from here.');
    process.exit(130);
  });
}

line('KooSync demo: from a saved file to a version that one can see and get back.');
beginStep('Set-up: packages, system libraries, Node, Electron (each only where it is missing)');
const { node } = await setup({ for: 'demo' }).catch(failSetup);
endStep();

story = spawn(node, [path.join(repo, 'scripts', 'demo', 'main.ts'), ...args], {
  cwd: repo,
  // The channel carries the wish to stop; that it breaks tells the story of our end, kill -9 included.
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  // A process group of its own, so that Ctrl-C in the terminal does not end screen, keyring and app under its feet.
  detached: process.platform !== 'win32',
});
story.on('error', (error) => {
  console.error(`The demo could not start ${node}: ${error.message}`);
  process.exit(1);
});
story.on('exit', (code) => process.exit(code ?? 1));
