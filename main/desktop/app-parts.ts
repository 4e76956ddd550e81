/** What the app is made of beside what the command line has too: made before anything starts. */
import { join } from 'node:path';
import { app } from 'electron';
import type { AppKooSync } from '../engine-process/app-koosync.ts';
import { realClock } from '../lib/clock.ts';
import type { FileManagers } from '../file-managers/file-managers.ts';
import type { Beginning } from '../updates/handover.ts';
import type { UpdateKeeper } from '../updates/update-keeper.ts';
import type { CrashReports } from './crash-reports.ts';
import { createFileManagers } from './menu-entries.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import type { TestHooks } from './e2e-hooks.ts';
import { createLoginStart, type LoginStart } from './launch-at-login.ts';
import type { Lifecycle } from './lifecycle.ts';
import { ownProgram, type OwnProgram } from './own-program.ts';
import type { Sessions } from './sessions/sessions.ts';
import { createSystemDialogs, type SystemDialogs } from './system-dialogs.ts';
import { createRestores, type Restores } from './ipc/restores.ts';
import { readBeginning } from './update-beginning.ts';
import { hasTrayHost } from './tray/tray-host.ts';
import type { TrayIcon } from './tray/tray.ts';
import type { GraphicsState } from './watch-processes.ts';
import { createMainWindow, type MainWindow } from './window/main-window.ts';

export type Paths = {
  /** where this bundle lies, and preload.cjs with it */
  readonly bundle: string;
  readonly icons: string;
  /** the files of the page */
  readonly renderer: string;
};

export type AppParts = {
  readonly koosync: AppKooSync;
  readonly sessions: Pick<Sessions, 'openUpdater'>;
  readonly paths: Paths;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mainWindow: MainWindow;
  readonly dialogs: SystemDialogs;
  readonly notifications: Notifications;
  readonly fileManagers: FileManagers;
  readonly loginStart: LoginStart;
  readonly program: OwnProgram;
  readonly restores: Restores;
  /** what the life before left of an update */
  readonly beginning: Beginning;
  /** from the step that makes it to the end of the app */
  updates: UpdateKeeper | undefined;
  readonly crashReports: CrashReports;
  readonly graphics: GraphicsState;
  /** the icon in the tray, from the step that opens it to the end of the app */
  tray: TrayIcon | undefined;
};

export type AppPartsOptions = Pick<
  AppParts,
  'koosync' | 'sessions' | 'paths' | 'env' | 'crashReports' | 'graphics'
> & {
  readonly lifecycle: Pick<Lifecycle, 'quitting'>;
  readonly hooks: TestHooks;
  readonly systemLanguage: string;
};

export function createAppParts(options: AppPartsOptions): AppParts {
  const { koosync, sessions, paths, env, crashReports, graphics, lifecycle, hooks, systemLanguage } = options;
  const { translate, sentence, log } = koosync;
  const icon = join(paths.icons, 'app.png');
  const mainWindow: MainWindow = createMainWindow({
    preload: join(paths.bundle, 'preload.cjs'),
    icon,
    stateFile: join(app.getPath('userData'), 'window.json'),
    systemLanguage,
    developerTools: !app.isPackaged,
    translate,
    quitting: () => lifecycle.quitting,
    onClose: (window) => {
      void putAway(window);
    },
    onSessionEnd: () => {
      app.quit();
    },
    onPageLeft: () => {
      koosync.held.releaseAll();
    },
    onPageGone: (reason) => {
      log.error({ reason }, 'the page of the window is gone');
    },
    onReopened: (how) => {
      log.warn({ how }, 'after its page was gone');
      notifications.say(
        translate(how === 'given-up' ? 'notification.windowGivenUp' : 'notification.windowAnew'),
      );
    },
    clock: realClock,
    hangMs: hooks.hangMs,
  });
  const dialogs = createSystemDialogs({ window: () => mainWindow.browserWindow(), translate, hooks });
  const notifications = createNotifications({
    icon,
    translate,
    sentence,
    onClick: () => {
      mainWindow.show();
    },
  });

  /** Closing the window is not quitting: syncing goes on, where the user can find it again. */
  const putAway = async (window: Electron.BrowserWindow) => {
    if (await hasTrayHost()) {
      window.hide();
      notifications.stillRunning();
      return;
    }
    const wish = await dialogs.askOnClose();
    if (wish === 'keep') window.minimize();
    if (wish === 'quit') app.quit();
  };

  // an Electron that is not packaged is given the app
  const given = app.isPackaged ? undefined : app.getAppPath();
  const program = ownProgram({ env, executable: process.execPath, app: given });
  const fileManagers = createFileManagers({ koosync, env, program, systemLanguage });
  const loginStart = createLoginStart({
    platform: process.platform,
    env,
    userHome: app.getPath('home'),
    program,
    state: (env['KOOSYNC_HOME'] ?? '') === '' ? undefined : koosync.home,
    app,
  });
  const restores = createRestores((path, stage) => {
    mainWindow.send('history:restoring', { path, stage });
  });
  const shown = { mainWindow, dialogs, notifications, restores, tray: undefined };
  const own = { fileManagers, loginStart, program, beginning: readBeginning(), updates: undefined };
  return { koosync, sessions, paths, env, ...shown, ...own, crashReports, graphics };
}
