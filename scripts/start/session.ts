/**
 * One `npm start`: everything is built, an emulator runs, a folder of sample files is synced with it, the app is open
 * and signed in; then every change of the source renews what it touches, until the user quits the app.
 */
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaults } from '../../emulator/defaults.ts';
import { spawnEmulator, type SpawnedEmulator } from '../../emulator/spawn.ts';
import { watchTree } from '../../main/engine/watch/tree-watcher.ts';
import { appArguments, type AppProgram } from '../app-run/app.ts';
import { ownDesktop, virtualDesktop, type Desktop } from '../app-run/desktop.ts';
import { writeLaunchers } from '../app-run/launchers.ts';
import { RunProblem } from '../app-run/problem.ts';
import { createKoosync } from '../app-run/programs.ts';
import type { Run } from '../app-run/run.ts';
import { hasScreen } from '../app-run/screen.ts';
import { pause } from '../app-run/wait.ts';
import { showWholeWindow } from '../app-run/window-place.ts';
import { writeSamples } from '../demo/samples.ts';
import { appPart, describeRuntime, electronRuntime, type ElectronRuntime } from '../electron-runtime.ts';
import { repo } from '../setup/project-node.mjs';
import { createAppRunner } from './app-runner.ts';
import { openBuilder, type Builder } from './builder.ts';
import { ChangeLoop } from './change-loop.ts';
import { parts, partsChangedBy, watchedFolders, type Part, type Step } from './changes.ts';
import type { Place } from './place.ts';
import { freePort } from './ports.ts';
import { watchSources, type Sources } from './sources.ts';

export type SessionOptions = Run & {
  readonly place: Place;
  /** one line of text */
  readonly tell: (text: string) => void;
  readonly signedOut: boolean;
  readonly inspect: boolean;
};

const inspectPort = 9229;
/** more files of one save, or of one `git checkout`, come within this time */
const settleMs = 40;
/** from the first thing in the window until all of it is painted */
const paintMs = 700;

/** Resolves when the user has quit the app. */
export const runSession = async (options: SessionOptions): Promise<void> => {
  const { place, tell, undo, fail, signal } = options;
  const runtime = await electronRuntime(tell);
  const emulator = await openEmulator(options);
  const sources = await watchSources({
    watch: watchTree,
    root: repo,
    folders: watchedFolders,
    onLost: (error) => {
      fail(new RunProblem(`changes cannot be watched: ${error.message}`));
    },
  });
  undo.later('the watcher', () => sources.close());
  const builder = openBuilder(place.out, appPart(runtime));
  undo.later('the builder', () => builder.close());
  const renew = renewer(options, builder, emulator);
  await buildAll(options, renew);

  const desktop = await openDesktop(options);
  const env = environment(options, desktop, emulator.url());
  if (place.isNew) await pairSamples(options, desktop, emulator.url());
  const debuggingPort = await freePort(place.ports.debugging);
  await place.finished({ emulator: Number(new URL(emulator.url()).port), debugging: debuggingPort });

  let onQuit: () => void = () => undefined;
  const quit = new Promise<void>((resolve) => {
    onQuit = resolve;
  });
  const program = { executable: runtime.executable, folder: path.join(repo, place.out, appPart(runtime)) };
  const app = createAppRunner({
    program,
    env,
    logs: place.logs,
    debuggingPort,
    inspectPort: options.inspect ? inspectPort : undefined,
    signal,
    onEnd: (code, said) => {
      if (code === 0) onQuit();
      else tell(`The app ended with exit code ${String(code)}; the next change starts it again.\n${said}`);
    },
  });
  undo.later('the app', () => app.stop());
  await app.restart();
  await tellWhereThingsAre(options, { runtime, program, env, emulator, debuggingPort, desktop });
  await takePicture(options, desktop);
  followSources(options, sources, builder, renew, async (step, files, began) => {
    if (step === 'restart' || step === 'reload') await app[step]();
    tell(`${files}: ${outcome[step]} (${seconds(performance.now() - began)})`);
    if (step !== 'nothing') await takePicture(options, desktop);
  });

  await Promise.race([quit, untilAborted(signal)]);
};

type Emulator = { url(): string; restart(): Promise<void> };

const openEmulator = async ({ place, tell, undo }: SessionOptions): Promise<Emulator> => {
  const log = createWriteStream(path.join(place.logs, 'koodrive-requests.log'));
  const spawned = (port: number): Promise<SpawnedEmulator> =>
    spawnEmulator({
      dataDir: place.koodrive,
      port,
      onRequest: (line) => {
        log.write(`${line}\n`);
      },
    });
  let running: SpawnedEmulator | undefined = await spawned(await freePort(place.ports.emulator));
  // Its address stays, so that the app finds it again.
  const { url } = running;
  undo.later('the emulator', async () => {
    await running?.close();
    log.end();
  });
  return {
    url: () => url,
    restart: async () => {
      await running?.close();
      running = undefined;
      running = await spawned(Number(new URL(url).port));
      tell('The emulator runs again.');
    },
  };
};

type Renew = (part: Part) => Promise<boolean>;

const renewer = ({ tell, signal }: SessionOptions, builder: Builder, emulator: Emulator): Renew => {
  let lastTold = '';
  return async (part) => {
    try {
      if (part === 'emulator') await emulator.restart();
      else await builder.build(part);
      return true;
    } catch (error) {
      // App and command line are mostly made of the same files, so their errors are mostly the same.
      const message = messageOf(error).replace(/^Build failed with \d+ errors?:\n/u, '');
      if (!signal.aborted) tell(`${part} failed: ${message === lastTold ? 'the same' : message}`);
      lastTold = message;
      return false;
    }
  };
};

const buildAll = async ({ tell }: SessionOptions, renew: Renew): Promise<void> => {
  const began = performance.now();
  const built = await Promise.all(parts.filter((part) => part !== 'emulator').map(renew));
  if (built.includes(false)) throw new RunProblem('the source cannot be built as it stands.');
  tell(`Built in ${seconds(performance.now() - began)}.`);
};

const openDesktop = async ({ place, tell, undo }: SessionOptions): Promise<Desktop> => {
  if (await hasScreen(process.env)) return ownDesktop();
  tell('There is no screen here, so the app runs on a virtual display.');
  await showWholeWindow(place.state);
  return virtualDesktop(place.home, undo);
};

/** Signed in by the environment, so that no keyring is asked; but for --signed-out, where the user signs in with one. */
const signInVariables = (url: string): NodeJS.ProcessEnv => ({
  KOOSYNC_SERVER: url,
  KOOSYNC_USER_ID: defaults.userId,
  KOOSYNC_TOKEN: defaults.token,
});

const environment = (
  { place, signedOut }: SessionOptions,
  desktop: Desktop,
  url: string,
): NodeJS.ProcessEnv => ({
  ...desktop.env,
  KOOSYNC_HOME: place.state,
  KOOSYNC_LOG: 'debug',
  ...(signedOut ? {} : signInVariables(url)),
  // A question that nobody sees would keep the app from ending.
  ...(desktop.screenshot === undefined ? {} : { KOOSYNC_TEST_NO_DIALOGS: '1' }),
});

const pairSamples = async (options: SessionOptions, desktop: Desktop, url: string): Promise<void> => {
  const { place, signal } = options;
  await writeSamples(place.documents);
  const env = { ...environment(options, desktop, url), ...signInVariables(url) };
  const koosync = createKoosync(env, path.join(place.logs, 'commands.log'), signal, cliOf(place));
  await koosync.must(['add', place.documents, '--space', defaults.containerId]);
};

/** Where nobody sees the window, a picture of it. */
const takePicture = async (
  { place, tell, signal }: SessionOptions,
  { screenshot }: Desktop,
): Promise<void> => {
  if (screenshot === undefined) return;
  await pause(paintMs, signal);
  await screenshot(pictureOf(place)).catch((error: unknown) => {
    tell(`There is no picture of the window: ${messageOf(error)}`);
  });
};

const pictureOf = (place: Place): string => path.join(place.root, 'window.png');

const cliOf = ({ out }: Place): string => path.join(repo, out, 'cli', 'koosync.js');

type Session = {
  readonly runtime: ElectronRuntime;
  readonly program: AppProgram;
  readonly env: NodeJS.ProcessEnv;
  readonly emulator: Emulator;
  readonly debuggingPort: number;
  readonly desktop: Desktop;
};

const tellWhereThingsAre = async (
  { place, tell, signedOut, inspect }: SessionOptions,
  { runtime, program, env, emulator, debuggingPort, desktop }: Session,
): Promise<void> => {
  const app = [program.executable, ...appArguments(program, env)];
  const command = await writeLaunchers(place.root, env, app, cliOf(place));
  tell(`\nKooSync is open, on ${describeRuntime(runtime)}.`);
  if (signedOut)
    tell(`  sign in with   server ${emulator.url()}, user id ${defaults.userId}, token ${defaults.token}`);
  tell(`  synced folder  ${place.documents}`);
  tell(
    `  emulator       ${emulator.url()}, its requests are in ${path.join(place.logs, 'koodrive-requests.log')}`,
  );
  tell(`  command line   ${command} status`);
  tell(`  log            ${place.appLog}`);
  tell(`  page           F12, or in Chrome: chrome://inspect, Configure, 127.0.0.1:${String(debuggingPort)}`);
  if (inspect)
    tell(`  main process   in Chrome: chrome://inspect, or a debugger on 127.0.0.1:${String(inspectPort)}`);
  if (desktop.screenshot !== undefined)
    tell(`  picture        ${pictureOf(place)}, made anew after every change`);
  tell('Saving a source file renews what it touches. Ctrl-C here, or "Quit" in the tray, ends it.\n');
};

const outcome: Record<Step, string> = {
  restart: 'the app was restarted',
  reload: 'the page was loaded again',
  nothing: 'done',
};

const followSources = (
  { tell, signal }: SessionOptions,
  sources: Sources,
  builder: Builder,
  renew: Renew,
  show: (step: Step, files: string, began: number) => Promise<void>,
): void => {
  const changed = new Set<string>();
  const loop = new ChangeLoop({
    settle: () => sleep(settleMs),
    now: () => performance.now(),
    renew,
    show: async (step, since) => {
      const files = [...changed].join(', ');
      changed.clear();
      await show(step, files, since);
    },
    onError: (error) => {
      if (!signal.aborted) tell(messageOf(error));
    },
  });
  sources.tell((file) => {
    const touched = partsChangedBy(file, builder.inputsOf);
    if (touched.length > 0) changed.add(file);
    loop.want(touched);
  });
};

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
