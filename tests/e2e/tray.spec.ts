/** KooSync's place in the panel, seen from the session bus as a panel sees it. */
import { writeFile } from 'node:fs/promises';
import { expect, pairSamples, test, versionsOnServer } from './fixtures.ts';

test('the item is there, its menu has what one looks for, and its words follow the state', async ({
  world,
}) => {
  const { tray } = world.session;
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);

  const says = (words: string) => tray.waitForItem((item) => item.tooltip === words);
  const idle = await says('KooSync: Everything is up to date');
  expect(idle.pictures.length).toBeGreaterThan(0);
  const labels = async () =>
    (await tray.menu()).filter(({ kind }) => kind === 'entry').map(({ label }) => label);
  await expect
    .poll(labels)
    .toEqual([
      'Everything is up to date',
      'Open folder Documents',
      'Recent files',
      'View versions…',
      'Pause',
      'Open KooSync',
      'Quit KooSync',
    ]);
  const recent = (await tray.menu()).find(({ label }) => label === 'Recent files');
  expect(recent?.entries.map(({ label }) => label).sort()).toEqual(['notes.txt', 'plan.svg', 'report.md']);

  // Pause by the menu: the state says so everywhere, and nothing goes up.
  await tray.click('Pause');
  const paused = await says('KooSync: Paused');
  expect(paused.pictures[0]?.argb.equals(idle.pictures[0]?.argb ?? Buffer.alloc(0))).toBe(false);
  await writeFile(world.file('notes.txt'), 'while paused\n');
  await expect.poll(labels).toContain('Resume');
  await page.waitForTimeout(3_000);
  expect(versionsOnServer(world, 'notes.txt')).toHaveLength(1);

  // Resume: while it goes up the tray says so, then it rests again.
  const held = world.emulator.control.fault({
    match: { method: 'PUT' },
    times: 1,
    action: { kind: 'hold' },
  });
  await tray.click('Resume');
  await says('KooSync: Syncing 1 item');
  held.release();
  await says('KooSync: Everything is up to date');
  expect(versionsOnServer(world, 'notes.txt')).toHaveLength(2);

  // A recent file's entry opens its history.
  await tray.click('notes.txt');
  await expect(page.getByTestId('version-row')).toHaveCount(2);
});

test('the tray tells what needs the user: an expired sign-in, a file that cannot go up', async ({
  world,
}) => {
  const { tray } = world.session;
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  await writeFile(world.file('what?.txt'), 'a name that KooDrive refuses\n');
  await tray.waitForItem((item) => item.tooltip === 'KooSync: 1 item needs attention');
  expect((await tray.menu()).map(({ label }) => label)).toContain('! what?.txt');

  world.emulator.control.killTokens();
  await writeFile(world.file('notes.txt'), 'not to be sent\n');
  await tray.waitForItem((item) => item.tooltip === 'KooSync: Sign-in needed');
  expect((await tray.menu())[0]?.label).toBe('Sign in…');
});

test('quit by the menu ends the process, and the item is gone', async ({ world }) => {
  const { tray } = world.session;
  const running = await world.start();
  await running.window();
  const ended = new Promise((resolve) => running.process.once('exit', resolve));
  // It may be gone before it has answered the click.
  await tray.click('Quit KooSync').catch(() => undefined);
  expect(await ended).toBe(0);
  await expect.poll(() => tray.items()).toEqual([]);
});
