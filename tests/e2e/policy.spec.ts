/** What an organisation fixed: shown, kept from being changed, made true, and followed while the app runs. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { defaults, expect, test, untilSynced, valueOf, type World } from './fixtures.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'pictures');

const policyFile = (world: World): string => join(world.base, 'policy.json');
const fix = (world: World, policy: object | string): Promise<void> =>
  writeFile(policyFile(world), typeof policy === 'string' ? policy : JSON.stringify(policy), { mode: 0o644 });
const under = (world: World, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  KOOSYNC_TEST_POLICY: policyFile(world),
});
const settings = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
};

test('a fixed setting is shown, and not to be changed', async ({ world }) => {
  await fix(world, { theme: 'dark', launchAtLogin: true, concurrency: 2, updates: 'off' });
  const running = await world.start(under(world, world.signedIn));
  const page = await running.window();
  await settings(page);

  const theme = page.getByRole('radiogroup', { name: 'Appearance' });
  await expect(theme.getByRole('radio', { name: 'Dark' })).toBeChecked();
  for (const radio of await theme.getByRole('radio').all()) await expect(radio).toBeDisabled();
  await expect(page.getByRole('switch', { name: 'Start KooSync when I log in' })).toBeDisabled();
  await expect(page.getByRole('switch', { name: 'Start KooSync when I log in' })).toBeChecked();
  await expect(page.getByText('Set by your organisation', { exact: true })).toHaveCount(2);
  // what is not fixed is the user's
  await expect(page.getByRole('radio', { name: 'English' })).toBeEnabled();

  const card = page.getByTestId('organisation');
  await expect(card).toContainText('the start at login, the number of uploads at a time, and updates');
  await expect(card).toContainText(policyFile(world));

  // not by the page's own call either, and nothing that was asked for beside it
  const refused = await page.evaluate(() => koo.setPreferences({ theme: 'light', language: 'zh' }));
  expect(refused).toMatchObject({ ok: false, error: { code: 'BAD_USAGE' } });
  const kept = valueOf(await page.evaluate(() => koo.preferences()));
  expect(kept).toMatchObject({ theme: 'dark', language: 'system', launchAtLogin: true });
  // made true of the system, by nobody's click
  const config = world.env['XDG_CONFIG_HOME'] ?? join(world.base, 'home', '.config');
  await expect
    .poll(() => readdir(join(config, 'autostart')).catch(() => []))
    .toEqual([expect.stringMatching(/^koosync(-[0-9a-f]{8})?\.desktop$/)]);
  expect(running.pageErrors).toEqual([]);
});

test('a policy that changes, breaks and goes is followed, and syncing goes on', async ({ world }) => {
  test.slow();
  const running = await world.start(under(world, world.signedIn));
  const page = await running.window();
  valueOf(await page.evaluate((id) => koo.addPair({ containerId: id }), defaults.containerId));
  await untilSynced(world, page, 3);
  await settings(page);
  await expect(page.getByTestId('organisation')).toHaveCount(0);

  const dark = page.getByRole('radio', { name: 'Dark' });
  await fix(world, { theme: 'dark' });
  await expect(dark).toBeDisabled();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await fix(world, '{"sevrer": "x"}');
  await expect(page.getByTestId('organisation')).toContainText(
    'Your organisation has set nothing that counts',
  );
  await expect(page.getByTestId('organisation')).toContainText('Something in it is wrong:');
  await fix(world, { theme: 'dark' });
  await expect(dark).toBeDisabled();
  await fix(world, '{"theme": ');
  await expect(page.getByRole('alert')).toContainText('cannot be understood');
  await expect(dark).toBeDisabled();
  await writeFile(world.file('later.txt'), 'written under a broken policy');
  await untilSynced(world, page, 4);

  await rm(policyFile(world));
  await expect(dark).toBeEnabled();
  await expect(page.getByTestId('organisation')).toHaveCount(0);
  expect(running.pageErrors).toEqual([]);
});

test('a fixed server is the only one that can be signed in to', async ({ world }) => {
  await fix(world, { server: world.emulator.url });
  const running = await world.start(under(world, world.env));
  const page = await running.window();
  const server = page.getByRole('textbox', { name: 'Server' });
  await expect(server).toBeDisabled();
  await expect(server).toHaveValue(world.emulator.url);
  await expect(page.getByText('Set by your organisation')).toBeVisible();

  const elsewhere = { kind: 'token', server: 'https://elsewhere.example', userId: 'u', token: 't' } as const;
  const refused = await page.evaluate((form) => koo.signIn(form), elsewhere);
  expect(refused).toMatchObject({ ok: false, error: { code: 'BAD_USAGE' } });

  await page.getByRole('textbox', { name: 'User ID' }).fill(defaults.userId);
  await page.getByRole('textbox', { name: 'Token' }).fill(defaults.token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Choose folder' })).toBeVisible();
  expect(running.pageErrors).toEqual([]);
});

for (const [language, theme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test(`looks right in ${language}, ${theme}`, async ({ world }) => {
    await mkdir(pictures, { recursive: true });
    await fix(world, {
      server: world.emulator.url,
      language,
      theme,
      updates: 'ask',
      concurrency: 'two',
      launchAtLogin: false,
    });
    const running = await world.start(under(world, world.env));
    const page = await running.window();
    await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en' : 'zh-CN');
    const picture = (name: string) =>
      page.screenshot({ path: join(pictures, `${name}-${language}-${theme}.png`), animations: 'disabled' });
    await expect(
      page.getByText(language === 'en' ? 'Set by your organisation' : '由你的组织设置'),
    ).toBeVisible();
    await picture('policy-sign-in');
    const signed = await page.evaluate(
      ([server, userId, token]) => koo.signIn({ kind: 'token', server, userId, token }),
      [world.emulator.url, defaults.userId, defaults.token] as const,
    );
    valueOf(signed);
    await page.reload();
    await page.getByRole('button', { name: language === 'en' ? 'Settings' : '设置' }).click();
    await expect(page.getByTestId('organisation').getByRole('alert')).toBeVisible();
    await picture('policy-settings');
    expect(running.pageErrors).toEqual([]);
  });
}
