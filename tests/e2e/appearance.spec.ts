/** Both languages and both themes, drawn; pictures stay in test-results/ for people to look at. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Preferences } from '../../shared/preferences.ts';
import { expect, pairSamples, test, valueOf } from './fixtures.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'pictures');

const looks = [
  { language: 'en', theme: 'light', status: 'Status', settings: 'Settings', latest: 'Latest' },
  { language: 'zh', theme: 'dark', status: '状态', settings: '设置', latest: '最新' },
] as const satisfies (Preferences | Record<string, string>)[];

for (const { language, theme, status, settings, latest } of looks) {
  test(`${language}, ${theme}`, async ({ world }) => {
    await mkdir(pictures, { recursive: true });
    const running = await world.start();
    const page = await running.window();
    const picture = (name: string) =>
      page.screenshot({ path: join(pictures, `${name}-${language}-${theme}.png`), animations: 'disabled' });

    valueOf(await page.evaluate((wanted) => koo.setPreferences(wanted), { language, theme }));
    await page.reload();
    await expect(page.getByRole('button', { name: status })).toBeVisible();
    await picture('first-folder');
    await pairSamples(world, page);
    await expect(page.getByText('Documents').first()).toBeVisible();
    await picture('status');

    await writeFile(world.file('notes.txt'), 'second thoughts, and rather longer ones\n');
    await world.startAndWait(world.signedIn, ['--view-versions', world.file('notes.txt')]);
    await expect(page.getByTestId('version-row')).toHaveCount(2);
    await expect(page.getByText(latest, { exact: true })).toBeVisible();
    await picture('history');

    await page.getByRole('button', { name: settings }).click();
    await expect(page.getByRole('radio', { name: language === 'en' ? 'English' : '简体中文' })).toBeChecked();
    await picture('settings');

    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 0] = /\d+/u.exec(background)?.map(Number) ?? [];
    expect(red < 100).toBe(theme === 'dark');
    await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en' : 'zh-CN');

    // The tray speaks the same language.
    const words = language === 'en' ? 'Quit KooSync' : '退出 KooSync';
    await expect
      .poll(async () => (await world.session.tray.menu()).map(({ label }) => label))
      .toContain(words);
    expect(running.pageErrors).toEqual([]);
  });
}
