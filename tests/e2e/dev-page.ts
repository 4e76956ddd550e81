/**
 * The dev page (renderer/dev/) in a real Electron: the window's page with a main process that lives in memory, in which
 * every state can be had by its address. For what is the page's own: looks, keys, roles and names.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type Page } from '@playwright/test';
import { electronRuntime } from '../../scripts/electron-runtime.ts';
import { seriousFaultsIn } from './serious-faults.ts';
import { withSteadyAnswers } from './steady-evaluate.ts';
import { startDesktopSession } from '../harness/desktop-session.ts';

export { expect } from '@playwright/test';

export const sampleFile = '/home/lin/Projects/Lighthouse/docs/lighthouse proposal.md';
export const sampleFolder = '/home/lin/Projects/Lighthouse/docs';

export type DevPage = {
  readonly page: Page;
  /** shows a state of the page (renderer/dev/fake-bridge.ts lists them), with these files opened */
  readonly show: (state: Readonly<Record<string, string>>, open?: readonly string[]) => Promise<void>;
  readonly resize: (width: number, height: number) => Promise<void>;
  /** errors of the page: thrown, or written to the console */
  readonly errors: string[];
  /** what an accessibility checker finds that is serious or worse, with where */
  readonly axe: () => Promise<string[]>;
};

/** The address that the server prints, when it is up. */
const addressOf = (server: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
      const found = /The page is at (\S+)/u.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    server.on('exit', () => {
      reject(new Error(`the dev server ended: ${said}`));
    });
  });

async function openDevPage(
  env: NodeJS.ProcessEnv,
  address: string,
): Promise<DevPage & { close(): Promise<void> }> {
  const runtime = await electronRuntime();
  const rootNeeds = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const launched = await _electron.launch({
    executablePath: runtime.executable,
    args: [join(import.meta.dirname, 'plain-window'), ...rootNeeds],
    env: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  });
  const app = withSteadyAnswers(launched);
  const page = await app.firstWindow();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return {
    page,
    errors,
    show: async (state, open = [sampleFile]) => {
      const query = new URLSearchParams({ lang: 'en', theme: 'light', page: '1', ...state });
      for (const path of open) query.append('open', path);
      await page.goto(`${address}?${query.toString()}`);
      await page.locator('main').waitFor();
    },
    resize: (width, height) =>
      app.evaluate(
        ({ BrowserWindow }, [wide, high]) => {
          BrowserWindow.getAllWindows()[0]?.setContentSize(wide, high);
        },
        [width, height] as const,
      ),
    axe: () => seriousFaultsIn(page),
    close: () => app.close(),
  };
}

export const test = base.extend<object, { dev: DevPage }>({
  dev: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads what is needed from the pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'koo-dev-page-'));
      const session = await startDesktopSession({ home: join(folder, 'home') });
      const server = spawn(process.execPath, ['scripts/dev-server.ts'], {
        cwd: join(import.meta.dirname, '..', '..'),
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      });
      try {
        const opened = await openDevPage(session.env, await addressOf(server));
        await use(opened);
        await opened.close();
      } finally {
        server.kill('SIGTERM');
        await session.stop();
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});
