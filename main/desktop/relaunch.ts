/** Ending this process and starting the app anew: once everything is taken back, in a new process. */
import { app, type RelaunchOptions } from 'electron';
import { ownProgram } from './own-program.ts';

let before = (): void => undefined;

/** What is done right before: the new process is to have the environment that this one was given. */
export const onRelaunch = (prepare: () => void): void => {
  before = prepare;
};

/**
 * The new process starts as soon as this one has ended. `words`: what it is started with, default as this one was.
 * An AppImage is started from its file: its mount goes away with this process.
 */
export function relaunchAtExit(words?: readonly string[]): void {
  const own = app.isPackaged ? undefined : app.getAppPath();
  const { executable, args } = ownProgram({ env: process.env, executable: process.execPath, app: own });
  // switches of Chromium that came with it, as root's --no-sandbox, are to stay
  const switches = process.argv.slice(1).filter((word) => word.startsWith('--no-sandbox'));
  relaunch(
    words === undefined
      ? { execPath: executable, args: process.argv.slice(1) }
      : { execPath: executable, args: [...args, ...switches, ...words] },
  );
}

/** The one way to a next life: as the options of Electron say, and with the environment that this one was given. */
export function relaunch(options: RelaunchOptions): void {
  before();
  app.relaunch(options);
}
