/**
 * The desktop that the app is shown on. The user's own where there is one; where there is no screen, a private one that
 * nobody sees, with bus, keyring and tray, as the tests have it (tests/harness). In between: a screen without a keyring
 * that can be used (a bare X server) is given bus and keyring of its own, for signing in always goes through a keyring.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { Undo } from './undo.ts';

export type Desktop = {
  /** of programs on this desktop */
  readonly env: NodeJS.ProcessEnv;
  /** only where nobody sees the screen */
  readonly screenshot?: (file: string) => Promise<void>;
  /** what stands in the tray, where the bus is ours to ask */
  readonly trayTooltip?: () => Promise<string | undefined>;
};

/** KooSync's own variables are for this run alone to set; and nothing may think that Electron is plain Node. */
const cleared = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('KOOSYNC_') && name !== 'ELECTRON_RUN_AS_NODE'),
  );

export const ownDesktop = (): Desktop => ({ env: cleared(process.env) });

export const virtualDesktop = async (home: string, undo: Undo): Promise<Desktop> => {
  // Loaded only here: it is for Linux alone.
  const { startDesktopSession } = await import('../../tests/harness/desktop-session.ts');
  const session = await startDesktopSession({ home });
  undo.later('the virtual display', () => session.stop());
  return {
    env: cleared(session.env),
    screenshot: session.screenshot,
    trayTooltip: async () => (await session.tray.items())[0]?.tooltip,
  };
};

/** The user's screen with a bus and a keyring of our own. Linux only. */
export const desktopWithOwnKeyring = async (home: string, undo: Undo): Promise<Desktop> => {
  const [{ startBus }, { startKeyring }, { startWatcher }, { openTray }] = await Promise.all([
    import('../../tests/harness/desktop-session-bus.ts'),
    import('../../tests/harness/desktop-session-keyring.ts'),
    import('../../tests/harness/desktop-session-watcher.ts'),
    import('../../tests/harness/desktop-session-tray.ts'),
  ]);
  // Short, because a socket's path has room for 107 bytes only.
  const folder = await mkdtemp(path.join(tmpdir(), 'koo-'));
  undo.later('the folder of the session bus', () => rm(folder, { recursive: true, force: true }));
  const bare: NodeJS.ProcessEnv = {
    ...cleared(process.env),
    HOME: home,
    // What gives access to the screen is looked for in the real home.
    XAUTHORITY: process.env['XAUTHORITY'] ?? path.join(homedir(), '.Xauthority'),
    XDG_RUNTIME_DIR: folder,
    NO_AT_BRIDGE: '1',
  };
  for (const name of ['GNOME_KEYRING_CONTROL', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME']) {
    Reflect.deleteProperty(bare, name);
  }
  const bus = await startBus(folder, bare);
  undo.later('the session bus', () => bus.stop());
  const env = { ...bare, DBUS_SESSION_BUS_ADDRESS: bus.address };
  const keyring = await startKeyring(env);
  undo.later('the keyring', () => keyring.stop());
  const watcher = await startWatcher(bus.address);
  undo.later('the tray', () => {
    watcher.stop();
  });
  const tray = openTray(bus.address);
  undo.later('the connection to the tray', () => {
    tray.disconnect();
  });
  return { env, trayTooltip: async () => (await tray.items())[0]?.tooltip };
};
