/** The app as users start it: a first launch that stays, later ones that hand their request over and end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { RunProblem } from './problem.ts';
import { runProgram } from './programs.ts';

export type App = {
  /** resolves with the exit code when it has ended, however it ended */
  readonly ended: Promise<number | null>;
  /** Ends it in order, or by force when it does not follow. */
  stop(): Promise<void>;
};

/** An Electron, and the folder of the built app. */
export type AppProgram = { readonly executable: string; readonly folder: string };

/** What the executable is given before the user's own arguments. */
export const appArguments = ({ folder }: AppProgram, env: NodeJS.ProcessEnv): string[] => [
  folder,
  // Chromium refuses to run as root with its sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  // A Wayland screen without an X server beside it; older Electrons look for the latter only.
  ...(process.platform === 'linux' && (env['DISPLAY'] ?? '') === '' ? ['--ozone-platform-hint=auto'] : []),
];

const stopWithinMs = 8_000;

export type AppOptions = {
  /** file for all that it prints */
  readonly log: string;
  /** switches for Electron itself */
  readonly switches?: readonly string[];
};

export const startApp = (
  program: AppProgram,
  env: NodeJS.ProcessEnv,
  { log, switches = [] }: AppOptions,
): App => {
  const child = spawn(program.executable, [...switches, ...appArguments(program, env)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out = createWriteStream(log);
  child.stdout.pipe(out, { end: false });
  child.stderr.pipe(out, { end: false });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => {
      reject(new RunProblem(`The app could not be started: ${error.message}`));
    });
    child.on('exit', resolve);
  });
  ended.catch(() => undefined);
  const killNow = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killNow);
  return {
    ended,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        const timer = setTimeout(killNow, stopWithinMs);
        await gone;
        clearTimeout(timer);
      }
      process.off('exit', killNow);
      out.end();
    },
  };
};

/** A second launch, which tells the running app what to show; gives the milliseconds until it had ended by itself. */
export const viewVersions = async (
  program: AppProgram,
  env: NodeJS.ProcessEnv,
  file: string,
  signal: AbortSignal,
): Promise<number> => {
  const began = Date.now();
  const { code, stderr } = await runProgram(
    program.executable,
    [...appArguments(program, env), '--view-versions', file],
    { env, signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) },
  );
  if (code !== 0)
    throw new RunProblem(`The second launch ended with exit code ${code}: ${stderr.trim().slice(-300)}`);
  return Date.now() - began;
};
