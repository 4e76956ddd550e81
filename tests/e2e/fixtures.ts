/**
 * What every e2e test stands on: a desktop session, a KooDrive, a home and a folder of sample files, each its own; and
 * apps, which are ended with the test. When a test fails, logs and pictures stay in test-results/.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Locator, type Page, type TestInfo } from '@playwright/test';
import { defaults } from '../../emulator/defaults.ts';
import { startEmulator, type Emulator } from '../../emulator/index.ts';
import { describeRuntime, type ElectronRuntime } from '../../scripts/electron-runtime.ts';
import type { KooBridge } from '../../shared/ipc/bridge.ts';
import type { Result } from '../../shared/result.ts';
import { startDesktopSession, type DesktopSession } from '../harness/desktop-session.ts';
import { launch, launchAndWait, runtimeUnderTest, type Ended, type Running } from './app-under-test.ts';

export { defaults } from '../../emulator/defaults.ts';
export { expect } from '@playwright/test';

declare global {
  // What the page has; tests reach it in page.evaluate, where only the page's own globals are.
  var koo: KooBridge;
}

export const samples = {
  'notes.txt': 'first thoughts\n',
  'report.md': '# Report\n\nDraft.\n',
  'pictures/plan.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
} as const;

export type World = {
  /** everything of this test lies in it */
  readonly base: string;
  /** KOOSYNC_HOME */
  readonly state: string;
  /** the folder to sync, with the sample files */
  readonly folder: string;
  /** absolute path of a file in the folder */
  readonly file: (name: string) => string;
  readonly session: DesktopSession;
  readonly emulator: Emulator;
  /** the session's, and where the state is; nobody is signed in */
  readonly env: NodeJS.ProcessEnv;
  /** the same, signed in as the demo user by the environment: for tests that are not about signing in */
  readonly signedIn: NodeJS.ProcessEnv;
  start(env?: NodeJS.ProcessEnv, args?: readonly string[]): Promise<Running>;
  /** starts a process that is expected to end by itself */
  startAndWait(env: NodeJS.ProcessEnv, args: readonly string[], options?: { cwd?: string }): Promise<Ended>;
};

type TestFixtures = { world: World };
type WorkerFixtures = { runtime: ElectronRuntime };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  runtime: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads what is needed from the pattern
    async ({}, use) => {
      const runtime = await runtimeUnderTest();
      const what = runtime.packed === true ? `${runtime.executable}, packed on ` : '';
      console.log(`running on ${what}${describeRuntime(runtime)}`);
      await use(runtime);
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  world: async ({ runtime }, use, info) => {
    const folder = await mkdtemp(join(tmpdir(), 'koo-e2e-'));
    const running: Running[] = [];
    const session = await startDesktopSession({ home: join(folder, 'home') });
    const emulator = await startEmulator({ dataDir: join(folder, 'koodrive') });
    try {
      const world = await makeWorld(folder, session, emulator, runtime, running);
      await use(world);
      if (info.status !== info.expectedStatus) await keep(info, world, running);
      for (const [i, one] of running.entries())
        await one.writeTrace(info.outputPath(`page-${i}.zip`)).catch(() => undefined);
    } finally {
      for (const one of running) await end(one);
      await emulator.close();
      await session.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});

async function makeWorld(
  folder: string,
  session: DesktopSession,
  emulator: Emulator,
  runtime: ElectronRuntime,
  running: Running[],
): Promise<World> {
  const synced = join(folder, 'Documents');
  for (const [name, text] of Object.entries(samples)) {
    await mkdir(join(synced, name, '..'), { recursive: true });
    await writeFile(join(synced, name), text);
  }
  const state = join(folder, 'state');
  const env: NodeJS.ProcessEnv = {
    ...session.env,
    KOOSYNC_HOME: state,
    KOOSYNC_TEST_CHOOSE_FOLDER: synced,
    KOOSYNC_TEST_NO_DIALOGS: '1',
    KOOSYNC_TEST_ANSWER: 'yes',
    // one language, whatever the machine speaks
    LANG: 'C.UTF-8',
    LANGUAGE: 'en',
  };
  const signedIn: NodeJS.ProcessEnv = {
    ...env,
    KOOSYNC_SERVER: emulator.url,
    KOOSYNC_USER_ID: defaults.userId,
    KOOSYNC_TOKEN: defaults.token,
  };
  return {
    base: folder,
    state,
    folder: synced,
    file: (name) => join(synced, name),
    session,
    emulator,
    env,
    signedIn,
    start: async (startEnv = signedIn, args = []) => {
      const one = await launch(runtime, startEnv, args);
      running.push(one);
      return one;
    },
    startAndWait: (startEnv, args, options) => launchAndWait(runtime, startEnv, args, options),
  };
}

/** Quits it, or ends it when it does not. */
async function end(one: Running): Promise<void> {
  if (one.process.exitCode !== null || one.process.signalCode !== null) return;
  const late = setTimeout(() => one.process.kill('SIGKILL'), 10_000);
  await one.quit().catch(() => undefined);
  clearTimeout(late);
}

/** For who looks into a failure: the screen, the page, what was printed and what was logged. */
async function keep(info: TestInfo, world: World, running: readonly Running[]): Promise<void> {
  await mkdir(info.outputDir, { recursive: true });
  const into = (name: string) => info.outputPath(name);
  await world.session.screenshot(into('screen.png')).catch(() => undefined);
  for (const [i, one] of running.entries()) {
    await writeFile(into(`app-${i}.txt`), [one.output(), ...one.pageErrors].join('\n'));
    for (const page of one.app.windows())
      await page.screenshot({ path: into(`page-${i}.png`), timeout: 5_000 }).catch(() => undefined);
  }
  const log = await readFile(join(world.state, 'logs', 'koosync.log'), 'utf8').catch(() => 'no log');
  await writeFile(into('koosync.log'), log);
  const requests = world.emulator.control.requests(500);
  await writeFile(into('requests.txt'), requests.map((request) => JSON.stringify(request)).join('\n'));
}

/** The value of a Result, or a failure that says what KooSync said. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** Pairs the sample folder by the page's own call, and waits until everything is on the server. */
export async function pairSamples(world: World, page: Page): Promise<void> {
  const containerId = defaults.containerId;
  valueOf(await page.evaluate((id) => koo.addPair({ containerId: id }), containerId));
  await untilSynced(world, page, Object.keys(samples).length);
}

/** Waits until the engine rests and the server has so many files. */
export async function untilSynced(world: World, page: Page, files: number): Promise<void> {
  await base
    .expect(async () => {
      const { state } = valueOf(await page.evaluate(() => koo.status()));
      base.expect(state.kind).toBe('idle');
      base.expect(world.emulator.control.tree().length).toBe(files);
    })
    .toPass({ timeout: 90_000 });
}

/** SHA-256 of the versions that the server holds of a file, oldest first; its path is below the synced folder. */
export function versionsOnServer(world: World, name: string): string[] {
  const found = world.emulator.control.tree().find((file) => file.path === `Documents/${name}`);
  return found?.revisions.map((revision) => revision.sha256) ?? [];
}

/** Presses Restore on a row: it shows where the pointer is, which is another row when one comes above it meanwhile. */
export async function restore(row: Locator): Promise<void> {
  await expect(async () => {
    await row.hover();
    await row.getByRole('button', { name: /^Restore version/u }).click({ timeout: 2000 });
  }).toPass();
}
