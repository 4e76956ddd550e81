/** A file's versions in the window: they appear by themselves, and each can be had back. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
  const arrived = page.getByText('A new version has arrived: version 2.');
  await expect(arrived).toHaveCount(0);
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await expect(arrived.first()).toBeAttached();
  await expect(page.getByText('in all')).toBeVisible();
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

test('it says that KooDrive is asked, until it has answered', async ({ world }) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const asked = page.getByRole('status', { name: 'Asking KooDrive for the versions' });
  const answer = world.emulator.control.fault({
    match: { operation: 'listRevisions' },
    action: { kind: 'hold' },
  });
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('notes.txt')]);
  await expect(asked).toBeVisible();
  answer.remove();
  answer.release();
  await expect(page.getByTestId('version-row')).toHaveText([/by you/u]);
  await expect(asked).toBeHidden();
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

test('restore: it says what it does, and a user who cannot wait gets away with the file as it was', async ({
  world,
}) => {
  const { page, rows } = await openNotes(world);
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  const { control } = world.emulator;
  const restore = async () => {
    await rows
      .last()
      .getByRole('button', { name: /^Restore version/u })
      .click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('Restore the version of');
    await expect(dialog).toContainText('"notes.txt" gets the content of that version. The present content');
    await dialog.getByRole('button', { name: 'Restore this version' }).click();
    return dialog;
  };
  const stopped = async (dialog: Awaited<ReturnType<typeof restore>>) => {
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    control.clearFaults();
  };

  const fetching = control.fault({ match: { operation: 'download' }, action: { kind: 'hold' } });
  const first = await restore();
  await expect(first).toContainText('Fetching the version: 0%');
  await stopped(first);
  fetching.remove();
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe('second thoughts\n');
  expect(versionsOnServer(world, 'notes.txt')).toHaveLength(2);

  // what is there now is not a version yet, and does not become one
  const keeping = control.fault({ match: { operation: 'createRevision' }, action: { kind: 'hold' } });
  await writeFile(world.file('notes.txt'), 'third thoughts\n');
  const second = await restore();
  await expect(second).toContainText('Keeping the present content first');
  await stopped(second);
  // the client may have begun to send it by itself: that call is answered, too
  keeping.release();
  keeping.remove();
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe('third thoughts\n');

  const third = await restore();
  await expect(third).toBeHidden();
  await expect(page.getByText('. The previous content is kept as a version')).toBeVisible();
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe(samples['notes.txt']);
});

test('a folder says that only files have versions', async ({ world }) => {
  const { page } = await openNotes(world);
  await mkdir(world.file('sub'));
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('sub')]);
  await expect(page.getByRole('heading', { name: 'sub' })).toBeVisible();
  await expect(page.getByText('This is a folder')).toBeVisible();
  await world.startAndWait(world.signedIn, ['--view-versions', world.folder]);
  await expect(page.getByRole('heading', { name: 'Documents' })).toBeVisible();
  await expect(page.getByText('This is a folder')).toBeVisible();
  await expect(page.getByText('Only files have versions. Find one on the Files page.')).toBeVisible();
  await expect(page.getByText('No versions yet')).toBeHidden();
});

test('save as: the version goes where the user said, the file stays as it is', async ({ world }) => {
  const target = join(world.base, 'old notes.txt');
  const { page, rows } = await openNotes(world, { ...world.signedIn, KOOSYNC_TEST_SAVE_AS: target });
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await rows
    .last()
    .getByRole('button', { name: /^Save version/u })
    .click();
  await expect.poll(() => readFile(target, 'utf8').catch(() => '')).toBe(samples['notes.txt']);
  await expect(page.getByText(`Saved to ${target}.`)).toBeVisible();
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe('second thoughts\n');
  expect(versionsOnServer(world, 'notes.txt')).toHaveLength(2);
});

test('a version is kept for ever, and is not again', async ({ world }) => {
  const { page, rows } = await openNotes(world);
  const keep = rows.last().getByRole('button', { name: /^Keep version/u });
  await expect(rows.last()).not.toContainText('Kept for ever');
  await keep.click();
  await expect(page.getByText('Version 1 is kept for ever.')).toBeVisible();
  await expect(rows.last()).toContainText('Kept for ever');
  await keep.click();
  await expect(page.getByText('Version 1 is no longer kept for ever.')).toBeVisible();
  await expect(rows.last()).not.toContainText('Kept for ever');
});

test('a file that has not gone up says so, and one that cannot be asked about says that', async ({
  world,
}) => {
  const { page, rows } = await openNotes(world);
  const unasked = page.getByText('The versions cannot be shown now');
  await writeFile(world.file('what?.txt'), 'a name that KooDrive does not take');
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('what?.txt')]);
  await expect(
    page.getByText('The first one appears here as soon as the file has reached KooDrive.'),
  ).toBeVisible();
  await expect(unasked).toBeHidden();
  const fault = world.emulator.control.fault({
    match: { operation: 'listRevisions' },
    action: { kind: 'answer', status: 403, body: { code: '13000410', msg: 'not permitted' } },
  });
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('notes.txt')]);
  await expect(unasked).toBeVisible();
  fault.remove();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows).toHaveCount(1);
  await expect(unasked).toBeHidden();
});
