/** A file's versions in the window: they appear by themselves, and each can be had back. */
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, pairSamples, restore, samples, test, versionsOnServer, type World } from './fixtures.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Kept by the run, for whoever wants to see it. */
const picture = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`), animations: 'disabled' });

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

test('restore: the old bytes are back at once, what was there is a version itself, and Undo brings it back', async ({
  world,
}) => {
  const { page, rows, running } = await openNotes(world);
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);

  // Overwritten and restored at once, before the change has settled: it must be kept all the same.
  await writeFile(world.file('notes.txt'), 'an accident\n');
  await restore(rows.last());
  await expect(page.getByText('. The previous content is kept as a version')).toBeVisible();
  await expect.poll(() => readFile(world.file('notes.txt'), 'utf8')).toBe(samples['notes.txt']);
  await expect.poll(() => versionsOnServer(world, 'notes.txt')).toContain(sha256('an accident\n'));
  await expect.poll(() => versionsOnServer(world, 'notes.txt').at(-1)).toBe(sha256(samples['notes.txt']));
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText('Latest');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await picture(page, 'restored');

  await page.getByTestId('notice').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('" has its previous content again.')).toBeVisible();
  await picture(page, 'undone');
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe('an accident\n');
  expect(running.pageErrors).toEqual([]);
});

test('restore: it says what it does, and a user who cannot wait gets away with the file as it was', async ({
  world,
}) => {
  const { page, rows } = await openNotes(world);
  // what was looked at is here already: a version that was not is fetched
  await writeFile(world.file('report.md'), '# Report\n\nFinal.\n');
  await expect.poll(() => versionsOnServer(world, 'report.md').length).toBe(2);
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('report.md')]);
  await expect(rows).toHaveCount(2);
  const { control } = world.emulator;
  const cancel = page.getByTestId('pane').getByRole('button', { name: 'Cancel the restore' });

  const fetching = control.fault({ match: { operation: 'download' }, action: { kind: 'hold' } });
  await restore(rows.last());
  await expect(page.getByText('Fetching the version: 0%').first()).toBeVisible();
  await picture(page, 'fetching');
  await cancel.click();
  await expect(cancel).toBeHidden();
  fetching.remove();
  control.clearFaults();
  expect(await readFile(world.file('report.md'), 'utf8')).toBe('# Report\n\nFinal.\n');
  expect(versionsOnServer(world, 'report.md')).toHaveLength(2);

  // what is there now is not a version yet, and does not become one
  const keeping = control.fault({ match: { operation: 'createRevision' }, action: { kind: 'hold' } });
  await writeFile(world.file('report.md'), 'third thoughts\n');
  await restore(rows.last());
  await expect(page.getByText('Keeping the present content first').first()).toBeVisible();
  await cancel.click();
  await expect(cancel).toBeHidden();
  // the client may have begun to send it by itself: that call is answered, too
  keeping.release();
  keeping.remove();
  control.clearFaults();
  expect(await readFile(world.file('report.md'), 'utf8')).toBe('third thoughts\n');

  await restore(rows.last());
  await expect(page.getByText('. The previous content is kept as a version')).toBeVisible();
  expect(await readFile(world.file('report.md'), 'utf8')).toBe(samples['report.md']);
});

test('look before you restore: a version in its frame, and what changed', async ({ world }) => {
  const { page, rows, running } = await openNotes(world);
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await rows.last().click();
  const frame = page.getByTestId('pane').frameLocator('iframe');
  await expect(frame.getByText('first thoughts')).toBeVisible();
  await rows.first().click();
  await page.getByRole('tab', { name: 'What changed' }).click();
  await expect(frame.getByText('first thoughts').first()).toBeVisible();
  await expect(frame.getByText('second thoughts').first()).toBeVisible();
  expect(running.pageErrors).toEqual([]);
});

test('a part of an older version is brought back into the file', async ({ world }) => {
  const { page, rows } = await openNotes(world);
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await rows.last().click();
  await page.getByRole('tab', { name: 'What changed' }).click();
  const pane = page.getByTestId('pane');
  await pane.getByRole('button', { name: /Compared with/u }).click();
  await page.getByRole('option', { name: 'The file on this computer' }).click();
  const frame = pane.frameLocator('iframe');
  await frame.getByRole('checkbox', { name: 'Bring this back' }).check();
  await frame.getByRole('button', { name: 'Restore this part' }).click();
  await expect(page.getByText('" now has the parts you chose. The previous content')).toBeVisible();
  await picture(page, 'part-restored');
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe(samples['notes.txt']);
});

test('a copy beside the file, a label, a link, all versions in a folder, and one deleted for good', async ({
  world,
}) => {
  const target = join(world.base, 'exported');
  await mkdir(target);
  const { page, rows, running } = await openNotes(world, {
    ...world.signedIn,
    KOOSYNC_TEST_EXPORT_FOLDER: target,
  });
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  const choose = async (name: RegExp) => {
    await rows.last().click({ button: 'right' });
    await page.getByRole('menuitem', { name }).click();
  };

  await choose(/^Restore as a copy/u);
  await expect(page.getByText(/^Restored beside it as "notes/u)).toBeVisible();
  await picture(page, 'copy');
  const copies = (await readdir(world.folder)).filter((name) => /^notes.+\.txt$/u.test(name));
  expect(copies).toHaveLength(1);
  expect(await readFile(world.file(copies[0] ?? ''), 'utf8')).toBe(samples['notes.txt']);

  await choose(/^Label/u);
  await page.getByRole('textbox', { name: 'Label of version 1' }).fill('as it was sent');
  await page.keyboard.press('Enter');
  await expect(rows.last()).toContainText('as it was sent');
  await picture(page, 'label');

  await choose(/^Copy link/u);
  await expect(page.getByText('The link is on the clipboard. It opens this history')).toBeVisible();
  await picture(page, 'link');
  const link = await running.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(new URL(link).searchParams.get('path')).toBe(world.file('notes.txt'));

  await page.getByRole('button', { name: 'More actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export all versions…' }).click();
  await expect(page.getByText(/^All versions are in /u)).toBeVisible();
  await picture(page, 'exported');
  const contents = await allText(target);
  expect(contents.toSorted()).toEqual([samples['notes.txt'], 'second thoughts\n'].toSorted());

  await choose(/^Delete this version/u);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the version' }).click();
  await expect(page.getByText('Version 1 is deleted.')).toBeVisible();
  await picture(page, 'deleted-version');
  await expect(rows).toHaveCount(1);
  expect(versionsOnServer(world, 'notes.txt')).toEqual([sha256('second thoughts\n')]);
});

/** What the files in a folder hold, and in folders of it. */
async function allText(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  );
}

test('a folder shows what changed in it, and leads to the history of a file', async ({ world }) => {
  const { page, rows } = await openNotes(world);
  await world.startAndWait(world.signedIn, ['--view-versions', world.folder]);
  await expect(page.getByRole('heading', { name: 'Documents' })).toBeVisible();
  await page.getByTestId('change-row').filter({ hasText: 'report.md' }).first().click();
  await expect(page.getByRole('heading', { name: 'report.md' })).toBeVisible();
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Documents' })).toBeVisible();
});

test('several files are tabs, and one outside of every folder can be helped', async ({ world }) => {
  const { page } = await openNotes(world);
  const outside = join(world.base, 'outside.txt');
  await writeFile(outside, 'not synced');
  await world.startAndWait(world.signedIn, [
    '--view-versions',
    world.file('report.md'),
    world.file('notes.txt'),
    outside,
  ]);
  const tabs = page.getByRole('navigation', { name: 'Open histories' });
  await expect(tabs.getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('heading', { name: 'report.md' })).toBeVisible();
  await picture(page, 'tabs');
  await page.keyboard.press('Control+Tab');
  await expect(page.getByRole('heading', { name: 'outside.txt' })).toBeVisible();
  await expect(page.getByText('Not in a synced folder')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add folder' })).toBeVisible();
});

test('out of reach, the history is there with its age, and the version with its bytes', async ({ world }) => {
  const { page, rows } = await openNotes(world);
  const frame = page.getByTestId('pane').frameLocator('iframe');
  await expect(frame.getByText('first thoughts')).toBeVisible();
  world.emulator.control.fault({ action: { kind: 'dropBefore' } });
  await page.keyboard.press('Escape');
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('notes.txt')]);
  await expect(rows).toHaveCount(1);
  await expect(page.getByText(/^As of /u)).toBeVisible();
  await picture(page, 'offline');
  await expect(frame.getByText('first thoughts')).toBeVisible();
});

test('a deleted file keeps its list, and comes back', async ({ world }) => {
  const { page, rows } = await openNotes(world);
  await rm(world.file('notes.txt'));
  await expect(page.getByText(/^Deleted here /u)).toBeVisible();
  await expect(rows).toHaveCount(1);
  await picture(page, 'deleted-file');
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect
    .poll(() => readFile(world.file('notes.txt'), 'utf8').catch(() => ''))
    .toBe(samples['notes.txt']);
});

test('a version is opened in its program, read-only and apart from the file, and the folder is shown', async ({
  world,
}) => {
  // the desktop, as far as the app can tell
  const programs = join(world.base, 'programs');
  const opened = join(world.base, 'opened');
  await mkdir(programs);
  await writeFile(join(programs, 'xdg-open'), `#!/bin/sh\nrealpath "$1" >> '${opened}'\n`);
  await chmod(join(programs, 'xdg-open'), 0o755);
  const lines = async () => (await readFile(opened, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  const { page, rows, running } = await openNotes(world, {
    ...world.signedIn,
    PATH: `${programs}:${world.signedIn['PATH'] ?? ''}`,
  });
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await rows.last().click();
  await page.getByTestId('pane').getByRole('button', { name: 'Open version 1 (read-only)' }).click();
  await expect.poll(lines).toHaveLength(1);
  await picture(page, 'opened');
  const [copy = ''] = await lines();
  expect(copy.startsWith(world.folder)).toBe(false);
  expect(await readFile(copy, 'utf8')).toBe(samples['notes.txt']);
  expect((await stat(copy)).mode & 0o222).toBe(0);

  // no file manager is on this bus: what Electron is asked for is noted
  await running.app.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => {
      Object.assign(globalThis, { shownItem: path });
    };
  });
  await page.getByRole('button', { name: 'Show in folder' }).click();
  const shown = () => running.app.evaluate(() => (globalThis as { shownItem?: string }).shownItem);
  await expect.poll(shown).toBe(world.file('notes.txt'));
});

test('save as: the version goes where the user said, the file stays as it is', async ({ world }) => {
  const target = join(world.base, 'old notes.txt');
  const { page, rows } = await openNotes(world, { ...world.signedIn, KOOSYNC_TEST_SAVE_AS: target });
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect(rows).toHaveCount(2);
  await rows.last().click();
  await page.getByRole('button', { name: 'Save version 1 as…' }).click();
  await expect.poll(() => readFile(target, 'utf8').catch(() => '')).toBe(samples['notes.txt']);
  await expect(page.getByText(`Saved to ${target}.`)).toBeVisible();
  await picture(page, 'saved-as');
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe('second thoughts\n');
  expect(versionsOnServer(world, 'notes.txt')).toHaveLength(2);
});

test('a version is kept for ever, and is not again', async ({ world }) => {
  const { page, rows } = await openNotes(world);
  const keep = page.getByRole('button', { name: /^Keep version/u });
  await expect(rows.last()).not.toContainText('Kept for ever');
  await keep.focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('Version 1 is kept for ever.')).toBeVisible();
  await picture(page, 'kept');
  await expect(rows.last()).toContainText('Kept for ever');
  await expect(keep).toBeFocused();
  await page.keyboard.press('Space');
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
  // of a file whose list was read before, that one would be shown
  await world.startAndWait(world.signedIn, ['--view-versions', world.file('report.md')]);
  await expect(unasked).toBeVisible();
  fault.remove();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows).toHaveCount(1);
  await expect(unasked).toBeHidden();
});
