/**
 * Runs one command inside a desktop session of its own and ends with its exit code:
 *   node tests/harness/desktop-session-run.ts npx playwright test ...
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { startDesktopSession } from './desktop-session.ts';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error('Name the command to run in a desktop session.');
  process.exit(2);
}
const home = await mkdtemp(path.join(tmpdir(), 'koo-home-'));
const session = await startDesktopSession({ home });
const child = spawn(command, args, { env: session.env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
const code = await new Promise<number>((resolve) => {
  child.on('error', (error) => {
    console.error(`${command} could not be started: ${error.message}`);
    resolve(1);
  });
  child.on('exit', (exitCode, signal) => {
    resolve(signal === null ? (exitCode ?? 1) : 128 + constants.signals[signal]);
  });
});
await session.stop();
await rm(home, { recursive: true, force: true });
process.exitCode = code;
