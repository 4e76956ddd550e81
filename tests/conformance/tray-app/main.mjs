// The least app with a tray: desktop-session.test.ts shows with it that the session's tray is a real one.
import { app, Menu, nativeImage, Tray } from 'electron';

app.on('window-all-closed', () => undefined);
// Not awaited at the top: Electron waits for this module before it is ready.
app.whenReady().then(() => {
  const red = Buffer.alloc(16 * 16 * 4);
  for (let i = 0; i < red.length; i += 4) red.set([0, 0, 255, 255], i); // BGRA
  const tray = new Tray(nativeImage.createFromBitmap(red, { width: 16, height: 16 }));
  tray.setToolTip('All is well');
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Say hello', click: () => console.log('hello') },
      { type: 'separator' },
      { label: 'Not now', enabled: false },
      { label: 'More', submenu: [{ label: 'Ticked', type: 'checkbox', checked: true }] },
      { label: 'Quit', click: () => app.quit() },
    ]),
  );
});
