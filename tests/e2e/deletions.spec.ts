/** What was deleted here goes into the recycle bin, comes back by an undo, and needs a confirmation where it may not be intended. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaults, expect, pairSamples, samples, test, type World } from './fixtures.ts';

/** The app with the sample folder on the server, a short grace time, and the page of deleted files open. */
async function openDeleted(world: World, env: Readonly<Record<string, string>> = {}) {
  await mkdir(world.state, { recursive: true });
  await writeFile(join(world.state, 'settings.json'), JSON.stringify({ version: 1, deleteGraceMs: 500 }));
  const running = await world.start({ ...world.signedIn, ...env });
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
  const { running, page, rows } = await openDeleted(world);
  const none = page.getByText('There are no deletions.');
  await expect(none).toBeVisible();
  await rm(world.file('notes.txt'));
  await expect(rows).toHaveCount(1);
  await expect(none).toBeHidden();
  await expect(rows.first()).toHaveAttribute('data-state', 'sent');
  expect(onServer(world)).not.toContain('notes.txt');

  await rows.first().getByRole('button', { name: /^Undo/u }).click();
  await expect
    .poll(() => readFile(world.file('notes.txt'), 'utf8').catch(() => ''))
    .toBe(samples['notes.txt']);
  await expect(page.getByText('1 deletion undone.')).toBeVisible();
  await expect.poll(() => onServer(world)).toContain('notes.txt');
  await expect(rows).toHaveCount(0);
  await expect(none).toBeVisible();
  expect(running.pageErrors).toEqual([]);
});

test('a folder that is suddenly empty deletes nothing until the user confirms', async ({ world }) => {
  const { page, rows } = await openDeleted(world);
  for (const name of ['notes.txt', 'report.md', 'pictures']) await rm(world.file(name), { recursive: true });
  await expect(rows.first()).toHaveAttribute('data-state', 'held');
  expect(onServer(world)).toHaveLength(3);
  const lead = page.getByText(
    'You may not have intended these. KooDrive keeps everything as it is until you decide.',
  );
  await expect(lead).toBeVisible();
  await expect(page.getByRole('heading', { name: '3 deletions need your confirmation' })).toBeVisible();
  await expect(rows.filter({ hasText: 'pictures' })).toContainText('Folder with 1 file');
  await page.getByRole('button', { name: 'Status' }).first().click();
  await expect(page.getByTestId('pair-card')).toContainText('3 deleted files are still on KooDrive');
  await page.getByRole('button', { name: 'Review: Deleted files' }).click();

  await page.getByRole('button', { name: 'Delete all on KooDrive too' }).click();
  await expect(page.getByText('3 items go to the recycle bin of KooDrive.')).toBeVisible();
  await expect(lead).toBeHidden();
  await expect.poll(() => onServer(world)).toEqual([]);
});

test('a no in the dialog of the system deletes nothing, and is no failure', async ({ world }) => {
  const { page, rows } = await openDeleted(world, { KOOSYNC_TEST_ANSWER: 'no' });
  for (const name of ['notes.txt', 'report.md', 'pictures']) await rm(world.file(name), { recursive: true });
  await expect(rows.first()).toHaveAttribute('data-state', 'held');
  await page.getByRole('button', { name: 'Delete all on KooDrive too' }).click();
  await expect(page.getByRole('button', { name: 'Delete all on KooDrive too' })).toBeEnabled();
  await expect(page.getByRole('status').filter({ hasText: 'stopped before' })).toHaveCount(0);
  await expect(rows.first()).toHaveAttribute('data-state', 'held');
  expect(onServer(world)).toHaveLength(3);
});

test('the page of a deleted file brings it back, with the folder that it was deleted with', async ({
  world,
}) => {
  const { page } = await openDeleted(world);
  const look = (name: string) => world.startAndWait(world.signedIn, ['--view-versions', world.file(name)]);
  const isDeleted = page.getByRole('region', { name: 'Deleted here' });
  const rows = page.getByTestId('version-row');

  await rm(world.file('notes.txt'));
  await expect.poll(() => onServer(world)).not.toContain('notes.txt');
  await look('notes.txt');
  await expect(isDeleted).toBeVisible();
  await expect(
    page.getByText('Bring the file back to this computer, then restore any version of it.'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByText('"notes.txt" is on this computer again.')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(isDeleted).toBeHidden();
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe(samples['notes.txt']);

  await rm(world.file('pictures'), { recursive: true });
  await expect.poll(() => onServer(world)).not.toContain('pictures/plan.svg');
  await look('pictures/plan.svg');
  await expect(
    page.getByText('The folder "pictures" was deleted with this file in it. Bring it back'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Bring back' }).click();
  // its list is known all the while
  await expect(rows).toHaveCount(1);
  await expect
    .poll(() => readFile(world.file('pictures/plan.svg'), 'utf8').catch(() => ''))
    .toBe(samples['pictures/plan.svg']);
});
