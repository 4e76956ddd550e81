/** One KooSync for each state folder, and what later launches ask of it. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Running } from './app-under-test.ts';
import { expect, pairSamples, test } from './fixtures.ts';

test('a second launch with --view-versions opens that history in the running app, and ends', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  await running.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.hide();
  });

  // A relative path is seen from where the second one was started.
  const second = await world.startAndWait(world.signedIn, ['--view-versions', 'plan.svg'], {
    cwd: join(world.folder, 'pictures'),
  });
  expect(second.code).toBe(0);
  expect(second.ms).toBeLessThan(10_000);
  await expect(page.getByRole('heading', { name: 'plan.svg' })).toBeVisible();
  await expect(page.getByTestId('version-row')).toHaveCount(1);
  expect(await visible(running)).toEqual([true]);

  // The next one, with the other way to write it, takes its place.
  await world.startAndWait(world.signedIn, [`--view-versions=${world.file('report.md')}`]);
  await expect(page.getByRole('heading', { name: 'report.md' })).toBeVisible();

  // Letters of every kind come through the lock.
  await writeFile(world.file('季度报告 é 😀.txt'), 'first');
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('季度报告 é 😀.txt')]);
  await expect(page.getByRole('heading', { name: '季度报告 é 😀.txt' })).toBeVisible();
});

test('the first launch with --view-versions opens that history, too', async ({ world }) => {
  const first = await world.start();
  await pairSamples(world, await first.window());
  await first.quit();
  const second = await world.start(world.signedIn, ['--view-versions', world.file('notes.txt')]);
  const page = await second.window();
  await expect(page.getByRole('heading', { name: 'notes.txt' })).toBeVisible();
  await expect(page.getByTestId('version-row')).toHaveCount(1);
});

test('a path outside every synced folder is answered in words', async ({ world }) => {
  const stray = join(world.base, 'stray.txt');
  await writeFile(stray, 'x');
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  expect((await world.startAndWait(world.signedIn, ['--view-versions', stray])).code).toBe(0);
  await expect(page.getByRole('heading', { name: basename(stray) })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Not in a synced folder' })).toBeVisible();
});

test('a link opens that history, as the system hands it over, and one that says more opens nothing', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const link = (path: string) => `koosync://versions?path=${encodeURIComponent(path)}`;
  expect((await world.startAndWait(world.signedIn, [link(world.file('pictures/plan.svg'))])).code).toBe(0);
  await expect(page.getByRole('heading', { name: 'plan.svg' })).toBeVisible();
  await expect(page.getByTestId('version-row')).toHaveCount(1);
  await world.startAndWait(world.signedIn, [`${link(world.file('report.md'))}&restore=1`]);
  // the app was told of that one before of the next
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('notes.txt')]);
  await expect(page.getByRole('heading', { name: 'notes.txt' })).toBeVisible();
  await expect(page.getByText('report.md')).toHaveCount(0);
});

test('one process for each state folder, several folders side by side', async ({ world }) => {
  const running = await world.start();
  await running.window();
  const again = await world.startAndWait(world.signedIn, []);
  expect(again.code).toBe(0);
  expect(running.app.windows()).toHaveLength(1);

  const elsewhere = await world.start({ ...world.signedIn, KOOSYNC_HOME: join(world.base, 'other-state') });
  await elsewhere.window();
  expect(elsewhere.pid).not.toBe(running.pid);
  await elsewhere.quit();
});

test('--hidden starts into the tray, without a window; the next launch shows it', async ({ world }) => {
  const running = await world.start(world.signedIn, ['--hidden']);
  await world.session.tray.waitForItem();
  expect(running.app.windows()).toHaveLength(0);
  await world.startAndWait(world.signedIn, []);
  await running.window();
  await expect.poll(() => visible(running)).toEqual([true]);
});

const visible = ({ app }: Running): Promise<boolean[]> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
