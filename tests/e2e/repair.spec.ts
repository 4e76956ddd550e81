/** A damaged database, for who has no terminal: the dialog that tells of it offers to repair it, and does. */
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { _electron } from '@playwright/test';
import { appWords } from '../../scripts/electron-runtime.ts';
import { expect, pairSamples, test, untilSynced, valueOf } from './fixtures.ts';

type Shown = { message: string; detail: string; buttons: string[] };

test('the button repairs, starts again, and nothing goes up twice', async ({ world, runtime }) => {
  const first = await world.start();
  await pairSamples(world, await first.window());
  await first.quit();
  const file = join(world.state, 'state.db');
  // on a busy machine it may have ended before the database was closed: what its log holds would mend the damage
  const left = new DatabaseSync(file);
  left.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  left.close();
  const bytes = await readFile(file);
  bytes.fill(0xa5, 4096, bytes.length - 256);
  await writeFile(file, bytes);

  // it begins when this file is there: by then its dialogs are the test's
  const startFile = join(world.base, 'start');
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [...appWords(runtime), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: Object.fromEntries(
      Object.entries({
        ...world.signedIn,
        KOOSYNC_TEST_NO_DIALOGS: '0',
        KOOSYNC_TEST_START_FILE: startFile,
      }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  });
  const ended = once(app.process(), 'exit');
  let output = '';
  app.process().stderr?.on('data', (data: Buffer) => (output += data.toString()));
  await app.evaluate((electron) => {
    electron.dialog.showMessageBox = ((options: Shown) => {
      const { message, detail, buttons } = options;
      process.stderr.write(`SHOWN ${JSON.stringify({ message, detail, buttons })}\n`);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as unknown as typeof electron.dialog.showMessageBox;
    electron.app.relaunch = () => {
      process.stderr.write('RELAUNCHED\n');
    };
  });
  await writeFile(startFile, '');
  await ended;
  const shown = JSON.parse(/^SHOWN (.*)$/mu.exec(output)?.[1] ?? '{}') as Shown;
  expect(shown.message).toBe('KooSync could not start');
  expect(shown.detail).toMatch(/state\.db is damaged.*Let KooSync repair it/u);
  expect(shown.buttons).toEqual(['Repair', 'Show the folder of KooSync', 'Quit']);
  expect(output).toContain('RELAUNCHED');
  const kept = (await readdir(world.state)).filter((name) =>
    /^state\.db\.broken-[^-]+-[^-]+-[^-]+$/u.test(name),
  );
  expect(kept).toHaveLength(1);

  world.emulator.control.resetCounts();
  const again = await world.start();
  const page = await again.window();
  await untilSynced(world, page, 3);
  const { pairs } = valueOf(await page.evaluate(() => koo.status()));
  expect(pairs).toMatchObject([{ folder: world.folder, files: 3, problems: [] }]);
  const counts = world.emulator.control.counts();
  expect([counts.createFile, counts.createRevision, counts.putPart]).toEqual([0, 0, 0]);
});

test('damage that is met on the way ends it with the same way out, and not as one that could not start', async ({
  world,
}) => {
  const first = await world.start();
  await pairSamples(world, await first.window());
  await first.quit();

  const running = await world.start({ ...world.signedIn, KOOSYNC_TEST_NO_DIALOGS: '0' });
  const ended = once(running.process, 'exit');
  await running.app.evaluate((electron) => {
    electron.dialog.showMessageBox = ((options: Shown) => {
      const { message, detail, buttons } = options;
      process.stderr.write(`SHOWN ${JSON.stringify({ message, detail, buttons })}\n`);
      return Promise.resolve({ response: 2, checkboxChecked: false });
    }) as unknown as typeof electron.dialog.showMessageBox;
  });
  await untilSynced(world, await running.window(), 3);
  expect(running.output()).not.toContain('SHOWN');

  const file = join(world.state, 'state.db');
  const other = new DatabaseSync(file);
  // what the log holds would be read from there, and the damage never met
  await expect
    .poll(() => other.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get())
    .toMatchObject({ busy: 0, log: 0 });
  const bytes = await readFile(file);
  bytes.fill(0xa5, 4096 + 100, bytes.length - 512);
  await writeFile(file, bytes);
  // the app holds a database as small as this in memory; a commit of somebody else makes it read the file again
  const { user_version: version } = other.prepare('PRAGMA user_version').get() as { user_version: number };
  other.exec(`PRAGMA user_version = ${version}`);
  other.close();
  await writeFile(world.file('notes.txt'), 'while the database is damaged\n');
  expect(await ended).toEqual([1, null]);
  const shown = JSON.parse(/^SHOWN (.*)$/mu.exec(running.output())?.[1] ?? '{}') as Shown;
  expect(shown.message).toBe('KooSync cannot go on');
  expect(shown.detail).toMatch(/state\.db is damaged.*Let KooSync repair it/u);
  expect(shown.buttons).toEqual(['Repair', 'Show the folder of KooSync', 'Quit']);
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe('while the database is damaged\n');
});
