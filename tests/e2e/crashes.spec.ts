/** Processes of Chromium that crash or hang, and errors of ours that nobody caught: syncing goes on, or ends with a sentence. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processTree, type Running } from './app-under-test.ts';
import { expect, pairSamples, test, versionsOnServer, type World } from './fixtures.ts';

/** Notes what is said from now on. */
const said = async ({ app }: Running): Promise<() => Promise<string[]>> => {
  const list = await app.evaluateHandle(({ Notification }) => {
    const all: string[] = [];
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      all.push(this.body);
    };
    return all;
  });
  return () => list.jsonValue();
};

/** The process of the window's page; 0 where there is no window in sight. */
const pagePid = ({ app }: Running): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return window?.isVisible() === true ? window.webContents.getOSProcessId() : 0;
  });

/** Another one than this, in sight. */
async function anotherPage(running: Running, before: number): Promise<number> {
  let pid = 0;
  await expect.poll(async () => (pid = await pagePid(running))).not.toBe(before);
  await expect.poll(async () => (pid = await pagePid(running))).toBeGreaterThan(0);
  return pid;
}

const anew = 'The KooSync window stopped working and was opened again. Syncing was not affected.';
const givenUp =
  'The KooSync window stopped working several times and was closed. Syncing goes on. Open KooSync again to retry.';

const reports = async (world: World, folder = ''): Promise<string[]> =>
  (await readdir(join(world.state, 'crash-reports', folder))).filter((name) => /\.(?:dmp|txt)$/u.test(name));

test('a page that is killed again and again: opened anew three times, then closed with a sentence; syncing goes on', async ({
  world,
}) => {
  const running = await world.start();
  await pairSamples(world, await running.window());
  const sentences = await said(running);
  let pid = await pagePid(running);
  for (const times of [1, 2, 3]) {
    process.kill(pid, 'SIGKILL');
    pid = await anotherPage(running, pid);
    await expect.poll(sentences).toEqual(Array.from({ length: times }, () => anew));
  }
  process.kill(pid, 'SIGKILL');
  await expect.poll(sentences).toEqual([anew, anew, anew, givenUp]);
  expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  await writeFile(world.file('notes.txt'), 'without a window\n');
  await expect.poll(() => versionsOnServer(world, 'notes.txt').length).toBe(2);

  // the user asks for it
  await world.session.tray.click('Open KooSync');
  await anotherPage(running, pid);
});

test('a page that hangs is ended and opened anew', async ({ world }) => {
  const running = await world.start({ ...world.signedIn, KOOSYNC_TEST_HANG_MS: '200' });
  await running.window();
  await expect.poll(() => pagePid(running)).toBeGreaterThan(0);
  const sentences = await said(running);
  const pid = await pagePid(running);
  process.kill(pid, 'SIGSTOP');
  // Chromium says so by itself after a while in which somebody pressed or clicked
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('unresponsive'));
  await anotherPage(running, pid);
  await expect.poll(sentences).toEqual([anew]);
});

test('a crash leaves a report in the state folder, for its user alone, and the tray leads there', async ({
  world,
}) => {
  const running = await world.start();
  await running.window();
  await expect.poll(() => pagePid(running)).toBeGreaterThan(0);
  const pid = await pagePid(running);
  process.kill(pid, 'SIGSEGV');
  await anotherPage(running, pid);
  await expect.poll(() => reports(world, 'pending')).toHaveLength(1);
  const printed = await world.startAndWait(world.env, ['--crash-reports']);
  expect(printed.output.split('\n')).toContain(join(world.state, 'crash-reports'));
  // anything that is told anew draws the menu
  await world.session.tray.click('Pause');
  await expect
    .poll(async () => (await world.session.tray.menu()).map(({ label }) => label))
    .toContain('Show crash reports');
});

test('an error that nobody caught: one sentence, a report without secrets, and the end', async ({
  world,
}) => {
  const running = await world.start();
  await running.window();
  const exit = new Promise<number | null>((resolve) => running.process.once('exit', resolve));
  await running.app.evaluate(() => {
    setTimeout(() => {
      throw new Error('token=sesame-open-now');
    }, 0);
  });
  expect(await exit).toBe(1);
  expect(running.output()).toMatch(/^koosync-desktop: .+$/mu);
  expect(running.output()).not.toMatch(/sesame|\n\s+at /u);
  const [name = ''] = await reports(world);
  const text = await readFile(join(world.state, 'crash-reports', name), 'utf8');
  expect(text).toContain('an error that nobody caught');
  expect(text).not.toContain('sesame');
});

test('a secret of the environment is in no child of the app, in no program that opens a link, and in no dump of memory', async ({
  world,
}) => {
  // what Electron starts for a link, and what then starts the browser
  const bin = join(world.base, 'opens-links');
  const opened = join(world.base, 'opened');
  await mkdir(bin);
  await writeFile(
    join(bin, 'xdg-open'),
    `#!/bin/sh\nenv > '${opened}.new'; mv '${opened}.new' '${opened}'\n`,
    {
      mode: 0o755,
    },
  );
  const running = await world.start({ ...world.signedIn, PATH: `${bin}:${process.env['PATH'] ?? ''}` });
  await running.window();
  await expect.poll(() => pagePid(running)).toBeGreaterThan(0);
  await running.app.evaluate(({ shell }) => shell.openExternal('https://koosync.test/'));
  await expect.poll(() => readFile(opened, 'utf8').catch(() => '')).toContain('KOOSYNC_HOME=');
  const children = (await processTree(running.pid)).filter((pid) => pid !== running.pid);
  const found: string[] = [];
  const look = async (what: string, file: string) => {
    if ((await readFile(file)).includes(world.signedIn['KOOSYNC_TOKEN'] ?? '?')) found.push(what);
  };
  // the block that the app itself was started with stays with the kernel, for its user alone
  await look('xdg-open', opened);
  expect(children.length).toBeGreaterThan(4);
  for (const pid of children) {
    const words = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8');
    await look(words.replaceAll('\0', ' ').slice(0, 200), `/proc/${String(pid)}/environ`);
  }

  const page = await pagePid(running);
  process.kill(page, 'SIGSEGV');
  await anotherPage(running, page);
  process.kill(running.process.pid ?? 0, 'SIGSEGV');
  await expect.poll(() => reports(world, 'pending')).toHaveLength(2);
  for (const dump of await reports(world, 'pending'))
    await look(dump, join(world.state, 'crash-reports', 'pending', dump));
  expect(found).toEqual([]);
});
