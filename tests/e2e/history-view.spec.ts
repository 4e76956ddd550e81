/** The history view as a page: every state of it can be read by everybody and used by the keyboard alone. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, sampleFile, sampleFolder, test } from './dev-page.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'pictures');

declare global {
  // what renderer/dev/dev.ts puts on the page; the tests count with it
  var fake: {
    asked(): { fetches: number; details: number };
    addVersion(path: string): void;
    showUpdates(word: string): void;
  };
}

const several = [sampleFile, `${sampleFolder}/meeting notes.md`, `${sampleFolder}/تقرير نهائي.docx`];

/** A view, how one gets there, and a sentence that says that it is the one. */
const views: readonly {
  readonly name: string;
  readonly state: Readonly<Record<string, string>>;
  readonly open?: readonly string[];
  readonly says: string;
  readonly then?: (page: Page) => Promise<void>;
}[] = [
  { name: 'short', state: { history: 'short' }, says: 'restored from version 2' },
  { name: 'long', state: { history: 'long' }, says: '640 versions' },
  { name: 'huge', state: { history: 'huge' }, says: '10,000 versions' },
  { name: 'lean', state: { history: 'lean' }, says: '10,000 versions' },
  { name: 'loading', state: { history: 'huge', page: '2000' }, says: 'Loading older versions…' },
  {
    name: 'offline',
    state: { history: 'offline' },
    says: 'As of 3 hours ago. KooDrive cannot be reached now.',
  },
  {
    name: 'deleted',
    state: { history: 'deleted' },
    says: '. KooDrive does not list versions of what is in its recycle bin.',
  },
  {
    name: 'outside',
    state: { history: 'outside' },
    open: ['/home/lin/Desktop/a.txt'],
    says: 'Files have versions from the moment their folder is synced. Add "Desktop", or',
  },
  { name: 'none', state: { history: 'none' }, says: 'No versions yet' },
  { name: 'error', state: { history: 'error' }, says: 'The versions cannot be shown now' },
  { name: 'folder', state: { history: 'folder' }, open: [sampleFolder], says: 'New version' },
  { name: 'tabs', state: { history: 'long' }, open: several, says: 'meeting notes.md' },
  { name: 'present', state: { state: 'present' }, says: 'Waits to be uploaded' },
  {
    name: 'menu',
    state: { history: 'long' },
    says: 'Delete this version…',
    then: async (page) => {
      await page.getByTestId('version-row').nth(3).click({ button: 'right' });
    },
  },
  {
    name: 'changes',
    state: { history: 'long' },
    says: 'The version before',
    then: async (page) => {
      await page.getByRole('tab', { name: 'What changed' }).click();
    },
  },
  {
    name: 'search',
    state: { history: 'long' },
    says: 'No version matches. Try "yesterday", "3 Nov", a label',
    then: async (page) => {
      await page.getByRole('textbox', { name: 'Date, label or author' }).fill('nothing like it');
    },
  },
  {
    name: 'filter',
    state: { history: 'long' },
    says: 'Larger than',
    then: async (page) => {
      await page.getByRole('button', { name: 'Filter' }).click();
    },
  },
  {
    name: 'keys',
    state: { history: 'long' },
    says: 'Go from version to version',
    then: async (page) => {
      await page.getByRole('button', { name: 'Keys in this list' }).click();
    },
  },
  {
    name: 'delete',
    state: { history: 'long' },
    says: 'This cannot be undone: KooDrive keeps no copy',
    then: async (page) => {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Delete');
    },
  },
  {
    name: 'restored',
    state: { history: 'long' },
    says: 'The previous content is kept as a version.',
    then: async (page) => {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Control+Enter');
    },
  },
];

// ten thousand versions take their time on a busy machine

for (const { name, state, open, says, then } of views)
  for (const theme of ['light', 'dark'])
    test(`${name}, ${theme}: nothing serious for who cannot see or point`, async ({ dev }) => {
      await mkdir(pictures, { recursive: true });
      await dev.resize(1280, 800);
      await dev.show({ ...state, theme }, open);
      if (then !== undefined) {
        await expect(dev.page.getByTestId('timeline')).toBeFocused();
        await then(dev.page);
      }
      await expect(dev.page.getByText(says).first()).toBeVisible();
      await dev.page.screenshot({
        path: join(pictures, `history-view-${name}-${theme}.png`),
        animations: 'disabled',
      });
      expect(await dev.axe()).toEqual([]);
    });

test('by the keyboard alone: find, look, compare, restore, undo, label, delete, and back', async ({
  dev,
}) => {
  const { page } = dev;
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const pane = page.getByTestId('pane');
  const active = page.locator('[data-testid="version-row"][data-active="true"]');
  await dev.resize(1280, 800);
  await dev.show({ history: 'long' });
  await expect(page.getByTestId('timeline')).toBeFocused();

  // up, down, ends, days
  await press('ArrowDown', 'ArrowDown');
  await expect(active).toHaveAttribute('data-revision', 'rev-638');
  await expect(pane).toContainText('Version 638');
  await press('End');
  await expect(active).toHaveAttribute('data-revision', 'rev-1');
  await press('Home', 'ArrowLeft');
  const head = page.getByTestId('day-row').first();
  await expect(head).toHaveAttribute('aria-expanded', 'false');
  await press('ArrowRight');
  await expect(head).toHaveAttribute('aria-expanded', 'true');

  // letters lead to a label
  await page.keyboard.type('sent');
  await expect(active).toHaveAttribute('data-revision', 'rev-637');

  // find
  await press('Control+f');
  await page.keyboard.type('637');
  await expect(page.getByText('1 version found')).toBeVisible();
  await press('ArrowDown');
  await expect(page.getByTestId('timeline')).toBeFocused();
  await press('Control+f');
  await press('Escape');
  await expect(page.getByRole('textbox', { name: 'Date, label or author' })).toHaveValue('');
  await press('ArrowDown');

  // into the preview, which is not there yet right after another version was chosen
  const frame = pane.locator('iframe');
  for (const way of ['End', 'Home']) {
    await press(way, 'ArrowDown', 'ArrowDown', 'Enter');
    await expect(frame).toBeFocused();
    await expect(frame).toHaveAttribute('aria-busy', 'false');
    await expect(frame).toHaveCSS('opacity', '1');
    await press('Escape');
    await expect(page.getByTestId('timeline')).toBeFocused();
  }

  // restore, and undo
  await press('Control+Enter');
  await expect(page.getByText('. The previous content is kept as a version.')).toBeVisible();
  await expect(page.getByTestId('version-row').first()).toHaveAttribute('data-revision', 'rev-641');
  await expect(page.getByTestId('timeline')).toBeFocused();
  await press('Control+z');
  await expect(page.getByText('" has its previous content again.')).toBeVisible();
  await expect(page.getByTestId('version-row').first()).toHaveAttribute('data-revision', 'rev-642');

  // keep for ever leaves the focus where it was
  await press('Home', 'ArrowDown', 'ArrowDown', 'Control+k');
  await expect(page.getByText('is kept for ever.')).toBeVisible();
  await expect(page.getByTestId('timeline')).toBeFocused();

  // a label
  await press('F2');
  await page.keyboard.type('good one');
  await press('Enter');
  await expect(active).toContainText('good one');
  await expect(page.getByTestId('timeline')).toBeFocused();

  // the menu
  await press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Restore Ctrl+Enter' })).toBeFocused();
  await page.keyboard.type('label');
  await press('Enter');
  await expect(page.getByRole('textbox', { name: /^Label of version/u })).toBeFocused();
  await press('Escape');
  await expect(page.getByTestId('timeline')).toBeFocused();
  await press('Shift+F10', 'Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(page.getByTestId('timeline')).toBeFocused();

  // delete is asked
  const gone = await active.getAttribute('data-revision');
  await press('Delete');
  await expect(page.getByRole('alertdialog')).toContainText('Delete version 641 of');
  await press('Escape');
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await press('Delete', 'Tab', 'Enter');
  await expect(page.getByText('is deleted.')).toBeVisible();
  await expect(page.locator(`[data-revision="${String(gone)}"]`)).toHaveCount(0);
  await expect(page.getByRole('alertdialog')).toBeHidden();

  await press('Alt+ArrowLeft');
  await expect(page.getByRole('heading', { name: 'Everything is up to date' })).toBeVisible();
  expect(dev.errors).toEqual([]);
});

test('Escape leads back though a tooltip is open', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'short' });
  await expect(page.getByTestId('timeline')).toBeFocused();
  // the focus of a keyboard shows what a button is for
  await page.keyboard.press('Tab');
  await page
    .getByRole('button', { name: /^Save version/u })
    .first()
    .focus();
  await expect(page.getByRole('tooltip')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toBeHidden();
  await expect(page.getByTestId('timeline')).toBeFocused();
});

test('tabs by the keyboard: to the next, closed, and back when none is left', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'short' }, several);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('lighthouse proposal.md');
  await page.keyboard.press('Control+Tab');
  await expect(heading).toHaveText('meeting notes.md');
  await page.keyboard.press('Control+w');
  await expect(heading).toHaveText('تقرير نهائي.docx');
  await page.keyboard.press('Control+w');
  await expect(heading).toHaveText('lighthouse proposal.md');
  await expect(page.getByRole('navigation', { name: 'Open histories' })).toBeHidden();
  await page.keyboard.press('Control+w');
  await expect(page.getByRole('heading', { name: 'Everything is up to date' })).toBeVisible();
});

test('any two versions are compared: the second one is chosen in the list', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'short' });
  await expect(page.getByTestId('timeline')).toBeFocused();
  await page.getByRole('tab', { name: 'What changed' }).click();
  await page
    .getByTestId('pane')
    .getByRole('button', { name: /Compared with/u })
    .click();
  await page.getByRole('option', { name: 'Another version…' }).click();
  await expect(page.getByText('Choose the version to compare with.')).toBeVisible();
  await expect(page.getByTestId('timeline')).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-second="true"]')).toHaveAttribute('data-revision', 'rev-1');
  await expect(page.getByTestId('pane')).toContainText('Version 1 of');
  // the oldest one has nothing before it
  await page.keyboard.press('End');
  await page
    .getByTestId('pane')
    .getByRole('button', { name: /Compared with/u })
    .click();
  await page.getByRole('option', { name: 'The version before' }).click();
  await expect(page.getByText('Nothing was there before it to compare with.')).toBeVisible();
});

test('ten thousand versions cost what is looked at', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'lean' });
  await expect(page.getByText('10,000 versions')).toBeVisible();
  await expect(page.getByTestId('strip')).not.toContainText('loading');
  expect(await page.getByTestId('version-row').count()).toBeLessThan(60);
  const asked = await page.evaluate(() => fake.asked());
  expect(asked.details).toBeLessThanOrEqual(50);
  // whoever walks through them fetches what he stops at
  await expect.poll(() => page.evaluate(() => fake.asked().fetches)).toBe(1);
  // all in one moment: on a slow machine a pause between two keys would be a rest
  await page.evaluate(async () => {
    for (let step = 0; step < 20; step += 1) {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: 'ArrowDown',
          code: 'ArrowDown',
          bubbles: true,
          cancelable: true,
        }),
      );
      // the page is drawn before anything that waits for a time
      await new Promise<void>((drawn) => {
        queueMicrotask(drawn);
      });
    }
  });
  await expect(page.getByTestId('pane')).toContainText('Version 998');
  await expect.poll(() => page.evaluate(() => fake.asked().fetches)).toBeLessThanOrEqual(3);
  await page.keyboard.press('End');
  await expect(page.locator('[data-revision="rev-1"]')).toBeVisible();
});

test('the strip leads to a time, by pointer and by keys', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'huge' });
  await expect(page.getByText('10,000 versions')).toBeVisible();
  const strip = page.getByRole('slider', { name: 'Versions by time' });
  await strip.focus();
  await page.keyboard.press('End');
  await expect(page.locator('[data-revision="rev-10000"]')).toBeHidden();
  await expect(strip).toHaveAttribute('aria-valuetext', /: \d+ versions?$/u);
  await page.keyboard.press('Home');
  await expect(page.locator('[data-revision="rev-10000"]')).toBeVisible();
  const box = await strip.boundingBox();
  await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 200);
  await expect(page.locator('[data-revision="rev-10000"]')).toBeHidden();
});

test('a restore tells how far it is, and is cancelled from its row', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'short', restore: 'slow' });
  await expect(page.getByTestId('timeline')).toBeFocused();
  // by its name: a day may begin between the first two rows
  await page.locator('[data-revision="rev-4"]').click();
  await page.keyboard.press('Control+Enter');
  const row = page.locator('[data-revision="rev-4"]');
  await expect(row).toContainText('Keeping the present content first');
  await expect(row).toContainText('Fetching the version:');
  await row.getByRole('button', { name: 'Cancel' }).click();
  await expect(row).not.toContainText('Fetching the version:');
  await expect(page.getByTestId('version-row')).toHaveCount(5);
});

test('a version that arrives is shown and read out', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'short' });
  await expect(page.getByTestId('version-row')).toHaveCount(5);
  await page.evaluate((path) => {
    fake.addVersion(path);
  }, sampleFile);
  await expect(page.getByTestId('version-row').first()).toHaveAttribute('data-new', 'true');
  await expect(page.getByText('A new version has arrived: version 6.')).toBeAttached();
});

test('a folder leads to its files, and back', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'folder' }, [sampleFolder]);
  await page.getByTestId('change-row').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('lighthouse proposal.docx');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('docs');
});

test('a folder says what kind of change it was, shows older ones, and says when there are none', async ({
  dev,
}) => {
  const { page } = dev;
  await dev.show({ history: 'folder' }, [sampleFolder]);
  await expect(page.getByRole('listbox', { name: 'What changed in this folder' })).toBeVisible();
  await expect(page.getByTestId('change-row').nth(2)).toContainText('New file');
  await expect(page.getByTestId('change-row')).toHaveCount(100);
  await page.getByRole('button', { name: 'Show older changes' }).click();
  await expect(page.getByTestId('change-row')).toHaveCount(200);
  await dev.show({ history: 'folder', state: 'bare' }, [sampleFolder]);
  await expect(page.getByText('Nothing has changed here since KooSync began to look.')).toBeVisible();
});

test('a version that does not arrive whole is not shown, and says so', async ({ dev }) => {
  await dev.show({ history: 'short', fetch: 'broken' });
  await expect(dev.page.getByText('This version cannot be shown now')).toBeVisible();
  await expect(dev.page.getByTestId('pane').locator('iframe')).toHaveCount(0);
});

test('a version whose fetch broke off says where, and that it goes on', async ({ dev }) => {
  await dev.show({ history: 'short', fetch: 'waits' });
  await expect(dev.page.getByText('The connection broke at 50%. Trying to go on…')).toBeVisible();
});

test('a file that was not there is back, and there is nothing to undo', async ({ dev }) => {
  const { page } = dev;
  await dev.show({ history: 'short', restore: 'new' });
  await expect(page.getByTestId('timeline')).toBeFocused();
  // by its name: a day may begin between the first two rows
  await page.locator('[data-revision="rev-4"]').click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('" is back with the content of')).toBeVisible();
  await expect(page.getByTestId('notice').getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('the Files page: all, recent, deleted; by keys alone to the history and back; and when there is nothing', async ({
  dev,
}) => {
  const { page } = dev;
  await dev.show({ history: 'short' }, []);
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('combobox', { name: 'Find a file' })).toBeFocused();
  await page.keyboard.type('notes meeting');
  await expect(page.getByTestId('file-row')).toHaveCount(1);
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'View versions' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('meeting notes.md');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox', { name: 'Find a file' })).toHaveValue('notes meeting');
  expect(await dev.axe()).toEqual([]);

  await dev.show({ state: 'bare' }, []);
  await page.keyboard.press('Control+f');
  await expect(page.getByText('No file of your folders is on KooDrive yet.')).toBeVisible();
  await page.getByRole('radio', { name: 'Recent' }).check({ force: true });
  await expect(page.getByText('No file has changed lately.')).toBeVisible();
  await page.getByRole('radio', { name: 'Deleted' }).check({ force: true });
  await expect(page.getByText('No file was deleted here.')).toBeVisible();
});
