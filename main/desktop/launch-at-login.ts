/**
 * Starting with the session, into the tray. macOS and Windows have a call for it; on Linux it is a file in the folder
 * that every desktop reads (XDG autostart). The system's own tools can switch it off as well, and what they say counts.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { atomicWrite, atomicWriteSync } from '../lib/atomic-write.ts';
import { fsFailureOf } from '../lib/fs-errors.ts';
import { autostartEntry, isSwitchedOn } from './autostart-entry.ts';
import type { OwnProgram } from './own-program.ts';

export type LoginStart = {
  /** Throws what node:fs throws. */
  set(enabled: boolean): Promise<void>;
  /**
   * Is KooSync started with the session? An entry that starts it from another place, as an older KooSync or an AppImage of
   * another name wrote it, is written anew first. `wanted`: what the settings say, which counts where the system knows
   * nothing of an app that moved. Throws what node:fs throws.
   */
  follow(wanted: boolean): Promise<boolean>;
  /**
   * The AppImage has another name from now on (absolute path), as its update gave it. At once, since the process may be
   * about to end. Does nothing where nothing is started. Throws what node:fs throws.
   */
  movedTo(executable: string): void;
};

export type LoginStartParts = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly program: OwnProgram;
  /** the state folder, where the environment names it */
  readonly state: string | undefined;
  readonly app: Pick<App, 'setLoginItemSettings' | 'getLoginItemSettings'>;
};

export const createLoginStart = (parts: LoginStartParts): LoginStart =>
  parts.platform === 'linux'
    ? linuxStart(parts)
    : parts.platform === 'win32'
      ? windowsStart(parts)
      : macStart(parts);

function linuxStart({ env, userHome, program, state }: LoginStartParts): LoginStart {
  const file = autostartFile(env, userHome, state);
  let { executable } = program;
  let isOn = false;
  const text = () => autostartEntry({ executable, args: program.args, state });
  return {
    set: async (enabled) => {
      isOn = enabled;
      if (!enabled) return rm(file, { force: true });
      await mkdir(dirname(file), { recursive: true });
      await atomicWrite(file, text());
    },
    follow: async () => {
      const found = await readOrNothing(file);
      isOn = found !== undefined && isSwitchedOn(found);
      if (isOn && found !== text()) await atomicWrite(file, text());
      return isOn;
    },
    movedTo: (moved) => {
      executable = moved;
      if (isOn) atomicWriteSync(file, text());
    },
  };
}

async function readOrNothing(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if (fsFailureOf(thrown) === 'absent') return undefined;
    throw thrown;
  }
}

/** Where desktops look for what starts with the session. Two state folders are two KooSyncs, and each has a file. */
export const autostartFile = (
  env: LoginStartParts['env'],
  userHome: string,
  state: string | undefined,
): string => {
  const config = env['XDG_CONFIG_HOME'];
  // The base directory specification: a relative one is to be ignored.
  const base = config?.startsWith('/') === true ? config : join(userHome, '.config');
  const which = state === undefined ? '' : `-${createHash('sha256').update(state).digest('hex').slice(0, 8)}`;
  return join(base, 'autostart', `koosync${which}.desktop`);
};

/** The value in the registry's Run key, which the uninstaller takes away (build/windows/installer.nsh). */
export const windowsName = 'KooSync';

function windowsStart({ program, app }: LoginStartParts): LoginStart {
  const item = {
    path: program.executable,
    // the call joins them with blanks, and no path on Windows holds a quote
    args: [...program.args.map((word) => `"${word}"`), '--hidden'],
  };
  const set = (openAtLogin: boolean) => {
    app.setLoginItemSettings({ openAtLogin, name: windowsName, ...item });
  };
  return {
    set: async (enabled) => {
      set(enabled);
    },
    follow: async (wanted) => {
      // of the registry's values Electron tells those that start this executable
      const found = app.getLoginItemSettings(item);
      const ours = found.launchItems.find(({ name, scope }) => name === windowsName && scope === 'user');
      const isOn = ours?.enabled ?? wanted;
      // not where the Task Manager switched it off: setting it would switch it on
      if (isOn && (ours === undefined || !found.openAtLogin)) set(true);
      return isOn;
    },
    movedTo: () => undefined,
  };
}

/** The system keeps the app itself, wherever it is; it tells whether it has opened it (`wasOpenedAtLogin`). */
function macStart({ app }: LoginStartParts): LoginStart {
  return {
    set: async (openAtLogin) => {
      app.setLoginItemSettings({ openAtLogin });
    },
    follow: async () => app.getLoginItemSettings().openAtLogin,
    movedTo: () => undefined,
  };
}
