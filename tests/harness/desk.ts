/**
 * A desktop that nobody sees, with what a file manager wants of one: a screen, windows that can be moved, a session bus
 * that starts services, and accessibility, by which desk.py finds what is to be clicked.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startProgram, type Program } from './desktop-session-programs.ts';
import { startScreen } from './desktop-session-screen.ts';

export type Desk = {
  start(program: string, args: readonly string[]): Program;
  /**
   * Starts a program until its window, whose title is known, shows something of that name. GTK 4 tells who looks while
   * its window is being made of no more than that, for ever: then it is started again.
   */
  open(options: Opening): Promise<void>;
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
const run = promisify(execFile);
const driver = join(import.meta.dirname, 'desk.py');

export type Opening = {
  readonly start: readonly [program: string, ...args: string[]];
  /** holds of its window's title */
  readonly title: string;
  readonly acting: Acting;
  readonly shows: string;
};

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
      open: async ({ start: [program, ...args], title, acting: options, shows }) => {
        for (let tries = 1; ; tries++) {
          const started = startProgram(program, args, env);
          programs.push(started);
          await run('xdotool', ['search', '--sync', '--onlyvisible', '--name', title], {
            env,
            timeout: 120_000,
          });
          await sleep(2000 * tries);
          const look = acting(env, options, ['--seconds', '20'], [`wait:${shows}`]);
          const isSeen = await look.then(
            () => true,
            () => false,
          );
          if (isSeen) return;
          if (tries === 6) await look;
          await started.stop();
        }
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
  await run(systemPython, [driver, ...where, ...more, ...steps], { env, timeout: 240_000 });
}
