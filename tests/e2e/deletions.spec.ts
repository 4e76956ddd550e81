/** What was deleted here goes into the recycle bin, comes back by an undo, and needs a confirmation where it may not be intended. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaults, expect, pairSamples, samples, test, type World } from './fixtures.ts';

/** The app with the sample folder on the server, a short grace time, and the page of deleted files open. */
async function openDeleted(world: World) {
  await mkdir(world.state, { recursive: true });
  await writeFile(join(world.state, 'settings.json'), JSON.stringify({ version: 1, deleteGraceMs: 500 }));
  const running = await world.start(world.signedIn);
  const page = await running.window();
  await pairSamples(world, page);
  await page
    .getByRole('button', { name: 'Deleted files' })
    .or(page.getByRole('link', { name: 'Deleted files' }))
    .click();
  return { running, page, rows: page.getByTestId('deletion-row') };
}
const onServer = (world: World) =>
  world.emulator.control.tree(defaults.containerId).map((file) => file.path.split('/').slice(1).join('/'));

test('a deleted file goes into the recycle bin, and comes back with its bytes', async ({ world }) => {
  const { running, rows } = await openDeleted(world);
  await rm(world.file('notes.txt'));
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toHaveAttribute('data-state', 'sent', { timeout: 20_000 });
  expect(onServer(world)).not.toContain('notes.txt');

  await rows.first().getByRole('button', { name: /^Undo/u }).click();
  await expect
    .poll(() => readFile(world.file('notes.txt'), 'utf8').catch(() => ''))
    .toBe(samples['notes.txt']);
  await expect.poll(() => onServer(world)).toContain('notes.txt');
  await expect(rows).toHaveCount(0);
  expect(running.pageErrors).toEqual([]);
});

test('a folder that is suddenly empty deletes nothing until the user confirms', async ({ world }) => {
  const { page, rows } = await openDeleted(world);
  for (const name of ['notes.txt', 'report.md', 'pictures']) await rm(world.file(name), { recursive: true });
  await expect(rows.first()).toHaveAttribute('data-state', 'held', { timeout: 20_000 });
  expect(onServer(world)).toHaveLength(3);

  await page.getByRole('button', { name: 'Delete all on KooDrive too' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete on KooDrive too' }).click();
  await expect.poll(() => onServer(world), { timeout: 20_000 }).toEqual([]);
});
