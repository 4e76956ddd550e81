/** The page that finds a file: what it says when it has none to show, and of those that it shows. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { defaults, expect, pairSamples, test, valueOf } from './fixtures.ts';

const open = (page: Page) => page.getByRole('button', { name: 'Files', exact: true }).click();
const addFolder = async (page: Page): Promise<void> => {
  const containerId = defaults.containerId;
  valueOf(await page.evaluate((id) => koo.addPair({ containerId: id }), containerId));
};

test('it says why there is nothing to show: no folder, no file in it, none of that name', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  const noFolder = page.getByText('Add a folder first. Its files appear here.');
  const noFile = page.getByText('No file of your folders is on KooDrive yet.');
  const noMatch = page.getByText('No file here matches "plan".');
  const rows = page.getByTestId('file-row');
  await open(page);
  await expect(noFolder).toBeVisible();

  await rm(world.folder, { recursive: true });
  await mkdir(world.folder);
  await addFolder(page);
  await expect(noFile).toBeVisible();
  await expect(noFolder).toBeHidden();

  await writeFile(world.file('notes.txt'), 'a first file\n');
  await expect(rows).toHaveText([/notes\.txt/u]);
  await expect(noFile).toBeHidden();

  await page.getByRole('combobox', { name: 'Find a file' }).fill('plan');
  await expect(noMatch).toBeVisible();
  await expect(rows).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(rows).toHaveCount(1);
  await expect(noMatch).toBeHidden();
  expect(running.pageErrors).toEqual([]);
});

test('it says that a list is too long to be shown whole, until less is asked for', async ({ world }) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  valueOf(await page.evaluate(() => koo.pause()));
  const limited = page.getByText('The first 1,000 are shown. Type more of the name to narrow the list down.');
  const search = page.getByRole('combobox', { name: 'Find a file' });
  const listed = page.getByRole('option').first();
  const state = new DatabaseSync(join(world.state, 'state.db'));
  // a thousand uploads take a minute: notes.txt is written down again and again, as if it were as many files
  const columns = 'pair_id, dir_id, kind, fingerprint, identity, size, sha256, revision_id, synced_at';
  const more = state.prepare(
    `INSERT INTO node (name, name_key, file_id, ${columns})
       SELECT 'page ' || ?1 || '.txt', 'page ' || ?1 || '.txt', 'page ' || ?1, ${columns} FROM node WHERE name = 'notes.txt'`,
  );
  state.exec('BEGIN');
  for (let n = 0; n < 996; n++) more.run(n);
  state.exec('COMMIT');
  await open(page);
  await expect(listed).toHaveAttribute('aria-setsize', '999');
  await expect(limited).toBeHidden();
  more.run(996);
  state.close();
  await search.fill('.');
  await expect(listed).toHaveAttribute('aria-setsize', '1000');
  await expect(limited).toBeVisible();
  // 99, 990 to 996, and 199 to 899: words are found anywhere
  await search.fill('page 99');
  await expect(listed).toHaveAttribute('aria-setsize', '16');
  await expect(limited).toBeHidden();
  expect(running.pageErrors).toEqual([]);
});
