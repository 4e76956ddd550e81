/** The story, step by step: a KooDrive, a folder, signing in, two days of work on a report, an accident, and back. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { defaults } from '../../emulator/defaults.ts';
import { appFolder, appPart, describeRuntime, electronRuntime } from '../electron-runtime.ts';
import { lookAtHistory, loseAndRestore, showVersions, workToday, workYesterday, type Scene } from './acts.ts';
import { appArguments, startApp, viewVersions, type AppProgram } from '../app-run/app.ts';
import { chooseDesktop } from './choose-desktop.ts';
import { startDrive, type Drive } from './drive.ts';
import { writeLaunchers } from '../app-run/launchers.ts';
import { createCamera } from '../app-run/picture-of-screen.ts';
import type { Place } from './place.ts';
import { RunProblem } from '../app-run/problem.ts';
import { createKoosync, runProgram } from '../app-run/programs.ts';
import { reportName, writeSamples } from './samples.ts';
import { writeSettings } from './settings.ts';
import { showWholeWindow } from '../app-run/window-place.ts';
import { beginStep, continueAfter, endStep, line, say, seconds } from './tell.mjs';
import type { Run } from '../app-run/run.ts';
import { pause, until } from '../app-run/wait.ts';

export type StoryOptions = Run & {
  readonly place: Place;
  readonly exit: boolean;
};

/** Gives how it ended: by itself, or when the user had played enough. */
export const tellStory = async (options: StoryOptions): Promise<'over' | 'played'> => {
  const { place, exit, undo, signal } = options;
  const log = (name: string): string => path.join(place.logs, name);
  const report = path.join(place.documents, reportName);
  const remote = `${path.basename(place.documents)}/${reportName}`;
  continueAfter(1);

  const program = await build(signal);

  beginStep('A KooDrive of its own: the emulator, on this machine alone');
  const drive = await startDrive(place.koodrive, log('koodrive-requests.log'), undo);
  say(`answers at ${drive.url}, keeps its data in ${place.koodrive}`);
  endStep();

  beginStep('A folder of sample files');
  const files = await writeSamples(place.documents);
  say(`${String(files)} files in ${place.documents}`);
  endStep();

  const { desktop, env, koosync } = await signInAndPair(options, drive);
  const scene: Scene = { drive, koosync, report, remote, signal };

  beginStep('Yesterday: three states of the report, brought by "koosync run --once"');
  say("the emulator's clock is set back for this, so that there is a yesterday to go back to");
  const wanted = await workYesterday(scene);
  endStep();

  beginStep('The app: window and tray');
  const camera = await openCamera(options, desktop);
  const app = await openApp(options, { program, env, desktop });
  await camera.picture('status.png');
  if (desktop.trayTooltip !== undefined) {
    say(`the tray says "${await restingTooltip(desktop.trayTooltip, signal)}"`);
  }
  endStep();

  beginStep('Today: the report is saved three times, the way programs save');
  const slowest = await workToday(scene);
  endStep();

  beginStep('The history of the report, in the app: a second launch with --view-versions');
  await lookAtHistory(scene, () => viewVersions(program, env, report, signal));
  await camera.picture('history.png');
  say('koosync versions says the same:');
  await showVersions(scene);
  endStep();

  beginStep('An accident, and the way back');
  await loseAndRestore(scene, wanted);
  await camera.picture('restored.png');
  endStep();

  line('');
  line(
    `It works: each save became a version, at the latest ${seconds(slowest)} after it, and yesterday's came back.`,
  );
  tellWhereToLook(place, camera.pictures);
  if (exit || camera.present) {
    if (!exit) line('There is no screen to play on, so the demo ends here.');
    return 'over';
  }
  const command = await writeLaunchers(place.root, env, [program.executable, ...appArguments(program, env)]);
  line('');
  line('The app stays open. Save something in the folder and look at its history, or try:');
  line(`  ${command} versions "${report}"`);
  line('Ctrl-C here, or "Quit" in the tray, ends it.');
  return app.play();
};

type Desktop = Awaited<ReturnType<typeof chooseDesktop>>;

const build = async (signal: AbortSignal): Promise<AppProgram> => {
  beginStep('Build: the app, its window, the command line');
  const runtime = await electronRuntime(say);
  say(`runs on ${describeRuntime(runtime)}`);
  const parts = [appPart(runtime), 'cli', 'renderer', 'icons'];
  const built = await runProgram(process.execPath, ['scripts/build.ts', ...parts], { signal });
  if (built.code !== 0) throw new RunProblem(`The build failed:\n${built.stdout}${built.stderr}`);
  endStep();
  return { executable: runtime.executable, folder: appFolder(runtime) };
};

const signInAndPair = async ({ place, undo, signal }: StoryOptions, drive: Drive) => {
  const commands = path.join(place.logs, 'commands.log');
  beginStep('Signing in, and pairing the folder');
  // Set back before the first call, since times of the server never run backwards.
  drive.setYesterday(9, 14);
  await writeSettings(place.state);
  const signIn = ['sign-in', '--server', drive.url, '--user-id', defaults.userId];
  const desktop = await chooseDesktop(place, undo, async (on) => {
    const there = { ...on, KOOSYNC_HOME: place.state };
    try {
      await createKoosync(there, commands, signal).must(signIn, `${defaults.token}\n`);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    // Without the signal: it is what happens when the demo is stopped, also in the middle of signing in.
    undo.later('the sign-in', () => createKoosync(there, commands).run(['sign-out']));
  });
  signal.throwIfAborted();
  const env = { ...desktop.env, KOOSYNC_HOME: place.state };
  const koosync = createKoosync(env, commands, signal);
  say('koosync sign-in: the token went through standard input into the keyring, and is nowhere else');
  await koosync.must(['add', place.documents, '--space', defaults.containerId]);
  say(`koosync add: ${place.documents} is synced with "${path.basename(place.documents)}" in the space`);
  endStep();
  return { desktop, env, koosync };
};

/** Takes pictures where the desktop is one of our own, and knows which it took. */
const openCamera = async ({ place, signal }: StoryOptions, desktop: Desktop) => {
  const camera =
    desktop.screenshot === undefined
      ? undefined
      : await createCamera(desktop.screenshot, path.join(place.root, 'empty.png'));
  const pictures: string[] = [];
  return {
    present: camera !== undefined,
    pictures,
    picture: async (name: string): Promise<void> => {
      if (camera === undefined) return;
      const file = path.join(place.root, name);
      await camera.take(file, signal);
      pictures.push(file);
    },
  };
};

/** The app with its window and its tray. `play` waits for its end, or for the demo's. */
const openApp = async (
  { place, undo, signal, fail }: StoryOptions,
  { program, env, desktop }: { program: AppProgram; env: NodeJS.ProcessEnv; desktop: Desktop },
) => {
  if (desktop.screenshot !== undefined) await showWholeWindow(place.state);
  const app = startApp(program, env, { log: path.join(place.logs, 'app-output.log') });
  undo.later('the app', () => app.stop());
  const endedByItself = (code: number | null) =>
    new RunProblem(`The app ended by itself (exit code ${String(code)}).`);
  let playing = false;
  app.ended.then(
    (code) => {
      if (!playing) fail(endedByItself(code));
    },
    (error: unknown) => {
      fail(error as RunProblem);
    },
  );
  await until('the app to start', 40_000, signal, async () => {
    // It writes this line when it has the state folder to itself; the icon in the tray comes a moment later.
    if (!(await readFile(place.appLog, 'utf8')).includes('"msg":"start"')) return undefined;
    return desktop.trayTooltip === undefined ? '' : desktop.trayTooltip();
  });
  return {
    play: async (): Promise<'played'> => {
      signal.throwIfAborted();
      playing = true;
      const stopped = new Promise<'stopped'>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve('stopped');
        });
      });
      const code = await Promise.race([app.ended, stopped]);
      if (code !== 'stopped' && code !== 0) throw endedByItself(code);
      return 'played';
    },
  };
};

const tellWhereToLook = (place: Place, pictures: readonly string[]): void => {
  line('Where to look:');
  line(`  the folder         ${place.documents}`);
  for (const file of pictures) line(`  picture of the app ${file}`);
  line(`  the emulator       ${place.koodrive}`);
  line(`  logs               ${place.appLog}`);
  line(`                     ${place.logs}`);
};

/** What the tray says when it has said the same for a second: at its start the app looks through the folder first. */
const restingTooltip = async (
  ask: () => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<string | undefined> => {
  for (;;) {
    const before = await ask();
    await pause(1_000, signal);
    const now = await ask();
    if (now === before) return now;
  }
};
