/** Somebody signs in at another address: the folders that are synced already do not go there unasked. */
import { join } from 'node:path';
import { startEmulator } from '../../emulator/index.ts';
import { expect, pairSamples, test, untilSynced } from './fixtures.ts';

test('a folder of another account is held, and goes to this one when its user says so', async ({ world }) => {
  const first = await world.start();
  const firstPage = await first.window();
  await pairSamples(world, firstPage);
  await untilSynced(world, firstPage, 3);
  await first.quit();

  const other = await startEmulator({ dataDir: join(world.base, 'other-koodrive') });
  try {
    const there = () => other.control.tree().map(({ path }) => path);
    const before = world.emulator.control.tree();
    const running = await world.start({ ...world.signedIn, KOOSYNC_SERVER: other.url });
    const page = await running.window();
    const button = page.getByRole('button', { name: 'Sync with this account' });
    await expect(button).toBeVisible();
    await expect(page.locator('body')).toContainText(world.emulator.url);
    expect([there(), other.control.writes()]).toEqual([[], 0]);

    await button.click();
    await expect
      .poll(() => there().sort())
      .toEqual(['Documents/notes.txt', 'Documents/pictures/plan.svg', 'Documents/report.md']);
    await expect(button).toBeHidden();
    expect(world.emulator.control.tree()).toEqual(before);
  } finally {
    await other.close();
  }
});
