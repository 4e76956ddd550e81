/**
 * The app, put together: which part is made of what, and in which order they start. The lock is held by now
 * (main/index.ts); everything here is taken back in the reverse order when the app quits.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  app,
  ipcMain,
  Menu,
  net,
  Notification,
  powerMonitor,
  protocol,
  shell,
  type BrowserWindow,
} from 'electron';
import { chooseLanguage } from '../../shared/strings/index.ts';
import { openKooSync, type KooSync } from '../compose.ts';
import { realClock } from '../lib/clock.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import { createWords } from '../lib/i18n.ts';
import { serveAsset } from './window/app-protocol.ts';
import { watchConnection } from './connection.ts';
import { handlers } from './ipc/handlers.ts';
import { installIpc } from './ipc/ipc.ts';
import { createLoginStart } from './launch-at-login.ts';
import { Lifecycle } from './lifecycle.ts';
import { createMainWindow, type MainWindow } from './window/main-window.ts';
import type { OpenRequest } from './file-manager/open-request.ts';
import { createPreferences } from './preferences.ts';
import { spacesView } from './spaces.ts';
import { tellFailure } from './startup-failure.ts';
import { feedStatus } from './ipc/status-feed.ts';
import { createSystemDialogs } from './system-dialogs.ts';
import { testHooks } from './e2e-hooks.ts';
import { hasTrayHost } from './tray/tray-host.ts';
import { openTray, type TrayIcon } from './tray/tray.ts';
import type { TrayAction } from './tray/tray-menu.ts';
import { guardPages } from './window/web-guards.ts';

export type DesktopOptions = {
  /** the state folder; it exists */
  readonly home: string;
  /** where this bundle lies, and preload.cjs with it */
  readonly bundle: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly request: OpenRequest;
  /** Requests of later launches; gives them from now on, the ones that came before this call first. */
  readonly onRequest: (listener: (request: OpenRequest) => void) => void;
};

const stopWithinMs = 5_000;
const feedEveryMs = 200;
const lookForNetworkEveryMs = 5_000;

/** Starts the app; resolves when everything runs. Ends the process when it cannot start. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  await app.whenReady();
  const { home, bundle, env } = options;
  const out = join(bundle, '..');
  const icons = join(out, 'icons');
  const hooks = testHooks(app.isPackaged, env);
  await hooks.mayStart();
  const systemLanguage = app.getPreferredSystemLanguages()[0] ?? app.getLocale();

  let koosync: KooSync;
  try {
    koosync = await openKooSync({ home, env, systemLanguage });
  } catch (thrown) {
    const words = createWords(chooseLanguage('system', systemLanguage));
    return tellFailure(toKooError(thrown), { words, home, hooks, title: 'startFailed.title' });
  }
  const { engine, history, account, settings, koodrive, log, translate } = koosync;

  const lifecycle = new Lifecycle({
    clock: realClock,
    deadlineMs: stopWithinMs,
    onLate: ({ name, why, error }) => {
      log.warn({ step: name, why, err: error }, 'a step of stopping did not end well');
    },
  });
  quitInOrder(lifecycle, () => {
    log.info({}, 'stop');
  });
  log.info(
    { version: app.getVersion(), electron: process.versions.electron, request: options.request.kind },
    'start',
  );

  const mainWindow: MainWindow = createMainWindow({
    preload: join(bundle, 'preload.cjs'),
    icon: join(icons, 'app.png'),
    stateFile: join(app.getPath('userData'), 'window.json'),
    systemLanguage,
    developerTools: !app.isPackaged,
    quitting: () => lifecycle.quitting,
    onClose: (window) => {
      void putAway(window);
    },
    onPageGone: (reason) => {
      log.error({ reason }, 'the page of the window is gone');
    },
  });
  const dialogs = createSystemDialogs({
    window: () => mainWindow.browserWindow(),
    translate,
    hooks,
  });

  /** Closing the window is not quitting: syncing goes on, where a user can find it again. */
  const putAway = async (window: BrowserWindow) => {
    if (await hasTrayHost()) {
      window.hide();
      tellOnceThatItRuns();
      return;
    }
    const wish = await dialogs.askOnClose();
    if (wish === 'keep') window.minimize();
    if (wish === 'quit') app.quit();
  };

  const tellOnceThatItRuns = () => {
    const told = join(app.getPath('userData'), 'told-still-running');
    if (existsSync(told)) return;
    writeFileSync(told, '');
    notify('KooSync', translate('notification.stillRunning'));
  };

  const notify = (title: string, body: string) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body, icon: join(icons, 'app.png') });
    notification.on('click', () => {
      mainWindow.show();
    });
    notification.show();
  };

  const openFolder = async (folder: string) => {
    // openPath opens files too, and opening may be running: what was a folder need not be one any more.
    if ((await stat(folder).catch(() => undefined))?.isDirectory() === true) await shell.openPath(folder);
  };

  /** For calls of the engine that nobody waits for. */
  const tellIfItFails = (call: Promise<unknown>): void => {
    call.catch((thrown: unknown) => {
      const error = toKooError(thrown);
      log.error({ err: error }, 'a call of the engine failed');
      notify(translate('notification.problem'), koosync.sentence(error));
    });
  };

  const chooseFile = async () => {
    const [first] = await engine.pairs();
    const path = await dialogs.chooseFile(first?.folder);
    if (path !== undefined) mainWindow.showHistory(path);
  };

  let tray: TrayIcon | undefined;
  const showTray = async () => {
    const status = await engine.status();
    tray?.show(status, translate);
  };
  const act = (action: TrayAction): void => {
    switch (action.kind) {
      case 'open-window':
        mainWindow.show();
        return;
      case 'open-folder':
        void openFolder(action.folder);
        return;
      case 'view-versions':
        mainWindow.showHistory(action.path);
        return;
      case 'choose-file':
        tellIfItFails(chooseFile());
        return;
      case 'pause':
        tellIfItFails(engine.pause());
        return;
      case 'resume':
        tellIfItFails(engine.resume());
        return;
      case 'quit':
        app.quit();
        return;
    }
  };

  const answer = (request: OpenRequest): void => {
    switch (request.kind) {
      case 'show':
        mainWindow.show();
        return;
      case 'hidden':
        return;
      case 'view-versions':
        mainWindow.showHistory(request.path);
        return;
      case 'unknown':
        log.warn({ words: request.words }, 'started with words that make no sense');
        mainWindow.show();
        return;
    }
  };

  /** The database is damaged, so nothing can be remembered any more: going on would only look like work. */
  let givenUp = false;
  const giveUp = async (error: KooError) => {
    if (givenUp) return;
    givenUp = true;
    log.error({ err: error }, 'the app cannot go on');
    await lifecycle.stop();
    await tellFailure(error, { words: koosync, home, hooks, title: 'startFailed.titleRunning' });
  };

  try {
    await lifecycle.start([
      { name: 'parts', start: () => () => koosync.close() },
      {
        name: 'pages',
        start: () => {
          Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.buildFromTemplate(macMenu) : null);
          const unguard = guardPages();
          protocol.handle('app', (request) => serveAsset(join(out, 'renderer'), request));
          return () => {
            protocol.unhandle('app');
            unguard();
          };
        },
      },
      {
        name: 'ipc',
        start: () => {
          const preferences = createPreferences({
            settings,
            loginStart: createLoginStart({
              platform: process.platform,
              env,
              userHome: app.getPath('home'),
              executable: process.execPath,
              app,
            }),
            onChange: () => {
              tellIfItFails(showTray());
            },
          });
          return installIpc({
            ipcMain,
            handlers,
            deps: {
              engine,
              history,
              undoDeletion: (id) => koosync.undoDeletion(id),
              account,
              preferences,
              dialogs,
              spaces: async () => spacesView(await koodrive.spaces(), translate),
              fileManager: {
                showItem: (path) => {
                  shell.showItemInFolder(path);
                },
                openFolder,
              },
              takeOpenRequest: () => mainWindow.takeOpenRequest(),
            },
            ourFrame: () => mainWindow.frame(),
            sentence: koosync.sentence,
            log: {
              refused: (channel, why) => {
                log.warn({ channel, why }, 'a call was refused');
              },
              unexpected: (channel, error) => {
                log.error({ channel, err: error }, 'a call failed in an unexpected way');
              },
            },
          });
        },
      },
      {
        name: 'tray',
        start: async () => {
          const status = await engine.status();
          const opened = openTray({ icons, act });
          tray = opened;
          opened.show(status, translate);
          return () => {
            tray = undefined;
            opened.close();
          };
        },
      },
      {
        name: 'feeds',
        start: () => {
          const offs = [
            feedStatus({
              source: engine,
              clock: realClock,
              everyMs: feedEveryMs,
              listener: (status) => {
                tray?.show(status, translate);
                mainWindow.send('status:changed', status);
              },
              failed: (thrown) => {
                log.warn({ err: toKooError(thrown) }, 'the status could not be read');
              },
            }),
            engine.on('revision', (path) => {
              mainWindow.send('history:changed', path);
            }),
            engine.on('notice', (error) => {
              if (error.code === 'STATE_BROKEN') void giveUp(error);
              else notify(translate('notification.problem'), koosync.sentence(error));
            }),
          ];
          return () => {
            for (const off of offs) off();
          };
        },
      },
      {
        name: 'window',
        start: () => {
          answer(options.request);
          options.onRequest(answer);
          return () => {
            mainWindow.close();
          };
        },
      },
      {
        name: 'connection',
        start: () =>
          watchConnection({
            powerMonitor,
            isOnline: () => net.isOnline(),
            clock: realClock,
            everyMs: lookForNetworkEveryMs,
            onBack: () => {
              tellIfItFails(engine.retry());
            },
          }),
      },
      {
        name: 'engine',
        start: async () => {
          await engine.start();
          return () => engine.stop();
        },
      },
    ]);
  } catch (thrown) {
    const error = toKooError(thrown);
    log.error({ err: error }, 'the app could not start');
    await lifecycle.stop();
    await tellFailure(error, { words: koosync, home, hooks, title: 'startFailed.title' });
  }
}

/** However the app is asked to end, it ends by the lifecycle: first everything is taken back, then it is let go. */
function quitInOrder(lifecycle: Lifecycle, onQuit: () => void): void {
  app.on('before-quit', (event) => {
    if (lifecycle.stopped) return;
    event.preventDefault();
    if (!lifecycle.quitting) onQuit();
    void lifecycle.stop().then(() => {
      app.quit();
    });
  });
  // Without a listener Electron quits when the last window is closed; ours lives on in the panel.
  app.on('window-all-closed', () => undefined);
  powerMonitor.on('shutdown', () => {
    app.quit();
  });
}

/** macOS has copy and paste from the menu, and quit where everyone looks for it. */
const macMenu: Electron.MenuItemConstructorOptions[] = [
  { role: 'appMenu' },
  { role: 'editMenu' },
  { role: 'windowMenu' },
];
