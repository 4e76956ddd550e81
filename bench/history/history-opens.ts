/** The history of a file, opened by keys in the window. */
import type { Page } from '@playwright/test';
import { expect } from '../../tests/e2e/fixtures.ts';

declare global {
  /** of the page: when the history was asked for */
  var benchAskedAt: number | undefined;
}

/** From the key that asks for the history of the file with this name to the frame that has rows, ms. */
export async function historyOpens(page: Page, file: string): Promise<number> {
  const sections = page.getByRole('navigation', { name: 'Sections' });
  await sections.getByRole('button', { name: 'Files' }).click();
  const search = page.getByRole('combobox', { name: 'Find a file' });
  await search.fill(file);
  await expect(page.getByTestId('file-row')).toHaveCount(1);
  await search.press('ArrowDown');
  await page.evaluate(() => {
    globalThis.benchAskedAt = undefined;
    document.addEventListener('keydown', (event) => (globalThis.benchAskedAt = event.timeStamp), {
      capture: true,
      once: true,
    });
  });
  const drawn = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const askedAt = globalThis.benchAskedAt;
          if (askedAt !== undefined && document.querySelector('[data-testid="version-row"]')) {
            // the frame that has them is the one after this call
            requestAnimationFrame(() => resolve(performance.now() - askedAt));
          } else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
  await search.press('Enter');
  return drawn;
}
