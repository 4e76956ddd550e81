// The e2e suite on the real Electron, built afresh: npm run e2e [-- file or -g name]. Each test makes its own desktop
// session (tests/harness/desktop-session.ts), so nothing of the machine's own screen or keyring is touched.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { appPart, describeRuntime, electronRuntime } from './electron-runtime.ts';
import { repo } from './setup/project-node.mjs';

const node = (args: readonly string[]): number =>
  spawnSync(process.execPath, args, { cwd: repo, stdio: 'inherit' }).status ?? 1;

const runtime = await electronRuntime();
// scripts/test.mjs has built everything a moment ago.
if (process.env['KOOSYNC_BUILT'] !== '1') {
  const parts = [appPart(runtime), 'cli', 'renderer', 'icons'];
  const built = node(['scripts/build.ts', ...parts]);
  if (built !== 0) process.exit(built);
}
const playwright = path.join('node_modules', '@playwright', 'test', 'cli.js');
const code = node([playwright, 'test', '-c', 'tests/e2e/playwright.config.ts', ...process.argv.slice(2)]);
console.log(`e2e ran on ${describeRuntime(runtime)}.`);
process.exit(code);
