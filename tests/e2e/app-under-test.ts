/** Starts and ends one KooSync on an Electron, and keeps everything that it says. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { withSteadyAnswers } from './steady-evaluate.ts';
import { appWords, electronRuntime, type ElectronRuntime } from '../../scripts/electron-runtime.ts';

export type Running = {
  readonly app: ElectronApplication;
  readonly pid: number;
  /** can be asked also when it has ended */
  readonly process: ChildProcess;
  /** everything it printed so far */
  readonly output: () => string;
  /** errors of its page: thrown, or written to the console */
  readonly pageErrors: readonly string[];
  /** the window's page, when it has been loaded */
  window(): Promise<Page>;
  /** Writes what was recorded of its pages, if it was, and if the app still runs. */
  writeTrace(file: string): Promise<void>;
  /** quits as a user does */
  quit(): Promise<void>;
};

export type Ended = { readonly code: number | null; readonly output: string; readonly ms: number };

/** The Electron of the checkout, or the packed app that KOOSYNC_E2E_PACKED names (scripts/e2e.ts). */
export const runtimeUnderTest = async (): Promise<ElectronRuntime> => {
  const runtime = await electronRuntime();
  const executable = process.env['KOOSYNC_E2E_PACKED'];
  return executable === undefined ? runtime : { ...runtime, executable, packed: true };
};

/** Chromium refuses to run as root with its sandbox. */
const rootNeeds = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Are the pages' actions to be recorded? It costs time, so only for who looks into a failure. */
const traced = process.env['KOOSYNC_E2E_TRACE'] === '1';

/** Starts it under Playwright's eye. */
export async function launch(
  runtime: ElectronRuntime,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<Running> {
  // Playwright misses a page that is being loaded while it attaches, and then waits for it for ever: the app begins when
  // it is attached.
  const folder = await mkdtemp(join(tmpdir(), 'koo-start-'));
  const startFile = join(folder, 'now');
  const launched = await _electron.launch({
    executablePath: runtime.executable,
    args: [...appWords(runtime), ...rootNeeds, ...args],
    env: plain({ ...env, KOOSYNC_TEST_START_FILE: startFile }),
    timeout: 120_000,
  });
  const app = withSteadyAnswers(launched);
  let output = '';
  const child = app.process();
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const pageErrors: string[] = [];
  app.on('window', (page) => {
    page.on('pageerror', (error) => pageErrors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') pageErrors.push(message.text());
    });
  });
  if (traced) await app.context().tracing.start({ screenshots: true, snapshots: true });
  await writeFile(startFile, '');
  child.once('exit', () => void rm(folder, { recursive: true, force: true }));
  return {
    app,
    pid: child.pid ?? -1,
    process: child,
    output: () => output,
    pageErrors,
    window: async () => {
      const page = await app.firstWindow();
      await page.waitForLoadState('domcontentloaded');
      return page;
    },
    writeTrace: async (file) => {
      if (traced && child.exitCode === null && child.signalCode === null)
        await app.context().tracing.stop({ path: file });
    },
    quit: () => app.close(),
  };
}

/** Starts it as a file manager or a terminal does, and waits until that process has ended by itself. */
export function launchAndWait(
  runtime: ElectronRuntime,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  options: { readonly cwd?: string; readonly withinMs?: number } = {},
): Promise<Ended> {
  const began = Date.now();
  const child = spawn(runtime.executable, [...appWords(runtime), ...rootNeeds, ...args], {
    env,
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`It did not end by itself. It said: ${output}`));
    }, options.withinMs ?? 120_000);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(tooLong);
      resolve({ code, output, ms: Date.now() - began });
    });
  });
}

/** The process and everything it started, as ids. */
export async function processTree(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // "pid (name) state parent ...", and the name may hold anything, brackets and blanks too
    const [, , parent] = stat.slice(stat.lastIndexOf(')')).split(' ');
    parents.set(Number(name), Number(parent));
  }
  const tree = [pid];
  for (const id of tree) for (const [child, parent] of parents) if (parent === id) tree.push(child);
  return tree;
}

const plain = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
