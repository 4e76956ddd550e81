// How `npm run demo`, `npm start` and `npm run dev` begin from a fresh checkout: set-up first, under whatever Node the
// machine has (20 is enough), then the program itself, TypeScript, on the Node that set-up brought.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { signalDescendants } from './setup/descendants.mjs';
import { repo } from './setup/project-node.mjs';

/**
 * Ends this process with the program's exit code.
 * @param {{ name: string, program: string, args: string[], prepare: () => Promise<{ node: string }> }} options
 *   name: at the beginning of a sentence; program: a path from the root of the checkout; prepare: the set-up
 */
export const launch = async ({ name, program, args, prepare }) => {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  /** @type {NodeJS.Signals[]} */
  const signals = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) {
    process.on(signal, () => {
      // The program takes everything back itself and tells by its exit code when that is done.
      if (child !== undefined) {
        if (child.connected) child.send({ stop: signal });
        return;
      }
      signalDescendants(signal);
      console.log('\nStopped during set-up. Run it again to go on from here.');
      process.exit(130);
    });
  }
  const { node } = await prepare();
  child = spawn(node, [path.join(repo, program), ...args], {
    cwd: repo,
    // The channel carries the wish to stop. When it breaks, the program learns that this process has ended, kill -9 included.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A process group of its own, so that Ctrl-C in the terminal does not end screen, keyring and app under its feet.
    detached: process.platform !== 'win32',
  });
  child.on('error', (error) => {
    console.error(`${name} could not start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
};

/**
 * For programs that know a few switches and nothing else: prints the usage for --help, refuses what is not known.
 * @param {{ name: string, usage: string, known: string[] }} options
 * @returns {string[]} the arguments given
 */
export const readSwitches = ({ name, usage, known }) => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = args.filter((arg) => !known.includes(arg));
  if (unknown.length > 0) {
    console.error(`${name} does not know ${unknown.join(' ')}.\n${usage}`);
    process.exit(2);
  }
  return args;
};
