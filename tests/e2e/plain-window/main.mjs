// A window and nothing else: tests/e2e/dev-page.ts shows the dev page in it.
import { app, BrowserWindow } from 'electron';

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, useContentSize: true });
  void window.loadURL('about:blank');
});
