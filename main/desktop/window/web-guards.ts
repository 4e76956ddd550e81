/**
 * What a page may never do, for every page that will ever exist in this app. Installed before the first window is made.
 * What its session may reach stands in main/desktop/sessions/.
 * One exception stands here, the frame that draws contents; see docs/security.md before giving it another.
 */
import { app, shell, type WebContents } from 'electron';
import { previewPage } from './app-protocol.ts';
import { openExternal } from './open-external.ts';

/** Before the app is ready: every page's process is sandboxed, whatever a window asks for. */
export function sandboxEverything(): void {
  // Who starts the app with --no-sandbox (root must, and so do tests that run as root) has decided about the system's
  // part of the sandbox; Electron cannot start its processes with both. Our window asks for `sandbox` in any case.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

/**
 * Before the app is ready. A page may ask for names to be looked up that it means to need, and a name can say anything:
 * neither the session's proxy nor a content policy is asked about that. The pages' header (app-protocol.ts) says the same
 * of links, for which this switch is not asked.
 */
export function lookUpNothingInAdvance(): void {
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
}

/** After the app is ready, before the first window. Returns what takes the guards off the app again. */
export function guardPages(): () => void {
  const created = (_event: unknown, contents: WebContents) => {
    guardContents(contents);
  };
  app.on('web-contents-created', created);
  return () => {
    app.off('web-contents-created', created);
  };
}

function guardContents(contents: WebContents): void {
  // A connection between pages is made by its own sockets, which no content policy and no request handler sees: with this
  // it goes by the session's proxy or not at all.
  // Said when a page begins to come, before anything of it runs: sooner, a window could lose the size of its text by it.
  contents.on('did-start-navigation', () => {
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
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
