/**
 * A desktop that nobody sees, with what a file manager wants of one: a screen, windows that can be moved, a session bus
 * that starts services, and accessibility, by which desk.py finds what is to be clicked.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProgram, type Program } from './desktop-session-programs.ts';
import { startScreen } from './desktop-session-screen.ts';
import { until } from './until.ts';

export type Desk = {
  start(program: string, args: readonly string[]): Program;
  /** Resolves when a program shows something of that name. */
  shows(options: Acting, name: string): Promise<void>;
  /** Does each step (desk.py) in a program's windows. Throws with its sentence when one cannot be done. */
  act(options: Acting, ...steps: readonly string[]): Promise<void>;
  screenshot(file: string): Promise<void>;
  stop(): Promise<void>;
};

export type Acting = {
  /** what accessibility calls the program */
  readonly program: string;
  /** how far from the left and below the middle of a row it is clicked */
  readonly dx?: number;
  readonly dy?: number;
  /** of its window, where it tells places within that */
  readonly corner?: string;
};

/** Debian's, which has the bindings of accessibility */
export const systemPython = '/usr/bin/python3';
const driver = join(import.meta.dirname, 'desk.py');

export type DeskOptions = {
  /** of the programs on it, with their HOME */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Somebody moves the windows about (openbox); without, each lies in the corner. */
  readonly hasWindowManager: boolean;
};

export async function openDesk({ env: given, hasWindowManager }: DeskOptions): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'koo-desk-'));
  const programs: Program[] = [];
  const stop = async () => {
    for (const program of programs.splice(0).reverse()) await program.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const bare: NodeJS.ProcessEnv = {
      ...given,
      XDG_RUNTIME_DIR: folder,
      GTK_MODULES: 'gail:atk-bridge',
      QT_ACCESSIBILITY: '1',
      QT_LINUX_ACCESSIBILITY_ALWAYS_ON: '1',
      // what is on this machine is not asked for: no disks, no settings of anybody
      GIO_USE_VOLUME_MONITOR: 'unix',
      GSETTINGS_BACKEND: 'memory',
    };
    const screen = await startScreen(folder, bare);
    programs.push({ pid: -1, address: Promise.resolve(''), said: () => '', stop: () => screen.stop() });
    const onScreen = { ...bare, DISPLAY: screen.display };
    const bus = startProgram('dbus-daemon', ['--session', '--nofork', '--print-address=3'], onScreen);
    programs.push(bus);
    const env = { ...onScreen, DBUS_SESSION_BUS_ADDRESS: await bus.address };
    if (hasWindowManager) programs.push(startProgram('openbox', [], env));
    return {
      start: (program, args) => {
        const started = startProgram(program, args, env);
        programs.push(started);
        return started;
      },
      shows: async (options, name) => {
        // who looked while the window was being made sees it so for ever: each look is somebody else's
        await until(`${options.program} shows ${name}`, () =>
          acting(env, options, ['--seconds', '5'], [`wait:${name}`]).then(
            () => true,
            () => false,
          ),
        );
      },
      act: (options, ...steps) => acting(env, options, [], steps),
      screenshot: screen.screenshot,
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function acting(
  env: NodeJS.ProcessEnv,
  { program, dx = 40, dy = 0, corner = '0,0' }: Acting,
  more: readonly string[],
  steps: readonly string[],
): Promise<void> {
  const where = ['--program', program, '--dx', String(dx), '--dy', String(dy), '--corner', corner];
  await promisify(execFile)(systemPython, [driver, ...where, ...more, ...steps], { env, timeout: 240_000 });
}
