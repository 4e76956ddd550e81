/** What the system shows of KooSync beside its window, and when it shows nothing. */
import { writeFile } from 'node:fs/promises';
import { expect, pairSamples, test, versionsOnServer } from './fixtures.ts';
import type { Running } from './app-under-test.ts';

type Shown = { readonly title: string; readonly body: string };

/** Notes what is shown from now on: the session has nobody who draws notifications. */
const noted = async ({ app }: Running): Promise<() => Promise<Shown[]>> => {
  const shown = await app.evaluateHandle(({ Notification }) => {
    const list: Shown[] = [];
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      list.push({ title: this.title, body: this.body });
    };
    return list;
  });
  return () => shown.jsonValue();
};

test('what needs the user is shown, and what does not is not', async ({ world }) => {
  const running = await world.start();
  const shown = await noted(running);
  await pairSamples(world, await running.window());
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect.poll(() => versionsOnServer(world, 'notes.txt').length).toBe(2);
  expect(await shown()).toEqual([]);

  world.emulator.control.killTokens();
  await writeFile(world.file('notes.txt'), 'third thoughts\n');
  await expect.poll(shown).toEqual([
    {
      title: 'KooSync needs your attention',
      body: 'Sign in to KooDrive to continue. Changes are remembered until then.',
    },
  ]);
});

test('that syncing goes on is shown when the window is closed for the first time, and never again', async ({
  world,
}) => {
  const visible = ({ app }: Running) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((each) => each.isVisible()));
  const close = async (running: Running) => {
    await expect.poll(() => visible(running)).toEqual([true]);
    await running.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close();
    });
    // what is shown is shown in the moment in which it is hidden
    await expect.poll(() => visible(running)).toEqual([false]);
  };
  const told = { title: 'KooSync', body: 'KooSync keeps running here and syncs in the background.' };

  const first = await world.start();
  const shown = await noted(first);
  await first.window();
  expect(await shown()).toEqual([]);
  await close(first);
  expect(await shown()).toEqual([told]);
  await world.session.tray.click('Open KooSync');
  await close(first);
  expect(await shown()).toEqual([told]);
  await first.quit();

  const second = await world.start();
  const shownAgain = await noted(second);
  await second.window();
  await close(second);
  expect(await shownAgain()).toEqual([]);
});
