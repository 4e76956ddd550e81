// The e2e suite on the real Electron, built afresh: npm run e2e [-- file or -g name]. With --packed it runs on an app
// that is packed for it first, which differs from the one that ships in the inspect fuse and the test hooks alone. Each test makes its own desktop
// session (tests/harness/desktop-session.ts), so nothing of the machine's own screen or keyring is touched.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { appPart, describeRuntime, electronRuntime } from './electron-runtime.ts';
import { outputOf } from './package/configuration.ts';
import { thisMachine } from './package/machine.ts';
import { packedExecutable } from './package/make.ts';
import { repo } from './setup/project-node.mjs';

const node = (args: readonly string[]): number =>
  spawnSync(process.execPath, args, { cwd: repo, stdio: 'inherit' }).status ?? 1;

const packed = process.argv.includes('--packed');
const words = process.argv.slice(2).filter((word) => word !== '--packed');
const runtime = await electronRuntime();
// scripts/test.mjs has built everything a moment ago.
if (packed) {
  const done = node(['scripts/package.ts', '--for-tests']);
  if (done !== 0) process.exit(done);
  const machine = thisMachine();
  if (machine === undefined) throw new Error('Nothing can be packed on this machine.');
  process.env['KOOSYNC_E2E_PACKED'] = packedExecutable(machine, outputOf(true));
} else if (process.env['KOOSYNC_BUILT'] !== '1') {
  const parts = [appPart(runtime), 'cli', 'renderer', 'icons'];
  const built = node(['scripts/build.ts', ...parts]);
  if (built !== 0) process.exit(built);
}
const playwright = path.join('node_modules', '@playwright', 'test', 'cli.js');
const code = node([playwright, 'test', '-c', 'tests/e2e/playwright.config.ts', ...words]);
console.log(`e2e ran on ${packed ? 'an app packed on ' : ''}${describeRuntime(runtime)}.`);
process.exit(code);
