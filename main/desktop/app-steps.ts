/** The steps in which the app starts, in order; each says how it is taken back. What takes them is lifecycle.ts. */
import { app, clipboard, ipcMain, Menu, net, powerMonitor, protocol, shell } from 'electron';
import type { EngineStatus } from '../../shared/views.ts';
import { parseServer } from '../koodrive/server-address.ts';
import { realClock } from '../lib/clock.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import type { AppParts } from './app-parts.ts';
import { viewOf } from '../policy/policy-view.ts';
import { streamContent } from '../storage/content-folder.ts';
import { watchConnection } from './connection.ts';
import { followPolicy } from './follow-policy.ts';
import { tellFileManagers } from './menu-entries.ts';
import type { OpenRequest } from './file-manager/open-request.ts';
import { handlers } from './ipc/handlers.ts';
import { installIpc } from './ipc/ipc.ts';
import { feedStatus } from './ipc/status-feed.ts';
import type { Step, Undo } from './lifecycle.ts';
import { createPreferences, type AppPreferences } from './preferences.ts';
import { createHolding } from './ipc/holding.ts';
import { spacesView } from './spaces.ts';
import { followSleep } from './sleep.ts';
import { whenHostComes } from './tray/late-host.ts';
import { hasTrayHost } from './tray/tray-host.ts';
import { openTray } from './tray/tray.ts';
import { keepUpToDate, resumeAfterUpdate, unknownYet } from './updates.ts';
import { act, answer, openCopy, openFolder, tellIfItFails } from './user-requests.ts';
import { watchProcesses } from './watch-processes.ts';
import { serveAsset } from './window/app-protocol.ts';
import { isContentUrl, serveContent } from './window/content-protocol.ts';
import { guardPages } from './window/web-guards.ts';

const feedEveryMs = 200;
const lookForNetworkEveryMs = 5_000;

export type AppStepsOptions = {
  /** what the app was started for */
  readonly request: OpenRequest;
  /** Requests of later launches; gives them from now on, the ones that came before this call first. */
  readonly onRequest: (listener: (request: OpenRequest) => void) => void;
  /** The database is damaged while we run. */
  readonly onBroken: (error: KooError) => void;
};

export const appSteps = (parts: AppParts, options: AppStepsOptions): readonly Step[] => {
  const preferences = preferencesOf(parts);
  return [
    {
      name: 'parts',
      start: async () => {
        // what a life before left because a program had it open
        await parts.koosync.clearOpened().catch(() => undefined);
        return async () => {
          await parts.koosync.clearOpened().catch(() => undefined);
          await parts.koosync.close();
        };
      },
    },
    { name: 'pages', start: () => servePages(parts) },
    {
      name: 'processes',
      start: () => followProcesses(parts, options.onBroken),
    },
    // what a developer's build once wrote stays with it, and its starts change nothing
    { name: 'login', start: () => (app.isPackaged ? followLogin(parts) : undefined) },
    { name: 'ipc', start: () => answerWindow(parts, preferences) },
    { name: 'tray', start: () => showTray(parts) },
    { name: 'feeds', start: () => feedChanges(parts, options.onBroken) },
    { name: 'policy', start: () => followPolicy(parts, preferences) },
    { name: 'file-managers', start: () => tellFileManagers(parts) },
    {
      name: 'window',
      start: () => {
        // a restart that nobody asked for opens no window that nobody asked for
        const isUnasked = parts.beginning.hidden && options.request.kind === 'show';
        answer(parts, isUnasked ? { kind: 'hidden' } : options.request);
        options.onRequest((request) => {
          answer(parts, request);
        });
        return () => {
          parts.mainWindow.close();
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
            tellIfItFails(parts, parts.koosync.engine.retry());
          },
        }),
    },
    { name: 'after-update', start: () => resumeAfterUpdate(parts) },
    {
      name: 'engine',
      start: async () => {
        await parts.koosync.engine.start();
        return () => parts.koosync.engine.stop();
      },
    },
    { name: 'updates', start: () => keepUpToDate(parts) },
    {
      name: 'sleep',
      start: () =>
        followSleep({
          powerMonitor,
          engine: parts.koosync.engine,
          clock: realClock,
          failed: (thrown) => {
            tellIfItFails(parts, Promise.reject(toKooError(thrown)));
          },
        }),
    },
  ];
};

function servePages({ koosync, paths }: AppParts): Undo {
  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.buildFromTemplate(macMenu) : null);
  const unguard = guardPages();
  const source = { find: (token: string) => koosync.held.find(token), stream: streamContent };
  protocol.handle('app', (request) =>
    isContentUrl(request.url) ? serveContent(source, request) : serveAsset(paths.renderer, request),
  );
  return () => {
    protocol.unhandle('app');
    unguard();
  };
}

const followProcesses = (parts: AppParts, onBroken: (error: KooError) => void): Undo =>
  watchProcesses({
    ...parts,
    clock: realClock,
    log: parts.koosync.log,
    isWindowSeen: () => parts.mainWindow.browserWindow()?.isVisible() === true,
    closeWindow: () => {
      parts.mainWindow.close();
    },
    onBroken,
  });

/** What the system's own tools say of starting with the session is what the settings say from now on. */
async function followLogin({ koosync, loginStart }: AppParts): Promise<undefined> {
  const { settings, policy, log } = koosync;
  // what an organisation fixed is set by the step that follows it
  if (policy.values().launchAtLogin !== undefined) return;
  try {
    const { launchAtLogin } = settings.latest();
    const isOn = await loginStart.follow(launchAtLogin);
    if (isOn !== launchAtLogin) settings.set({ launchAtLogin: isOn });
  } catch (thrown) {
    // nothing that anybody waits for: the switch in the settings tells when it cannot be set
    log.warn({ err: thrown }, 'starting at login could not be looked at');
  }
}

function preferencesOf(parts: AppParts): AppPreferences {
  const { settings, policy } = parts.koosync;
  return createPreferences({
    settings,
    policy: () => policy.values(),
    loginStart: parts.loginStart,
    onChange: () => {
      tellIfItFails(parts, drawTray(parts));
    },
  });
}

/** undefined: it is no address of a server. */
const serverOf = (text: string): string | undefined => {
  try {
    return parseServer(text).origin;
  } catch {
    return undefined;
  }
};

function answerWindow(parts: AppParts, preferences: AppPreferences): Undo {
  const { koosync, mainWindow, dialogs } = parts;
  const { engine, history, policy, log, translate } = koosync;
  return installIpc({
    ipcMain,
    handlers,
    deps: {
      engine,
      history,
      holding: createHolding({
        history,
        held: koosync.held,
        tell: (progress) => {
          mainWindow.send('history:fetching', progress);
        },
      }),
      restores: parts.restores,
      undoDeletion: (id) => koosync.undoDeletion(id),
      account: { get: koosync.account, signIn: koosync.signIn, signOut: koosync.signOut },
      serverOf,
      preferences,
      policy: () => viewOf(policy.judged(), koosync.sentence),
      dialogs,
      spaces: async () => spacesView(await koosync.spaces(), translate),
      fileManager: {
        showItem: (path) => {
          shell.showItemInFolder(path);
        },
        openFolder,
        openCopy,
      },
      clipboard,
      fileManagers: parts.fileManagers,
      updates: {
        view: () => parts.updates?.view() ?? unknownYet(),
        check: () => parts.updates?.check(),
        download: () => parts.updates?.download(),
        restart: () => parts.updates?.restart(),
        putOff: () => parts.updates?.putOff(),
      },
      takeOpenRequest: () => mainWindow.takeOpenRequest(),
    },
    ourFrame: () => mainWindow.frame(),
    now: () => realClock.elapsed(),
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
}

async function drawTray({ koosync, tray }: AppParts): Promise<void> {
  const status = await koosync.engine.status();
  tray?.show(status, koosync.translate);
}

async function showTray(parts: AppParts): Promise<Undo> {
  const { koosync, paths } = parts;
  const open = (status: EngineStatus) => {
    parts.tray?.close();
    parts.tray = openTray({
      icons: paths.icons,
      hasCrashReports: () => parts.crashReports.count() > 0,
      act: (action) => {
        act(parts, action);
      },
    });
    parts.tray.show(status, koosync.translate);
  };
  open(await koosync.engine.status());
  const come = async () => {
    const status = await koosync.engine.status();
    if (parts.tray !== undefined) open(status);
  };
  const unlook = whenHostComes({
    hasHost: hasTrayHost,
    clock: realClock,
    come: () => {
      tellIfItFails(parts, come());
    },
  });
  return () => {
    unlook();
    parts.tray?.close();
    parts.tray = undefined;
  };
}

function feedChanges(parts: AppParts, onBroken: (error: KooError) => void): Undo {
  const { koosync, mainWindow, notifications } = parts;
  koosync.onLogTrouble(notifications.say);
  const { engine, log, translate } = koosync;
  const told = (error: KooError) => {
    if (error.code === 'STATE_BROKEN') onBroken(error);
    else notifications.problem(error);
  };
  koosync.onNotice(told);
  const offs = [
    feedStatus({
      source: engine,
      clock: realClock,
      everyMs: feedEveryMs,
      listener: (status) => {
        parts.tray?.show(status, translate);
        mainWindow.send('status:changed', status);
      },
      failed: (thrown) => {
        log.warn({ err: toKooError(thrown) }, 'the status could not be read');
      },
    }),
    engine.on('revision', (path) => {
      mainWindow.send('history:changed', path);
    }),
    engine.on('notice', told),
  ];
  return () => {
    for (const off of offs) off();
  };
}

/** macOS has copy and paste, zoom and full screen from the menu, and quit where everyone looks for it. */
const macMenu: Electron.MenuItemConstructorOptions[] = [
  { role: 'appMenu' },
  { role: 'editMenu' },
  {
    role: 'viewMenu',
    submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }],
  },
  { role: 'windowMenu' },
];
