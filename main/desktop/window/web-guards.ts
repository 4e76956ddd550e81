/**
 * What a page may never do, for every page that will ever exist in this app. Installed before the first window is made.
 * One exception stands here, the frame that draws contents; see docs/security.md before giving it another.
 */
import { app, session, shell, type Session, type WebContents } from 'electron';
import { isAppPage, previewPage } from './app-protocol.ts';
import { openExternal } from './open-external.ts';

/** Before the app is ready: every page's process is sandboxed, whatever a window asks for. */
export function sandboxEverything(): void {
  // Who starts the app with --no-sandbox (root must, and so do tests that run as root) has decided about the system's
  // part of the sandbox; Electron cannot start its processes with both. Our window asks for `sandbox` in any case.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

/** After the app is ready, before the first window. Returns what takes the guards off the app again. */
export function guardPages(): () => void {
  guardSession(session.defaultSession);
  const created = (_event: unknown, contents: WebContents) => {
    guardContents(contents);
  };
  app.on('web-contents-created', created);
  return () => {
    app.off('web-contents-created', created);
  };
}

function guardSession(pages: Session): void {
  // Both are needed: a page may ask (request) or look whether it is allowed already (check).
  pages.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  pages.setPermissionCheckHandler(() => false);
  pages.setDevicePermissionHandler(() => false);
  // The main process alone speaks to the network. The content policy says so to our page; this says so to any page.
  pages.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isLocal(details.url) });
  });
  pages.on('will-download', (event) => {
    event.preventDefault();
  });
}

const isLocal = (url: string): boolean =>
  // blob: is what a page has in memory already
  isAppPage(url) || url.startsWith('data:') || url.startsWith('blob:') || url.startsWith('devtools://');

function guardContents(contents: WebContents): void {
  // Three events, each for a way that the others do not see: the page, a frame in it, the server's answer.
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    // A frame of our page may become the preview, and never anything else: not even when it is the preview already.
    const { url, isMainFrame, frame } = event;
    const isPreview = !isMainFrame && url === previewPage && frame?.parent === contents.mainFrame;
    if (!isPreview || frame.url === previewPage) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    void openExternal(url, (href) => shell.openExternal(href)).catch(() => undefined);
    return { action: 'deny' };
  });
}
