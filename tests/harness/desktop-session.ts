/**
 * A whole desktop for one run, private and invisible: screen, session bus, keyring and tray are the real things, and
 * none of the machine's own is touched. Linux only; needs what `npm run setup` installs.
 *
 * The programs under test get `env`. Another process of the same session reaches the tray with
 * `openTray(process.env.DBUS_SESSION_BUS_ADDRESS)`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBus } from './desktop-session-bus.ts';
import { startKeyring } from './desktop-session-keyring.ts';
import { startScreen } from './desktop-session-screen.ts';
import { openTray, type Tray } from './desktop-session-tray.ts';
import { startWatcher } from './desktop-session-watcher.ts';

export type { Tray } from './desktop-session-tray.ts';

export type DesktopSession = {
  /** the environment of a program in this session; everything of the machine's own session is taken out */
  readonly env: NodeJS.ProcessEnv;
  readonly tray: Omit<Tray, 'disconnect'>;
  /** writes what is on the screen as a PNG */
  screenshot(file: string): Promise<void>;
  stop(): Promise<void>;
};

/** Of the session this process may itself run in; left in place, a program would find that one. */
const ofTheOuterSession = [
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_PID',
  'DBUS_STARTER_ADDRESS',
  'GNOME_KEYRING_CONTROL',
  'SSH_AUTH_SOCK',
  'SESSION_MANAGER',
  'ELECTRON_RUN_AS_NODE',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
  'XDG_STATE_HOME',
];

/** @param home the HOME of everything in this session; made if it is not there, kept when the session ends */
export const startDesktopSession = async ({ home }: { home: string }): Promise<DesktopSession> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'koo-'));
  await mkdir(home, { recursive: true });
  // Undone in reverse order, also when a later part does not start.
  const undo: (() => Promise<void> | void)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const bare: NodeJS.ProcessEnv = {
      ...process.env,
      HOME: home,
      XDG_RUNTIME_DIR: folder,
      NO_AT_BRIDGE: '1',
    };
    for (const name of ofTheOuterSession) Reflect.deleteProperty(bare, name);

    const bus = await startBus(folder, bare);
    undo.push(() => bus.stop());
    const screen = await startScreen(folder, bare);
    undo.push(() => screen.stop());
    const env = { ...bare, DBUS_SESSION_BUS_ADDRESS: bus.address, DISPLAY: screen.display };
    const keyring = await startKeyring(env);
    undo.push(() => keyring.stop());
    const watcher = await startWatcher(bus.address);
    undo.push(() => {
      watcher.stop();
    });
    const { disconnect, ...tray } = openTray(bus.address);
    undo.push(disconnect);
    return { env, tray, screenshot: screen.screenshot, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
