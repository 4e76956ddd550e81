/** New versions in the settings, on the dev page: every state of them, and what can be pressed. Pictures stay in test-results/. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './dev-page.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'pictures');

test('a new version is fetched, restarted for, and put off', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ updates: 'current' }, []);
  await page.getByRole('button', { name: 'Settings' }).click();
  const said = page.getByTestId('updates');
  await expect(said).toContainText('KooSync 1.4.2 is the newest version.');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(said).toContainText('KooSync 1.5.0 is there. You have 1.4.2.');
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(said).toContainText('KooSync 1.5.0 is ready.');
  await page.getByRole('button', { name: 'Restart to update' }).click();
  await expect(said).toContainText('as soon as what is being sent has arrived');
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(said).toContainText('KooSync 1.5.0 is ready.');
  // the settings are written first, and it is chosen then
  await page.getByText('Ask me', { exact: true }).click();
  await expect(page.getByRole('radio', { name: 'Ask me' })).toBeChecked();
  await expect(page.getByText('Nothing is fetched or installed until you ask for it.')).toBeVisible();
  await page.getByText('Beta', { exact: true }).click();
  await expect(page.getByRole('radio', { name: 'Beta' })).toBeChecked();
  expect(dev.errors).toEqual([]);
});

const looks = [
  { lang: 'en', theme: 'light', settings: 'Settings' },
  { lang: 'zh', theme: 'dark', settings: '设置' },
] as const;
const states = [
  ['current', { en: 'is the newest version', zh: '已是最新版本' }],
  ['down', { en: 'did not answer', zh: '没有响应' }],
  ['downloading', { en: '42 %', zh: '42 %' }],
  ['none', { en: "with the system's other packages", zh: '其他软件包' }],
  ['ready', { en: 'asks for your password', zh: '输入你的密码' }],
  ['unsigned', { en: 'is not signed by the makers', zh: '没有 KooSync 制作者的签名' }],
  ['failed', { en: 'The password was not given', zh: '未提供密码' }],
] as const;

for (const { lang, theme, settings } of looks) {
  test(`what is said of new versions can be read by all: ${lang}, ${theme}`, async ({ dev }) => {
    await mkdir(pictures, { recursive: true });
    await dev.show({ lang, theme }, []);
    await dev.page.getByRole('button', { name: settings }).click();
    const said = dev.page.getByTestId('updates');
    for (const [word, text] of states) {
      await dev.page.evaluate((each) => {
        fake.showUpdates(each);
      }, word);
      await expect(said).toContainText(text[lang]);
      await dev.page.locator('section', { has: said }).screenshot({
        path: join(pictures, `updates-${word}-${lang}-${theme}.png`),
        animations: 'disabled',
      });
    }
    // the last of them has everything that one can have
    expect(await dev.axe()).toEqual([]);
    expect(dev.errors).toEqual([]);
  });
}
