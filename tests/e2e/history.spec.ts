/** A file's versions in the window: they appear by themselves, and each can be had back. */
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, pairSamples, samples, test, versionsOnServer, type World } from './fixtures.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The app with the sample folder on the server and the history of notes.txt open. */
async function openNotes(world: World, env = world.signedIn) {
  const running = await world.start(env);
  const page = await running.window();
  await pairSamples(world, page);
  const second = await world.startAndWait(env, ['--view-versions', world.file('notes.txt')]);
  expect(second.code).toBe(0);
  const rows = page.getByTestId('version-row');
  await expect(rows).toHaveCount(1);
  return { running, page, rows };
}

test('an edit becomes a version, and the open history shows it by itself', async ({ world }) => {
  const { page, rows, running } = await openNotes(world);
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toHaveAttribute('data-latest', 'true');
  await expect(rows.first()).toContainText('Latest');
  await expect(rows.last()).toHaveAttribute('data-latest', 'false');
  expect(versionsOnServer(world, 'notes.txt')).toEqual([
    sha256(samples['notes.txt']),
    sha256('second thoughts\n'),
  ]);
  // The history of one file says nothing of the others.
  await writeFile(world.file('report.md'), '# Report\n\nFinal.\n');
  await expect.poll(() => versionsOnServer(world, 'report.md').length).toBe(2);
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole('heading', { name: 'notes.txt' })).toBeVisible();
  expect(running.pageErrors).toEqual([]);
});

test('restore: the old bytes are back, and what was there is a version itself', async ({ world }) => {
  const { page, rows } = await openNotes(world);
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);

  // Overwritten and restored at once, before the change has settled: it must be kept all the same.
  await writeFile(world.file('notes.txt'), 'an accident\n');
  await rows
    .last()
    .getByRole('button', { name: /^Restore version/u })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restore this version' }).click();
  await expect.poll(() => readFile(world.file('notes.txt'), 'utf8')).toBe(samples['notes.txt']);
  await expect.poll(() => versionsOnServer(world, 'notes.txt')).toContain(sha256('an accident\n'));
  await expect.poll(() => versionsOnServer(world, 'notes.txt').at(-1)).toBe(sha256(samples['notes.txt']));
  await expect(rows).toHaveCount(4);
});

test('save as: the version goes where the user said, the file stays as it is', async ({ world }) => {
  const target = join(world.base, 'old notes.txt');
  const { rows } = await openNotes(world, { ...world.signedIn, KOOSYNC_TEST_SAVE_AS: target });
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await rows
    .last()
    .getByRole('button', { name: /^Save version/u })
    .click();
  await expect.poll(() => readFile(target, 'utf8').catch(() => '')).toBe(samples['notes.txt']);
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe('second thoughts\n');
  expect(versionsOnServer(world, 'notes.txt')).toHaveLength(2);
});
