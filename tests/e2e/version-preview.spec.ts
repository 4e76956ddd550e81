/** Versions are looked at before they are restored: their bytes go from the server through the app into the frame. */
import { writeFile } from 'node:fs/promises';
import type { FrameLocator, Page } from '@playwright/test';
import { wavOf, zipOf } from '../../renderer/dev/preview-files.ts';
import { expect, pairSamples, test, versionsOnServer, type World } from './fixtures.ts';

async function openHistory(world: World, name: string, files: Readonly<Record<string, Uint8Array>> = {}) {
  const running = await world.start(world.signedIn);
  const page = await running.window();
  await pairSamples(world, page);
  for (const [file, bytes] of Object.entries(files)) await writeFile(world.file(file), bytes);
  for (const file of Object.keys(files))
    await expect.poll(() => versionsOnServer(world, file).length).toBe(1);
  await world.startAndWait(world.signedIn, ['--view-versions', world.file(name)]);
  await expect(page.getByTestId('version-row')).toHaveCount(1);
  return { running, page };
}

const preview = (page: Page): FrameLocator => page.frameLocator('iframe.preview-frame');

test('a version is shown when it is chosen, and what changed since', async ({ world }) => {
  const { running, page } = await openHistory(world, 'notes.txt');
  const rows = page.getByTestId('version-row');
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await rows.last().click();
  await expect(preview(page).locator('.text')).toHaveText(/first thoughts/u);
  await rows.first().click();
  await expect(preview(page).locator('.text')).toHaveText(/second thoughts/u);
  await page.getByRole('tab', { name: 'What changed' }).click();
  await expect(preview(page).locator('del')).toHaveText('first');
  await expect(preview(page).locator('ins')).toHaveText('second');
  await page.screenshot({ path: test.info().outputPath('changes.png') });
  expect(running.pageErrors).toEqual([]);
});

test('sound plays from its address, and an archive is listed', async ({ world }) => {
  const { running, page } = await openHistory(world, 'tone.wav', {
    'tone.wav': wavOf(2),
    'photos.zip': zipOf({ 'sea.raw': new Uint8Array(3 * 1024 * 1024), 'a.txt': 'x' }),
  });
  await page.getByTestId('version-row').first().click();
  const audio = preview(page).locator('audio');
  await expect(audio).toHaveAttribute('src', /^app:\/\/koo\/content\//u);
  await expect
    .poll(() => audio.evaluate((element: HTMLAudioElement) => Math.round(element.duration)))
    .toBe(2);
  // back and forth: a range of it
  await audio.evaluate((element: HTMLAudioElement) => {
    element.currentTime = 1.5;
  });
  await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.seeking)).toBe(false);
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('photos.zip')]);
  await page.getByTestId('version-row').first().click();
  await expect(preview(page).getByText('sea.raw')).toBeVisible();
  expect(running.pageErrors).toEqual([]);
});
