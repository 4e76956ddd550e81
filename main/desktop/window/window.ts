/** The one window: made once, hidden and shown again, with every door that Electron has for pages shut. */
import { app, BrowserWindow, Menu, nativeTheme, screen } from 'electron';
import { languageArgument } from '../../../shared/language-argument.ts';
import type { Translate } from '../../../shared/strings/index.ts';
import { appOrigin, isAppPage } from './app-protocol.ts';
import { editMenu } from './edit-menu.ts';
import { nextZoom, windowKeyOf } from './window-keys.ts';
import { isReachable, readWindowState, writeWindowState } from './window-state.ts';

export type WindowParts = {
  readonly preload: string;
  readonly icon: string;
  /** remembers where the window was */
  readonly stateFile: string;
  readonly systemLanguage: string;
  readonly developerTools: boolean;
  readonly translate: Translate;
  /** The user closes the window; true when it stays, out of sight or not. */
  readonly onClose: () => boolean;
  /** The page is being loaded, for the first time or again. */
  readonly onLoading: () => void;
  readonly onPageGone: (reason: string) => void;
  /** Windows ends the session: what runs has seconds. */
  readonly onSessionEnd: () => void;
  /** The page answers nobody, for so many ms after Chromium has noticed: it is ended, and `onPageGone` follows. */
  readonly hangMs: number;
};

/** Makes the window, not yet in sight, and begins to load its page. */
export function openWindow(parts: WindowParts): BrowserWindow {
  const remembered = readWindowState(parts.stateFile);
  const reachable =
    remembered !== undefined &&
    isReachable(
      remembered,
      screen.getAllDisplays().map((display) => display.workArea),
    );
  const window = new BrowserWindow({
    title: 'KooSync',
    ...(reachable
      ? { x: remembered.x, y: remembered.y, width: remembered.width, height: remembered.height }
      : { width: 1000, height: 700 }),
    minWidth: 640,
    minHeight: 420,
    show: false,
    icon: parts.icon,
    autoHideMenuBar: true,
    // what is seen before the page is painted
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: {
      preload: parts.preload,
      // Said aloud though most are Electron's own choice: see docs/security.md before touching any.
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // its dictionaries come from the network
      spellcheck: false,
      devTools: parts.developerTools,
      zoomFactor: remembered?.zoom ?? 1,
      additionalArguments: [languageArgument(parts.systemLanguage)],
    },
  });
  if (reachable && remembered.maximized) window.maximize();

  const remember = rememberer(window, parts.stateFile);
  window.on('close', (event) => {
    remember();
    if (parts.onClose()) event.preventDefault();
  });
  // An end that is late, or that the system forces, closes no window: where it was is written down before.
  app.on('before-quit', remember);
  window.on('session-end', () => {
    remember();
    parts.onSessionEnd();
  });
  // Not "did-start-loading": that tells of frames within the page as well, and the preview's is one.
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) parts.onLoading();
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    parts.onPageGone(reason);
  });
  endHangs(window, parts.hangMs);
  // The guards prevent every other page, but Chromium asks nobody about about:blank: that one is led back.
  window.webContents.on('did-navigate', (_event, url) => {
    if (!isAppPage(url)) load();
  });
  obeyKeys(window, parts.developerTools, remember);
  window.webContents.on('context-menu', (_event, clicked) => {
    const items = editMenu(clicked, parts.translate);
    if (items.length > 0) Menu.buildFromTemplate([...items]).popup({ window });
  });
  const load = () => {
    // A page that cannot be loaded leaves an empty window; the reason stands in the log.
    window.loadURL(`${appOrigin}/index.html`).catch((error: unknown) => {
      if (!window.isDestroyed()) parts.onPageGone(error instanceof Error ? error.message : 'not loaded');
    });
  };
  load();
  return window;
}

/** Writes down where the window is and how large it is drawn. */
function rememberer(window: BrowserWindow, stateFile: string): () => void {
  return () => {
    if (window.isDestroyed() || window.isMinimized()) return;
    writeWindowState(stateFile, {
      ...window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoom: Math.round(window.webContents.getZoomFactor() * 100) / 100,
    });
  };
}

/** A process that can still end itself has done so by then. */
const endedMs = 2_000;

const endProcess = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended in this moment
  }
};

/** Chromium notices that a page hangs when somebody presses or clicks and nothing comes of it. */
function endHangs(window: BrowserWindow, hangMs: number): void {
  let late: NodeJS.Timeout | undefined;
  const off = () => {
    clearTimeout(late);
  };
  window.on('unresponsive', () => {
    off();
    late = setTimeout(() => {
      if (window.isDestroyed()) return;
      const { webContents } = window;
      const pid = webContents.getOSProcessId();
      // this leaves a report of where it hangs, and asks a thread of the process itself
      webContents.forcefullyCrashRenderer();
      late = setTimeout(() => {
        if (!window.isDestroyed() && webContents.getOSProcessId() === pid) endProcess(pid);
      }, endedMs);
    }, hangMs);
  });
  window.on('responsive', off);
  window.on('closed', off);
}

function obeyKeys(window: BrowserWindow, developerTools: boolean, onZoom: () => void): void {
  const { webContents } = window;
  webContents.on('before-input-event', (event, input) => {
    const key = windowKeyOf(input, process.platform === 'darwin');
    if (key === undefined) return;
    if (key === 'developer-tools') {
      if (developerTools) webContents.toggleDevTools();
      return;
    }
    event.preventDefault();
    if (key === 'full-screen') window.setFullScreen(!window.isFullScreen());
    else {
      webContents.setZoomFactor(nextZoom(webContents.getZoomFactor(), key));
      // at once: what suits somebody's eyes must not wait for an orderly end
      onZoom();
    }
  });
}

/** In front of the user, wherever it was. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
