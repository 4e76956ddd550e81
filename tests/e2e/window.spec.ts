/** Closing the window is not quitting. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, pairSamples, test, versionsOnServer } from './fixtures.ts';

test('with a tray, closing hides the window; syncing goes on, and the window comes back', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const visible = () =>
    running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((each) => each.isVisible()),
    );
  await expect.poll(visible).toEqual([true]);

  await running.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await expect.poll(visible).toEqual([false]);
  await writeFile(world.file('notes.txt'), 'after closing\n');
  await expect.poll(() => versionsOnServer(world, 'notes.txt').length).toBe(2);

  await world.session.tray.click('Open KooSync');
  await expect.poll(visible).toEqual([true]);
});

test('without a tray, a closed window stays where a user finds it again', async ({ world }) => {
  // A session bus that nobody keeps tray icons on. KOOSYNC_TEST_NO_DIALOGS answers the question with "keep syncing".
  const running = await world.start({
    ...world.signedIn,
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
  });
  const page = await running.window();
  await pairSamples(world, page);
  await running.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await writeFile(world.file('notes.txt'), 'after closing\n');
  await expect.poll(() => versionsOnServer(world, 'notes.txt').length).toBe(2);
  expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('SIGTERM stops it in order, within five seconds', async ({ world }) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const process = running.process;
  const began = Date.now();
  const ended = new Promise((resolve) => process.once('exit', resolve));
  process.kill('SIGTERM');
  await ended;
  expect(Date.now() - began).toBeLessThan(6_000);
  const log = await readFile(join(world.state, 'logs', 'koosync.log'), 'utf8');
  expect(log).toContain('"msg":"stop"');
  expect(log).not.toContain('did not end well');
});

test('F12 opens and closes the developer tools of an app that is not packed, and of no other', async ({
  world,
  runtime,
}) => {
  const running = await world.start();
  const page = await running.window();
  await expect(page.locator('#root')).not.toBeEmpty();
  const seen = () =>
    running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.isDevToolsOpened()),
    );
  const press = (keyCode: string) =>
    running.app.evaluate(({ BrowserWindow }, key) => {
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: key });
    }, keyCode);
  if (runtime.packed === true) {
    await page.evaluate(() =>
      addEventListener('keydown', ({ key }) => Object.assign(window, { lastKey: key })),
    );
    await press('F12');
    // the key that came after it has arrived: so has F12
    await press('a');
    await expect.poll(() => page.evaluate(() => (window as { lastKey?: string }).lastKey)).toBe('a');
    expect(await seen()).toEqual([false]);
    return;
  }
  await press('F12');
  await expect.poll(seen).toEqual([true]);
  await press('F12');
  await expect.poll(seen).toEqual([false]);
});

test('a right-click in a text field offers what text fields offer, and the keys for size and full screen work', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  // a menu of the system is out of reach of tests: what it would show is written down in its place
  await running.app.evaluate(({ Menu }) => {
    const shown: string[][] = [];
    Object.assign(globalThis, { shown });
    Menu.prototype.popup = function popup(this: Electron.Menu) {
      shown.push(this.items.map(({ label, enabled }) => `${label}${enabled ? '' : ' (not now)'}`));
    };
  });
  const shown = () =>
    running.app.evaluate(() => (globalThis as unknown as { shown: string[][] }).shown.splice(0));
  await page.keyboard.press('Control+f');
  const search = page.locator('.search-input');
  await expect(search).toBeFocused();
  await search.fill('report');
  await search.selectText();
  await search.click({ button: 'right' });
  const poll = async () => (await shown()).flat();
  await expect.poll(poll).toEqual(expect.arrayContaining(['Cut', 'Copy', 'Select all']));

  const factor = () =>
    running.app.evaluate(({ BrowserWindow }) =>
      Number(BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor().toFixed(2)),
    );
  const press = (keyCode: string, modifiers: 'control'[] = []) =>
    running.app.evaluate(
      ({ BrowserWindow }, key) => {
        BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', ...key });
      },
      { keyCode, modifiers },
    );
  await press('=', ['control']);
  await press('=', ['control']);
  await expect.poll(factor).toBe(1.25);
  await press('F11');
  const isFull = () =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
  await expect.poll(isFull).toBe(true);
  await press('F11');
  await expect.poll(isFull).toBe(false);

  // what suits somebody's eyes stays, however the app ends: it is written down before
  const userData = await running.app.evaluate(({ app }) => app.getPath('userData'));
  const kept = await readFile(join(userData, 'window.json'), 'utf8');
  expect(JSON.parse(kept)).toMatchObject({ zoom: 1.25 });
  await running.quit();
  const again = await world.start();
  await again.window();
  const factorAgain = () =>
    again.app.evaluate(({ BrowserWindow }) =>
      Number(BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor().toFixed(2)),
    );
  await expect.poll(factorAgain).toBe(1.25);
});
