/**
 * Signing in at the command line with the real keyring: the secret is in it, and nowhere else. On Linux alone, where a
 * keyring of the test's own can be started: elsewhere vitest.config.ts leaves this file out.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { builtCli, startsFaster } from '../harness/built-cli.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld();
});
afterEach(async () => {
  await world.close();
});

/** Everything in one session bus with a keyring of its own; `koosync` is the built CLI. Each step prints its exit code. */
const script = `
printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
koosync() { "$NODE" "$CLI" "$@"; echo "exit $?"; }
koosync whoami
printf '%s\\n' "$SECRET" | koosync sign-in --server "$SERVER" --user-id "$ID"
koosync whoami
koosync add docs
koosync run --once
printf '%s\\n' "$APP_SECRET" | koosync sign-in --server "$SERVER" --user-id "$ID" --app --app-id "$APP"
koosync run --once
koosync sign-out
koosync whoami
koosync run --once
`;

it('signs in, works, and signs out', async () => {
  const runtime = join(world.folder, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  mkdirSync(join(world.folder, 'docs'));
  const { stdout, stderr } = await promisify(execFile)('dbus-run-session', ['--', 'bash', '-c', script], {
    cwd: world.folder,
    env: {
      PATH: world.env['PATH'],
      HOME: world.env['HOME'],
      LANG: 'C.UTF-8',
      XDG_RUNTIME_DIR: runtime,
      KOOSYNC_HOME: world.home,
      NODE: process.execPath,
      CLI: builtCli,
      ...startsFaster,
      SERVER: world.emulator.url,
      ID: defaults.userId,
      SECRET: defaults.token,
      APP: defaults.appId,
      APP_SECRET: defaults.appSecret,
    },
    timeout: 120_000,
  });
  expect(stdout.match(/exit \d/g), stderr).toEqual(
    ['4', '0', '0', '0', '0', '0', '0', '0', '4', '4'].map((code) => `exit ${code}`),
  );
  expect(stdout).toContain(`Signed in to ${world.emulator.url} as ${defaults.userId}`);
  expect(stdout).toContain('. The secret is kept in');
  expect(stdout).toContain('. The synced folders stay as they are.');
  for (const entry of readdirSync(world.home, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !existsSync(path)) continue;
    const bytes = readFileSync(path);
    for (const secret of [defaults.token, defaults.appSecret]) expect(bytes.includes(secret)).toBe(false);
  }
  expect(stdout + stderr).not.toContain(defaults.token);
  expect(stdout + stderr).not.toContain(defaults.appSecret);
});
