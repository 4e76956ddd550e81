/** The built app on a private screen (tests/harness/desktop-session.ts): how soon a start shows icon and window. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { appWords, type ElectronRuntime } from '../../scripts/electron-runtime.ts';
import { startDesktopSession, type DesktopSession } from '../../tests/harness/desktop-session.ts';
import { buildApp } from '../built-app.ts';
import { medianOf, type Figure, type Row } from '../measurement.ts';
import { writeTree } from '../trees.ts';
import { pause, type TrivialWorld } from '../trivial-world.ts';
import { within } from './uploads.ts';

const limitMs = 120_000;
const lookMs = 15;

/** Throws with `what` when it did not happen in time. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`the app showed no ${what}`);
    await pause(lookMs);
  }
}

/** A window is shown when its page was painted (main/desktop/window/main-window.ts): what is visible is usable. */
const hasWindow = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  const asked = promisify(execFile)('xdotool', ['search', '--onlyvisible', '--name', 'KooSync'], { env });
  return asked.then(
    ({ stdout }) => stdout.trim() !== '',
    // it ends with 1 where there is none
    (error: unknown) => {
      if ((error as { code?: unknown }).code === 'ENOENT') throw error;
      return false;
    },
  );
};

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

type Start = { readonly trayMs: number; readonly windowMs: number };

/** From the start of the process to the icon in the panel, and to the window, ms. */
async function startOnce(
  runtime: ElectronRuntime,
  session: DesktopSession,
  env: NodeJS.ProcessEnv,
): Promise<Start> {
  const begun = performance.now();
  // Chromium refuses to run as root with its sandbox
  const words = [...appWords(runtime), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const child = spawn(runtime.executable, words, { env, stdio: 'ignore' });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const when = async (what: string, isSo: () => Promise<boolean>) => {
    await until(what, async () => {
      if (isOver()) throw new Error('the app ended');
      return isSo();
    });
    return performance.now() - begun;
  };
  try {
    const [trayMs, windowMs] = await Promise.all([
      when('icon', async () => (await session.tray.items()).length > 0),
      when('window', () => hasWindow(env)),
    ]);
    return { trayMs, windowMs };
  } finally {
    await end(child);
    // the panel forgets it
    await until('end of its icon', async () => (await session.tray.items().catch(() => [])).length === 0);
  }
}

async function starts(world: TrivialWorld, files: number, times: number): Promise<Figure[]> {
  const runtime = await buildApp();
  writeTree(world.folder, { files, perFolder: 50, size: 64, seed: 31 });
  await pause(2_500);
  await world.run(['run', '--once']);
  const session = await startDesktopSession({ home: join(world.beside, 'home-of-app') });
  try {
    const env = {
      ...session.env,
      ...world.env,
      HOME: session.env['HOME'],
      KOOSYNC_TEST_NO_DIALOGS: '1',
      LANGUAGE: 'en',
    };
    // the first one makes profile folders and caches of Chromium
    await startOnce(runtime, session, env);
    const all: Start[] = [];
    for (let i = 0; i < times; i++) all.push(await startOnce(runtime, session, env));
    const what = `Electron ${runtime.version}, ${String(files)} files known`;
    const middle = (of: (start: Start) => number) => medianOf(all.map(of));
    return [
      {
        key: 'trayMs',
        what: `${what}: process start to icon`,
        value: middle((one) => one.trayMs),
        unit: 'ms',
      },
      {
        key: 'windowMs',
        what: `${what}: process start to window`,
        value: middle((one) => one.windowMs),
        unit: 'ms',
      },
      {
        key: 'worstMs',
        what: `${what}: to both, worst of ${String(all.length)}`,
        value: Math.max(...all.map(({ trayMs, windowMs }) => Math.max(trayMs, windowMs))),
        unit: 'ms',
      },
    ];
  } finally {
    await session.stop();
  }
}

export const appStart: Row = {
  about: 'the built app, from the start of its process to icon and window, with a large tree known',
  once: true,
  measure: ({ tree, starts: times }) => within((world) => starts(world, tree, times)),
};
