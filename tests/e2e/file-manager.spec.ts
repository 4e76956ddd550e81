/** "View versions" in a file manager: put there by a button of the window, chosen in Thunar, and the history is there. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDesk, type Desk } from '../harness/desk.ts';
import { expect, pairSamples, restore, samples, test, type World } from './fixtures.ts';

/** A screen with Thunar on it, which looks into the synced folder. */
async function openThunar(world: World): Promise<Desk> {
  // Electron does not start as root otherwise, and the entry starts it as anybody's would
  const root = process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {};
  const env = { ...world.signedIn, ...root, NO_AT_BRIDGE: undefined };
  const desk = await openDesk({ env, hasWindowManager: false });
  await desk.open({ start: ['thunar', world.folder], title: 'Documents', acting: thunar, shows: 'File' });
  await desk.act(thunar, 'focus:Thunar', 'key:ctrl+2', 'pause:1');
  return desk;
}
const thunar = { program: 'thunar' };

test.setTimeout(180_000);

test('the window offers the entry, Thunar shows it, and it opens the history of the file', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const offer = page.getByTestId('file-manager-offer');
  await expect(offer).toContainText('Thunar');
  await offer.getByRole('button', { name: 'Add to the menu' }).click();
  await expect(page.getByText('"View versions" is now in the right-click menu of')).toBeVisible();
  await expect(offer).toHaveCount(0);

  await writeFile(world.file('report.md'), '# Report\n\nFinal.\n');
  const desk = await openThunar(world);
  try {
    const clicked = Date.now();
    await desk.act(thunar, 'rclick:report.md', 'menu:View versions');
    await expect(page.getByRole('heading', { name: 'report.md' })).toBeVisible();
    await expect(page.getByTestId('version-row')).toHaveCount(2);
    console.log(`from the right click to the history: ${String(Date.now() - clicked)} ms`);
    await restore(page.getByTestId('version-row').last());
    const report = () => readFile(world.file('report.md'), 'utf8');
    await expect.poll(report, { intervals: [20] }).toBe(samples['report.md']);
    console.log(
      `from the right click to yesterday's report: ${String(Date.now() - clicked)} ms, in three clicks`,
    );
    await expect(page.getByTestId('notice').getByRole('button', { name: 'Undo' })).toBeVisible();

    await desk.act(thunar, 'rclick:notes.txt', 'menu:KooSync', 'pause:1', 'menu:Copy KooDrive path');
    await expect
      .poll(() => running.app.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe('/Documents/notes.txt');
    await desk.act(
      thunar,
      'rclick:notes.txt',
      'menu:KooSync',
      'pause:1',
      'menu:Pause syncing here (the whole synced folder)',
    );
    await expect
      .poll(
        async () =>
          (await page.evaluate(() => koo.status())).ok &&
          JSON.stringify(await page.evaluate(() => koo.status())),
      )
      .toContain('"kind":"paused"');
  } catch (thrown) {
    await desk.screenshot(test.info().outputPath('thunar.png'));
    throw thrown;
  } finally {
    await desk.stop();
  }
  expect(running.pageErrors).toEqual([]);
});

test('the settings put the entry in and take it out, and the offer stays away once it was closed', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const offer = page.getByTestId('file-manager-offer');
  await offer.getByRole('button', { name: 'Not now, and do not ask again' }).click();
  await expect(offer).toHaveCount(0);

  const uca = join(world.base, 'home', '.config', 'Thunar', 'uca.xml');
  const entry = page.getByRole('switch', { name: 'Show "View versions" in Thunar' });
  await page
    .getByRole('link', { name: 'Settings' })
    .or(page.getByRole('button', { name: 'Settings' }))
    .first()
    .click();
  await expect(entry).not.toBeChecked();
  await page.getByText('Show "View versions" in Thunar').click();
  await expect(entry).toBeChecked();
  await expect.poll(() => readFile(uca, 'utf8').catch(() => '')).toContain('koosync-view-versions');
  await page.getByText('Show "View versions" in Thunar').click();
  await expect(entry).not.toBeChecked();
  await expect.poll(() => readFile(uca, 'utf8').catch(() => '')).not.toContain('koosync');

  await running.quit();
  const again = await (await world.start()).window();
  await expect(again.getByTestId('pair-card')).toHaveCount(1);
  await expect(again.getByTestId('file-manager-offer')).toHaveCount(0);
});

test('what is synced is told to file managers while the app runs, and only when that is wished', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const marks = join(world.state, 'sync-marks');
  const told = () => readFile(marks, 'utf8').catch(() => 'nothing');
  expect(await told()).toBe('nothing');
  await page.evaluate(() => koo.setPreferences({ emblems: true }));
  await expect.poll(told).toContain('"whole":true');
  expect(JSON.parse(await told())).toEqual({
    version: 1,
    folders: [{ path: world.folder, whole: true, syncing: [], problem: [], skipped: [] }],
  });
  await writeFile(join(world.folder, 'a|b.txt'), 'KooDrive takes no such name');
  await expect.poll(told).toContain('"problem":["a|b.txt"]');
  await page.evaluate(() => koo.setPreferences({ emblems: false }));
  await expect.poll(told).toBe('nothing');
  await page.evaluate(() => koo.setPreferences({ emblems: true }));
  await expect.poll(told).toContain('"whole":true');
  // what the user's own rules leave out is named nowhere, so nothing counts as synced
  await writeFile(join(world.folder, '.koosyncignore'), '*.tmp\n');
  await expect.poll(told).toContain('"whole":false');
  await running.quit();
  expect(await told()).toBe('nothing');
});
