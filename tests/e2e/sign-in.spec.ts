/** Signing in by the form: it works, and the secret is in the keyring and nowhere else. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { processTree } from './app-under-test.ts';
import { defaults, expect, test, untilSynced, valueOf, versionsOnServer, type World } from './fixtures.ts';

const run = promisify(execFile);

test('by the form, to the first synced folder, without touching anything but the window', async ({
  world,
}) => {
  const running = await world.start(world.env);
  const page = await running.window();
  await signIn(world, page);

  await page.getByRole('button', { name: 'Choose folder' }).click();
  await untilSynced(world, page, 3);
  expect(versionsOnServer(world, 'notes.txt')).toHaveLength(1);
  expect(running.pageErrors).toEqual([]);
});

test('the token is in the keyring, and nowhere else', async ({ world }) => {
  const running = await world.start(world.env);
  const page = await running.window();
  await signIn(world, page);
  await page.getByRole('button', { name: 'Choose folder' }).click();
  await untilSynced(world, page, 3);

  // In the keyring, read as any program of this session reads it.
  const entries = await keyringEntries(world);
  expect(entries).toHaveLength(1);
  expect(entries[0]?.password).toContain(defaults.token);

  // Not in any argument list, nor in the environment that a process was started with.
  const processes = await processTree(running.pid);
  expect(processes.length).toBeGreaterThan(2);
  for (const pid of processes) {
    expect(await read(`/proc/${pid}/cmdline`)).not.toContain(defaults.token);
    expect(await read(`/proc/${pid}/environ`)).not.toContain(defaults.token);
  }

  // Not on the page: not in what it is told, nor in what it shows, nor in the form that was sent.
  const told = await page.evaluate(async () =>
    JSON.stringify([await koo.account(), await koo.status(), await koo.preferences(), await koo.spaces()]),
  );
  expect(told).toContain(defaults.userId);
  expect(told).not.toContain(defaults.token);
  expect(await page.content()).not.toContain(defaults.token);

  // Not in any file of the state folder, while it runs and after it has ended, nor in what it printed.
  expect(await filesWith(world.state, defaults.token)).toEqual([]);
  await running.quit();
  expect(await filesWith(world.state, defaults.token)).toEqual([]);
  expect(await read(join(world.state, 'logs', 'koosync.log'))).toContain('"level"');
  expect(running.output()).not.toContain(defaults.token);
  // The session's home, but for the keyring's own encrypted file, which this search would not find it in either.
  expect(await filesWith(join(world.base, 'home'), defaults.token)).toEqual([]);

  // And still good for the next start.
  const again = await world.start(world.env);
  const next = await again.window();
  await expect.poll(() => next.evaluate(() => koo.account())).toMatchObject({ value: { signedIn: true } });
  await untilSynced(world, next, 3);

  // Signing out takes it away.
  valueOf(await next.evaluate(() => koo.signOut()));
  expect(await keyringEntries(world)).toEqual([]);
});

test('a refused token is said in one sentence, and nothing is kept', async ({ world }) => {
  const running = await world.start(world.env);
  const page = await running.window();
  await fillForm(page, world.emulator.url, 'wrong-token');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('KooDrive did not accept this sign-in.');
  expect(await keyringEntries(world)).toEqual([]);
  expect(await filesWith(world.state, 'wrong-token')).toEqual([]);
});

async function fillForm(page: Page, server: string, token: string): Promise<void> {
  const open = page.getByRole('button', { name: 'Sign in', exact: true });
  await open.or(page.getByLabel('User ID')).first().waitFor();
  if (!(await page.getByLabel('User ID').isVisible())) await open.click();
  await page.getByText('Other', { exact: true }).click();
  await page.getByLabel('Server address').fill(server);
  await page.getByLabel('User ID').fill(defaults.userId);
  await page.getByRole('textbox', { name: 'Token' }).fill(token);
}

async function signIn(world: World, page: Page): Promise<void> {
  await fillForm(page, world.emulator.url, defaults.token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Choose folder' })).toBeVisible();
}

/** Through keytar in a process of its own: it finds the session's bus in its environment. */
async function keyringEntries(world: World): Promise<{ account: string; password: string }[]> {
  const script = `require('keytar').findCredentials('KooSync').then((all) => console.log(JSON.stringify(all)))`;
  const { stdout } = await run(process.execPath, ['-e', script], {
    env: world.session.env,
    cwd: import.meta.dirname,
  });
  return JSON.parse(stdout) as { account: string; password: string }[];
}

const read = (file: string): Promise<string> => readFile(file, 'latin1').catch(() => '');

/** The files below a folder that hold a text, in bytes of any encoding that keeps ASCII, or in UTF-16. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  const wide = Buffer.from(text, 'utf16le');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    if (bytes.includes(text) || bytes.includes(wide)) found.push(file);
  }
  return found;
}
