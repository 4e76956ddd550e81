/** The engine's process: it has no secrets to be seen, goes second, and may end alone; it ends with the app. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { defaults, expect, pairSamples, test, valueOf, versionsOnServer } from './fixtures.ts';
import type { Running } from './app-under-test.ts';

/** Its id; 0 while there is none. */
const enginePid = ({ app }: Running): Promise<number> =>
  app.evaluate(
    (electron) => electron.app.getAppMetrics().find(({ name }) => name === 'koosync-engine')?.pid ?? 0,
  );

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('it is started without secrets, and goes after the window', async ({ world }) => {
  const running = await world.start();
  await pairSamples(world, await running.window());
  const pid = await enginePid(running);
  for (const told of ['cmdline', 'environ']) {
    const text = await readFile(`/proc/${pid}/${told}`, 'utf8');
    expect(text.length).toBeGreaterThan(0);
    expect(text).not.toContain(defaults.token);
  }
  expect(getPriority(pid)).toBe(10);
  // however the tests themselves were started
  expect(getPriority(running.pid)).toBeLessThan(10);
  await running.quit();
  // a promise, and no wait: nothing of it outlives the app for long
  await expect.poll(() => isThere(pid), { timeout: 15_000 }).toBe(false);
});

test('killed alone while it uploads, it comes back; the window answers meanwhile, and nothing is lost or doubled', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const large = randomBytes(40 * 1024 * 1024);
  const slow = world.emulator.control.fault({
    match: { operation: 'putPart' },
    action: { kind: 'delay', ms: 1500 },
  });
  await writeFile(world.file('large.bin'), large);
  await expect.poll(() => slow.struck()).toBeGreaterThan(0);

  const before = await enginePid(running);
  process.kill(before, 'SIGKILL');
  slow.remove();
  await writeFile(world.file('meanwhile.txt'), 'while nobody looked\n');
  await expect(page.getByTestId('headline')).toHaveText('Syncing stopped and is being started again');
  const { state, pairs } = valueOf(await page.evaluate(() => koo.status()));
  expect(state.kind).toBe('restarting');
  expect(pairs.map(({ folder }) => folder)).toEqual([world.folder]);
  expect(valueOf(await page.evaluate(() => koo.account())).signedIn).toBe(true);

  await expect.poll(() => versionsOnServer(world, 'large.bin')).toEqual([sha256(large)]);
  await expect.poll(() => versionsOnServer(world, 'meanwhile.txt').length).toBe(1);
  await expect.poll(async () => valueOf(await page.evaluate(() => koo.status())).state.kind).toBe('idle');
  const after = await enginePid(running);
  expect(after).not.toBe(before);
  expect(after).toBeGreaterThan(0);
  expect(running.pageErrors).toEqual([]);

  // and again, with the window put away: what is saved then is a version
  process.kill(after, 'SIGKILL');
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await expect.poll(() => versionsOnServer(world, 'notes.txt').length).toBe(2);
});

test('killed again and again at moments of its own while files come, every content is there once', async ({
  world,
}) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const contents = new Map<string, string>();
  const there = () => world.emulator.control.tree().length;
  for (const life of [1, 2, 3, 4]) {
    const before = there();
    for (let i = 0; i < 20; i++) {
      const [name, bytes] = [`file-${life}-${i}.bin`, randomBytes(30_000 * i)];
      await writeFile(world.file(name), bytes);
      contents.set(name, sha256(bytes));
    }
    // some are there, and others on their way
    await expect.poll(there, { intervals: [20] }).toBeGreaterThan(before);
    await page.waitForTimeout(Math.random() * 200);
    const pid = await enginePid(running);
    console.log(`life ${life}: killed after ${there() - before} files`);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => enginePid(running)).not.toBe(pid);
    await expect.poll(() => enginePid(running)).toBeGreaterThan(0);
  }
  const all = () => [...contents.keys()].map((name) => versionsOnServer(world, name));
  await expect.poll(all).toEqual([...contents.values()].map((sum) => [sum]));
});

test('it ends with the app, also when that is killed, and the next one goes on', async ({ world }) => {
  const running = await world.start();
  await pairSamples(world, await running.window());
  const pid = await enginePid(running);
  process.kill(running.pid, 'SIGKILL');
  // a promise, and no wait: nothing of it outlives the app for long
  await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);
  await writeFile(world.file('notes.txt'), 'second thoughts\n');
  await world.start();
  await expect.poll(() => versionsOnServer(world, 'notes.txt').length).toBe(2);
});
