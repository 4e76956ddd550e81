/**
 * Ctrl-C, typed at a terminal where `koosync run` works on Windows: a console takes it for a signal to all that is started in it.
 * A pty is wanted for that, which only the Linux around Wine can make, so this is no test of Vitest.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaults, startEmulator } from '../../emulator/index.ts';
import type { TestResult } from '../../scripts/windows/verdict.ts';
import type { Windows } from '../../scripts/windows/wine.ts';

/** How long a busy machine may take to start a client under Wine, or to end one. */
const limitMs = 900_000;

/** Runs them all. Throws nothing: what goes wrong is a failed test. */
export async function typedCtrlC(windows: Windows): Promise<TestResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'koosync-terminal-'));
  const emulator = await startEmulator({ dataDir: folder });
  const log = join(folder, 'log');
  const env = {
    KOOSYNC_HOME: String.raw`C:\terminal\state`,
    KOOSYNC_SERVER: emulator.url,
    KOOSYNC_USER_ID: defaults.userId,
    KOOSYNC_TOKEN: defaults.token,
  };
  const tried = async (name: string, check: () => Promise<void>): Promise<TestResult> => {
    const test = `tests/windows/terminal.ts > ${name}`;
    try {
      await check();
      return { test, status: 'passed', message: '' };
    } catch (thrown) {
      return { test, status: 'failed', message: String(thrown) };
    }
  };
  try {
    mkdirSync(join(windows.driveC, 'terminal', 'docs'), { recursive: true });
    writeFileSync(join(windows.driveC, 'terminal', 'docs', 'a.txt'), 'a');
    const cli = String.raw`out\cli\koosync.js`;
    const built = await windows.node(['scripts/build.ts', 'cli'], { log, limit: limitMs });
    if (!built.ok)
      return [await tried('the command line is built', () => Promise.reject(new Error(built.output)))];
    const add = [cli, 'add', String.raw`C:\terminal\docs`, '--space', defaults.containerId];
    const added = await windows.node(add, { log, env, limit: limitMs });
    if (!added.ok) return [await tried('a folder is added', () => Promise.reject(new Error(added.output)))];
    return [
      await tried('Ctrl-C ends `koosync run` after its work', async () => {
        const { code, seen } = await typed(windows.nodeAtTerminal([cli, 'run'], env), 'Watching');
        if (code !== 0 || !seen.includes('Stopped')) throw new Error(`ended with ${String(code)}: ${seen}`);
      }),
    ];
  } finally {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs it, types Ctrl-C as soon as it has said `when`, and waits for its end. */
async function typed(
  [program = '', ...words]: readonly string[],
  when: string,
): Promise<{ readonly code: number | null; readonly seen: string }> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  let seen = '';
  let isTyped = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    if (isTyped || !seen.includes(when)) return;
    isTyped = true;
    child.stdin.write('\u0003');
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  return { code, seen };
}
